"""One module a rule: CODE, NAME, SEVERITY, `check(reading, settings)`, and its page as the docstring."""
