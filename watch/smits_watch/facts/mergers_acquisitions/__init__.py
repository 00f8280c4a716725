"""Mergers, acquisitions, divestitures and joint ventures: what happens between whom, and how far it is."""

from __future__ import annotations

from smits_watch.facts.mergers_acquisitions.extractor import extract

__all__ = ["extract"]
