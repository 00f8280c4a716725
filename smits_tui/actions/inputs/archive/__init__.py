"""Copies of inputs: immutable, by content hash, and those in quarantine."""
