"""Measures and observations: stored once, used many times, each with its lineage."""
