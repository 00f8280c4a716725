"""Notifies people who must act, so that they need not watch the screen."""
