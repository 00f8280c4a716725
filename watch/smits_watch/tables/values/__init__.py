"""The content of a single cell: a number, a period, a unit."""
