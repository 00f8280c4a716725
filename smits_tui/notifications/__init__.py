"""Telling people who must act, without their watching the screen."""
