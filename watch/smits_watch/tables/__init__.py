"""What a table is made of, for every kind of input: regions, lines, headers, columns, proofs."""
