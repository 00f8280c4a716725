"""A typed view of the state that entries folded into."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeVar

from smits_tui.process.fold import case_key, content_key
from smits_tui.process.tables import Document, Tables

InputStatus = Literal["received", "read", "rejected", "copy"]
TriggerStatus = Literal["open", "accepted", "dismissed", "deferred"]
TRIGGER_STATUSES: tuple[TriggerStatus, ...] = ("open", "accepted", "dismissed", "deferred")
SEVERITIES: tuple[str, ...] = ("critical", "high", "medium", "low")
"""From the gravest down."""


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
    fingerprint: str
    pack: str
    status: TriggerStatus
    holds: bool
    until: dt.date | None
    cycle: int | None
    raised_at: dt.datetime
    updated_at: dt.datetime
    history: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Cycle:
    """A run through Plan, Do, Check and Act."""

    number: int
    triggers: list[str]
    reason: str
    opened_at: dt.datetime
    opened_by: str
    status: Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that the strategy takes for granted."""

    id: str
    text: str
    owner: str
    retired: bool
    """It was given up."""
    set_at: dt.datetime
    set_by: str


_Record = TypeVar("_Record", Input, Trigger, Cycle, Assumption)


class State:
    """What the record says now (or said on a day), read only."""

    def __init__(self, tables: Tables, today: dt.date) -> None:
        """Look at folded tables.

        Args:
            tables: the folded entries.
            today: the day on which deferred triggers are looked at: they are open again from `until` on.
        """
        self._tables = tables
        self.today = today

    @property
    def organisation(self) -> str:
        """Name of the organisation."""
        return str((self._tables.get("meta", "workspace") or {}).get("organisation", ""))

    @property
    def began(self) -> dt.date | None:
        """The day the record began; None while it is empty."""
        stamp = (self._tables.get("meta", "workspace") or {}).get("began")
        return dt.datetime.fromisoformat(stamp).date() if stamp else None

    @property
    def pack(self) -> str | None:
        """Hash of the rules last recorded as in force."""
        return (self._tables.get("meta", "rules") or {}).get("pack")

    @property
    def judged_by(self) -> str | None:
        """Hash of the rules that last judged the inputs."""
        return (self._tables.get("meta", "rules") or {}).get("judged_by")

    def next_id(self, table: Literal["inputs", "triggers", "assumptions"]) -> int:
        """The number that the next record of a table gets, from 1."""
        return int((self._tables.get("meta", "counts") or {}).get(table, 0)) + 1

    def inputs(self) -> list[Input]:
        """All versions of all inputs, in the order of their arrival."""
        return [_record(Input, document) for document in self._tables.all("inputs")]

    def input(self, identifier: str) -> Input | None:
        """One input by its id."""
        return _found(Input, self._tables.get("inputs", identifier))

    def inputs_with(self, status: InputStatus) -> list[Input]:
        """The inputs of a status."""
        return [_record(Input, document) for document in self._tables.find("inputs", "status", status)]

    def newest(self, path: str) -> Input | None:
        """The newest version recorded under a path below inputs/."""
        known = self._tables.get("paths", path)
        return self.input(known["newest"]) if known else None

    def recorded(self, path: str, sha256: str) -> bool:
        """Whether this content was ever recorded under this path."""
        known = self._tables.get("paths", path)
        return known is not None and sha256 in known["versions"]

    def versions(self, path: str) -> int:
        """How many versions are recorded under a path."""
        known = self._tables.get("paths", path)
        return len(known["versions"]) if known else 0

    def first_with(self, kind: str, sha256: str) -> str | None:
        """The id of the input of a kind that had this content first."""
        known = self._tables.get("contents", content_key(kind, sha256))
        return str(known["first"]) if known else None

    def triggers(self, status: TriggerStatus | None = None) -> list[Trigger]:
        """The triggers (of a status), the gravest and then the newest first."""
        found = [self._on_today(_record(Trigger, document)) for document in self._tables.all("triggers")]
        chosen = [trigger for trigger in found if status is None or trigger.status == status]
        chosen.sort(key=lambda trigger: trigger.raised_at, reverse=True)
        chosen.sort(key=lambda trigger: SEVERITIES.index(trigger.severity))
        return chosen

    def trigger(self, identifier: str) -> Trigger | None:
        """One trigger by its id."""
        found = _found(Trigger, self._tables.get("triggers", identifier))
        return self._on_today(found) if found else None

    def case(self, rule: str, subject: str) -> Trigger | None:
        """The latest trigger of a rule and subject."""
        known = self._tables.get("cases", case_key(rule, subject))
        return self.trigger(known["trigger"]) if known else None

    def cycle(self) -> Cycle | None:
        """The cycle that is under way."""
        under_way = self._tables.find("cycles", "status", "open")
        return _record(Cycle, under_way[-1]) if under_way else None

    def cycles(self) -> list[Cycle]:
        """All cycles, the first first."""
        return [_record(Cycle, document) for document in self._tables.all("cycles")]

    def assumptions(self) -> list[Assumption]:
        """All assumptions, those given up among them, the first first."""
        return [_record(Assumption, document) for document in self._tables.all("assumptions")]

    def _on_today(self, trigger: Trigger) -> Trigger:
        if trigger.status != "deferred" or trigger.until is None or trigger.until > self.today:
            return trigger
        values = {field.name: getattr(trigger, field.name) for field in fields(trigger)}
        return Trigger(**{**values, "status": "open"})


def _found(kind: type[_Record], document: Document | None) -> _Record | None:
    return _record(kind, document) if document is not None else None


def _record(kind: type[_Record], document: Document) -> _Record:
    """Make the typed record of a document; stamps and days become datetimes and dates."""
    values: dict[str, Any] = {field.name: document[field.name] for field in fields(kind)}
    for name in ("received_at", "raised_at", "updated_at", "opened_at", "set_at"):
        if name in values:
            values[name] = dt.datetime.fromisoformat(values[name])
    if values.get("until"):
        values["until"] = dt.date.fromisoformat(values["until"])
    return kind(**values)
