"""Recommendations of peer challenge, audit and scrutiny, tracked until done with evidence."""
