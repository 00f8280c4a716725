"""Price changes: in percent, or from one amount to another; discounts and shares do not count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from smits_watch.facts.vendor_notices.letters.events import words
from smits_watch.prose.amounts import StatedAmount, figure, find_money, find_percentages
from smits_watch.prose.sentences import Sentence

_AROUND = 90
"""Characters around a percentage that may determine what it is."""
_NEXT = 3
"""Sentences that may separate the old and the new amount."""
_FROM_FIGURE = re.compile(
    r"\b(?:from|von|de|da|van|od|från|fra|z|ze)\s+(?P<figure>\d[\d.,' ]*)\s+"
    r"(?:to|auf|à|a|naar|na|do|till?|para)\s+$",
    re.IGNORECASE,
)
"""A former sum whose currency stands at the new one: `from 10 to 12 euros`."""
_INSTEAD = re.compile(
    r"\b(?:statt(?: bisher)?|anstelle von|instead of|au lieu de|en lugar de|en vez de|invece di|"
    r"in plaats van|zamiast|"
    r"istället för|i stedet for|em vez de|místo)\s+$",
    re.IGNORECASE,
)
"""Words before a former sum right before the new one: `statt 19 Euro 24 Euro`."""
_MOST = 20.0
"""Two amounts with a larger ratio are not prices of the same thing."""


def price_change(sentences: Sequence[Sentence]) -> tuple[float, Sentence] | None:
    """The price change stated in a letter.

    Args:
        sentences: of the letter.

    Returns:
        The change in percent, negative for a cut, and its sentence; None if the letter states none.
    """
    for read in (_from_amounts, _from_percentage, _over_sentences, _from_cap):
        for number in range(len(sentences)):
            change = read(sentences[number : number + _NEXT])
            if change is not None and change != 0:
                return round(change, 4), sentences[number]
    return None


def _from_cap(sentences: Sequence[Sentence]) -> float | None:
    """`up to 20 %`: if no other change is stated, the maximum."""
    return _from_percentage(sentences, capped=True)


def _from_percentage(sentences: Sequence[Sentence], *, capped: bool = False) -> float | None:
    """`will increase by 5 percent`, `an 8.5 % uplift`."""
    text = sentences[0].text
    for share in find_percentages(text):
        before = text[max(0, share.start - _AROUND) : share.start]
        after = text[share.end : share.end + _AROUND]
        if (
            share.ranged
            or _has("other", before[-30:])
            or _has("other", _without_basis(after)[:25])
            or (not capped and _has("cap", before[-22:]))
        ):
            continue
        up = max((match.end() for match in words("price", "up").finditer(before)), default=-1)
        down = max((match.end() for match in words("price", "down").finditer(before)), default=-1)
        if up < 0 and down < 0:
            ups, downs = words("price", "up").search(after[:50]), words("price", "down").search(after[:50])
            up, down = (-ups.start() if ups else -_AROUND), (-downs.start() if downs else -_AROUND)
            if not ups and not downs:
                continue
        return -abs(share.value) if down > up or share.value < 0 else share.value
    return None


def _from_amounts(sentences: Sequence[Sentence]) -> float | None:
    """`from EUR 100,000 to EUR 112,000`, `EUR 112,000 (currently EUR 100,000)`."""
    text = sentences[0].text
    before = words("charge", "before")
    if not (_has("up", text) or _has("down", text) or _has("to", text) or before.search(text)):
        return None
    amounts = find_money(text)
    for second in amounts:
        first_figure = _FROM_FIGURE.search(text, 0, second.start)
        if first_figure and figure(first_figure["figure"]) > 0:
            return _ratio(replace(second, value=figure(first_figure["figure"])), second)
    for first, second in pairwise(amounts):
        between = text[first.end : second.start]
        joint = words("price", "to").search(between)
        led = words("price", "fro").search(text[max(0, first.start - 40) : first.start])
        instead = _INSTEAD.search(text[: first.start])
        if instead and not between.strip(" ,"):
            return _ratio(first, second)
        if joint and len(between) < 50 and (led or _has("up", text) or _has("down", text)):
            return _ratio(first, second)
        if (
            len(between) < 60
            and words("price", "fro").search(between)
            and (_has("to", text[: first.start][-40:]) or before.search(between))
        ):
            return _ratio(second, first)
    return None


def _over_sentences(sentences: Sequence[Sentence]) -> float | None:
    """`Current annual fee: EUR 84,000`, followed on the next line by `Renewal annual fee: EUR 97,440`."""
    if len(sentences) < 2:
        return None
    first, second = sentences[0].text, sentences[1].text
    olds, news = find_money(first), find_money(second)
    if (
        len(olds) != 1
        or len(news) != 1
        or not words("price", "fro").search(first)
        or not words("price", "to").search(second)
    ):
        return None
    return _ratio(olds[0], news[0])


def _ratio(before: StatedAmount, after: StatedAmount) -> float | None:
    if (
        before.currency != after.currency
        or before.value <= 0
        or not 1 / _MOST <= after.value / before.value <= _MOST
    ):
        return None
    return 100 * (after.value - before.value) / before.value


def _without_basis(after: str) -> str:
    """The text after a share without the index in brackets that it follows: `8,1 % (conform CPI)`."""
    bracket = re.match(r"\s*\(([^()]{0,60})\)", after)
    return after[bracket.end() :] if bracket and words("price", "basis").match(bracket[1]) else after


def _has(meaning: str, text: str) -> bool:
    return bool(words("price", meaning).search(text))
