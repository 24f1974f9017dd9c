"""Collecting figures: what is due from whom, the templates sent out, the values returned and signed off."""
