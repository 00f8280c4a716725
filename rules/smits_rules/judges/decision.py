"""From facts to decisions: both judges evaluate each fact, and a decision needs their agreement."""

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
from smits_rules.model.rule import Pack, Rule
from smits_rules.model.templates import sentence, shown_fields
from smits_rules.vocabulary import Fact, fields_of
from smits_rules.vocabulary.severity import Outcome, Severity

if TYPE_CHECKING:
    from smits_rules.judges.durable import Engine, Verdict

_NO_EVIDENCE = frozenset({"source", "sources", "confidence"})
"""Fields about the source of a fact, not its content."""
_STAGES = frozenset({"stage_days"})
"""Coarse steps of a countdown: reaching a new one is new evidence, another day is not."""


@dataclass(frozen=True, slots=True)
class RuleDecision:
    """A rule that fired on a fact.

    The explanation is built lazily: most decisions repeat one that was already reported.
    """

    of: Rule
    about: Fact
    limits: Mapping[str, float]

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.of.id

    @property
    def trigger(self) -> str:
        """The kind of trigger that the rule raises."""
        return self.of.trigger

    @property
    def outcome(self) -> Outcome:
        """The outcome that the rule asks for, e.g. `reassess`."""
        return self.of.outcome

    @property
    def severity(self) -> Severity:
        """Its severity; lower than the rule's if the evidence was only inferred from prose."""
        return guard(self.of, self._grounds).severity

    @property
    def touches(self) -> tuple[str, ...]:
        """The kinds of deliverable that may need to change."""
        return self.of.touches

    @property
    def subject(self) -> str:
        """What the fact is about."""
        return self.about.case_subject

    @property
    def sources(self) -> tuple[str, ...]:
        """All locations that the decision rests on, the newest first."""
        return tuple(dict.fromkeys(source for fact in self._grounds for source in fact.all_sources))

    @property
    def cause(self) -> str:
        """The cause behind it; decisions with the same cause have the same matter."""
        return self._grounds[0].cause

    @property
    def _grounds(self) -> Sequence[Fact]:
        return grounds(self.of, self.about)

    @property
    def because(self) -> str:
        """The rule's sentence with the values of the fact."""
        return sentence(self.of.because, self.about)

    @property
    def fact(self) -> dict[str, Any]:
        """The fact as JSON."""
        return self.about.model_dump(mode="json")

    @property
    def explanation(self) -> dict[str, Any]:
        """The explanation, condition by condition, as JSON."""
        return dict(evaluate(self.of, self.limits, self.about))

    @property
    def fingerprint(self) -> str:
        """A hash that changes only with the fields that the rule compares or shows.

        Values that only the calendar changes are left out, except for the stages of a countdown.
        """
        return fingerprint(self.about, self.of)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The ids of the rules that fire, according to each judge."""

    engine: frozenset[str]
    explained: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The result for one fact."""

    fact: Fact
    decisions: tuple[RuleDecision, ...] = ()
    disagreement: Disagreement | None = None
    """Set if the judges disagree; then there are no decisions."""
    refused: str | None = None
    """Why the fact could not be judged; then there are no decisions."""


def decide(pack: Pack, engine: Engine, facts: Sequence[Fact]) -> list[Judged]:
    """Judge facts by a pack.

    Args:
        pack: the rules in force.
        engine: the first judge, made with the same pack.
        facts: of any type.

    Returns:
        One answer per fact, in the same order.

    Raises:
        EngineUnavailable: the engine cannot be started.
    """
    matcher = Matcher(pack.rules)
    decisions: list[list[Rule] | str] = []

    def second_judge() -> None:
        decisions.extend(_matched(matcher, fact) for fact in facts)

    verdicts = engine.judge(facts, meanwhile=second_judge)
    return [_judged(pack, *each) for each in zip(facts, verdicts, decisions, strict=True)]


def _matched(matcher: Matcher, fact: Fact) -> list[Rule] | str:
    """The rules that fire, or the reason why they cannot be determined."""
    try:
        return matcher.fired(fact)
    except UnfitValue as error:
        return str(error)


def _judged(pack: Pack, fact: Fact, verdict: Verdict, fired: list[Rule] | str) -> Judged:
    if not fired and not verdict.fired and not verdict.refused:
        return Judged(fact)  # most facts, so this comes first
    if verdict.refused or isinstance(fired, str):
        return Judged(fact, refused=verdict.refused or str(fired))
    if len(fired) != len(verdict.fired) or any(rule.id not in verdict.fired for rule in fired):
        return Judged(fact, disagreement=Disagreement(verdict.fired, frozenset(rule.id for rule in fired)))
    return Judged(fact, tuple(RuleDecision(rule, fact, pack.limits) for rule in fired))


def fingerprint(fact: Fact, rule: Rule) -> str:
    """A short hash of the content of a fact that matters to a rule.

    It leaves out where the fact stands in its source and values that only the calendar changes.

    Args:
        fact: the fact to hash.
        rule: only the fields that it compares or shows in its sentence count.
    """
    weighs = {c.field for alternative in rule.alternatives for c in alternative}
    names = _evidence(type(fact)) & (weighs | shown_fields(rule.because))
    if weighs & _countdowns(type(fact)):
        names |= _STAGES & type(fact).model_fields.keys()
    kept = fact.model_dump(mode="json", include=set(names))
    severity = guard(rule, grounds(rule, fact)).severity
    if severity != rule.severity:  # a severity that is no longer lowered is new evidence
        kept["held back"] = severity
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _countdowns(kind: type[Fact]) -> frozenset[str]:
    return frozenset(name for name, field in fields_of(kind).items() if field.countdown)


@cache
def _evidence(kind: type[Fact]) -> frozenset[str]:
    return frozenset(
        name for name, field in fields_of(kind).items() if not field.countdown and name not in _NO_EVIDENCE
    )
