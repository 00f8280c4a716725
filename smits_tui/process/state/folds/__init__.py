"""Folds of the entries of each part of the process."""
