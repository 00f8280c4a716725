"""The parts of a letter: its head and its lines."""
