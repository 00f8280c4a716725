"""Letters by which a vendor gives a product, or itself, another name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.vendor_notices.letters.events import title_is, words
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.prose.dates import find_dates
from smits_watch.prose.names import NameMention, find_names
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import common_words, tokens_of

_ENOUGH = 2
"""Words that a title shares with a longer name."""


def renamed_in(document: Document, reading: LetterReading) -> VendorNotice | None:
    """The product that gets another name, under the name that the portfolio still has.

    Args:
        document: the letter.
        reading: the same, analysed.

    Returns:
        A notice of kind `roadmap`; None without a sentence that has both names and words for a renaming, and
        for release notes, which rename buttons and fields.
    """
    title = reading.title
    if title_is(title.text, "release") or title.question:
        return None
    for sentence, mentions in _opening(reading):
        old = _renamed(sentence, mentions, reading)
        if old is not None:
            return _notice(document, reading, sentence, old)
    return None


def _opening(reading: LetterReading) -> Iterator[tuple[Sentence, Sequence[NameMention]]]:
    """Title and first sentences with their names; list items rename parts of a product."""
    opening = zip(
        (reading.title, *reading.sentences[:OPENING]),
        (reading.title_names, *reading.names[:OPENING]),
        strict=True,
    )
    for sentence, own in opening:
        if not (sentence.item or sentence.question):
            yield sentence, [*own.ours, *find_names(sentence.text)]


def _renamed(
    sentence: Sentence, mentions: Sequence[NameMention], reading: LetterReading
) -> NameMention | None:
    """The old name in a sentence about a renaming; the title has the old or the new one, or tells of it."""
    ordered = sorted(mentions, key=lambda mention: mention.start)
    names = {mention.key: mention for mention in reversed(ordered) if mention.key}
    certain = bool(words("rename", "certain").search(sentence.text))
    titled = bool(words("rename", "certain").search(reading.title.text))
    for old in ordered:
        new = next((m for m in ordered if m.start >= old.end and m.key != old.key), None)
        if new is None or len(names) < 2:
            return None
        between = sentence.text[old.end : new.start]
        linked = sentence is reading.title and bool(words("rename", "becomes").fullmatch(between.strip()))
        in_title = titled or any(_is_in(name, reading.title.text) for name in (old, new))
        direct = bool(words("rename", "to").search(between))
        if (certain and in_title and direct) or (linked and _speaks_of_names(reading)):
            return next((m for m in ordered if m.known and m.start < old.end and old.start < m.end), old)
    return None


def _is_in(name: NameMention, title: str) -> bool:
    """Whether a title has a name, or two of its words: titles leave out the vendor before it."""
    shared = set(name.key.split()) & {token.plain for token in tokens_of(title)}
    return name.name in title or len(shared) >= _ENOUGH


def _speaks_of_names(reading: LetterReading) -> bool:
    """Whether title or opening are about a name; a product may also become better."""
    opening = (reading.title, *reading.sentences[:OPENING])
    return any(words("rename", "name").search(sentence.text) for sentence in opening)


def _notice(document: Document, reading: LetterReading, sentence: Sentence, old: NameMention) -> VendorNotice:
    name = old.known.product if old.known else old.name
    vendor = (old.known.vendor if old.known else "") or reading.vendor
    if tokens_of(name)[-1].plain in common_words("legal"):
        name, vendor = "", name
    return VendorNotice(
        vendor=vendor[:80],
        product=name[:100],
        notice="roadmap",
        announced=reading.written,
        effective_date=_day(reading, sentence),
        source=document.source(sentence.anchor),
        quote=sentence.quote,
        confidence="inferred",
    )


def _day(reading: LetterReading, own: Sentence) -> dt.date | None:
    """The only day that stands in a sentence about the renaming."""
    for sentence in (own, *reading.sentences[:OPENING]):
        if sentence is own or words("rename", "name").search(sentence.text):
            days = find_dates(sentence.text, month_first=reading.month_first, near=reading.written)
            if len(days) == 1 and days[0].exact and days[0].other is None:
                return days[0].date
    return None
