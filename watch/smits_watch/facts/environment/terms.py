"""The words by which series, their columns and units are recognised."""

from __future__ import annotations

from smits_watch.tables.word_lists import WordList, word_lists


def terms(meaning: str) -> WordList:
    """The words for a meaning, e.g. `rate`."""
    return word_lists("smits_watch.facts.environment", "environment_terms.toml")[meaning]
