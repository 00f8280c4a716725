"""Commands for the cycle, its deliverables and records."""
