"""Organisations, people and permission, audit, the clock, jobs: what every room hangs on."""
