"""How people of the sample story triage triggers: always the newest undecided one of a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from smits_tui.actions.triggers import triage
from smits_tui.demo.actor import Hand
from smits_tui.demo.model import Act
from smits_tui.demo.people import StoryPerson


def accepts(person: StoryPerson, rule: str, reason: str) -> Act:
    """Somebody accepts it."""

    def do(hand: Hand) -> str:
        cycle = triage.accept(hand.record, [hand.trigger], by=hand.by, reason=reason)
        return f"accepts {hand.trigger} into cycle {cycle}: {reason}"

    return _decides(person, rule, do)


def dismisses(person: StoryPerson, rule: str, reason: str) -> Act:
    """Somebody dismisses it."""

    def do(hand: Hand) -> str:
        triage.dismiss(hand.record, [hand.trigger], by=hand.by, reason=reason)
        return f"dismisses {hand.trigger}: {reason}"

    return _decides(person, rule, do)


def defers(person: StoryPerson, rule: str, days: int, reason: str) -> Act:
    """Somebody puts it off for some days."""

    def do(hand: Hand) -> str:
        until = hand.record.state.today + dt.timedelta(days=days)
        triage.defer(hand.record, [hand.trigger], by=hand.by, until=until, reason=reason)
        return f"defers {hand.trigger} until {until}: {reason}"

    return _decides(person, rule, do)


def _decides(person: StoryPerson, rule: str, do: Callable[[Hand], str]) -> Act:
    """Somebody decides on the trigger, if there is one."""
    return Act(person, lambda hand: do(hand) if _was_raised(hand, rule) else "")


def _was_raised(hand: Hand, rule: str) -> bool:
    """Take the trigger up, if there is one."""
    undecided = ("open", "deferred")
    matching = [t.id for t in hand.record.state.triggers() if t.rule == rule and t.status in undecided]
    hand.trigger = matching[0] if matching else ""
    return bool(matching)
