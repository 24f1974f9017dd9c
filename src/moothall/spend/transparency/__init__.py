"""Transparency: the Code's files of a quarter checked, frozen and published, and what residents look up in them."""
