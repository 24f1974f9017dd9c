"""The sets of the Transparency Code: one module each, found by itself. How to add one: docs/add/transparency-set.md."""
