"""Budgets: tables with years side by side or one below the other become totals by period, and their lines."""

from __future__ import annotations

from smits_watch.facts.budgets.extractor import extract

__all__ = ["extract"]
