"""Whether a reader can follow and believe the words."""
