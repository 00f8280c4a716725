"""A rule pack against the recorded past: what it would have raised, and how that fits what people decided."""

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
    """The facts as they stood on one day of the past; inputs that came on it are fresh."""

    inputs: Sequence[InputFacts]
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Raised:
    """A case that a pack raises, with the first day on which it does."""

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
    """How well a rule's cases fit what people decided on them."""

    rule: str
    raised: int
    """Cases that it raises."""
    accepted: int
    """Decisions of people to take these cases into a cycle; a case may be decided on more than once."""
    dismissed: int
    """Decisions that these cases need no action."""
    missed: int
    """Decisions to accept cases that it does not raise."""

    @property
    def precision(self) -> float | None:
        """The share of acceptances in the decisions on its cases, 0 to 1; None where none was decided."""
        decided = self.accepted + self.dismissed
        return self.accepted / decided if decided else None

    @property
    def recall(self) -> float | None:
        """The share of all acceptances that are of cases it raises, 0 to 1; None where none was accepted."""
        wanted = self.accepted + self.missed
        return self.accepted / wanted if wanted else None


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a pack would have changed."""

    raised: tuple[Raised, ...]
    """All cases of the pack, by day."""
    added: tuple[Raised, ...]
    """Cases that the other rules do not raise."""
    removed: tuple[Raised, ...]
    """Cases that only the other rules raise."""
    quality: tuple[Quality, ...]
    """By rule, for each rule that raises a case or misses an accepted one."""


def replay(pack: Pack, moments: Iterable[Moment]) -> Iterator[Raised]:
    """Judge the past by a pack, each case once, on the first day on which it is raised.

    The explanation's judge decides alone here: both agree, and the past has many days.

    Args:
        pack: the rules.
        moments: the days, in their order.
    """
    matcher = Matcher(pack.rules)
    known: set[CaseKey] = set()
    for moment in moments:
        for fact in facts_of(moment):
            try:
                fired = matcher.fired(fact)
            except UnfitValue:
                continue
            for rule in fired:
                case = (rule.id, fact.case_subject)
                if case not in known:
                    known.add(case)
                    because = sentence(rule.because, fact)
                    severity = guard(rule, grounds(rule, fact)).severity
                    day = moment.circumstances.today
                    yield Raised(rule.id, fact.case_subject, day, severity, rule.outcome, because)


def facts_of(moment: Moment) -> Iterator[Fact]:
    """What is judged on a day: what fresh inputs state, and what follows from all of them."""
    for item in moment.inputs:
        if item.fresh:
            yield from item.facts
    yield from derive(moment.inputs, moment.circumstances)


def compare(
    candidate: Iterable[Raised], other: Iterable[Raised], decided: Mapping[CaseKey, Sequence[Decided]]
) -> Backtest:
    """Hold what one pack raises against what others raised, and against what people decided.

    Args:
        candidate: the cases of the pack in question.
        other: those of the rules that it is compared with.
        decided: each decision of people on the cases of the record.
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
