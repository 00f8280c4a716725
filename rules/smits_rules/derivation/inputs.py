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
    """An input and its facts."""

    id: str
    kind: str
    path: str
    """Below inputs/; shared by the versions of a file."""
    received: dt.datetime
    facts: Sequence[Fact]
    fresh: bool
    """Whether it has not been judged yet."""
    order: int
    """Its position in the order of arrival."""

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
    last_report: dt.date | None
    """The date of the last report; None while it is planned: then today counts."""


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
    """An unfinished corrective action."""

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
    """The recording date; counts if the period is not understood."""


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
    """When it was recorded."""
    due: dt.date | None
    """When the target is to be reached: the due date of its objective."""
    every_days: int
    """The interval between readings."""
    readings: tuple[MeasuredValue, ...]
    """By period, the earliest first."""


@dataclass(frozen=True, slots=True)
class AskedAgreement:
    """A submitted deliverable, and the people who have not agreed to it yet."""

    deliverable: str
    """Its title."""
    who: tuple[str, ...]
    since: dt.date


@dataclass(frozen=True, slots=True)
class ExecutionProgress:
    """The progress of people's records."""

    initiatives: tuple[InitiativeProgress, ...] = ()
    objectives: tuple[ObjectiveProgress, ...] = ()
    actions: tuple[ActionProgress, ...] = ()
    measures: tuple[MeasureProgress, ...] = ()
    agreements: tuple[AskedAgreement, ...] = ()
    deferred: Mapping[str, dt.date] = field(default_factory=dict)
    """Id of a deferred trigger -> its date."""
    dismissed_opportunities: frozenset[str] = frozenset()
    """Titles of opportunities that people dismissed."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The context besides the facts."""

    today: dt.date
    began: dt.date
    """When the workspace was created."""
    jurisdictions: tuple[str, ...] = ()
    """Of the organisation: ISO 3166 country codes, and EU; none: all."""
    topics: tuple[str, ...] = ()
    """That concern it; none: all."""
    topic_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Topic -> the organisation's own words for it."""
    names: tuple[str, ...] = ()
    """The organisation's name, and the other names by which files refer to it."""
    parties: tuple[str, ...] = ()
    """Customers, competitors and partners that the organisation has named."""
    fiscal_year_start: int = 1
    """Month in which its fiscal year begins, 1 to 12."""
    currency: str = ""
    """ISO 4217 code of its amounts; blank for that of its countries."""
    expected_days: Mapping[str, int] = field(default_factory=dict)
    """Input kind -> the longest expected interval between inputs."""
    last_received: Mapping[str, dt.date] = field(default_factory=dict)
    """Input kind -> day of its last input."""
    next_review: dt.date | None = None
    deliverables_due: Mapping[str, dt.date] = field(default_factory=dict)
    """Kind of deliverable -> day by which it is due."""
    assumptions: tuple[str, ...] = ()
    """Of the strategy plan, as written."""
    agreed: int | None = None
    """The position, in the order of arrival, at which the strategy was last agreed; None if never."""
    execution: ExecutionProgress = field(default_factory=ExecutionProgress)


def newest_versions(inputs: Iterable[InputFacts]) -> list[InputFacts]:
    """The newest version of each file, in the order of arrival."""
    newest = {item.path: item for item in sorted(inputs, key=lambda item: item.order)}
    return sorted(newest.values(), key=lambda item: item.order)


def sources_of(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The sources of facts, each once, in order."""
    return tuple(dict.fromkeys(fact.source for fact in facts if fact.source))


STAGES = (0, 90, 180)
"""Days before a date at which it becomes more severe: half a year, a quarter, and the day itself."""


def stage_of(days_until: int | None) -> int | None:
    """The last of the `STAGES` that was reached; None if none was, or there is no date."""
    if days_until is None:
        return None
    return next((stage for stage in STAGES if days_until <= stage), None)


OVERDUE_STAGES = (180, 90, 30, 0)
"""Days overdue at which something becomes more severe: at once, after a month, a quarter and half a year."""


def overdue_stage(overdue_days: int) -> int:
    """The last of the `OVERDUE_STAGES` that was passed, negative as days until a date; 1 before it."""
    return next((-stage for stage in OVERDUE_STAGES if overdue_days > stage), 1)


def finite(value: float, digits: int = 4) -> float | None:
    """A number, rounded; None if it is beyond what a float holds."""
    return round(value, digits) if math.isfinite(value) else None
