"""The days of the announcements in a sentence, without former ones, and those of something else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from smits_watch.facts.vendor_notices.letters.events import events_in, is_kind
from smits_watch.prose.dates import DateMention, find_dates
from smits_watch.prose.roles import Event, bind_dates
from smits_watch.prose.sentences import Sentence

_OPENS, _CLOSES = re.compile(r"\s*[(\[]+\s*"), re.compile(r"\s*[)\]]+")
BESIDE, EFFECTIVE, MOVED = range(3)
"""How a day is bound to an announcement: it stands beside it, is its effective day, or its new one."""
_AT_EARLIEST = re.compile(
    r"\b(?:not (?:until|before|earlier than)|no (?:earlier|sooner) than|nicht vor(?: dem)?|"
    r"frühestens(?: am| zum)?|pas avant(?: le)?|au plus tôt(?: le)?|no antes del?|non prima del?|"
    r"niet (?:voor|eerder dan))\s+(?:the\s+)?$|\b(?:not|nicht|pas|non|niet)\s+$",
    re.IGNORECASE,
)
"""Words before a date that only say when something won't have ended yet."""
_MOVES = re.compile(
    r"\b(?:postpon|delay|defer|extend|mov(?:e|ed|ing)|bring|brought|shift|push|verschieb|verschob|verläng|vorgezogen|vorzieh|"
    r"repouss|report[eé]|prolong|avanc|aplaz|prorrog|posticip|rinvi|prorog|estend|uitgesteld|verleng|versch[ou]v|verplaatst|"
    r"adia|prolung|förläng|forlæng|forleng|flytt|utsatt|udskudt|przesun|przedłuż)",
    re.IGNORECASE,
)
_FROM_DAY = re.compile(r"\b(?:from|von|vom|du|de|del|dal|van|fra|från|od)\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre|tra|fra il|tussen|mellom|mellem|mellan|między|mezi)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TO_DAY = re.compile(
    r"\s*,?\s*(?:to|until|till?|auf|bis|au|jusqu.au|al?|hasta|naar|tot|do)\s+(?:the\s+|den\s+|zum\s+)?",
    re.IGNORECASE,
)


def without_repeats(text: str, events: Sequence[Event]) -> list[Event]:
    """The events without repetitions in brackets, which belong to the one before: `EOL (end of life)`."""
    kept: list[Event] = []
    for event in events:
        last = kept[-1] if kept else None
        again = last is not None and last.meaning == event.meaning and is_kind(event)
        if last is not None and again and _OPENS.fullmatch(text[last.end : event.start]):
            closing = _CLOSES.match(text, event.end)
            kept[-1] = replace(last, end=closing.end() if closing else event.end)
        else:
            kept.append(event)
    return kept


def free_dates(sentence: Sentence, *, month_first: bool | None, written: dt.date | None) -> list[DateMention]:
    """The dates of a sentence that may be those of an announcement: no words give them to something else."""
    text = sentence.text
    dates = find_dates(text, month_first=month_first, near=written)
    events = without_repeats(text, events_in(sentence))
    return [
        date
        for date, event in zip(dates, bind_dates(text, dates, events), strict=True)
        if (event is None or is_kind(event) or event.meaning in ("moved", "effective"))
        and not _AT_EARLIEST.search(text[: date.start])
    ]


def spanned(text: str, dates: Sequence[DateMention]) -> list[DateMention]:
    """Both dates of a span in which something else happened: `the index rose from May 2030 to May 2031`."""
    return [
        date
        for first, second in pairwise(dates)
        if _BETWEEN.search(text[: first.start])
        or (
            not (first.exact or second.exact or _MOVES.search(text))
            and _FROM_DAY.search(text[: first.start])
            and _TO_DAY.fullmatch(text[first.end : second.start])
        )
        for date in (first, second)
    ]


def replaced(text: str, dates: Sequence[DateMention]) -> list[DateMention]:
    """The first of two dates if the second replaces it: `postponed from 1 March to 1 May`."""
    if not _MOVES.search(text):
        return []
    return [
        first
        for first, second in pairwise(dates)
        if _FROM_DAY.search(text[: first.start]) and _TO_DAY.fullmatch(text[first.end : second.start])
    ]


def dated_events(
    text: str, dates: Sequence[DateMention], events: Sequence[Event], kinds: Sequence[Event]
) -> dict[Event, list[tuple[DateMention, int]]]:
    """The dates of each event, and how each is bound: as nearby, as effective date, or as new date."""
    by_event: dict[Event, list[tuple[DateMention, int]]] = {}
    for date, event in zip(dates, bind_dates(text, dates, events), strict=True):
        if event is None or _AT_EARLIEST.search(text[: date.start]):
            continue
        if event in kinds:
            by_event.setdefault(event, []).append((date, BESIDE))
        elif event.meaning in ("moved", "effective"):
            before = [kind for kind in kinds if kind.end <= date.start]
            target = before[-1] if before else kinds[0]
            weight = MOVED if event.meaning == "moved" else EFFECTIVE
            by_event.setdefault(target, []).append((date, weight))
    return by_event


def exact_first(dates: Sequence[DateMention]) -> list[DateMention]:
    """The dates, days before months."""
    return sorted(dates, key=lambda date: not date.exact)
