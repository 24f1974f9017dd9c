"""Feeds: figures fetched from their publishers, by plug-ins, with a page that says how each is."""
