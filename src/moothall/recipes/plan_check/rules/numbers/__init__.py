"""Whether the numbers agree with themselves."""
