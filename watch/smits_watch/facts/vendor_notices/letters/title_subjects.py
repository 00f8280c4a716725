"""The subject of a title that no list of names knows, and the part of a product that a title names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from smits_watch.facts.vendor_notices.letters.events import events_in_text, is_kind
from smits_watch.prose.dates import find_dates
from smits_watch.prose.names import NameMention
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import common_words, tokens_of

_COMPONENT = re.compile(
    r"(?:['’]s)?\s+((?:[a-z-]+\s+)?(?:adapters?|agents?|apis?|clients?|connectors?|drivers?|endpoints?|extensions?|images?|"
    r"integrations?|librar(?:y|ies)|modules?|packages?|plug-?ins?|runtimes?|sdks?|themes?|add-?ons?|stores?))\b",
    re.IGNORECASE,
)
"""A part of a product right behind its name: `Northwind adapters`."""
_LONGEST = 5
"""Words of a subject; what is longer is a sentence."""
_CAPITALS = 3
"""Sentences with a capital for each without."""
_SHORTEST_BRAND = 4


def with_component(title: str, product: NameMention) -> NameMention:
    """Extend a product by the part of it that a title names.

    Args:
        title: of the letter.
        product: a name in it.

    Returns:
        `Northwind adapters` for Northwind in `Deprecation of Northwind adapters`; products of the portfolio
        and those with a version stay as they are.
    """
    if product.known or product.version or not title.startswith(product.name, product.start):
        return product
    part = _COMPONENT.match(title, product.end)
    if part is None:
        return product
    behind = [event for event in events_in_text(title) if is_kind(event) and event.start >= product.end]
    if any(event.start < part.end() for event in behind):
        return product
    return replace(product, name=title[product.start : part.end()], end=part.end())


def small_brand(sentences: Sequence[Sentence]) -> NameMention | None:
    """Find a name that is written in lower case: it begins a sentence of a text that else minds its capitals.

    Args:
        sentences: the text without its title.

    Returns:
        The name `contosoft` of `contosoft upgrades are published yearly.`; None without one.
    """
    prose = [s.text for s in sentences if not (s.item or s.heading) and s.text.rstrip().endswith((".", "!"))]
    small = [text for text in prose if text[:1].islower()]
    if not small or len(prose) < _CAPITALS * len(small):
        return None
    word = tokens_of(small[0])[0]
    common = common_words("stop") | common_words("opening") | common_words("english") | common_words("german")
    if word.plain in common or len(word.text) < _SHORTEST_BRAND or not word.text.isalpha():
        return None
    return NameMention(word.text, "", word.start, word.end)


def subject_of_title(title: str) -> str:
    """Find the subject of a title that ends in the words of its announcement.

    Args:
        title: of the letter.

    Returns:
        `Old Card Add On` for `Old Card Add On Price Increase`; blank unless the title is in capitals up to
        the announcement, which ends it.
    """
    kinds = [event for event in events_in_text(title) if is_kind(event)]
    if len(kinds) != 1 or title[kinds[0].end :].strip(" .!"):
        return ""
    subject = title[: kinds[0].start].strip(" :-–—")
    if any(char in subject for char in ",;:") or find_dates(subject):
        return ""
    words = tokens_of(subject)
    capital = all(word.text[0].isupper() or word.text[0].isdigit() for word in words)
    own = [word for word in words if word.plain not in common_words("stop") | common_words("opening")]
    return subject if len(own) > 1 and len(words) <= _LONGEST and capital else ""
