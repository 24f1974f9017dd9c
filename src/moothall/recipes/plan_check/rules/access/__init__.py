"""Whether the file can be read by those who cannot see it."""
