"""Budgets: turns tables with years side by side or one below another into totals by period, and lines."""

from __future__ import annotations

from smits_watch.facts.budgets.extractor import extract

__all__ = ["extract"]
