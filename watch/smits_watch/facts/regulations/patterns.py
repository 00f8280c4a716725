"""Patterns for the wording of acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from smits_watch.prose.word_patterns import word_table
from smits_watch.word_files import in_both_spellings

_PACKAGE, _NAME = "smits_watch.facts.regulations", "words.toml"


def meanings_of(table: str) -> tuple[str, ...]:
    """The meanings of a table of words.toml, in file order."""
    return tuple(word_table(_PACKAGE, _NAME)[table])


def words_of(table: str, meaning: str) -> list[str]:
    """The patterns of a meaning as they are listed."""
    return list(word_table(_PACKAGE, _NAME)[table][meaning])


def matches(table: str, meaning: str, text: str) -> Iterator[re.Match[str]]:
    """The matches of a meaning in a text."""
    for pattern in patterns_of(table, meaning):
        yield from pattern.finditer(text)


def has(table: str, meaning: str, text: str) -> bool:
    """Whether a text contains words of a meaning."""
    return next(matches(table, meaning, text), None) is not None


@cache
def patterns_of(table: str, meaning: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a meaning, ignoring case."""
    return tuple(
        re.compile(in_both_spellings(pattern), re.IGNORECASE | re.MULTILINE)
        for pattern in word_table(_PACKAGE, _NAME)[table][meaning]
    )


@cache
def any_of(table: str, meaning: str) -> re.Pattern[str]:
    """All patterns of a meaning as one, matching whole words."""
    listed = "|".join(f"(?:{pattern})" for pattern in word_table(_PACKAGE, _NAME)[table][meaning])
    return re.compile(rf"(?<!\w)(?:{in_both_spellings(listed)})(?!\w)", re.IGNORECASE | re.MULTILINE)
