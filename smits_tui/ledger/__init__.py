"""The ledger, append-only, and the state that it folds into."""
