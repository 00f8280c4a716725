"""The environment: time series of indicators such as exchange rates, and their change over a year."""

from __future__ import annotations

from smits_watch.facts.environment.extractor import extract

__all__ = ["extract"]
