"""Screens for single files and for the questions about them."""
