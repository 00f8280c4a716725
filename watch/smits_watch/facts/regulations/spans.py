"""Dates that an act states as a span: `it shall apply from 24 months after its entry into force`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from smits_watch.facts.regulations.patterns import has, matches, meanings_of, patterns_of
from smits_watch.prose.dates import later
from smits_watch.prose.sentences import Sentence

_MOST_MONTHS = 240
_AFTER = re.compile(
    r"\b(?:after|following|from|nach|após|après|publication|publicación|publicação|pubblicazione|veröffentlichung|verkündung)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\b(\d{1,3})\s+(?:days?|tage?n?|jours?|días?|dias?|giorni|dagen|dage|dagar|dni|päivää)\s+"
    r"(?:after|following|from|nach|après|suivant|después de|a contar de|após|depois d|contados d|dopo|dalla|"
    r"na|efter|etter|po)"
    r"[^.;]{0,40}?(?:publi\w+|veröffentlichung|verkündung|pubblicazione|bekendtgørelse|kunngjøring)",
    re.IGNORECASE,
)
"""A number of days in figures after publication, in several languages."""
_FORCE = re.compile(r"force|kraft|vigueur|vigor|vigore|werking", re.IGNORECASE)


def tells_span(text: str) -> bool:
    """Whether a sentence may state a date as a span; a cheap first test."""
    return bool(_AFTER.search(text))


def applied_after(
    sentences: Sequence[Sentence], *, published: dt.date | None, effective: dt.date | None
) -> Iterator[dt.date]:
    """The dates of application that are stated as months or years after another date.

    Args:
        sentences: of the act.
        published: the origin of `after publication`; without it such spans are ignored.
        effective: the origin of `after entry into force`.
    """
    base = {"effective": effective, "published": published}
    for sentence in sentences:
        months = _months(sentence.text) if has("span_of", "applies", sentence.text) else None
        if months is None:
            continue
        start = next((base[name] for name in base if has("span_from", name, sentence.text)), None)
        day = later(start, months=months) if start is not None else None
        if day is not None:
            yield day


def days_after_publication(sentences: Sequence[Sentence], published: dt.date | None) -> dt.date | None:
    """The date of `the twentieth day following that of its publication`, or `120 days after publication`."""
    if published is None:
        return None
    for sentence in sentences:
        if _FORCE.search(sentence.text):
            stated = _DAYS.search(sentence.text)
            if stated:
                return later(published, days=int(stated[1]))
            for days in meanings_of("days"):
                if has("days", days, sentence.text):
                    return later(published, days=int(days))
    return None


def _months(sentence: str) -> int | None:
    """The span in months."""
    for unit, factor in (("months", 1), ("years", 12)):
        for match in matches("span", unit, sentence):
            number = _number(match["number"])
            if number is not None and 0 < number * factor <= _MOST_MONTHS:
                return number * factor
    return None


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) < 4:
        return int(word)
    for number in meanings_of("numbers"):
        if any(pattern.fullmatch(word) for pattern in patterns_of("numbers", number)):
            return int(number)
    return None
