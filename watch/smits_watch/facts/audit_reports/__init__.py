"""Audit findings from tables, follow-up lists, prose, and summaries that only count them."""

from __future__ import annotations

from smits_watch.facts.audit_reports.extractor import extract

__all__ = ["extract"]
