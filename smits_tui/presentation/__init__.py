"""The one way to type and to show numbers, dates, periods and explanations."""
