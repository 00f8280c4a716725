"""The subject of a title that no list of names knows, and the part of a product that a title names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from smits_watch.facts.vendor_notices.letters.events import events_in_text, is_kind
from smits_watch.facts.vendor_notices.letters.events import words as words_of
from smits_watch.prose.amounts import find_percentages
from smits_watch.prose.dates import find_dates
from smits_watch.prose.names import NameMention
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import common_words, is_title_case, tokens_of

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
_HAPPENS = ("end-of-life", "end-of-sale", "end-of-support", "licence-change")
"""What may happen to a subject in a title that states no day."""
_RIGHT_BEHIND = 20
_SHORT = 60
"""Characters between a subject and what becomes of it."""


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


def opening_subject(title: str, vendor: str) -> str:
    """Find the word with which a title begins that says what becomes of it: `Ledgerly will close on 1 May`.

    Args:
        title: of the letter; a sentence, which has no other name.
        vendor: of the letter, which closes, but whose price does not change.

    Returns:
        The word; blank if it is a common word, or nothing happens to it on a day or by a share.
    """
    words = tokens_of(title)
    first = words[0] if words else None
    if (
        first is None
        or is_title_case(title)
        or not first.text[0].isupper()
        or len(first.text) < _SHORTEST_BRAND
    ):
        return ""
    common = common_words("stop") | common_words("opening")
    if (
        first.plain in common
        or not first.text.isalpha()
        or title[first.end : first.end + 1] not in (" ", ":")
    ):
        return ""
    event = next(
        (event for event in events_in_text(title) if is_kind(event) and event.start >= first.end), None
    )
    if event is None:
        return ""
    happens = event.meaning in _HAPPENS and event.start - first.end <= _RIGHT_BEHIND
    if not (happens or find_dates(title) or any(find_percentages(title))):
        return ""
    between = title[first.end : event.start]
    if len(between) > _SHORT or any(
        word.text[0].isupper() for word in tokens_of(between) if not find_dates(between)
    ):
        return ""
    moves = words_of("charge", "moves").fullmatch(title[event.start : event.end])
    return "" if first.text == vendor and event.meaning != "end-of-life" and not moves else first.text


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
