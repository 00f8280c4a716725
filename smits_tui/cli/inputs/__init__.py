"""Commands for files and what they state."""
