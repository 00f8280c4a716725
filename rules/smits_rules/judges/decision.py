"""From facts to decisions: both judges are asked, and only what they agree on counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from smits_rules.judges.explain import evaluate, grounds
from smits_rules.judges.guard import guard
from smits_rules.judges.rule_index import Matcher
from smits_rules.model.field_values import UnfitValue
from smits_rules.model.rule import Outcome, Pack, Rule, Severity
from smits_rules.model.templates import sentence, shown_fields
from smits_rules.vocabulary import Fact, fields_of

if TYPE_CHECKING:
    from smits_rules.judges.durable import Engine, Verdict

_NO_EVIDENCE = frozenset({"source", "sources", "confidence"})
"""Fields that say where a fact comes from, not what it says."""
_STAGES = frozenset({"stage_days"})
"""How far a countdown is, in few steps: a step is new evidence, a day is none."""


@dataclass(frozen=True, slots=True)
class RuleDecision:
    """That a rule fired on a fact. What is told of it is made when it is asked for: most was told before."""

    of: Rule
    about: Fact
    limits: Mapping[str, float]

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.of.id

    @property
    def trigger(self) -> str:
        """The kind of trigger that it raises."""
        return self.of.trigger

    @property
    def outcome(self) -> Outcome:
        """What is to be done."""
        return self.of.outcome

    @property
    def severity(self) -> Severity:
        """How grave it is; what was only inferred from prose may hold it back."""
        return guard(self.of, self._grounds).severity

    @property
    def touches(self) -> tuple[str, ...]:
        """The kinds of deliverable that it puts in question."""
        return self.of.touches

    @property
    def subject(self) -> str:
        """What the fact is about."""
        return self.about.case_subject

    @property
    def sources(self) -> tuple[str, ...]:
        """All places that the decision rests on, the newest first."""
        return tuple(dict.fromkeys(source for fact in self._grounds for source in fact.all_sources))

    @property
    def cause(self) -> str:
        """What it is about in the end; decisions of one cause are one matter."""
        return self._grounds[0].cause

    @property
    def _grounds(self) -> Sequence[Fact]:
        return grounds(self.of, self.about)

    @property
    def because(self) -> str:
        """The rule's sentence, filled."""
        return sentence(self.of.because, self.about)

    @property
    def fact(self) -> dict[str, Any]:
        """The fact as JSON."""
        return self.about.model_dump(mode="json")

    @property
    def explanation(self) -> dict[str, Any]:
        """Condition by condition, as JSON."""
        return dict(evaluate(self.of, self.limits, self.about))

    @property
    def fingerprint(self) -> str:
        """The same as long as the fact says the same of what the rule weighs and its sentence shows.

        What only the calendar moves is left out, but for the stages by which a rule on days grows graver.
        """
        return fingerprint(self.about, self.of)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The ids of the rules that fire, as each judge says."""

    engine: frozenset[str]
    explained: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one fact."""

    fact: Fact
    decisions: tuple[RuleDecision, ...] = ()
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
    matcher = Matcher(pack.rules)
    told: list[list[Rule] | str] = []

    def second_judge() -> None:
        told.extend(_matched(matcher, fact) for fact in facts)

    verdicts = engine.judge(facts, meanwhile=second_judge)
    return [_judged(pack, *each) for each in zip(facts, verdicts, told, strict=True)]


def _matched(matcher: Matcher, fact: Fact) -> list[Rule] | str:
    """The rules that fire, or why it can't be said."""
    try:
        return matcher.fired(fact)
    except UnfitValue as error:
        return str(error)


def _judged(pack: Pack, fact: Fact, verdict: Verdict, told: list[Rule] | str) -> Judged:
    if verdict.refused or isinstance(told, str):
        return Judged(fact, refused=verdict.refused or str(told))
    if len(told) != len(verdict.fired) or any(rule.id not in verdict.fired for rule in told):
        return Judged(fact, disagreement=Disagreement(verdict.fired, frozenset(rule.id for rule in told)))
    return Judged(fact, tuple(RuleDecision(rule, fact, pack.limits) for rule in told))


def fingerprint(fact: Fact, rule: Rule) -> str:
    """A short hash of what a fact says for a rule, without where it stands and what only the calendar moves.

    Args:
        fact: what is hashed.
        rule: only the fields that it weighs, and those that its sentence shows, count.
    """
    weighs = {c.field for alternative in rule.alternatives for c in alternative}
    names = _evidence(type(fact)) & (weighs | shown_fields(rule.because))
    if weighs & _countdowns(type(fact)):
        names |= _STAGES & type(fact).model_fields.keys()
    kept = fact.model_dump(mode="json", include=set(names))
    severity = guard(rule, grounds(rule, fact)).severity
    if severity != rule.severity:  # once it is not held back any more, that is new evidence
        kept["held back"] = severity
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _countdowns(kind: type[Fact]) -> frozenset[str]:
    return frozenset(name for name, known in fields_of(kind).items() if known.countdown)


@cache
def _evidence(kind: type[Fact]) -> frozenset[str]:
    return frozenset(
        name for name, known in fields_of(kind).items() if not known.countdown and name not in _NO_EVIDENCE
    )
