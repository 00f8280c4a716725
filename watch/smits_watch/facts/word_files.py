"""Loads the word lists beside the extractors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smits_watch.prose.word_patterns import word_table


def word_lists(name: str) -> Mapping[str, Any]:
    """The word lists in a TOML file of this package, by table and meaning.

    Args:
        name: the file's path below the package, e.g. `service_portfolio/portfolio_words.toml`.
    """
    return word_table("smits_watch.facts", name)
