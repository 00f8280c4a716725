"""One thing in full, as content beside a list."""
