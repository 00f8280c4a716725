"""Changes of amounts, goals, scores and indicators since the baseline and the previous period."""
