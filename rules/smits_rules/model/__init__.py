"""What a rule is: conditions, operators, the values that they compare, the sentence that it says."""
