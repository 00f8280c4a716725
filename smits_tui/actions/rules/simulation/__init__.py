"""What the rules would decide, on new files, on answers and on the past; nothing is recorded."""
