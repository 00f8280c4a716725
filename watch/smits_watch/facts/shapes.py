"""The shape of a document: the words by which next month's file is recognised as similar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale

_SIMILAR = 0.6
"""Share of words that two shapes must have in common; of five columns one may differ."""
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "cs", "fi")
_PERIOD = re.compile(r"(?:fy|q|h|kw|w|m)?\d[\d./-]*$|(?:fy|q[1-4]|h[12])$")


def shape_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Build a shape.

    Args:
        texts: headers of a table, or sender and subject of a letter.

    Returns:
        Their distinct words in lower case and in order, without numbers and names of months and quarters,
        which change from one period's file to the next.
    """
    words = (word for text in texts for word in _words(text))
    return tuple(dict.fromkeys(words))


def are_similar(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two shapes share most of their words; two empty ones are not similar."""
    words, other = set(first), set(second)
    return bool(words and other) and len(words & other) / len(words | other) >= _SIMILAR


def same_answer(first: str, second: str) -> bool:
    """Whether two answers name the same candidate, ignoring periods."""
    return first.casefold() == second.casefold() or (
        shape_of([first]) == shape_of([second]) != () and _has_period(first) == _has_period(second)
    )


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if not _is_period(word)]


def _has_period(text: str) -> bool:
    return any(_is_period(word) for word in re.findall(r"[^\W_]+", text.casefold()))


def _is_period(word: str) -> bool:
    return bool(_PERIOD.match(word)) or word in _months()


@cache
def _months() -> frozenset[str]:
    """Names of months, long and short, in the supported languages."""
    names: set[str] = set()
    for language in _LANGUAGES:
        for style in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                names.update(str(name).casefold().rstrip(".") for name in style[width].values())
    return frozenset(names)
