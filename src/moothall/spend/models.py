"""Suppliers, and the contracts with them."""
