"""Tests a rule pack on the recorded past: what it would have raised, compared with what people decided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.judges.explain import grounds
from smits_rules.judges.guard import guard
from smits_rules.judges.rule_index import Matcher
from smits_rules.model.field_values import UnfitValue
from smits_rules.model.rule import Pack
from smits_rules.model.templates import sentence
from smits_rules.vocabulary import Fact

Decided = Literal["accepted", "dismissed"]
CaseKey = tuple[str, str]
"""Rule and subject."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The facts as of one past day; the inputs that arrived on that day are fresh."""

    inputs: Sequence[InputFacts]
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Raised:
    """A trigger that a pack would have raised, and the first day on which it would have."""

    rule: str
    subject: str
    day: dt.date
    severity: str
    outcome: str
    because: str

    @property
    def case(self) -> CaseKey:
        """Rule and subject."""
        return self.rule, self.subject


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a rule's triggers agree with what people decided."""

    rule: str
    raised: int
    """Triggers that it raises."""
    accepted: int
    """Decisions to accept these triggers into a cycle; a trigger may be decided more than once."""
    dismissed: int
    """Decisions to dismiss these triggers."""
    missed: int
    """Decisions to accept triggers that it does not raise."""

    @property
    def precision(self) -> float | None:
        """Accepted decisions among all decisions on its triggers, 0 to 1; None if there are none."""
        decided = self.accepted + self.dismissed
        return self.accepted / decided if decided else None

    @property
    def recall(self) -> float | None:
        """Accepted decisions on its triggers among all accepted ones, 0 to 1; None if there are none."""
        wanted = self.accepted + self.missed
        return self.accepted / wanted if wanted else None


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a pack would have changed."""

    raised: tuple[Raised, ...]
    """All triggers of the pack, by day."""
    added: tuple[Raised, ...]
    """Triggers that the other rules do not raise."""
    removed: tuple[Raised, ...]
    """Triggers that only the other rules raise."""
    quality: tuple[Quality, ...]
    """By rule, for each rule that raises a trigger or misses an accepted one."""


def replay(pack: Pack, moments: Iterable[Moment]) -> Iterator[Raised]:
    """Judge the past by a pack; each trigger counts once, on the first day on which it is raised.

    Only the explaining judge is used: both judges agree, and the engine would be slow over many days.

    Args:
        pack: the rules.
        moments: the days, in order.
    """
    matcher = Matcher(pack.rules)
    case_keys: set[CaseKey] = set()
    for moment in moments:
        for fact in facts_of(moment):
            try:
                fired = matcher.fired(fact)
            except UnfitValue:
                continue
            for rule in fired:
                case = (rule.id, fact.case_subject)
                if case not in case_keys:
                    case_keys.add(case)
                    because = sentence(rule.because, fact)
                    severity = guard(rule, grounds(rule, fact)).severity
                    day = moment.circumstances.today
                    yield Raised(rule.id, fact.case_subject, day, severity, rule.outcome, because)


def facts_of(moment: Moment) -> Iterator[Fact]:
    """The facts to judge on a day: those of fresh inputs, and those derived from all inputs."""
    for item in moment.inputs:
        if item.fresh:
            yield from item.facts
    yield from derive(moment.inputs, moment.circumstances)


def compare(
    candidate: Iterable[Raised], other: Iterable[Raised], decided: Mapping[CaseKey, Sequence[Decided]]
) -> Backtest:
    """Compare the triggers of one pack with those of other rules and with people's decisions.

    Args:
        candidate: the triggers of the pack in question.
        other: the triggers of the rules to compare with.
        decided: every recorded decision on a trigger.
    """
    ours, theirs = list(candidate), list(other)
    our_cases, their_cases = {raised.case for raised in ours}, {raised.case for raised in theirs}
    return Backtest(
        raised=tuple(ours),
        added=tuple(raised for raised in ours if raised.case not in their_cases),
        removed=tuple(raised for raised in theirs if raised.case not in our_cases),
        quality=tuple(_quality(our_cases, decided)),
    )


def _quality(cases: set[CaseKey], decided: Mapping[CaseKey, Sequence[Decided]]) -> Iterator[Quality]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for case in cases:
        counts[case[0]]["raised"] += 1
        for how in decided.get(case, ()):
            counts[case[0]][how] += 1
    for case, decisions in decided.items():
        accepted = decisions.count("accepted")
        if accepted and case not in cases:
            counts[case[0]]["missed"] += accepted
    for rule, count in sorted(counts.items()):
        yield Quality(rule, count["raised"], count["accepted"], count["dismissed"], count["missed"])
