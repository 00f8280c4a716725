"""From a document to facts, one module for each input kind."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from smits_watch.facts.extract import Extract
from smits_watch.reading.document import Document

_MODULES = {
    "budgets": "budgets",
    "regulations": "regulations",
    "vendor-notices": "vendor_notices",
    "vendor-strategies": "vendor_notices",
    "service-portfolio": "service_portfolio",
    "service-reports": "service_reports",
    "customer-feedback": "customer_feedback",
    "environment": "environment",
}

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
        The facts, each with its place in the document. Of kinds that are not read by themselves there are
        only those that the file states in front matter or beside it.
    """
    module = _MODULES.get(kind or "")
    if module is None:
        return Extract(kind or "")
    found: Extract = importlib.import_module(f"smits_watch.facts.{module}").extract(document, columns)
    return found
