"""Matters: triggers with one cause, which are shown, notified and decided together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smits_tui.process.state import State, Trigger

_DECISIONS = ("trigger.accepted", "trigger.dismissed", "trigger.deferred", "trigger.reopened")
_NEWS = {"trigger.raised": "was raised", "trigger.updated": "has new evidence", "trigger.lapsed": "lapsed"}


@dataclass(frozen=True, slots=True)
class Matter:
    """The triggers of one cause."""

    triggers: tuple[Trigger, ...]
    """In the given order; the first one represents the matter."""

    @property
    def first(self) -> Trigger:
        """The trigger that represents the matter."""
        return self.triggers[0]

    @property
    def others(self) -> tuple[Trigger, ...]:
        """The rest."""
        return self.triggers[1:]


def matters(triggers: Iterable[Trigger]) -> list[Matter]:
    """Group triggers into matters, in the order of their first triggers.

    Args:
        triggers: in display order, e.g. the most severe first.
    """
    by_matter: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        by_matter.setdefault(trigger.matter or trigger.id, []).append(trigger)
    return [Matter(tuple(of_one)) for of_one in by_matter.values()]


def matter_of(state: State, trigger: Trigger) -> Sequence[Trigger]:
    """All triggers of a trigger's matter, whatever was decided on them, the most severe first."""
    if not trigger.matter:
        return [trigger]
    return [other for other in state.triggers() if other.matter == trigger.matter]


def similar(state: State, identifiers: Sequence[str]) -> list[Trigger]:
    """The open triggers that the same rules raised on files of the same folders, or of the same matters.

    Args:
        state: the recorded state.
        identifiers: of triggers that were just decided.
    """
    decided = [trigger for identifier in identifiers if (trigger := state.trigger(identifier))]
    rules = {(trigger.rule, kind) for trigger in decided for kind in _folders(state, trigger)}
    about = {trigger.matter for trigger in decided if trigger.matter}
    return [
        trigger
        for trigger in state.triggers("open")
        if trigger.id not in identifiers
        and (
            trigger.matter in about or any((trigger.rule, kind) in rules for kind in _folders(state, trigger))
        )
    ]


def _folders(state: State, trigger: Trigger) -> set[str]:
    """The input folders of a trigger's files; a blank name if there are none."""
    return {item.kind for identifier in trigger.inputs if (item := state.input(identifier))} or {""}


def news_sentence(triggers: Iterable[Trigger]) -> str:
    """What is new in a matter since the last decision; blank if there is no decision, or nothing new.

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
