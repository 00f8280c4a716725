"""Word lists: regular expressions in TOML files, by table and meaning."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_table(package: str, name: str) -> Mapping[str, Any]:
    """The tables of a TOML file that lies in a package.

    Args:
        package: import name of the package, e.g. `smits_watch.prose`.
        name: the file's name.
    """
    return tomllib.loads((files(package) / name).read_text(encoding="utf-8"))


@cache
def meanings(package: str, name: str, table: str) -> tuple[str, ...]:
    """The meanings of a table, in the order of the file."""
    return tuple(word_table(package, name)[table])


@cache
def pattern_of(package: str, name: str, table: str, meaning: str) -> re.Pattern[str]:
    """All expressions of a meaning as one pattern of whole words, compared without case.

    Raises:
        KeyError: there is no such table or meaning.
    """
    listed = "|".join(f"(?:{expression})" for expression in _flat(word_table(package, name)[table][meaning]))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE | re.MULTILINE)


def _flat(listed: Any) -> Iterator[str]:
    if isinstance(listed, dict):
        for language in listed.values():
            yield from language
    else:
        yield from listed
