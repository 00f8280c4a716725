"""Matters: triggers with one cause, which are shown, notified and decided together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smits_tui.process.state import State, Trigger

_DECISIONS = ("trigger.accepted", "trigger.dismissed", "trigger.deferred", "trigger.reopened")
_NEWS = {"trigger.raised": "was raised", "trigger.updated": "has new evidence", "trigger.lapsed": "lapsed"}


@dataclass(frozen=True, slots=True)
class Matter:
    """Triggers of one cause."""

    triggers: tuple[Trigger, ...]
    """In the order in which they were handed over: the first one stands for all."""

    @property
    def first(self) -> Trigger:
        """The one that stands for all."""
        return self.triggers[0]

    @property
    def others(self) -> tuple[Trigger, ...]:
        """The rest."""
        return self.triggers[1:]


def matters(triggers: Iterable[Trigger]) -> list[Matter]:
    """Sort triggers into matters, in the order of the first one of each.

    Args:
        triggers: in the order in which they are shown, e.g. the gravest first.
    """
    found: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        found.setdefault(trigger.matter or trigger.id, []).append(trigger)
    return [Matter(tuple(of_one)) for of_one in found.values()]


def matter_of(state: State, trigger: Trigger) -> Sequence[Trigger]:
    """All triggers of the matter of one, whatever was decided on them, the gravest first."""
    if not trigger.matter:
        return [trigger]
    return [other for other in state.triggers() if other.matter == trigger.matter]


def news_sentence(triggers: Iterable[Trigger]) -> str:
    """What is new in a matter since people last decided on it; empty where nothing was decided, or is new.

    Args:
        triggers: of one matter.
    """
    steps = [
        (str(step["at"]), trigger.id, str(step["type"])) for trigger in triggers for step in trigger.history
    ]
    decided = max((at for at, _, kind in steps if kind in _DECISIONS), default="")
    fresh = sorted(step for step in steps if step[0] > decided and step[2] in _NEWS)
    if not decided or not fresh:
        return ""
    last = {identifier: _NEWS[kind] for _, identifier, kind in fresh}
    changes = ", ".join(f"{identifier} {what}" for identifier, what in last.items())
    return f"New since the decision of {decided[:10]}: {changes}."
