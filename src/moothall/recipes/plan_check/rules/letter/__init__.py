"""What the letter asked of a plan."""
