"""Facts derived from other facts, the baseline and the calendar."""
