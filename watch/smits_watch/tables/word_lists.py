"""Word lists: meanings and their words, matched as whole words, ignoring case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from smits_watch.word_files import word_table

_SIGMAS = ("\u2211", "\u03a3")
"""The signs of a sum, which people write instead of a word."""
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(
    r"(?<=[a-zäöüé])(?=[A-Z][a-z])|"
    r"(?<=[a-z]{3})(?=(?:USD|EUR|GBP|CHF|INR|CAD|AUD|SEK|NOK|DKK|PLN|CZK|BRL|ZAR|JPY|MXN)\b)"
)
"""Where words are joined by capitals alone: `TotalCost`, `BudgetUSD`."""


@lru_cache(maxsize=8192)
def plain_words(text: str) -> str:
    """The words of a text in lower case, separated by single blanks; `CamelCase` is split in two."""
    text = _JOINED.sub(" ", text)
    return " ".join(_WORD.findall(text.casefold()))


class WordList:
    """The words for one meaning."""

    def __init__(self, words: Sequence[str]) -> None:
        plain = [plain_words(word) for word in words]
        self._ranks = {word: rank for rank, word in reversed(list(enumerate(plain)))}
        self._before = tuple(f"{word} " for word in plain)
        self._behind = tuple(f" {word}" for word in plain)
        listed = "|".join(sorted(map(re.escape, self._ranks), key=len, reverse=True))
        self._pattern = re.compile(rf"(?:^|(?<= ))(?:{listed})(?= |$)" if listed else r"(?!)")

    def within(self, text: str) -> bool:
        """Whether a text contains one of the words as a whole word."""
        return bool(self._pattern.search(plain_words(text)))

    def without(self, text: str) -> str:
        """The plain words of a text without the words of this meaning."""
        return " ".join(self._pattern.sub(" ", plain_words(text)).split())

    def rank(self, text: str) -> int | None:
        """The index in the list of the first of its words that a text contains; None if it contains none."""
        ranks = [self._ranks[match] for match in self._pattern.findall(plain_words(text))]
        return min(ranks, default=None)

    def equals(self, text: str) -> bool:
        """Whether a text consists of exactly one of the words."""
        return plain_words(text) in self._ranks

    def starts(self, text: str) -> bool:
        """Whether a text begins with one of the words."""
        return f"{plain_words(text)} ".startswith(self._before)

    def ends(self, text: str) -> bool:
        """Whether a text ends with one of the words."""
        return f" {plain_words(text)}".endswith(self._behind)


@cache
def word_lists(package: str, name: str) -> Mapping[str, WordList]:
    """Load the word lists of a TOML file (meaning = [words]).

    Args:
        package: the package that contains it.
        name: its file name.
    """
    return {meaning: WordList(words) for meaning, words in word_table(package, name).items()}


def is_total_label(text: str) -> bool:
    """Whether a label names a total, in words or by a sigma."""
    words = table_words()["total"]
    return words.starts(text) or words.ends(text) or text.strip().startswith(_SIGMAS)


def table_words() -> Mapping[str, WordList]:
    """The words for the parts of a table."""
    return word_lists("smits_watch.tables", "table_words.toml")
