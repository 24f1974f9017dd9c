"""The sector review: every council's plan read at once, themes, gaps and good practice."""
