"""The rules at work: facts in force, reassessment, limits, back-test and rehearsal."""
