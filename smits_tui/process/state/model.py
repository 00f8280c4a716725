"""The types of the state: inputs, triggers, judgements and the rules in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, get_args

from smits_rules.vocabulary.understanding import Understanding

InputStatus = Literal["received", "read", "rejected", "copy", "sidecar"]
"""`sidecar`: it states the facts of the file beside it, and is read with that."""
InputOutcome = Literal[
    "received",
    "set aside",
    "rejected",
    "copy",
    "sidecar",
    "withdrawn",
    "waived",
    "questions",
    "not understood",
    "gone",
    "understood",
]
"""The outcome of an input, for people. Those that need somebody precede `gone`, which changes no decision."""
TriggerStatus = Literal["open", "accepted", "dismissed", "deferred", "lapsed"]
"""`lapsed`: the reason went before a decision; a decided trigger keeps its status and doesn't hold."""
TRIGGER_STATUSES: tuple[TriggerStatus, ...] = get_args(TriggerStatus)
SEVERITIES: tuple[str, ...] = ("critical", "high", "medium", "low")
"""From the most to the least severe."""


@dataclass(frozen=True, slots=True)
class Input:
    """A received version of a file."""

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
    """Whether the rules have judged it."""
    assessed_at: dt.datetime | None
    """When a person reviewed it for the strategy."""
    assessed_by: str | None
    understood: Understanding
    proofs: list[str]
    """The proofs of how its tables were read, one sentence each."""
    nothing_stated: str
    """A sentence if it was understood and contains no facts; blank otherwise."""
    answers: list[str]
    """The remembered answers used to read it."""
    withdrawn: dict[str, str] | None
    """`at`, `by` and `reason` if a person withdrew it."""
    waived: dict[str, str] | None
    """`at`, `by` and `reason` if a person accepted that it is not understood."""
    gone_at: dt.datetime | None
    """When its file disappeared from the folder."""
    superseded: bool
    """Whether there is a newer version under its path."""
    in_doubt_since: dt.datetime | None
    """Since when it has been rejected or not (completely) understood; None if it is neither."""

    @property
    def counts(self) -> bool:
        """Whether its facts count."""
        return self.status == "read" and self.withdrawn is None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it needs a person, because it was not (completely) understood."""
        is_open = self.understood != "understood" and self.waived is None
        return self.counts and is_open and not self.superseded

    @property
    def is_set_aside(self) -> bool:
        """Whether reading failed because of something else, given by `reason`; it will be retried."""
        return self.status == "received" and bool(self.reason)

    @property
    def outcome(self) -> InputOutcome:
        """The outcome, the same wherever it is shown."""
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
class RulesInForce:
    """The rules that were last recorded as in force."""

    pack: str
    """Hash of the rules."""
    at: dt.datetime
    by: str
    limits: dict[str, float]
    """Name -> value."""


@dataclass(frozen=True, slots=True)
class RecordedSettings:
    """The settings that were last recorded."""

    content: dict[str, Any]
    """Key of smits.toml -> value, without addresses of messages and passphrases."""
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The last judgement of the rules."""

    pack: str
    """Hash of the rules."""
    seen: int
    """The newest entry taken into account; 0 if not recorded."""
    day: dt.date | None
    settings: str
    """Hash of the settings that affected derived facts."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A case: a rule that holds for a subject, its evidence, and people's decisions."""

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
    """The underlying cause; triggers of one matter are triaged together."""
    fingerprint: str
    pack: str
    status: TriggerStatus
    holds: bool
    """Whether its reason still holds."""
    until: dt.date | None
    cycle: int | None
    raised_at: dt.datetime
    updated_at: dt.datetime
    history: list[dict[str, Any]]

    @property
    def standing(self) -> str:
        """The status for people; a decided trigger whose reason is gone has both: `accepted, lapsed`."""
        return self.status if self.holds or self.status == "lapsed" else f"{self.status}, lapsed"

    @property
    def accepted_at(self) -> dt.datetime | None:
        """When it was last accepted into a cycle; None if never."""
        steps = (step for step in reversed(self.history) if step["type"] == "trigger.accepted")
        return next((dt.datetime.fromisoformat(str(step["at"])) for step in steps), None)

    @property
    def sentence(self) -> str:
        """The reason for the trigger, with a remark if it no longer holds."""
        return self.because if self.holds else f"No longer holds: {self.because}"
