"""Facts that follow from others, from the baseline and from the calendar."""
