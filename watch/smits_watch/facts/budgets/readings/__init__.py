"""The ways in which a table can be read as a budget, and the evidence for each."""
