"""Signs that a letter may mean another day than the one read, as questions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import VendorNotice
from smits_watch.facts.day_candidates import day_candidates
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.facts.vendor_notices.doubts import MOST_CANDIDATES, are_listed, words_in
from smits_watch.facts.vendor_notices.letters.event_days import free_dates
from smits_watch.facts.vendor_notices.letters.events import speaks_of
from smits_watch.facts.vendor_notices.letters.frames import takes_place
from smits_watch.facts.vendor_notices.letters.letter_analysis import LetterReading
from smits_watch.prose.dates import find_dates
from smits_watch.prose.sentences import Sentence

_UNDATED = ("end-of-life", "end-of-support", "end-of-sale", "price-change", "deprecation", "breaking-change")
"""Kinds of which a letter usually states the day."""
_EXTENDS = re.compile(
    r"\b(?:exten(?:d(?:s|ing)?|ded(?! (?:support|maintenance|security|lifecycle|service|update))|sion)|"
    r"postpon\w+|pardon\w*|prolong\w+|prorog\w+|verläng\w+|verschob\w+|"
    r"report[ée]\w*|aplaz\w+|ampl[ií]a\w*|posticip\w+|rinvi\w+|uitgesteld|verlengd\w*)\b",
    re.IGNORECASE,
)
"""Words for an end that is now later."""
_BACKGROUND = re.compile(
    r"\b(?:releas\w+|introduc\w+|launch\w+|found(?:ed|er)|updated|published|posted|veröffentlicht|erschien\w*|"
    r"eingeführt|publi[ée]\w*|lanz\w+|lanc[ée]\w*|rilasci\w+|uitgebracht|©|copyright)\b",
    re.IGNORECASE,
)
"""Words of sentences whose days are those of something else."""
_DONE = re.compile(
    r"\b(?:was|were|had|wurden?|war(?:en)?|a été|ont été|fue(?:ron)?|(?:è|sono) stat[oaei]|werd|foi|foram|"
    r"został[aoy]?|blev)\b",
    re.IGNORECASE,
)
"""Words of sentences that tell what has happened."""


@dataclass(frozen=True, slots=True)
class _Rival:
    """A day that may be meant instead."""

    day: dt.date
    sentence: Sentence
    exact: bool = True
    """Whether the day itself is stated, rather than its month."""


def with_only_day(reading: LetterReading, notices: Sequence[VendorNotice]) -> list[VendorNotice]:
    """Date the undated notices of a letter with its only day, if it stands beside their product or kind."""
    days = [rival for rival in _days(reading) if not _is_background(rival)]
    if len(days) != 1 or any(notice.effective_date for notice in notices):
        return list(notices)
    day, text = days[0].day, days[0].sentence.text
    coming = reading.written is None or day > reading.written
    if not days[0].exact and _EXTENDS.search(text):
        return list(notices)  # beside words for an extension, a month may be the former end
    return [
        notice.model_copy(update={"effective_date": day})
        if coming
        and notice.notice in _UNDATED
        and (speaks_of(text, notice.notice) or words_in(notice.product) & words_in(text))
        else notice
        for notice in notices
    ]


def day_question(reading: LetterReading, notices: Sequence[VendorNotice]) -> FileQuestion | None:
    """Ask from which day on a letter counts, if it states days that were given to nothing, or a later end.

    Args:
        reading: the letter.
        notices: its notices as they would be recorded.

    Returns:
        A question with the days; None without a doubt, and for a list of products.
    """
    if are_listed(notices):
        return None
    dated = [notice for notice in notices if notice.effective_date]
    if not dated:
        undated = [notice for notice in notices if notice.notice in _UNDATED]
        days = list(_loose_days(reading, undated[0].product)) if undated else []
        return _asked_day(reading, notices, undated[0], days) if days else None
    days, read = _without_their_months(list(_days(reading))), dated[0].effective_date
    moved = [rival.day for rival in days if _EXTENDS.search(rival.sentence.text)]
    if len(dated) == 1 and len(days) > 1 and moved and read and max(moved) > read:
        return _asked_day(reading, notices, dated[0], days)
    return None


def _without_their_months(days: Sequence[_Rival]) -> list[_Rival]:
    """The days without months that one of them makes exact: `until October`, `on 13 October` below."""
    exact = {(rival.day.year, rival.day.month) for rival in days if rival.exact}
    return [rival for rival in days if rival.exact or (rival.day.year, rival.day.month) not in exact]


def _loose_days(reading: LetterReading, product: str) -> Iterator[_Rival]:
    """The days to come that no announcement was given, but those of what happened to something else."""
    for rival in _days(reading):
        coming = reading.written is None or rival.day > reading.written
        elsewhere = _DONE.search(rival.sentence.text) and not words_in(product) & words_in(
            rival.sentence.text
        )
        if coming and not _is_background(rival) and not elsewhere:
            yield rival


def _is_background(rival: _Rival) -> bool:
    """Whether a day is that of the letter, or of what is told besides."""
    text = rival.sentence.text
    bare = len(text) - max((date.end - date.start for date in find_dates(text)), default=0) <= _STAMP
    return bare or bool(_BACKGROUND.search(text))


_STAMP = 16
"""Characters beside the day in a line that only dates the letter: `Berlin, den 1. Mai 2027`."""


def _days(reading: LetterReading) -> Iterator[_Rival]:
    """The days that words of the letter give to nothing else, each once."""
    found: set[dt.date] = set()
    for sentence, names in zip(
        (reading.title, *reading.sentences), (reading.title_names, *reading.names), strict=True
    ):
        if any(takes_place(sentence.text, mention) for mention in names.all):
            continue
        for mention in free_dates(sentence, month_first=reading.month_first, written=reading.written):
            if mention.date not in found and (mention.exact or _EXTENDS.search(sentence.text)):
                found.add(mention.date)
                yield _Rival(mention.date, sentence, mention.exact)


def _asked_day(
    reading: LetterReading, notices: Sequence[VendorNotice], doubtful: VendorNotice, days: Sequence[_Rival]
) -> FileQuestion:
    name = f"{doubtful.product} {doubtful.version}".strip() or doubtful.vendor or "the product"
    return FileQuestion(
        topic="date",
        text=f"From which day on does the change to {name} count?",
        anchor=days[0].sentence.anchor,
        quote=days[0].sentence.quote,
        candidates=day_candidates(
            [(rival.day, rival.sentence.text) for rival in days[:MOST_CANDIDATES]],
            lambda day: [
                each.model_copy(update={"effective_date": day}) if each is doubtful or day is None else each
                for each in notices
            ],
            "The letter does not say.",
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )
