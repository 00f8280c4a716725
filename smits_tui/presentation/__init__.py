"""The one way to parse typed numbers, dates and periods, and to display them and explanations."""
