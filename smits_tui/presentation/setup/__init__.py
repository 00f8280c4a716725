"""The questions of the set-up, the parsers of their answers, and the summary."""
