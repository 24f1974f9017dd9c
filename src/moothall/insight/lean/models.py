"""Lean: process maps before and after, and what the waste in them costs."""
