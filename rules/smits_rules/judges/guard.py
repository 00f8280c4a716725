"""How grave a rule may call what was only inferred from prose, and why: asked by both judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smits_rules.model.rule import Rule, Severity
from smits_rules.vocabulary import DerivedFact, Fact

GUARDED: tuple[Severity, ...] = ("critical", "high")
"""Severities for which a guarded rule wants more than an inference from prose."""
HIGHEST: Severity = "medium"
"""What it says instead."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What the guard makes of a rule that fired."""

    severity: Severity
    sentence: str = ""
    """Why the severity is this one; blank where prose has no part in it."""


def guard(rule: Rule, grounds: Sequence[Fact]) -> Guard:
    """Hold back a grave severity that rests on prose alone.

    Prose is understood by likelihood: a letter may speak of somebody else. So a guarded rule says `critical`
    or `high` of an inferred fact only where that fact names something of the organisation's own.

    Args:
        rule: fired; only shipped rules are guarded.
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
