"""Where a text states its aims: below headings about them, lines that announce them, and titles."""

from __future__ import annotations

import re

from smits_watch.facts.goals_and_opportunities.aim_labels import is_other_heading, speaks_of
from smits_watch.prose.dates import find_dates
from smits_watch.prose.outline import OutlineEntry
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.tables.values.periods import period_in

_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "words.toml"
_ANNOUNCED = 40
"""Characters between the word for aims and the colon of a line that announces them: `goals for Q3:`."""
_FOLLOW = re.compile(
    r"\b(?:following|these are|folgende[nrs]?|suivante?s?|siguientes|seguenti|volgende|följande|"
    r"następujące)\b",
    re.IGNORECASE,
)
_PREPOSITIONS = ("", "for", "in", "by", "für", "im", "bis", "pour", "de", "para", "per", "voor", "för", "na")
"""Words between those for aims and the period of a title."""


def announced_depth(entry: OutlineEntry) -> int | None:
    """The depth below which a line announces aims: `Our goals:`, `Goals for FY27`; None if it does not."""
    if entry.text.endswith(":") and _announces(entry):
        return entry.level if entry.sort == "item" else -1
    return -1 if entry.sort == "item" and is_title_of_aims(entry.text) else None


def _announces(entry: OutlineEntry) -> bool:
    """Whether a line with a colon announces aims: it ends with them, or names them before what follows.

    Below a question such as `Why have goals?` it must end with them.
    """
    text = entry.text
    aims = list(pattern_of(_PACKAGE, _WORDS, "section", "aims").finditer(text))
    if not aims:
        return False
    behind = len(text) - aims[-1].end()
    if entry.above and entry.above[-1].endswith("?"):
        return behind <= 1
    return behind <= _ANNOUNCED or bool(_FOLLOW.search(text))


def is_title_of_aims(text: str) -> bool:
    """Whether a line that lost its markup is a title: only words for aims and a period: `Goals for FY27`."""
    match = pattern_of(_PACKAGE, _WORDS, "section", "aims").match(text)
    period = period_in(text)
    dates = find_dates(text)
    if match is None or not (period or dates):
        return False
    start = min([period.start] if period else [], default=len(text))
    start = min([start, *(date.start for date in dates)])
    end = max([period.end if period else 0, *(date.end for date in dates)])
    between = text[match.end() : start].strip(" :,-\u2013(").casefold()
    return not text[end:].strip(" :.)") and between in _PREPOSITIONS


def is_inside(entry: OutlineEntry, *, titled: bool) -> bool:
    """Whether the headings above an entry announce aims; the nearest heading with any meaning decides."""
    for heading in reversed(entry.above):
        if is_other_heading(heading):
            return False
        if speaks_of("section", "aims", heading):
            return True
    return titled and (entry.sort == "item" or (entry.sort == "heading" and entry.level > 2))
