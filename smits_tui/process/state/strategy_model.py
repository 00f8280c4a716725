"""The types of the strategy's state: cycles, records, sections, versions, objections, comments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from smits_tui.process.entries.records import RecordData

DataT = TypeVar("DataT", bound=RecordData)


@dataclass(frozen=True, slots=True)
class Cycle:
    """A run through Plan, Do, Check and Act."""

    number: int
    triggers: list[str]
    reason: str
    opened_at: dt.datetime
    opened_by: str
    status: Literal["open", "closed"]
    stage: str
    stages: dict[str, str]
    """Stage -> its start, ISO."""
    completed: dict[str, str]
    """Step -> its completion, ISO."""
    closed_at: dt.datetime | None
    early: bool

    def began(self, stage: str) -> dt.datetime | None:
        """The start of a stage; None if it has not started."""
        return dt.datetime.fromisoformat(self.stages[stage]) if stage in self.stages else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of a measure."""

    period: str
    value: float
    note: str
    at: dt.datetime
    by: str
    source: str = ""
    """Where an input states it, as a path with an anchor; blank for what people recorded."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[DataT]):
    """A record of people in its current state."""

    data: DataT
    made_at: dt.datetime
    set_at: dt.datetime
    set_by: str
    cycle: int | None
    """The cycle in which it was created."""
    readings: tuple[Reading, ...]
    """For a measure: one per period, the earliest period first."""

    @property
    def id(self) -> str:
        """E.g. O1."""
        return self.data.id

    @property
    def text(self) -> str:
        """What it says."""
        return self.data.text


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """The current content of a section."""

    deliverable: str
    section: str
    title: str
    text: str
    order: int
    confirmed_at: dt.datetime
    """When it was last written, or confirmed without change."""
    confirmed_by: str
    written_at: dt.datetime | None = None
    written_by: str = ""

    @property
    def path(self) -> str:
        """Document and section."""
        return f"{self.deliverable}/{self.section}"


@dataclass(frozen=True, slots=True)
class Version:
    """A submitted version of a document."""

    deliverable: str
    version: int
    cycle: int | None
    sections: dict[str, str]
    """Section -> fingerprint of its content."""
    document: str
    """SHA-256 of its Markdown in the archive."""
    inputs: dict[str, str]
    pack: str
    submitted_at: dt.datetime
    submitted_by: str
    seq: int
    approved_at: dt.datetime | None
    approved_by: str | None
    approved_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """A stakeholder's objection to a section."""

    id: str
    deliverable: str
    version: int
    section: str
    stakeholder: str
    text: str
    at: dt.datetime
    by: str
    answer: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a section; it delays neither agreement nor approval."""

    id: str
    deliverable: str
    section: str
    title: str
    """The section's, when it was commented on."""
    fingerprint: str
    """Of the content that it is about."""
    text: str
    at: dt.datetime
    by: str
    status: Literal["open", "resolved", "withdrawn"]
    answers: list[dict[str, str]]
    """Each with `text`, `by` and `at`, the oldest first."""
    settled: dict[str, str] | None
    """`by` and `at` if it is resolved or withdrawn."""

    @property
    def path(self) -> str:
        """Deliverable and section."""
        return f"{self.deliverable}/{self.section}"
