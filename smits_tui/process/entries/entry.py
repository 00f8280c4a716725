"""Entries of the record: past-tense facts of the process, one model per type."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Literal

from pydantic import Field

from smits_tui.process.entries.asked import AskedQuestion
from smits_tui.process.entries.envelope import Entry, EntryData
from smits_tui.process.entries.judged_assumption import JudgedAssumption

__all__ = ["Entry", "EntryData"]
"""Also with the types of entries, for whoever needs both."""


class SettingsChanged(EntryData):
    """The workspace was created, or its settings were changed."""

    type: ClassVar[str] = "settings.changed"
    organisation: str
    settings: dict[str, Any]
    reason: str = ""


class InputReceived(EntryData):
    """A file was received from an input folder: a new path, or new content under a known path."""

    type: ClassVar[str] = "input.received"
    id: str
    kind: str
    path: str
    """Below inputs/, with the kind's folder first."""
    sha256: str
    """Hex digest; blank for a part that could not be taken out of its file."""
    size: int
    """Bytes."""
    mtime_ns: int
    version: int
    """1 for the first content under this path; content that returns is a new version."""
    copy_of: str | None = None
    """The input with the same content under another path."""
    part_of: str | None = None
    """The e-mail or ZIP that contains it."""


class InputRead(EntryData):
    """An input was read, with its facts."""

    type: ClassVar[str] = "input.read"
    id: str
    facts: tuple[dict[str, Any], ...] = ()
    summary: dict[str, Any] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    kind: str | None = None
    """The input kind as which it was read, if a person stated that its folder is wrong."""
    understood: Literal["understood", "questions", "nothing"] | None = None
    """Whether it was understood; None in entries of earlier versions."""
    questions: tuple[AskedQuestion, ...] = ()
    """The open questions; no fact depends on them."""
    proofs: tuple[str, ...] = ()
    """The proofs of how its tables were read."""
    nothing_stated: str = ""
    """A sentence if it was understood and contains no facts."""
    answers: tuple[str, ...] = ()
    """The remembered answers used to read it."""


class InputRejected(EntryData):
    """An input could not be read, with the reason."""

    type: ClassVar[str] = "input.rejected"
    id: str
    status: Literal["unreadable", "empty"]
    reason: str


class InputSetAside(EntryData):
    """Reading an input failed because of something else; it waits and will be retried."""

    type: ClassVar[str] = "input.set-aside"
    id: str
    reason: str


class InputRetried(EntryData):
    """A rejected input is to be read again."""

    type: ClassVar[str] = "input.retried"
    id: str
    reason: str = ""


class FactsCorrected(EntryData):
    """A person corrected a fact of an input; later versions with the same error are corrected too."""

    type: ClassVar[str] = "facts.corrected"
    id: str
    action: Literal["change", "add", "remove"]
    fact: str
    """The fact type."""
    match: dict[str, Any]
    """The fields that identify the fact within the input, with their values as read."""
    before: dict[str, Any] = Field(default_factory=dict)
    """The wrong values; empty for an added fact."""
    after: dict[str, Any] = Field(default_factory=dict)
    """The correct values; the whole fact if it was added."""
    reason: str = ""


class FactsJudged(EntryData):
    """The rules judged all facts in force; the resulting triggers are recorded with it."""

    type: ClassVar[str] = "facts.judged"
    pack: str
    """Hash of the rules."""
    triggers: tuple[str, ...] = ()
    seen: int | None = None
    """The newest entry taken into account; None in records of earlier versions."""
    day: dt.date | None = None
    """The date for which facts were derived."""
    settings: str = ""
    """Hash of the settings that affect derived facts."""
    assumptions: tuple[JudgedAssumption, ...] | None = None
    """Those that can be compared with facts; None if unchanged since the last judgement."""


class InputsJudged(FactsJudged):
    """Like `facts.judged`, with inputs whose facts had not been judged before."""

    type: ClassVar[str] = "input.judged"
    ids: tuple[str, ...]


class Evidence(EntryData):
    """The evidence for a trigger, used for raising and updating it."""

    id: str
    outcome: Literal["reassess", "review", "note"]
    severity: Literal["critical", "high", "medium", "low"]
    because: str
    touches: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Path and anchor of every source, the newest first."""
    inputs: tuple[str, ...] = ()
    """The inputs (versions of files) of the sources, one for each."""
    input: str | None = None
    """The input that led to it; None if the calendar did."""
    fact: dict[str, Any]
    explanation: dict[str, Any]
    matter: str = ""
    """The underlying cause, e.g. `budget fy2027`; triggers of one matter are triaged together."""
    fingerprint: str
    """Of the relevant values; a closed case is raised again only if it differs."""
    pack: str
    """Hash of the rules in force."""


class TriggerRaised(Evidence):
    """A rule found that the strategy needs attention."""

    type: ClassVar[str] = "trigger.raised"
    rule: str
    trigger: str
    subject: str


class TriggerUpdated(Evidence):
    """New evidence for an undecided trigger, or a dismissed one that holds again unchanged."""

    type: ClassVar[str] = "trigger.updated"
    holds: bool = True
    """False only in records of earlier versions, which lacked `trigger.lapsed`."""


class TriggerLapsed(EntryData):
    """A trigger's reason is gone: its fact was corrected, removed or superseded, or its rule changed."""

    type: ClassVar[str] = "trigger.lapsed"
    id: str
    reason: str
    pack: str
    """Hash of the rules in force."""


class TriggerAccepted(EntryData):
    """A person accepted a trigger into a cycle."""

    type: ClassVar[str] = "trigger.accepted"
    id: str
    cycle: int
    reason: str = ""


class TriggerDismissed(EntryData):
    """A person decided that a trigger needs no action, with the reason."""

    type: ClassVar[str] = "trigger.dismissed"
    id: str
    reason: str = Field(min_length=1)


class TriggerDeferred(EntryData):
    """A person deferred a trigger to a date."""

    type: ClassVar[str] = "trigger.deferred"
    id: str
    until: dt.date
    reason: str = ""


class TriggerReopened(EntryData):
    """A person withdrew the decision on a trigger, with the reason: it is open again."""

    type: ClassVar[str] = "trigger.reopened"
    id: str
    reason: str = Field(min_length=1)


class LedgerRepaired(EntryData):
    """A person had the inconsistent part of the ledger moved aside."""

    type: ClassVar[str] = "ledger.repaired"
    reason: str = Field(min_length=1)
    """What was kept and what was moved aside, as a sentence."""


class CycleOpened(EntryData):
    """A planning cycle was opened."""

    type: ClassVar[str] = "cycle.opened"
    number: int
    triggers: tuple[str, ...] = ()
    reason: str = ""


class RulesChanged(EntryData):
    """The rules in force changed."""

    type: ClassVar[str] = "rules.changed"
    pack: str
    rules: int
    limits: dict[str, Any] = Field(default_factory=dict)
    changed: dict[str, Any] = Field(default_factory=dict)
    """Limits that a person changed: name -> `before` and `after`."""
    reason: str = ""
    content: str = ""
    """SHA-256 of the archived rules of a team; blank where the record is on one machine."""
