"""A sample organisation with its year of inputs and cycles."""
