"""Entries of the record: past-tense facts of the process, one model per type."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from smits_tui.process.entries.asked import AskedQuestion


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    seq: int
    """Position, from 1."""
    at: dt.datetime
    """When it was recorded, UTC."""
    by: str
    type: str
    """e.g. `trigger.raised`."""
    data: dict[str, Any]
    prev: str
    """Hash of the entry before; 64 zeros for the first."""
    hash: str
    """SHA-256 (hex) over the canonical form of all the rest."""
    format: int = 1
    """Of the entry itself; `data` has its own version, `v`."""
    login: str = ""
    """The operating system's name of whoever ran smits; blank in entries of format 1."""
    host: str = ""
    """The machine on which that was; blank in entries of format 1."""


class EntryData(BaseModel):
    """The `data` of an entry; `v` is the version of its schema."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    type: ClassVar[str]
    v: Literal[1] = 1


class SettingsChanged(EntryData):
    """The workspace was made, or its settings were changed."""

    type: ClassVar[str] = "settings.changed"
    organisation: str
    settings: dict[str, Any]
    reason: str = ""


class InputReceived(EntryData):
    """A file was taken from an input folder: a new path, or new content under a known one."""

    type: ClassVar[str] = "input.received"
    id: str
    kind: str
    path: str
    """Below inputs/, with the kind's folder first."""
    sha256: str
    """Hex digest; empty for a part of another file that could not be taken out of it."""
    size: int
    """Bytes."""
    mtime_ns: int
    version: int
    """1 for the first content under this path; a content that comes back is a new version."""
    copy_of: str | None = None
    """The input that has the same content under another path."""
    part_of: str | None = None
    """The e-mail or ZIP that it was taken out of."""


class InputRead(EntryData):
    """What an input states."""

    type: ClassVar[str] = "input.read"
    id: str
    facts: tuple[dict[str, Any], ...] = ()
    summary: dict[str, Any] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    kind: str | None = None
    """The input kind as which it was read, where a person said that its folder is wrong."""
    understood: Literal["understood", "questions", "nothing"] | None = None
    """Whether its facts are known; None in entries of versions that did not say."""
    questions: tuple[AskedQuestion, ...] = ()
    """What must be asked; no fact depends on it."""
    proofs: tuple[str, ...] = ()
    """What proves the reading of its tables."""
    nothing_stated: str = ""
    """A sentence where it was understood and holds no fact."""
    answers: tuple[str, ...] = ()
    """The remembered answers by which it was read."""


class InputRejected(EntryData):
    """An input could not be read, and why."""

    type: ClassVar[str] = "input.rejected"
    id: str
    status: Literal["unreadable", "empty"]
    reason: str


class InputSetAside(EntryData):
    """Reading an input failed for a reason that lies outside of the file; it waits and is tried again."""

    type: ClassVar[str] = "input.set-aside"
    id: str
    reason: str


class InputRetried(EntryData):
    """A rejected input is to be read once more."""

    type: ClassVar[str] = "input.retried"
    id: str
    reason: str = ""


class FactsCorrected(EntryData):
    """A person corrected what was read of an input; it holds for later versions that say the same."""

    type: ClassVar[str] = "facts.corrected"
    id: str
    action: Literal["change", "add", "remove"]
    fact: str
    """The fact type."""
    match: dict[str, Any]
    """The fields that tell which fact of the input is meant, with their values as read."""
    before: dict[str, Any] = Field(default_factory=dict)
    """What was wrong; empty for a fact that was added."""
    after: dict[str, Any] = Field(default_factory=dict)
    """The fields as they are right; the whole fact when it was added."""
    reason: str = ""


