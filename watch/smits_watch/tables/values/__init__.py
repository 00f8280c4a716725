"""What one cell holds: a number, a period, a unit."""
