"""Dates that an act tells by a span of time: `it shall apply from 24 months after its entry into force`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from smits_watch.documents.document import Document
from smits_watch.facts.dates import sentences
from smits_watch.facts.tables import word_lists

_MOST_MONTHS = 240


def applied_after(
    document: Document, *, published: dt.date | None, effective: dt.date | None
) -> Iterator[dt.date]:
    """The dates from which an act applies, where they are told by months or years after another date.

    Args:
        document: the act.
        published: what `after publication` is counted from; without it such spans are passed over.
        effective: the same for `after entry into force`.
    """
    base = {"effective": effective, "published": published}
    for passage in document.passages:
        for _, sentence in sentences(passage.text):
            months = _months(sentence) if _found("span_of", "applies", sentence) else None
            if months is None:
                continue
            start = next((base[name] for name in base if _found("span_from", name, sentence)), None)
            if start is not None:
                yield _later(start, months)


def _months(sentence: str) -> int | None:
    """The span in months."""
    for unit, factor in (("months", 1), ("years", 12)):
        for pattern in _words()["span"][unit]:
            match = re.search(pattern, sentence, re.IGNORECASE)
            number = _number(match["number"]) if match else None
            if number is not None and 0 < number * factor <= _MOST_MONTHS:
                return number * factor
    return None


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) < 4:
        return int(word)
    for number, known in _words()["numbers"].items():
        if any(re.fullmatch(pattern, word, re.IGNORECASE) for pattern in known):
            return int(number)
    return None


def _later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _found(words: str, meaning: str, text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in _words()[words][meaning])


def _words() -> dict[str, dict[str, list[str]]]:
    return word_lists("regulation_words.toml")
