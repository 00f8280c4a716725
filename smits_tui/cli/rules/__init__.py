"""Commands for rules and their limits."""
