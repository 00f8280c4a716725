"""Screens of the cycle, its deliverables, records and measures."""
