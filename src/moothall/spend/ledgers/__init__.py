"""Ledgers: what was paid, as loaded; what looks wrong in it, and what came of that; who is paid early."""
