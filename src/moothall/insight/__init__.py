"""How a council stands beside others: asks the store of figures, keeps nothing of its own."""
