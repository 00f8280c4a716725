"""Raising, merging, triaging and explaining triggers."""
