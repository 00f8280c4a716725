"""The events that the watcher reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from smits_rules.vocabulary.kinds.sidecars import described_by
from smits_rules.vocabulary.shown_number import counted
from smits_rules.vocabulary.understanding import Understanding
from smits_tui.process.state import Input, State, Trigger

HappeningType = Literal[
    "started",
    "received",
    "copy",
    "read",
    "asked",
    "not-understood",
    "rejected",
    "set-aside",
    "untaken",
    "gone",
    "returned",
    "raised",
    "updated",
    "lapsed",
    "restored",
    "missing",
    "notify",
    "replied",
    "degraded",
    "standby",
    "stopped",
]

_READ: dict[Understanding, HappeningType] = {
    "understood": "read",
    "questions": "asked",
    "nothing": "not-understood",
}
"""The event when an input was read; not being understood is as serious as being rejected."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to report."""

    type: HappeningType
    text: str
    data: dict[str, Any] = field(default_factory=dict)


Narrator = Callable[[Happening], None]


def about(item: Input, kind: HappeningType, text: str) -> Happening:
    """Something that happened to an input."""
    understood = {"understood": item.understood} if item.status == "read" else {}
    data = {"id": item.id, "kind": item.kind, "path": item.path, "status": item.status, **understood}
    return Happening(kind, text, data)


def received(item: Input) -> Happening:
    """An input was recorded."""
    if item.status == "copy":
        return about(item, "copy", f"{item.path} is a copy of {item.copy_of}")
    if item.status == "rejected":
        return about(item, "rejected", f"{item.path}: {item.reason}")
    if item.status == "sidecar":
        return about(item, "received", f"{item.path} states facts of {described_by(item.path)}")
    version = f" (version {item.version})" if item.version > 1 else ""
    return about(item, "received", f"{item.path}{version}")


def read(item: Input, state: State) -> Happening:
    """An input was read, or could not be."""
    if item.status == "read":
        return about(item, _READ[item.understood], f"{item.path}: {_understood(item, state)}")
    return about(
        item, "set-aside" if item.status == "received" else "rejected", f"{item.path}: {item.reason}"
    )


def _understood(item: Input, state: State) -> str:
    """How an input was understood, in words."""
    if item.understood == "nothing":
        return " ".join(("not understood; no decision is based on it.", *item.warnings))
    facts = item.nothing_stated or counted(len(item.facts), "fact")
    asked = [f"{question.id} {question.text}" for question in state.questions(of=item.id)]
    return f"{facts}, and asks: {' '.join(asked)} (`smits questions`)" if asked else facts


def presence(item: Input) -> Happening:
    """A file is gone from its folder, or back."""
    if item.gone_at is None:
        return about(item, "returned", f"{item.path} is back in its folder")
    if item.status == "sidecar":
        text = f"{item.path} is gone from its folder; {described_by(item.path)} is read again without it"
        return about(item, "gone", text)
    return about(item, "gone", f"{item.path} is gone from its folder; its facts count until it is withdrawn")


def judged(trigger: Trigger, *, is_new: bool) -> Happening:
    """A trigger was raised or updated, or it lapsed."""
    kind: HappeningType = "raised" if is_new else "updated"
    data = {"id": trigger.id, "rule": trigger.rule, "severity": trigger.severity}
    text = f"{trigger.id} {trigger.severity}: {trigger.because}"
    return Happening(kind if trigger.holds else "lapsed", text, data)
