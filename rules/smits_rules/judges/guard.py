"""Lowers severities that rest only on inference from prose, with the reason; used by both judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smits_rules.model.rule import Rule
from smits_rules.vocabulary import DerivedFact, Fact
from smits_rules.vocabulary.severity import Severity

GUARDED: tuple[Severity, ...] = ("critical", "high")
"""Severities for which a guarded rule needs more than an inference from prose."""
HIGHEST: Severity = "medium"
"""The severity that replaces them."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The guard's result for a rule that fired."""

    severity: Severity
    sentence: str = ""
    """The reason for the severity; empty if no evidence was inferred from prose."""


def guard(rule: Rule, grounds: Sequence[Fact]) -> Guard:
    """Lower a high severity that rests on prose alone.

    Facts from prose are only probable: a letter may be about somebody else. A guarded rule therefore raises
    `critical` or `high` on an inferred fact only if the fact names something that belongs to the
    organisation.

    Args:
        rule: the rule that fired; only shipped rules are guarded.
        grounds: the facts that it rests on.
    """
    inferred = [fact for fact in grounds if fact.confidence == "inferred"]
    if not rule.guarded or rule.severity not in GUARDED or not inferred:
        return Guard(rule.severity)
    own = [fact.own if isinstance(fact, DerivedFact) else "" for fact in inferred]
    if all(own):
        named = ", ".join(dict.fromkeys(own))
        return Guard(rule.severity, f"It was inferred from prose; it is {rule.severity} as it names {named}.")
    return Guard(
        HIGHEST,
        f"It is {HIGHEST} instead of {rule.severity}: it was only inferred from prose, "
        "and names nothing of the organisation's own.",
    )
