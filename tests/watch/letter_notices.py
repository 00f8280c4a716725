"""Notices of a letter, as the tests of letters read them."""

from __future__ import annotations

import datetime as dt

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract


def read(*texts: str, heading: bool = True) -> Extraction:
    passages = [Passage(texts[0], "line 1", heading=heading)]
    passages += [Passage(text, f"line {number}") for number, text in enumerate(texts[1:], 3)]
    return extract(Document("vendor-notices/notice.md", "markdown", passages), "vendor-notices")


def notices(extraction: Extraction) -> list[VendorNotice]:
    return [fact for fact in extraction.facts if isinstance(fact, VendorNotice)]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
