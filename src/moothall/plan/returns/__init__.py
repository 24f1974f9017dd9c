"""Statutory returns: what is due to whom by when, and the proof that it went."""
