"""Feeds on the pages: how each is, its settings, and its runs."""
