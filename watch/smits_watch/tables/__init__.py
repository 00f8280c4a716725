"""Understands tables for every kind of input: regions, lines, headers, columns and proofs."""
