"""Vendor notices from letters, lists and data feeds."""

from __future__ import annotations

from smits_watch.facts.vendor_notices.extractor import extract, extract_strategies

__all__ = ["extract", "extract_strategies"]
