"""What a board wants to know beside a document's own text: why, what changed, what it costs, who agreed.

It follows from the record on the day on which a document is shown or exported. It is no part of what people
agreed to, so it stands after the document's text and never in the archived version.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from smits_tui.documents.changes import SectionChange
from smits_tui.process.money import MoneyPlan


@dataclass(frozen=True, slots=True)
class DecidedTrigger:
    """A trigger and what people decided."""

    id: str
    severity: str
    sentence: str
    status: str
    raised: dt.date
    decided: dt.date | None
    by: str
    reason: str
    sources: tuple[str, ...]
    """Paths with anchors."""
    origin: str = ""
    """Where it comes from if it is no file: a record of people, or the calendar."""


@dataclass(frozen=True, slots=True)
class CycleReasons:
    """What led to a cycle."""

    number: int
    opened: dt.date
    by: str
    reason: str
    accepted: Sequence[DecidedTrigger]
    dismissed: Sequence[DecidedTrigger]


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """What changed since the version in force, and why."""

    title: str
    """Of the document."""
    since: int
    """The version in force."""
    changes: Sequence[SectionChange]
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Recording:
    """Who recorded something, and when."""

    id: str
    """What was recorded."""
    by: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class TrendReading:
    """A value of a measure."""

    period: str
    value: float
    source: str
    """Where a file states it, as a path with an anchor; blank if a person recorded it."""
    by: str
    day: dt.date
    """When it was recorded, or its file received."""


@dataclass(frozen=True, slots=True)
class InitiativeMoney:
    """An initiative as an amount."""

    id: str
    text: str
    start: dt.date | None
    end: dt.date | None
    owner: str
    status: str
    progress: float
    budget: float | None
    spent: float | None
    recorded: Recording


@dataclass(frozen=True, slots=True)
class MeasureTrend:
    """A measure with its readings."""

    id: str
    text: str
    unit: str
    objective: str
    baseline: float | None
    target: float | None
    better: str
    since: dt.date
    due: dt.date | None
    readings: Sequence[TrendReading]
    """The earliest first."""
    owner: str
    recorded: Recording
    """Of its first value and target."""

    @property
    def last(self) -> float | None:
        """The newest reading."""
        return self.readings[-1].value if self.readings else None

    @property
    def state(self) -> str:
        """Whether the target is reached, and which way it goes."""
        if self.last is None:
            return "not read yet"
        sign = 1 if self.better == "up" else -1
        if self.target is not None and sign * (self.last - self.target) >= 0:
            return "reached"
        before = self.readings[-2].value if len(self.readings) > 1 else self.baseline
        if before is None or before == self.last:
            return "not reached"
        return "better" if sign * (self.last - before) > 0 else "worse"


@dataclass(frozen=True, slots=True)
class AssumptionState:
    """An assumption, and the fact that decides whether it holds."""

    id: str
    text: str
    owner: str
    holds: str
    actual: str
    source: str


@dataclass(frozen=True, slots=True)
class OpenAction:
    """A corrective action."""

    id: str
    text: str
    owner: str
    due: dt.date | None
    cycle: int | None
    state: str


@dataclass(frozen=True, slots=True)
class HindsightLine:
    """A decision on a trigger, and what happened later."""

    id: str
    sentence: str
    decision: str
    decided: dt.date
    by: str
    reason: str
    later: str


@dataclass(frozen=True, slots=True)
class Approver:
    """A stakeholder's position on a version."""

    name: str
    role: str
    position: str
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class Background:
    """All of it; parts that a document does not show are empty."""

    organisation: str
    day: dt.date
    currency: str
    next_review: dt.date
    reasons: CycleReasons | None = None
    changes: Sequence[VersionChanges] = ()
    initiatives: Sequence[InitiativeMoney] = ()
    money: MoneyPlan | None = None
    trends: Sequence[MeasureTrend] = ()
    assumptions: Sequence[AssumptionState] = ()
    actions: Sequence[OpenAction] = ()
    regrets: Sequence[HindsightLine] = ()
    estimates: Sequence[Recording] = ()
    """Of what scenarios cost."""
    approvers: Sequence[Approver] = ()
    periods_shown: int = 3

    @property
    def periods(self) -> list[str]:
        """The last periods of which measures have readings, as many as fit a page."""
        seen = {reading.period: None for trend in self.trends for reading in trend.readings}
        return sorted(seen)[-self.periods_shown :]

    @property
    def read_by(self) -> list[Recording]:
        """Who recorded the readings that are shown and that no file states."""
        shown = set(self.periods)
        return [
            Recording(trend.id, reading.by, reading.day)
            for trend in self.trends
            for reading in trend.readings
            if reading.period in shown and not reading.source
        ]

    @property
    def read_from(self) -> list[str]:
        """The sources of the other readings that are shown."""
        shown = set(self.periods)
        sources = [
            reading.source for trend in self.trends for reading in trend.readings if reading.period in shown
        ]
        return list(dict.fromkeys(filter(None, sources)))


@dataclass(frozen=True, slots=True)
class AskedDecision:
    """A decision that a board is asked for."""

    what: str
    why: str
    by: dt.date | None
    sources: tuple[str, ...] = ()
    origin: str = ""
    """Where it comes from if it is no file: a record of people, or the calendar."""
    triggers: tuple[str, ...] = ()
    """Ids of those on which it decides."""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk with its owner and the day on which it was written down."""

    id: str
    text: str
    likelihood: str
    impact: str
    response: str
    owner: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class BoardPack:
    """What a board gets before its meeting."""

    background: Background
    asked: Sequence[AskedDecision]
    risks: Sequence[RiskLine]
    since: dt.date
    """The last meeting."""
    raised: Sequence[DecidedTrigger]
    """Since then, the most severe first."""
    more: int = 0
    """So many more triggers were raised or decided than are named."""
    decisions: Sequence[tuple[str, str, str, dt.date, str]] = field(default=())
    """Id, outcome, reasons, day, person."""
