"""Spend: suppliers and the contract register; its rooms hold the ledgers, what was found in them, and buying."""
