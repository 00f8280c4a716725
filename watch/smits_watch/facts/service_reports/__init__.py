"""Service reports: service levels with their targets, and whether they were met."""

from __future__ import annotations

from smits_watch.facts.service_reports.extractor import extract

__all__ = ["extract"]
