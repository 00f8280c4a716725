"""Market figures in news: `Inflation rose to 3.7 %, up from 3.2 %`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from smits_rules.vocabulary import Indicator
from smits_watch.documents.document import Document
from smits_watch.prose.amounts import figure
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.prose.word_patterns import meanings, pattern_of
from smits_watch.tables.values.periods import period_in

_PACKAGE, _WORDS = "smits_watch.facts.environment", "news_words.toml"
_MOST_SENTENCES = 80
_NEAR = 90
"""Characters between the name of a figure and its value."""
_CLOSE = 40
"""Characters between a value and the mention of a year that belongs to it."""
_VALUE = re.compile(
    r"(?<![\d.,])(?P<value>[-\u2212]?\d{1,3}(?:[.,]\d{1,2})?)\s?"
    r"(?:%|per ?cent|percent|pct|prozent|pour ?cent|por ciento|per cento|procent)(?!\s?points?|-?punkte?)",
    re.IGNORECASE,
)


def indicators_in_sentences(document: Document) -> list[Indicator]:
    """The figures stated in news, once each.

    Args:
        document: a press release, an article or a mail.

    Returns:
        Rates in percent, with the previous rate if it is stated beside them; forecasts are left out.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]
    indicators: dict[str, Indicator] = {}
    for sentence in sentences:
        for table in ("figure", "of_a_year"):
            for name in meanings(_PACKAGE, _WORDS, table):
                values = None if name in indicators else _values(table, name, sentence)
                if values is not None:
                    period = _period(letter, sentence, sentences)
                    indicators[name] = _indicator(document, name, sentence, period, *values)
    return list(indicators.values())


def _indicator(
    document: Document, name: str, sentence: Sentence, period: str, value: float, before: float | None
) -> Indicator:
    return Indicator(
        indicator=name,
        unit="rate",
        period=period,
        value=value,
        previous=before,
        change_points=round(value - before, 4) if before is not None else None,
        source=document.source(sentence.anchor),
        quote=sentence.quote,
        confidence="inferred",
    )


def _values(table: str, name: str, sentence: Sentence) -> tuple[float, float | None] | None:
    """The value stated for a figure, and the previous one."""
    text, of_a_year = sentence.text, table == "of_a_year"
    if sentence.question or (of_a_year and not _speaks_of("annual", text)):
        return None
    for named in pattern_of(_PACKAGE, _WORDS, table, name).finditer(text):
        if _is_part(text[: named.start()]) or _speaks_of(
            "ahead", text[max(0, named.start() - _NEAR) : named.start()]
        ):
            continue
        now = before = None
        for match in _VALUE.finditer(text, named.end(), min(len(text), named.end() + 2 * _NEAR)):
            between = text[named.end() : match.start()]
            value = figure(match["value"].lstrip("-\u2212")) * (-1 if match["value"][0] in "-\u2212" else 1)
            if _prior().search(between):
                before = value if before is None else before
            elif now is None and len(between) <= _NEAR and not (of_a_year and not _is_annual(text, match)):
                if _speaks_of("ahead", between) or _is_part(between):
                    return None
                now = value
        if now is not None:
            return now, before
    return None


def _is_part(text: str) -> bool:
    """Whether the last words before a name or value make it another figure, e.g. core inflation."""
    return _speaks_of("part", re.split(r"[.;]", text)[-1][-_CLOSE:])


def _is_annual(text: str, match: re.Match[str]) -> bool:
    """Whether a rise is stated per year, with the year closer to it than to any other figure."""
    after = text[match.end() : match.end() + _NEAR]
    after = after[: other.start()] if (other := _VALUE.search(after)) else after
    before = text[max(0, match.start() - _CLOSE) : match.start()]
    return _speaks_of("annual", after) or _speaks_of("annual", before[before.rfind("%") + 1 :])


def _speaks_of(meaning: str, text: str) -> bool:
    return bool(pattern_of(_PACKAGE, _WORDS, "around", meaning).search(text))


@cache
def _prior() -> re.Pattern[str]:
    """`up from `, `nach ` directly before the value."""
    words = pattern_of(_PACKAGE, _WORDS, "around", "prior").pattern
    return re.compile(rf"{words}[^\d%]{{0,24}}$", re.IGNORECASE)


def _period(letter: Letter, sentence: Sentence, sentences: Sequence[Sentence]) -> str:
    """The month, quarter or year in the sentence or title, or else the month of the letter."""
    for text in (sentence.text, letter.subject, *(s.text for s in sentences[:2])):
        period = period_in(text)
        if period is not None:
            return period.text
    return f"{letter.date:%Y-%m}" if letter.date else ""
