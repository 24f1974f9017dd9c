"""What a council spent: its ledgers read, its suppliers known, its spending sorted, and what looks wrong in it.

Everything stands in one `Ledger` (DuckDB, on disk, in a folder of its own): `reading` fills it from any
council's files, `suppliers` and `categories` add to it, `findings` looks through it, `cube` adds it up. Each part
reads the tables that `ledger` declares and no other part's innards. No server, no network, no clock.
"""