class JudgedAssumption(BaseModel):
    """An assumption of the strategy, held against the facts."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    text: str
    holds: Literal["holds", "broken", "not known yet"]
    actual: str = ""
    """What the facts say."""
    source: str = ""
    """Where they say it: path and anchor."""


class FactsJudged(EntryData):
    """The rules looked at all facts in force; the triggers that follow from it are recorded with it."""

    type: ClassVar[str] = "facts.judged"
    pack: str
    """Hash of the rules."""
    triggers: tuple[str, ...] = ()
    seen: int | None = None
    """The newest entry that was taken into account; None in records of earlier versions."""
    day: dt.date | None = None
    """The day for which facts were derived."""
    settings: str = ""
    """Hash of the settings on which derived facts rest."""
    assumptions: tuple[JudgedAssumption, ...] | None = None
    """Those that can be held against facts; None if they stand as they did at the judgement before."""


class InputsJudged(FactsJudged):
    """As `facts.judged`, with inputs whose facts the rules had not seen before."""

    type: ClassVar[str] = "input.judged"
    ids: tuple[str, ...]


class Evidence(EntryData):
    """What a trigger rests on; shared by raising and updating it."""

    id: str
    outcome: Literal["reassess", "review", "note"]
    severity: Literal["critical", "high", "medium", "low"]
    because: str
    touches: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Path and anchor of every place it rests on, the newest first."""
    inputs: tuple[str, ...] = ()
    """The inputs (versions of files) that these places are in, one for each."""
    input: str | None = None
    """The input whose arrival led to it; None if the calendar did."""
    fact: dict[str, Any]
    explanation: dict[str, Any]
    matter: str = ""
    """What it is about in the end, e.g. `budget fy2027`; triggers of one matter are triaged together."""
    fingerprint: str
    """Of the values that count; a closed case is raised again only when it differs."""
    pack: str
    """Hash of the rules that were in force."""


class TriggerRaised(Evidence):
    """A rule says that the strategy needs attention."""

    type: ClassVar[str] = "trigger.raised"
    rule: str
    trigger: str
    subject: str


class TriggerUpdated(Evidence):
    """New evidence for a trigger that is not decided, or a dismissed one that holds again as it was."""

    type: ClassVar[str] = "trigger.updated"
    holds: bool = True
    """False only in records of earlier versions, which had no `trigger.lapsed`."""


class TriggerLapsed(EntryData):
    """The reason of a trigger is gone: its fact was corrected, removed or superseded, or its rule changed."""

    type: ClassVar[str] = "trigger.lapsed"
    id: str
    reason: str
    pack: str
    """Hash of the rules that were in force."""


class TriggerAccepted(EntryData):
    """A person took a trigger into a cycle."""

    type: ClassVar[str] = "trigger.accepted"
    id: str
    cycle: int
    reason: str = ""


class TriggerDismissed(EntryData):
    """A person decided that a trigger needs no action, and why."""

    type: ClassVar[str] = "trigger.dismissed"
    id: str
    reason: str = Field(min_length=1)


class TriggerDeferred(EntryData):
    """A person put a trigger off until a day."""

    type: ClassVar[str] = "trigger.deferred"
    id: str
    until: dt.date
    reason: str = ""


class TriggerReopened(EntryData):
    """A person took back what was decided on a trigger, and why: it is open again."""

    type: ClassVar[str] = "trigger.reopened"
    id: str
    reason: str = Field(min_length=1)


class LedgerRepaired(EntryData):
    """A person let the part of the ledger that did not fit be put aside."""

    type: ClassVar[str] = "ledger.repaired"
    reason: str = Field(min_length=1)
    """What was kept and what was put aside, as a sentence."""


class CycleOpened(EntryData):
    """A planning cycle began."""

    type: ClassVar[str] = "cycle.opened"
    number: int
    triggers: tuple[str, ...] = ()
    reason: str = ""


class RulesChanged(EntryData):
    """The rules in force are others than before."""

    type: ClassVar[str] = "rules.changed"
    pack: str
    rules: int
    limits: dict[str, Any] = Field(default_factory=dict)
    changed: dict[str, Any] = Field(default_factory=dict)
    """Limits that a person changed: name -> `before` and `after`."""
    reason: str = ""
