"""What stands in the council's way, what is asked of whom, and what came of it."""
