"""From facts to decisions: both judges are asked, and only what they agree on counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from smits_rules.because import sentence
from smits_rules.durable import Engine, Verdict
from smits_rules.explain import evaluate, fires
from smits_rules.rule import Outcome, Pack, Rule, Severity
from smits_rules.values import UnfitValue
from smits_rules.vocabulary import Fact, fields_of

_NO_EVIDENCE = frozenset({"source", "sources", "confidence"})
"""Fields that say where a fact comes from, not what it says."""


@dataclass(frozen=True, slots=True)
class Decision:
    """That a rule fired on a fact, with its reasons."""

    rule: str
    trigger: str
    outcome: Outcome
    severity: Severity
    touches: tuple[str, ...]
    subject: str
    because: str
    sources: tuple[str, ...]
    """All places that the fact rests on, the newest first."""
    fact: dict[str, Any]
    explanation: dict[str, Any]
    fingerprint: str
    """The same as long as the fact says the same; what only the calendar moves is left out."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The ids of the rules that fire, as each judge says."""

    engine: frozenset[str]
    explained: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one fact."""

    fact: Fact
    decisions: tuple[Decision, ...] = ()
    disagreement: Disagreement | None = None
    """The judges differ; then there are no decisions."""
    refused: str | None = None
    """Why it could not be judged; then there are no decisions."""


def decide(pack: Pack, engine: Engine, facts: Sequence[Fact]) -> list[Judged]:
    """Judge facts by a pack.

    Args:
        pack: the rules in force.
        engine: the first judge, made with the same pack.
        facts: of any type.

    Returns:
        One answer for each fact, in their order.

    Raises:
        EngineUnavailable: the engine can't be started.
    """
    verdicts = engine.judge(facts)
    return [_judged(pack, fact, verdict) for fact, verdict in zip(facts, verdicts, strict=True)]


def _judged(pack: Pack, fact: Fact, verdict: Verdict) -> Judged:
    if verdict.refused:
        return Judged(fact, refused=verdict.refused)
    try:
        explained = {rule.id: rule for rule in pack.about(fact.fact) if fires(rule, fact)}
    except UnfitValue as error:
        return Judged(fact, refused=str(error))
    if explained.keys() != verdict.fired:
        return Judged(fact, disagreement=Disagreement(verdict.fired, frozenset(explained)))
    return Judged(fact, tuple(_decision(pack, rule, fact) for rule in explained.values()))


def _decision(pack: Pack, rule: Rule, fact: Fact) -> Decision:
    return Decision(
        rule=rule.id,
        trigger=rule.trigger,
        outcome=rule.outcome,
        severity=rule.severity,
        touches=rule.touches,
        subject=fact.subject,
        because=sentence(rule.because, fact),
        sources=getattr(fact, "sources", ()) or ((fact.source,) if fact.source else ()),
        fact=fact.model_dump(mode="json"),
        explanation=dict(evaluate(rule, pack.limits, fact)),
        fingerprint=fingerprint(fact),
    )


def fingerprint(fact: Fact) -> str:
    """A short hash of what a fact says, without where it stands and what only the calendar moves."""
    kept = fact.model_dump(mode="json", include=_evidence(type(fact)))
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def _evidence(kind: type[Fact]) -> set[str]:
    return {
        name for name, field in fields_of(kind).items() if not field.countdown and name not in _NO_EVIDENCE
    }
