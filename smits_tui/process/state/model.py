"""What the state consists of: inputs, triggers, cycles, records, sections, versions and objections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, get_args

from smits_rules.vocabulary.understanding import Understanding
from smits_tui.process.entries.records import RecordData

InputStatus = Literal["received", "read", "rejected", "copy"]
InputOutcome = Literal[
    "received",
    "set aside",
    "rejected",
    "copy",
    "withdrawn",
    "waived",
    "questions",
    "not understood",
    "gone",
    "understood",
]
"""What came of an input, for people. What needs somebody goes before `gone`, which changes no decision."""
TriggerStatus = Literal["open", "accepted", "dismissed", "deferred", "lapsed"]
"""`lapsed`: the reason went before anybody decided; a decided trigger keeps its status and does not hold."""
TRIGGER_STATUSES: tuple[TriggerStatus, ...] = get_args(TriggerStatus)
SEVERITIES: tuple[str, ...] = ("critical", "high", "medium", "low")
"""From the gravest down."""


DataT = TypeVar("DataT", bound=RecordData)


@dataclass(frozen=True, slots=True)
class Input:
    """One version of a file that was received."""

    id: str
    kind: str
    path: str
    sha256: str
    size: int
    mtime_ns: int
    version: int
    copy_of: str | None
    part_of: str | None
    received_at: dt.datetime
    by: str
    seq: int
    status: InputStatus
    reason: str
    facts: list[dict[str, Any]]
    summary: dict[str, Any]
    warnings: list[str]
    judged: bool
    """Whether the rules have looked at it."""
    assessed_at: dt.datetime | None
    """When a person weighed it for the strategy."""
    assessed_by: str | None
    understood: Understanding
    proofs: list[str]
    """What proves the reading of its tables, one sentence each."""
    nothing_stated: str
    """A sentence where it was understood and holds no fact; blank otherwise."""
    answers: list[str]
    """The remembered answers by which it was read."""
    withdrawn: dict[str, str] | None
    """`at`, `by` and `reason` where a person took it out."""
    waived: dict[str, str] | None
    """`at`, `by` and `reason` where a person let it pass although it is not understood."""
    gone_at: dt.datetime | None
    """Since when its file lies in the folder no more."""
    superseded: bool
    """Whether a newer version lies under its path."""
    in_doubt_since: dt.datetime | None
    """Since when it is rejected or not (wholly) understood; None if it is not."""

    @property
    def counts(self) -> bool:
        """Whether decisions rest on its facts."""
        return self.status == "read" and self.withdrawn is None

    @property
    def is_in_doubt(self) -> bool:
        """Whether a person must see to it, because it was not (wholly) understood."""
        is_open = self.understood != "understood" and self.waived is None
        return self.counts and is_open and not self.superseded

    @property
    def is_set_aside(self) -> bool:
        """Whether reading failed for a reason outside of it, which `reason` tells; it is tried again."""
        return self.status == "received" and bool(self.reason)

    @property
    def outcome(self) -> InputOutcome:
        """What came of it, the same wherever it is shown."""
        if self.withdrawn is not None:
            return "withdrawn"
        if self.status != "read":
            return "set aside" if self.is_set_aside else self.status
        if self.understood != "understood":
            if self.waived is not None:
                return "waived"
            return "questions" if self.understood == "questions" else "not understood"
        return "gone" if self.gone_at is not None else "understood"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules looked at last."""

    pack: str
    """Hash of these rules."""
    seen: int
    """The newest entry that was taken into account; 0 if the record does not say."""
    day: dt.date | None
    settings: str
    """Hash of the settings on which derived facts rested."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One case: a rule that holds for a subject, its evidence, and what people decided."""

    id: str
    rule: str
    trigger: str
    subject: str
    outcome: str
    severity: str
    because: str
    touches: list[str]
    sources: list[str]
    inputs: list[str]
    input: str | None
    fact: dict[str, Any]
    explanation: dict[str, Any]
    matter: str
    """What it is about in the end; triggers of one matter are triaged together."""
    fingerprint: str
    pack: str
    status: TriggerStatus
    holds: bool
    """Whether its reason still stands."""
    until: dt.date | None
    cycle: int | None
    raised_at: dt.datetime
    updated_at: dt.datetime
    history: list[dict[str, Any]]

    @property
    def standing(self) -> str:
        """The status for people; of a decided trigger whose reason is gone both: `accepted, lapsed`."""
        return self.status if self.holds or self.status == "lapsed" else f"{self.status}, lapsed"

    @property
    def accepted_at(self) -> dt.datetime | None:
        """When it was last taken into a cycle; None if it never was."""
        steps = (step for step in reversed(self.history) if step["type"] == "trigger.accepted")
        return next((dt.datetime.fromisoformat(str(step["at"])) for step in steps), None)

    @property
    def sentence(self) -> str:
        """Why it was raised; it says so when that no longer holds."""
        return self.because if self.holds else f"No longer holds: {self.because}"


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
    """Stage -> when it began, ISO."""
    completed: dict[str, str]
    """Step -> when it was completed, ISO."""
    closed_at: dt.datetime | None
    early: bool

    def began(self, stage: str) -> dt.datetime | None:
        """When a stage began; None if it did not."""
        return dt.datetime.fromisoformat(self.stages[stage]) if stage in self.stages else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value of a measure."""

    period: str
    value: float
    note: str
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Recorded(Generic[DataT]):
    """A record that people wrote down, as it is now."""

    data: DataT
    made_at: dt.datetime
    set_at: dt.datetime
    set_by: str
    cycle: int | None
    """The cycle in which it was first written down."""
    readings: tuple[Reading, ...]
    """Of a measure, one a period, the earliest period first."""

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
    """A section of a document as it is now."""

    deliverable: str
    section: str
    title: str
    text: str
    order: int
    confirmed_at: dt.datetime
    """When it was last written, or looked at and found to hold."""
    confirmed_by: str
    written_at: dt.datetime | None = None
    written_by: str = ""

    @property
    def path(self) -> str:
        """Document and section."""
        return f"{self.deliverable}/{self.section}"


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was submitted."""

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
