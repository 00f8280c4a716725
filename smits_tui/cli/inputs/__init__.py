"""Commands for files and their facts."""
