"""Roadmaps and strategies that a vendor publishes for its products."""

from __future__ import annotations

import re

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.vendor_notices.letters.events import title_is, words
from smits_watch.facts.vendor_notices.letters.letter_analysis import LetterReading
from smits_watch.facts.vendor_notices.letters.names.subjects import main_products
from smits_watch.prose.names import NameMention, find_names
from smits_watch.prose.words import is_title_case

_TELLING, _PLAIN = 2, 6
"""How often the text must use a distinctively spelled name, and one that is a capitalised word."""
_OPENING = 12
"""Sentences in which a roadmap introduces itself."""
_ENOUGH = 2
_NO_MORE = re.compile(
    r"no new (?:functions?|features?|functionality|development)|keine neuen funktionen", re.IGNORECASE
)


def roadmap_in(document: Document, reading: LetterReading, *, strategy: bool) -> VendorNotice | None:
    """The roadmap in a letter or article.

    Args:
        document: the letter.
        reading: the same, analysed.
        strategy: whether it was received as a vendor's strategy, for which weaker evidence is enough.

    Returns:
        A notice of kind `roadmap`; None for other news.
    """
    pattern = words("event", "roadmap")
    titled = bool(pattern.search(reading.title.text))
    opening = [sentence for sentence in reading.sentences[:_OPENING] if pattern.search(sentence.text)]
    closed = [sentence for sentence in reading.sentences[:_OPENING] if _NO_MORE.search(sentence.text)]
    if title_is(reading.title.text, "other") or not (
        titled or closed or (strategy and len(opening) >= _ENOUGH)
    ):
        return None
    product = next(iter(main_products(reading)), None) or _named(reading)
    if product is not None and not product.known and not titled_name(product, reading):
        product = _vendor_itself(product, reading)
    vendor = product.known.vendor if product and product.known and product.known.vendor else reading.vendor
    if not (strategy or vendor or product):
        return None  # a text about roadmaps in general
    sentence = (closed or ([reading.title] if titled else opening))[0]
    name = product.known.product if product and product.known else product.name if product else ""
    return VendorNotice(
        vendor=(vendor or name)[:80],
        product=name[:100],
        version=product.version[:40] if product else "",
        notice="roadmap",
        announced=reading.written,
        source=document.source(sentence.anchor),
        quote=sentence.quote,
        confidence="inferred",
    )


def titled_name(product: NameMention, reading: LetterReading) -> bool:
    """Whether the title contains a name."""
    return product.name.casefold() in reading.title.text.casefold()


def _vendor_itself(product: NameMention, reading: LetterReading) -> NameMention:
    """The vendor's own name if the text uses it more often; products are often named after their vendor."""
    text = " ".join(sentence.text for sentence in reading.sentences)
    if reading.vendor and text.count(reading.vendor) > text.count(product.name):
        return NameMention(reading.vendor, "", 0, len(reading.vendor))
    return product


def _named(reading: LetterReading) -> NameMention | None:
    """The name in the title, or the most frequent name of the text."""
    title = reading.title.text
    named = find_names(title, title_case=is_title_case(title))
    counts: dict[str, int] = {}
    first: dict[str, NameMention] = {}
    for sentence in reading.sentences:
        for mention in find_names(sentence.text):
            if mention.start > 0:
                counts[mention.key] = counts.get(mention.key, 0) + 1
                first.setdefault(mention.key, mention)
    titled = [mention for mention in named if counts.get(mention.key, 0) or mention.telling]
    if titled:
        return titled[0]
    opening = " ".join(sentence.text for sentence in reading.sentences[:_OPENING])
    early = [key for key in counts if first[key].name in opening]
    best = max(early, key=lambda key: counts[key], default=None)
    often = _TELLING if best is not None and first[best].telling else _PLAIN
    return first[best] if best is not None and counts[best] >= often else None
