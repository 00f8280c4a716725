"""The words of vendors' notices."""

from __future__ import annotations

import re
from functools import cache

from smits_watch.facts.tables import word_lists

_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|per\s?cent|percent|prozent|pour cent)", re.IGNORECASE)
_REACH = 100
"""Characters around a percentage that may say its direction."""


def kinds_in(text: str) -> list[str]:
    """The kinds of notice that a text speaks of, the gravest first."""
    return [kind for kind in _words()["notice"] if _pattern("notice", kind).search(text)]


def price_change(text: str) -> float | None:
    """The change of price that a text tells, in percent, negative for a cut; None where it tells none."""
    for match in _PERCENT.finditer(text):
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH // 2]
        value = float(match[1].replace(",", "."))
        if _pattern("direction", "up").search(around):
            return value
        if _pattern("direction", "down").search(around):
            return -value
    return None


def fix_available(text: str) -> bool | None:
    """Whether a fix is offered; None where the text does not say."""
    if _pattern("fix", "none").search(text):
        return False
    return True if _pattern("fix", "available").search(text) else None


@cache
def _pattern(words: str, meaning: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in _words()[words][meaning]), re.IGNORECASE)


def _words() -> dict[str, dict[str, list[str]]]:
    return word_lists("notice_words.toml")
