"""Understands prose: letters unwrapped, sentences, names, versions, dates and amounts with their roles."""
