"""The model of a rule: conditions, operators, the values compared, and the sentence of its trigger."""
