"""Screens of files in detail, and of the questions about them."""
