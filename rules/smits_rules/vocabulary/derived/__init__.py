"""The facts that follow from recorded ones, the baseline, people's records and the calendar."""
