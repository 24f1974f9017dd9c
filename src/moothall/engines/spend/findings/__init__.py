"""What looks wrong in a ledger: small tests, each one module with its page, and what each found with its evidence."""
