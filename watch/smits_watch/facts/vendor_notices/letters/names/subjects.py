"""The products that a letter is about, from its labels, its title, or else its opening."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from smits_watch.facts.vendor_notices.letters.events import label_value
from smits_watch.facts.vendor_notices.letters.frames import is_plural, takes_place
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.facts.vendor_notices.letters.names.sentence_names import leads_title, stands_on
from smits_watch.facts.vendor_notices.letters.names.title_subjects import (
    opening_subject,
    small_brand,
    subject_of_title,
    with_component,
)
from smits_watch.prose.names import NameMention, find_names
from smits_watch.prose.words import is_title_case


def main_products(reading: LetterReading) -> tuple[NameMention, ...]:
    """The subject of the letter: known products or the likeliest names in its title, or else its opening."""
    labelled = labelled_products(reading)
    if labelled:
        return labelled
    titled = _title_products(reading)
    if titled or is_plural(reading.title.text):
        return titled
    for frame in reading.frames:
        ours = tuple(mention for mention in frame.products if mention.known)
        if ours:
            return ours
    if any(frame.kind and frame.number == 0 for frame in reading.frames) and (named := _most_named(reading)):
        return named
    opening = [
        frame for frame in reading.frames if frame.kind and 0 < frame.number <= OPENING and frame.products
    ]
    if opening:
        return opening[0].products
    mentioned = [mention for own in reading.names[:OPENING] for mention in own.ours]
    brand = small_brand(reading.sentences)
    subject = opening_subject(reading.title.text, reading.vendor)
    return (
        tuple(mentioned[:1])
        or _most_named(reading)
        or ((NameMention(subject, "", 0, len(subject)),) if subject else ())
        or ((brand,) if brand else ())
    )


def labelled_products(reading: LetterReading) -> tuple[NameMention, ...]:
    """The products after a label such as `Product:` at the beginning of a letter."""
    for sentence, own in zip(
        (reading.title, *reading.sentences[:20]), (reading.title_names, *reading.names), strict=False
    ):
        value = label_value(sentence.text, "product")
        if value and own.ours:
            return distinct(own.ours)
        if value:
            names = [mention for mention in find_names(value) if mention.version and mention.start == 0]
            return tuple(names) or (NameMention(value[:100], "", 0, len(value)),)
    return ()


def _title_products(reading: LetterReading) -> tuple[NameMention, ...]:
    products = _named_in_title(reading)
    if not products and reading.title.heading and (subject := subject_of_title(reading.title.text)):
        return (NameMention(subject, "", 0, len(subject)),)
    return tuple(with_component(reading.title.text, product) for product in products)


def _named_in_title(reading: LetterReading) -> tuple[NameMention, ...]:
    own = reading.title_names
    bound = [mention for frame in reading.frames if frame.number == 0 for mention in frame.products]
    ours = [mention for mention in bound if mention.known] or own.ours
    if ours:
        return distinct(ours)
    lead = [mention for mention in own.others if leads_title(reading.title.text, mention)]
    if lead and not any(mention.telling for mention in bound):
        return distinct(lead)
    if bound:
        return distinct(bound)
    announces = any(frame.kind and frame.number == 0 for frame in reading.frames)
    others = [mention for mention in own.others if not takes_place(reading.title.text, mention)]
    recurring = [
        mention
        for mention in others
        if _recurs(mention, reading) and (announces or mention.telling or mention.start > 0)
    ]
    title_case = is_title_case(reading.title.text)
    return distinct(recurring or [m for m in others if m.version or (m.telling and not title_case)])


def _recurs(mention: NameMention, reading: LetterReading) -> bool:
    return any(mention.key == other.key for own in reading.names for other in own.others)


def _most_named(reading: LetterReading) -> tuple[NameMention, ...]:
    """The most frequent name in the opening, if it occurs at least twice."""
    mentions = [
        mention
        for sentence, own in zip(reading.sentences[: 2 * OPENING], reading.names, strict=False)
        for mention in own.others
        if (mention.version or not stands_on(sentence.text, mention))
        and not takes_place(sentence.text, mention)
    ]
    counts = Counter(mention.key for mention in mentions)
    best = max(mentions, key=lambda mention: counts[mention.key], default=None)
    if best is not None and counts[best.key] > 1:
        return (best,)
    telling = [
        mention
        for sentence, own in zip(reading.sentences[:3], reading.names, strict=False)
        for mention in own.others
        if mention.telling and not takes_place(sentence.text, mention)
    ]
    return tuple(telling[:1]) if any(frame.kind for frame in reading.frames) else ()


def distinct(mentions: Sequence[NameMention]) -> tuple[NameMention, ...]:
    """The distinct names, each version once."""
    kept: dict[tuple[str, str], NameMention] = {}
    for mention in mentions:
        kept.setdefault((mention.key, mention.version), mention)
    return tuple(kept.values())
