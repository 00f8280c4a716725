"""Laws, rules and other acts: number, jurisdiction, action and dates."""

from __future__ import annotations

from smits_watch.facts.regulations.extractor import extract

__all__ = ["extract"]
