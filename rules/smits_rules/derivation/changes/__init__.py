"""How amounts, goals, scores and indicators moved since the baseline and the period before."""
