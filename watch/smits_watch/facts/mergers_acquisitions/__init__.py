"""Mergers, acquisitions, divestitures and joint ventures: event, parties and status."""

from __future__ import annotations

from smits_watch.facts.mergers_acquisitions.extractor import extract

__all__ = ["extract"]
