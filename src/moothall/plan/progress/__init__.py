"""The plan's progress: what was promised, what happened, and the yearly report that says so."""
