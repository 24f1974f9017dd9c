"""One purchase cut up so that each part stays under a limit."""
