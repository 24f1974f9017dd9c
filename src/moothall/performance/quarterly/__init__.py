"""The quarterly report: a one-page summary and the detail behind it, frozen on approval."""
