"""The words of a text, lists of common words, and the capitalisation of languages and titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from smits_watch.prose.word_patterns import word_table

_TOKEN = re.compile(
    r"(?<![\w'’])(?:[dlcjmnst]|qu|jusqu|lorsqu|[dns]?all|dall|dell|nell|sull|un)(?=['’](?=[A-ZÀ-Ý])[^\W_]{2})|"
    r"[^\W_]+(?:[.+#'’/-][^\W_]+)*(?:\+{1,2}|#)?"
)
"""A word, or what French and Italian put before a name without a blank: the `d` of `d'Exchange`."""
_ENOUGH_WORDS = 2


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its position."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The word in lower case."""
        return self.text.casefold()


def tokens_of(text: str) -> list[Token]:
    """The words of a text."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def is_title_case(text: str) -> bool:
    """Whether most longer words of a line are capitalised, as in English titles."""
    words = [token.text for token in tokens_of(text) if len(token.text) > 3 and token.text[0].isalpha()]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def nouns_have_capitals(text: str) -> bool:
    """Whether a text is in a language that capitalises all nouns, as German does."""
    words = [token.plain for token in tokens_of(text)]
    german = sum(word in common_words("german") for word in words)
    return german >= _ENOUGH_WORDS and german > sum(word in common_words("english") for word in words)


@cache
def common_words(meaning: str) -> frozenset[str]:
    """A word list from name_words.toml."""
    return frozenset(word_table("smits_watch.prose", "name_words.toml")[meaning])


@cache
def place_names() -> frozenset[str]:
    """The names of countries and continents in lower case, in the languages of letters (Unicode CLDR)."""
    return frozenset(
        name.casefold()
        for language in ("en", "de", "fr", "es", "it", "nl", "pt")
        for name in Locale.parse(language).territories.values()
    )
