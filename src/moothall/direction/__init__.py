"""Priorities and owners: what every room hangs things on."""
