"""The terms that name the parts of a budget."""

from __future__ import annotations

from smits_watch.tables.word_lists import WordList, word_lists


def terms(meaning: str) -> WordList:
    """The words for a meaning, e.g. `revenue`."""
    return word_lists("smits_watch.facts.budgets", "budget_terms.toml")[meaning]
