"""Whether what is ignored is ignored for a reason."""
