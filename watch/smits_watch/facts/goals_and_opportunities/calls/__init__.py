"""Calls, tenders and grants in prose: their titles, values and deadlines."""
