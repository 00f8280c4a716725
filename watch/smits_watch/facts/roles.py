"""Which date means what: the words nearest to it in its sentence tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from smits_watch.documents.document import Document
from smits_watch.facts.dates import DateMention, find_dates, sentences
from smits_watch.facts.tables import word_lists

_BEFORE = 160
"""Characters before a date that may say what it is."""
_AFTER = 60
"""Characters after it, where nothing before it does."""


@dataclass(frozen=True, slots=True)
class RoledDate:
    """A date, what it means, and where it stands."""

    role: str
    """A table of roles.toml; empty where the words around it don't tell."""
    date: dt.date
    anchor: str
    quote: str
    """Its sentence."""
    exact: bool


def roled_dates(document: Document, roles: Sequence[str], *, month_first: bool = False) -> list[RoledDate]:
    """All dates in a document's prose with what they mean.

    Args:
        document: read passage by passage.
        roles: the meanings to look for.
        month_first: how `03/04/2027` is read.
    """
    found = []
    for passage in document.passages:
        for _, sentence in sentences(passage.text):
            for one in find_dates(sentence, month_first=month_first):
                role = _role(sentence, one, roles)
                quote = " ".join(sentence.split())[:200]
                found.append(RoledDate(role, one.date, passage.anchor, quote, one.exact))
    return found


def first_of(dates: Sequence[RoledDate], role: str) -> RoledDate | None:
    """The first date of a meaning, one that names a day before one that does not."""
    of_role = [one for one in dates if one.role == role]
    return next((one for one in of_role if one.exact), of_role[0] if of_role else None)


def says(text: str, role: str) -> bool:
    """Whether a text has words of a meaning."""
    return bool(_pattern(role).search(text))


def _role(sentence: str, found: DateMention, roles: Sequence[str]) -> str:
    """The meaning whose words end nearest before the date, or else begin nearest after it."""
    before = sentence[max(0, found.start - _BEFORE) : found.start]
    nearest = [(match.end(), role) for role in roles for match in _pattern(role).finditer(before)]
    if nearest:
        return max(nearest)[1]
    after = sentence[found.end : found.end + _AFTER].partition("\n")[0]
    following = [(match.start(), role) for role in roles for match in _pattern(role).finditer(after)]
    return min(following)[1] if following else ""


@cache
def _pattern(role: str) -> re.Pattern[str]:
    words = word_lists("roles.toml")[role]
    return re.compile(
        "|".join(rf"(?<!\w)(?:{word})(?!\w)" for listed in words.values() for word in listed),
        re.IGNORECASE | re.MULTILINE,
    )
