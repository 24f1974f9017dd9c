"""Agency staff and consultants."""
