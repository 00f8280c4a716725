"""The roles of dates: binds each date to an event in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smits_watch.prose.dates import DateMention

_BEFORE = 170
"""Characters before a date in which an event is searched for."""
_AFTER = 140
"""Characters after a date in which an event is searched for, if there is none before it."""
_CLOSE = 12
"""An event this close before a date applies, whatever follows it."""
_GOVERNS = re.compile(r"\b(?:that|dass|dat|que|qu|che|att|at|że|že|hogy|että)\b", re.IGNORECASE)
"""Words that begin the clause of what is announced: `announced that on 1 May ...`."""
_PART = re.compile(r";|\s[\u2013\u2014-]\s|(?<!\bpr)(?<!\bd)(?<!\bnr)\.\s")
_FROM = re.compile(
    r"(?:^[\"„“”«»']*|[,(:]\s*[\"„“”«»']*|\b(?:and|but|und|et)\s+)(?:from|as (?:of|from)|effective|"
    r"starting|beginning|on|in|by|"
    r"after|since|ab(?: dem)?|zum|am|ab dem|ab|à (?:compter|partir) du|dès le|a partir del?|dal|vanaf|per|"
    r"with effect from|mit wirkung (?:zum|vom)|från(?: och med)?|fra(?: og med)?|frå|den|od(?: dnia)?|"
    r"z dniem|"
    r"a decorrere dal|con effetto dal|com efeitos a partir de|met ingang van|per)\s+(?:the\s+|dem\s+)?$",
    re.IGNORECASE,
)

_NEW = re.compile(
    r"\b(?:from|as (?:of|from)|starting|beginning|effective|ab(?: dem)?|"
    r"à (?:compter|partir) du|dès le|a partir del?|"
    r"desde(?: el)?|dal|vanaf|från(?: och med)?|fra(?: og med)?|od(?: dnia)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Words before the day on which something begins."""


@dataclass(frozen=True, slots=True)
class Event:
    """Words for what happens or what a date stands for."""

    meaning: str
    start: int
    end: int


def bind_dates(text: str, dates: Sequence[DateMention], events: Sequence[Event]) -> list[Event | None]:
    """Bind each date of a sentence to an event.

    A date belongs to the nearest event before it in its clause. A date that opens a clause (`From
    1 May the price ...`), or has no event before it, belongs to the nearest one after it; one that continues
    another (`on 1 May and 1 June`) has the same event as that one.

    Args:
        text: the sentence.
        dates: in order of appearance.
        events: in any order.

    Returns:
        The event of each date, or None.
    """
    bound: list[Event | None] = []
    for number, date in enumerate(dates):
        previous = dates[number - 1] if number else None
        following = dates[number + 1] if number + 1 < len(dates) else None
        bound.append(
            _bound(text, date, previous, following, events) or _continued(text, previous, date, bound)
        )
    return bound


def events_by(
    text: str, patterns: Sequence[tuple[str, re.Pattern[str]]], keep: Callable[[Event], bool]
) -> list[Event]:
    """Find the events in a text; of overlapping ones the longest is kept."""
    matches = [
        Event(meaning, match.start(), match.end())
        for meaning, pattern in patterns
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]
    chosen: list[Event] = []
    for event in sorted(matches, key=lambda event: event.start - event.end):
        if keep(event) and not any(overlap(event, other) for other in chosen):
            chosen.append(event)
    return sorted(chosen, key=lambda event: event.start)


def overlap(first: Event, second: Event) -> bool:
    """Whether two events share words."""
    return first.start < second.end and second.start < first.end


def _bound(
    text: str,
    date: DateMention,
    previous: DateMention | None,
    following: DateMention | None,
    events: Sequence[Event],
) -> Event | None:
    left = max(previous.end if previous else 0, date.start - _BEFORE)
    parts = [match.end() for match in _PART.finditer(text, left, date.start)]
    within = next((event for event in events if event.start < date.start and date.end <= event.end), None)
    before = sorted(
        (event for event in events if left <= event.start and event.end <= date.start),
        key=lambda event: event.end,
    )
    right = min(following.start if following else len(text), date.end + _AFTER)
    # A former plan, and its replacement, have their date after them.
    after = [event for event in events if date.end <= event.start < right and event.meaning != "was"]
    if within is not None:
        return within
    # `... beschlossen, dass es am 1. September in Kraft tritt`: the words directly after the date apply.
    own = next((event for event in after if not text[date.end : event.start].strip()), None)
    if own is not None and not any(_is_close(text[event.end : date.start]) for event in before):
        return own
    opens = bool(_FROM.search(text[left : date.start]))
    near = before[-1] if before else None
    if (
        near is not None
        and near.meaning == "was"
        and len(before) > 1
        and _starts(text[near.end : date.start])
    ):
        near = before[-2]
    if (
        near is not None
        and opens
        and after
        and (not parts or near.end <= parts[-1] or text[near.end : date.start].count(","))
    ):
        return after[0]
    if near is not None and parts and near.end <= parts[-1] and after:
        return after[0]
    return near or (after[0] if after else None)


def _is_close(between: str) -> bool:
    """Whether an event stands right before a date, and not in the clause that governs the date's."""
    return len(between) <= _CLOSE and not _GOVERNS.search(between)


def _starts(between: str) -> bool:
    """Whether a day is that of a new state behind words for the former: `instead of per user from 1 May`."""
    return len(between) > _CLOSE and bool(_NEW.search(between))


def _continued(
    text: str, previous: DateMention | None, date: DateMention, bound: Sequence[Event | None]
) -> Event | None:
    if previous is None or not bound:
        return None
    between = text[previous.end : date.start]
    return (
        bound[-1]
        if len(between) < 40
        and re.search(
            r"\b(?:and|or|und|oder|et|y|e|en|to|bis|auf|au|al|hasta|naar|tot|till|til|para|até|do|na)\b|,",
            between,
        )
        else None
    )
