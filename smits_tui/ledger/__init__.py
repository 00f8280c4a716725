"""The append-only ledger, and the state folded from it."""
