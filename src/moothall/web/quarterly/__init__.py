"""The quarterly report: the list, one as it stands or as it was frozen, and what residents read."""
