"""The head of a letter: sender, subject and date, as mail programs and people write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache

from smits_watch.prose.dates import find_dates
from smits_watch.prose.letter_parts.lines import PACKAGE, WORDS, LetterLine
from smits_watch.prose.sentences import unmarked
from smits_watch.prose.word_patterns import word_table

DATE_KEYS = (
    *("date", "published", "published_at", "publication_date", "pubdate", "announced", "applied_at"),
    *("posted", "publishdate", "published_date", "date_published", "datepublished"),
    *("release_date", "releasedate", "created"),
)
"""Keys of heads and front matter that state when something was written, the most specific first."""
_TAG = re.compile(r"^\s*(?:\[[^\]]{1,40}\]|\*+[A-Z ]{3,20}\*+|(?:EXTERNAL|EXTERN|EXT)\s*:)\s*", re.IGNORECASE)
_FILE_DATE = re.compile(r"(?:^|[/_ -])(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?=[-_. ]|$)")


@dataclass(frozen=True, slots=True)
class Head:
    """A block of header lines within a text."""

    start: int
    end: int
    values: dict[str, str]


def head_of(lines: Sequence[LetterLine], start: int, *, near: bool) -> Head | None:
    """The first block of header lines that has a sender and at least two of date, recipient and subject."""
    stop = min(len(lines), start + 8) if near else len(lines)
    for number in range(start, stop):
        values: dict[str, str] = {}
        position = number
        while position < len(lines) and position < number + 12:
            text = lines[position].text.strip("> *\t\xa0")
            label = _labelled(text)
            if label is not None:
                values.setdefault(*label)
            elif (text and not values) or (text and len(values) >= 3):
                break
            position += 1
        if _labelled(lines[number].text.strip("> *\t\xa0")) and "from" in values and len(values) >= 3:
            return Head(number, position, values)
    return None


def _labelled(text: str) -> tuple[str, str] | None:
    """The meaning and the value of a header line such as `Gesendet: Montag, 2. November`."""
    match = _label_pattern().match(text.replace("*", ""))
    if match is None:
        return None
    return _label_meanings()[match[1].casefold()], match[2].strip()


@cache
def _label_meanings() -> dict[str, str]:
    labels = word_table(PACKAGE, WORDS)["label"]
    return {word: meaning for meaning in ("to", "subject", "date", "from") for word in labels[meaning]}


@cache
def _label_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _label_meanings()), key=len, reverse=True))
    return re.compile(rf"^({words})\s*:\s*(.*)$", re.IGNORECASE)


def plain_subject(text: str) -> str:
    """A subject without prefixes for replies, forwards, lists and warnings, and without Markdown."""
    text = unmarked(text)
    while True:
        shorter = _TAG.sub("", text)
        shorter = _prefixes().sub("", shorter)
        if shorter == text:
            return text.strip()
        text = shorter


@cache
def _prefixes() -> re.Pattern[str]:
    prefix = word_table(PACKAGE, WORDS)["prefix"]
    words = "|".join((*prefix["forward"], *prefix["reply"]))
    return re.compile(rf"^\s*(?:{words})\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)


def has_prefix(subject: str, meaning: str) -> bool:
    """Whether a subject begins with the prefix of a reply or a forward: `Re:`, `WG:`."""
    words = "|".join(word_table(PACKAGE, WORDS)["prefix"][meaning])
    return bool(re.match(rf"^\s*(?:{words})\s*(?:\[\d+\])?\s*:", _TAG.sub("", subject), re.IGNORECASE))


def header_date(text: str) -> dt.date | None:
    """The date in a header, in any notation of mail programs."""
    if not text:
        return None
    mentions = find_dates(text[:60])
    if mentions:
        return mentions[0].date
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def file_date(path: str) -> dt.date | None:
    """The date in a file's name, e.g. `2027-03-01-price-change.md`."""
    match = _FILE_DATE.search(path.rpartition("/")[2])
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
