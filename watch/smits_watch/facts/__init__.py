"""From a document to facts, one module for each input kind."""

from __future__ import annotations

import importlib

from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction

_READERS = {
    "budgets": "budgets:extract",
    "regulations": "regulations:extract",
    "vendor-notices": "vendor_notices:extract",
    "vendor-strategies": "vendor_notices:extract_strategies",
    "service-portfolio": "service_portfolio:extract",
    "service-reports": "service_levels:extract",
    "audit-reports": "audit_reports:extract",
    "customer-feedback": "feedback:extract",
    "goals": "plans:extract_goals",
    "opportunities": "plans:extract_opportunities",
    "mergers-acquisitions": "corporate_events:extract",
    "environment": "environment:extract",
    "strategy-plans": "plans:extract_objectives",
}
"""Input kind -> module and function; a module is imported when the first input of its kind comes."""

__all__ = ["Extraction", "ExtractionContext", "extract"]


def extract(document: Document, kind: str | None, context: ExtractionContext | None = None) -> Extraction:
    """Take the facts out of a document.

    Args:
        document: an opened file.
        kind: its input kind; None where it is not known, which gives no facts.
        context: settings, remembered answers and what is known of the organisation.

    Returns:
        The facts and the open questions, each with its location in the document.
    """
    if kind is None:
        return Extraction("")
    module, _, function = _READERS[kind].partition(":")
    extractor = getattr(importlib.import_module(f"smits_watch.facts.{module}"), function)
    extraction: Extraction = extractor(document, context or ExtractionContext())
    return extraction
