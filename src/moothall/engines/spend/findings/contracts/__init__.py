"""Spending set beside the contract register."""
