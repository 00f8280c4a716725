"""Findings in tables: the auditor's grades, follow-up lists, summaries that only count."""

from __future__ import annotations

from smits_watch.facts.audit_reports.extractor import extract

__all__ = ["extract"]
