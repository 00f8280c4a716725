"""Entries of the ledger, one model per type."""
