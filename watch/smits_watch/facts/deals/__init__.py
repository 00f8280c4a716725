"""Mergers, acquisitions, divestitures and joint ventures: what happens between whom, and how far it is."""
