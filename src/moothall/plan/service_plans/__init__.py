"""Yearly service plans, and the self-assessment scored before and after."""
