"""Turns a vendor's letter into notices, one per product and kind of change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.vendor_notices.letters.announcements.prices import price_change
from smits_watch.facts.vendor_notices.letters.announcements.vulnerabilities import (
    Vulnerability,
    vulnerability,
)
from smits_watch.facts.vendor_notices.letters.events import ENDS, title_is
from smits_watch.facts.vendor_notices.letters.frames import Frame
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.facts.vendor_notices.letters.mentions import without_mentions
from smits_watch.facts.vendor_notices.letters.merge import merged_frames
from smits_watch.facts.vendor_notices.letters.names.subjects import main_products
from smits_watch.facts.vendor_notices.letters.selection import kept_frames
from smits_watch.prose.names import NameMention
from smits_watch.prose.sentences import Sentence

_OF_PRICES = re.compile(
    r"pric|\bfees?\b|\bcosts?\b|uplift|charge|preis|kosten|gebühr|tarif|entgelt|\bprix\b|precio|prezz|prij[sz]|"
    r"[$€£]|\b(?:EUR|USD|GBP|CHF)\b",
    re.IGNORECASE,
)
_SELLER = re.compile(
    r"\b(?:we|our|wir|uns(?:er\w*)?|nous|notre|nos|nosotros|nuestr[oa]s?|noi|nostr[oaie]|wij|ons|onze|nós|noss[oa]s?|vi|"
    r"vår[at]?|vores|våre|oss|nasz\w*)\b|"
    r"\b(?:your|ihr(?:e[mnrs]?)?|votre|vos|vuestr[oa]s?|sus?|vostr[oaie]|uw|jullie|seus?|suas?|er[at]?|din|dit[t]?|dine|deres|"
    r"państwa)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:subscription|plan|contract|licen[cs]e|account|renewal|agreement|invoice|membership|abo\b|abonne\w*|vertrag|"
    r"tarif|lizenz|rechnung|contrat|facture|licence|suscripci|contrato|licencia|factura|abbonament|contratt|fattura|"
    r"licentie|factuur|assinatura|licença|fatura|prenumeration|avtal|faktura|aftale|avtale|umow)\w*",
    re.IGNORECASE,
)
"""How a text speaks that is from a seller to its customers: of `our` prices, or of `your subscription`."""
_NO_NEWS: tuple[Literal["release", "policy"], ...] = ("release", "policy")
"""Titles of texts whose days are those of something that is not of a product in use."""
_MOST_NOTICES = 60
_GRAVE = (*ENDS, "price-change", "licence-change")
"""Kinds that count even if the letter names neither product nor date."""


def notices_in(document: Document, reading: LetterReading) -> list[VendorNotice]:
    """The notices of a letter; empty if it announces nothing about a product in use."""
    main = main_products(reading)
    kept = without_mentions(list(kept_frames(reading, main)), reading)
    merged = merged_frames(kept, main, reading) or _other(reading, main)
    merged = [frame for frame in merged if frame.products[0].name or _is_grave(frame, reading)]
    notices = [_notice(document, reading, frame) for frame in merged[:_MOST_NOTICES]]
    return [notice for notice in notices if not _is_cost_of_licence(notice, notices)]


def _is_cost_of_licence(notice: VendorNotice, notices: Sequence[VendorNotice]) -> bool:
    """Whether an undated price change only repeats what the change of the licence of the product costs."""
    return (
        notice.notice == "price-change"
        and notice.effective_date is None
        and any(
            other.notice == "licence-change"
            and other.product == notice.product
            and other.price_change_pct == notice.price_change_pct
            for other in notices
        )
    )


def _is_grave(frame: Frame, reading: LetterReading) -> bool:
    """Whether an announcement counts without a product; a vulnerability does only with an identifier.

    Below the title, without product and vendor, it is a statement about products in general.
    """
    if frame.date is not None:
        return True
    if not reading.vendor and frame.number > 0:
        return False
    if frame.kind == "price-change" and not _is_to_customers(reading):
        return False  # an article about raising prices
    if frame.kind == "security-advisory":
        return frame.number == 0 or "CVE-" in frame.sentence.text.upper()
    return frame.kind in _GRAVE


def _is_to_customers(reading: LetterReading) -> bool:
    """Whether a text names the vendor whose prices change, or speaks as one that sells to the reader."""
    text = "\n".join(sentence.text for sentence in (reading.title, *reading.sentences))
    named = bool(reading.vendor) and reading.vendor.casefold() in text.casefold()
    return named or bool(_SELLER.search(text))


def _other(reading: LetterReading, main: tuple[NameMention, ...]) -> list[Frame]:
    """A change of another kind with an effective date in the opening."""
    loose = [frame for frame in reading.frames if not frame.kind and frame.date and frame.number <= OPENING]
    nobody = not (main or reading.vendor)
    if (
        not loose
        or nobody
        or title_is(reading.title.text, "release")
        or title_is(reading.title.text, "policy")
    ):
        return []
    return [replace(loose[0], kind="other", products=main[:1] or (NameMention("", "", 0, 0),))]


def _priced(frame: Frame, sentences: Sequence[Sentence]) -> tuple[float, Sentence] | None:
    """The price change of a frame; for a renewal, only statements about prices count."""
    if frame.kind == "renewal":
        sentences = [sentence for sentence in sentences if _OF_PRICES.search(sentence.text)]
    elif frame.kind not in ("price-change", "licence-change"):
        return None
    return price_change([frame.sentence, *sentences])


def _notice(document: Document, reading: LetterReading, frame: Frame) -> VendorNotice:
    product = frame.products[0]
    sentences = (reading.title, *reading.sentences)
    priced = _priced(frame, sentences)
    name = product.known.product if product.known else product.name
    # In practice, prices rise by a renewal at another price.
    kind: Any = "price-change" if frame.kind == "renewal" and priced else frame.kind
    hole = vulnerability(sentences, product) if kind == "security-advisory" else Vulnerability()
    return VendorNotice(
        vendor=(product.known.vendor if product.known and product.known.vendor else reading.vendor)[:80],
        product=name[:100],
        version=product.version[:40],
        notice=kind,
        announced=reading.written,
        effective_date=frame.date.date if frame.date and kind != "security-advisory" else None,
        price_change_pct=priced[0] if priced else None,
        severity=hole.severity,
        fix_available=hole.fix_available,
        affected=hole.affected,
        affected_versions=hole.affected_versions,
        source=document.source(frame.sentence.anchor),
        quote=frame.sentence.quote,
        confidence="inferred",
    )
