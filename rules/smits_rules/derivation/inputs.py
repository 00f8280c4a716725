"""The inputs of derivation: the recorded facts by input, and the circumstances."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from smits_rules.vocabulary import Fact

FactT = TypeVar("FactT", bound=Fact)


@dataclass(frozen=True, slots=True)
class InputFacts:
    """One input and what it states."""

    id: str
    kind: str
    path: str
    """Below inputs/; versions of a file share it."""
    received: dt.datetime
    facts: Sequence[Fact]
    fresh: bool
    """Whether it was not judged before."""
    order: int
    """Its place in the order of arrival."""

    def of(self, kind: type[FactT]) -> Iterator[FactT]:
        """Its facts of a type."""
        return (fact for fact in self.facts if isinstance(fact, kind))


@dataclass(frozen=True, slots=True)
class InitiativeProgress:
    """An initiative that is neither done nor stopped."""

    id: str
    text: str
    owner: str
    start: dt.date | None
    end: dt.date | None
    budget: float | None
    spent: float | None
    progress: float
    """0 to 100."""
    told: dt.date | None
    """When that was said; None while it is planned: then nothing was said, and today counts."""


@dataclass(frozen=True, slots=True)
class ObjectiveProgress:
    """An objective of the strategy."""

    id: str
    text: str
    owner: str
    due: dt.date | None
    reached: bool


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """A corrective action that is not done."""

    id: str
    text: str
    owner: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """A reading of a measure."""

    period: str
    value: float
    on: dt.date
    """When it was recorded; counts where the period can't be understood."""


@dataclass(frozen=True, slots=True)
class MeasureProgress:
    """A measure with its readings."""

    id: str
    text: str
    owner: str
    unit: str
    target: float | None
    baseline: float | None
    better: str
    """`up` or `down`."""
    began: dt.date
    """When it was written down."""
    due: dt.date | None
    """When its target is to be reached: the day on which its objective is due."""
    every_days: int
    """It is read this often."""
    readings: tuple[MeasuredValue, ...]
    """By period, the earliest first."""


@dataclass(frozen=True, slots=True)
class AskedAgreement:
    """A deliverable that was submitted, and who has not agreed to it yet."""

    deliverable: str
    """Its title."""
    who: tuple[str, ...]
    since: dt.date


@dataclass(frozen=True, slots=True)
class ExecutionProgress:
    """How far what people wrote down has come."""

    initiatives: tuple[InitiativeProgress, ...] = ()
    objectives: tuple[ObjectiveProgress, ...] = ()
    actions: tuple[ActionProgress, ...] = ()
    measures: tuple[MeasureProgress, ...] = ()
    agreements: tuple[AskedAgreement, ...] = ()
    deferred: Mapping[str, dt.date] = field(default_factory=dict)
    """Id of a trigger that was put off -> until when."""
    dismissed_opportunities: frozenset[str] = frozenset()
    """Titles of opportunities that people decided not to pursue."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the facts."""

    today: dt.date
    began: dt.date
    """When the workspace was made."""
    jurisdictions: tuple[str, ...] = ()
    """Of the organisation: ISO 3166 country codes, and EU; none: all."""
    topics: tuple[str, ...] = ()
    """That concern it; none: all."""
    topic_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Topic -> what the organisation calls it."""
    names: tuple[str, ...] = ()
    """Of the organisation: its name and others under which files speak of it."""
    parties: tuple[str, ...] = ()
    """Customers, competitors and partners that it named."""
    fiscal_year_start: int = 1
    """Month in which its fiscal year begins, 1 to 12."""
    currency: str = ""
    """ISO 4217 code that its amounts are in; empty: that of its countries."""
    expected_days: Mapping[str, int] = field(default_factory=dict)
    """Input kind -> an input is expected this often."""
    last_received: Mapping[str, dt.date] = field(default_factory=dict)
    """Input kind -> day of its last input."""
    next_review: dt.date | None = None
    deliverables_due: Mapping[str, dt.date] = field(default_factory=dict)
    """Kind of deliverable -> day by which it is due."""
    assumptions: tuple[str, ...] = ()
    """Of the strategy plan, as written."""
    agreed: int | None = None
    """The place, in the order of arrival, at which the strategy was last agreed; None: it never was."""
    execution: ExecutionProgress = field(default_factory=ExecutionProgress)


def newest_versions(inputs: Iterable[InputFacts]) -> list[InputFacts]:
    """The newest version of each file, in the order of arrival."""
    newest = {item.path: item for item in sorted(inputs, key=lambda item: item.order)}
    return sorted(newest.values(), key=lambda item: item.order)


def places(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The sources of facts, each once, in order."""
    return tuple(dict.fromkeys(fact.source for fact in facts if fact.source))


STAGES = (0, 90, 180)
"""Days before something takes effect at which it becomes graver.

Half a year, a quarter, and the day itself.
"""


def stage_of(days_until: int | None) -> int | None:
    """The last of the `STAGES` that was reached; None if none was, or no day is known."""
    if days_until is None:
        return None
    return next((stage for stage in STAGES if days_until <= stage), None)


OVERDUE_STAGES = (180, 90, 30, 0)
"""Days overdue at which something becomes graver: at once, after a month, a quarter and half a year."""


def overdue_stage(overdue_days: int) -> int:
    """The last of the `OVERDUE_STAGES` that was passed, negative as days until a date; 1 before it."""
    return next((-stage for stage in OVERDUE_STAGES if overdue_days > stage), 1)


def finite(value: float, digits: int = 4) -> float | None:
    """A number, rounded; None if it is beyond what a float holds."""
    return round(value, digits) if math.isfinite(value) else None
