"""Merges the sentences about one product and kind of change into one notice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from smits_watch.facts.vendor_notices.letters.events import ENDS, KINDS, events_in, is_kind
from smits_watch.facts.vendor_notices.letters.frames import Frame
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.facts.vendor_notices.letters.mentions import without_mentions
from smits_watch.facts.vendor_notices.letters.names.subjects import main_products
from smits_watch.facts.vendor_notices.letters.selection import kept_frames, same_product
from smits_watch.prose.dates import DateMention, find_dates
from smits_watch.prose.names import NameMention
from smits_watch.prose.sentences import Sentence

_EXTENDED_END = re.compile(
    r"\b(?:end of extended (?:support|maintenance)|extended (?:support|maintenance) end(?:s| date)?|"
    r"ende des erweiterten supports|fin du support étendu)\b",
    re.IGNORECASE,
)
_MAINSTREAM_END = re.compile(
    r"\bend of (?:mainstream|general|standard|primary|active)\b|\b(?:mainstream|standard)[ "
    r"-](?:support|maintenance) end|"
    r"ende des (?:grundlegenden|allgemeinen|standard)\w* ?supports|fin du support standard",
    re.IGNORECASE,
)
"""If a list has both ends, the later one ends the security fixes, as in lifecycle tables."""


def merged_frames(
    frames: Sequence[Frame], main: tuple[NameMention, ...], reading: LetterReading
) -> list[Frame]:
    """Merge the announcements of a letter.

    Args:
        frames: the announcements.
        main: the products that the letter is about.
        reading: the letter; a date without product or kind belongs to its only undated frame.

    Returns:
        One frame per product, version and kind.
    """
    merged = _merged(frames, main)
    _take_loose_dates(merged, reading)
    _take_renewal_date(merged)
    _take_removal_date(merged)
    return [frame for frame in merged if not _is_superfluous(frame, merged)]


def _merged(frames: Sequence[Frame], main: tuple[NameMention, ...]) -> list[Frame]:
    """One frame per product, version and kind; a new date is preferred to an exact one, and that to none."""
    merged: dict[tuple[str, str, str], Frame] = {}
    for frame in frames:
        for product in frame.products or main or (NameMention("", "", 0, 0),):
            full = _with_version(product, main)
            key = (
                full.known.product.casefold() if full.known else full.key,
                full.version.casefold(),
                frame.kind,
            )
            current = merged.get(key)
            single = replace(frame, products=(full,))
            if (
                current is None
                or (current.date is None and frame.date is not None)
                or _better(frame, current)
            ):
                merged[key] = single
    return _without_versionless(list(merged.values()))


def rival_days(reading: LetterReading) -> tuple[Frame, ...]:
    """The frames with different exact dates for the end of one product, none of which replaces another.

    Returns:
        One frame per date, in the letter's order; empty if there is one date, or the letter says which of
        two is the later end.
    """
    main = main_products(reading)
    days: dict[tuple[str, str, str], dict[dt.date, Frame]] = {}
    for frame in without_mentions(list(kept_frames(reading, main)), reading):
        text = frame.sentence.text
        if frame.kind not in ("end-of-life", "end-of-support") or frame.date is None or not frame.date.exact:
            continue
        if _EXTENDED_END.search(text) or _MAINSTREAM_END.search(text):
            return ()
        for product in frame.products:
            full = _with_version(product, main)
            days.setdefault((full.key, full.version, frame.kind), {}).setdefault(frame.date.date, frame)
    rivals = next((list(day.values()) for day in days.values() if len(day) > 1), [])
    return () if any(frame.moved for frame in rivals) else tuple(rivals)


def _with_version(product: NameMention, main: Sequence[NameMention]) -> NameMention:
    """A name without version gets the version that the letter is about, if there is only one."""
    if product.version:
        return product
    versions = {m.version for m in main if m.version and same_product(m, product)}
    return replace(product, version=versions.pop()) if len(versions) == 1 else product


def _better(frame: Frame, current: Frame) -> bool:
    if current.date is None or frame.date is None:
        return False
    if _EXTENDED_END.search(frame.sentence.text) and _MAINSTREAM_END.search(current.sentence.text):
        return frame.date.date > current.date.date
    return (frame.moved, frame.date.exact) > (current.moved, current.date.exact)


def _without_versionless(frames: list[Frame]) -> list[Frame]:
    """Leave out a product without version if there are frames of the same kind for its versions."""

    def shadowed(frame: Frame) -> bool:
        own = frame.products[0]
        return not own.version and any(
            other is not frame
            and other.kind == frame.kind
            and other.products[0].version
            and same_product(other.products[0], own)
            and (frame.date is None or other.date is not None)
            for other in frames
        )

    return [frame for frame in frames if not shadowed(frame)]


def _take_loose_dates(frames: list[Frame], reading: LetterReading) -> None:
    """Give the only undated frame a date that is stated separately: `Effective date: 1 May`."""
    loose = [frame for frame in reading.frames if not frame.kind and frame.date]
    undated = [number for number, frame in enumerate(frames) if frame.date is None]
    moved = [frame for frame in loose if frame.moved]
    for frame in moved[:1]:
        ends = [number for number, other in enumerate(frames) if other.kind in ENDS]
        if ends:
            frames[ends[0]] = replace(frames[ends[0]], date=frame.date, moved=True)
    if loose and undated and len({frames[number].kind for number in undated}) == 1:
        for number in undated:
            frames[number] = replace(frames[number], date=loose[0].date)
    elif undated and not any(frame.date for frame in frames) and not loose:
        lone = _lone_date(reading, frames[undated[0]].sentence)
        if lone is not None:
            frames[undated[0]] = replace(frames[undated[0]], date=lone)


def _lone_date(reading: LetterReading, sentence: Sentence) -> DateMention | None:
    """The only date in a sentence, unless other words determine its meaning."""
    if sentence.heading and sentence is reading.title:
        return None
    dates = find_dates(sentence.text, month_first=reading.month_first)
    return dates[0] if len(dates) == 1 and not _has_words_of_dates(sentence) else None


def _has_words_of_dates(sentence: Sentence) -> bool:
    """Whether a sentence has words that determine its date, other than an event."""
    return any(not is_kind(event) for event in events_in(sentence))


def _take_renewal_date(frames: list[Frame]) -> None:
    """Give a price change at renewal the date of the renewal."""
    renewal = next((frame for frame in frames if frame.kind == "renewal" and frame.date), None)
    for number, frame in enumerate(frames):
        if renewal is not None and frame.kind == "price-change" and frame.date is None:
            frames[number] = replace(frame, date=renewal.date)


def _take_removal_date(frames: list[Frame]) -> None:
    """Give a deprecated feature the date of its removal as its end."""
    for number, frame in enumerate(frames):
        if frame.kind not in ("deprecation", "end-of-life", "end-of-support") or frame.date is not None:
            continue
        removal = next(
            (
                other
                for other in frames
                if other.kind == "breaking-change"
                and other.date is not None
                and _related(other.products[0], frame.products[0])
            ),
            None,
        )
        if removal is not None:
            frames[number] = replace(frame, date=removal.date)


def _related(first: NameMention, second: NameMention) -> bool:
    """Whether two names are the same product, or begin alike: TLS 1.0 and TLSv1."""
    word, two = first.key.split()[:1], second.key.split()[:1]
    alike = bool(word and two) and (word[0].startswith(two[0]) or two[0].startswith(word[0]))
    return alike or same_product(first, second)


def _is_superfluous(frame: Frame, frames: Sequence[Frame]) -> bool:
    """Whether another frame for the same product has the same or more information."""
    own = frame.products[0]
    if (
        frame.date is None
        and frame.number == 0
        and any(f.kind == frame.kind and f.date and f.number <= OPENING for f in frames)
    ):
        return True  # the text repeats it with its date
    others = [f for f in frames if f is not frame and (same_product(f.products[0], own) or not own.name)]
    if frame.kind == "renewal":
        return any(other.kind in ("price-change", "licence-change") for other in others)
    if frame.kind == "breaking-change":
        return any(other.kind in (*ENDS, "deprecation", "price-change", "licence-change") for other in others)
    if frame.kind == "deprecation":
        return frame.date is None and any(other.kind in ENDS and other.date for other in others)
    if frame.kind in ("end-of-life", "end-of-support"):
        twins = [other for other in others if other.kind in ("end-of-life", "end-of-support")]
        same_day = [
            other for other in twins if other.date and frame.date and other.date.date == frame.date.date
        ]
        if frame.date is None:
            return bool(twins) and (
                any(twin.date for twin in twins) or frames.index(twins[0]) < frames.index(frame)
            )
        return bool(same_day) and frames.index(same_day[0]) < frames.index(frame)
    if frame.kind == "security-advisory":
        return (
            frame.number > 0
            and any(other.kind in KINDS[:5] for other in others)
            and not re.search(r"CVE-", frame.sentence.text)
        )
    return (
        frame.kind == "end-of-sale"
        and frame.date is None
        and any(other.kind == "licence-change" for other in others)
    )
