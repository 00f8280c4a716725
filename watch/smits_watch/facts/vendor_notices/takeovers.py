"""Letters by which a vendor of the portfolio says that another company takes it over."""

from __future__ import annotations

from collections.abc import Iterator

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.mergers_acquisitions.clauses import Clause, clauses_in
from smits_watch.facts.profile import OrganisationProfile, ProfileProduct
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.prose.sentences import Sentence

_EVENTS = ("acquisition", "merger")
_MOST = 5
"""Products of one vendor that a letter without their names speaks of."""


def takeovers_in(
    document: Document, reading: LetterReading, profile: OrganisationProfile
) -> Iterator[VendorNotice]:
    """Notices on the products whose vendor is taken over.

    Args:
        document: the letter.
        reading: the same, analysed.
        profile: the products in use, with their vendors.

    Yields:
        A notice of kind `acquisition` per product that the letter names, or else for each of the vendor's;
        none where the vendor is the buyer: that changes nothing for its products yet.
    """
    for sentence in (reading.title, *reading.sentences[:OPENING]):
        for clause in () if sentence.question else clauses_in(sentence.text):
            products = list(_taken_over(clause, profile)) if clause.event in _EVENTS else []
            if products:
                yield from _notices(document, reading, sentence, products)
                return


def _notices(
    document: Document, reading: LetterReading, sentence: Sentence, products: list[ProfileProduct]
) -> Iterator[VendorNotice]:
    text = " ".join(one.text for one in (reading.title, *reading.sentences)).casefold()
    named = [product for product in products if product.product.casefold() in text]
    for product in (named or products)[:_MOST]:
        yield VendorNotice(
            vendor=product.vendor[:80],
            product=product.product[:100],
            notice="acquisition",
            announced=reading.written,
            source=document.source(sentence.anchor),
            quote=sentence.quote,
            confidence="inferred",
        )


def _taken_over(clause: Clause, profile: OrganisationProfile) -> Iterator[ProfileProduct]:
    """The products of the vendor that is bought, or that merges with another company."""
    if len(clause.parties) < 2:
        return
    targets = clause.parties if clause.event == "merger" else clause.parties[1:]
    names = [company.key for company in targets]
    for product in profile.products:
        vendor = " ".join(product.vendor.casefold().split())
        if product.product and vendor and any(_is_same(vendor, name) for name in names):
            yield product


def _is_same(vendor: str, name: str) -> bool:
    """Whether one name is the other, or begins with it: `Orion` and `Orion Software`."""
    return vendor == name or vendor.startswith(f"{name} ") or name.startswith(f"{vendor} ")
