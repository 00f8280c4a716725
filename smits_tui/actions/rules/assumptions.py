"""The assumptions of the strategy, compared with the facts."""

from __future__ import annotations

from typing import Literal

from smits_rules.derivation.assumption_text import claim_of
from smits_rules.vocabulary import Assumption
from smits_tui.process.state import State

PHRASES = (
    "EUR/USD stays above 1.05",
    "Inflation stays at most 3 %",
    "The FY27 budget is at least 900000",
    "Oracle 19c is supported until 2029",
)
"""Example sentences that can be checked against facts."""


def watched(text: str) -> str | None:
    """How an assumption is checked against facts, in words; None if only people can check it."""
    claim = claim_of(text)
    return str(claim) if claim else None


def assumption_standing(fact: Assumption) -> Literal["holds", "broken", "not known yet"]:
    """The standing of an assumption; it is not known as long as there is no fact about it."""
    if not fact.actual:
        return "not known yet"
    return "holds" if fact.holds else "broken"


def broken_by(state: State, text: str) -> str | None:
    """The id of the trigger that reports a broken assumption, if it has not lapsed."""
    return next(
        (t.id for t in state.triggers() if t.trigger == "assumption" and t.subject == text and t.holds),
        None,
    )
