"""Risks: what could stop the council from doing what it set out to do, and what is done about it."""
