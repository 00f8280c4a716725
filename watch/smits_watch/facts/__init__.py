"""From a document to facts, one module for each input kind."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from smits_watch.facts.extract import Extract
from smits_watch.reading.document import Document

_READERS = {
    "budgets": "budgets:extract",
    "regulations": "regulations:extract",
    "vendor-notices": "vendor_notices:extract",
    "vendor-strategies": "vendor_notices:extract",
    "service-portfolio": "service_portfolio:extract",
    "service-reports": "service_reports:extract",
    "audit-reports": "audit_reports:extract",
    "customer-feedback": "customer_feedback:extract",
    "goals": "plans:extract_goals",
    "opportunities": "plans:extract_opportunities",
    "mergers-acquisitions": "corporate_events:extract",
    "environment": "environment:extract",
    "strategy-plans": "plans:extract_objectives",
}
"""Input kind -> module and function; a module is imported when the first input of its kind comes."""

__all__ = ["Extract", "extract"]


def extract(
    document: Document, kind: str | None, columns: Mapping[str, str] = MappingProxyType({})
) -> Extract:
    """Take the facts out of a document.

    Args:
        document: an opened file.
        kind: its input kind; None where it is not known, which gives no facts.
        columns: what a team configured for the folder, a meaning -> the header of its column.

    Returns:
        The facts, each with its place in the document.
    """
    if kind is None:
        return Extract("")
    module, _, function = _READERS[kind].partition(":")
    reader = getattr(importlib.import_module(f"smits_watch.facts.{module}"), function)
    found: Extract = reader(document, columns)
    return found
