"""Targets and scorecards: how the council does against what it set out to do."""
