"""Regular expressions from TOML files, by table and meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from smits_watch.word_files import in_both_spellings, word_table

__all__ = ["meanings", "pattern_of", "word_table"]


@cache
def meanings(package: str, name: str, table: str) -> tuple[str, ...]:
    """The meanings of a table, in file order."""
    return tuple(word_table(package, name)[table])


@cache
def pattern_of(package: str, name: str, table: str, meaning: str) -> re.Pattern[str]:
    """All expressions of a meaning as one pattern of whole words, ignoring case.

    Raises:
        KeyError: there is no such table or meaning.
    """
    listed = "|".join(f"(?:{expression})" for expression in _flat(word_table(package, name)[table][meaning]))
    return re.compile(rf"(?<!\w)(?:{in_both_spellings(listed)})(?!\w)", re.IGNORECASE | re.MULTILINE)


def _flat(listed: Any) -> Iterator[str]:
    if isinstance(listed, dict):
        for language in listed.values():
            yield from language
    else:
        yield from listed
