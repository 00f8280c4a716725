"""The record: an append-only ledger and the state that it folds into."""
