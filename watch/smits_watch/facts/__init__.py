"""From a document to facts, one package per input kind."""

from __future__ import annotations

import importlib

from smits_rules.vocabulary.kinds import INPUT_KINDS
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.local_currency import counting_in, own_currency

_OF_THE_WORLD = ("mergers-acquisitions", "environment")
"""Kinds written for readers everywhere: a `$` in them is the US dollar, wherever the organisation is."""

__all__ = ["Extraction", "ExtractionContext", "extract"]


def extract(document: Document, kind: str | None, context: ExtractionContext | None = None) -> Extraction:
    """Extract the facts of a document.

    Args:
        document: an opened file.
        kind: its input kind; None if unknown, which gives no facts.
        context: settings, remembered answers and what is on record about the organisation.

    Returns:
        The facts and the open questions, each with its location in the document.
    """
    if kind is None:
        return Extraction("")
    module, _, function = INPUT_KINDS[kind].extractor.partition(":")
    # Imported with the first input of its kind, because each kind loads word lists of its own.
    where = module if "." in module else f"smits_watch.facts.{module}"
    extractor = getattr(importlib.import_module(where), function)
    context = context or ExtractionContext()
    profile = context.profile
    own = own_currency(profile.currency, profile.jurisdictions) if kind not in _OF_THE_WORLD else None
    with counting_in(own):
        extraction: Extraction = extractor(document, context)
    return extraction
