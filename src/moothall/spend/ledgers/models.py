"""What was loaded, paid and found."""
