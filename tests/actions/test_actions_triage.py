"""Triage: what people may decide, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.triggers.triage import accept, defer, dismiss
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import TriggerRaised


def raise_trigger(record: Record, number: int) -> str:
    data = TriggerRaised(
        id=f"T{number}",
        rule="budget-cut",
        trigger="budget",
        subject=f"FY{number}",
        outcome="reassess",
        severity="high",
        because="because",
        fact={"fact": "budget-change"},
        explanation={},
        fingerprint="f",
        pack="p",
    )
    record.commit("watcher", lambda _state: [data])
    return data.id


def test_accepting_opens_one_cycle_and_later_ones_join_it(record: Record) -> None:
    """Several things that happened at once are worked on together."""
    first, second, third = (raise_trigger(record, number) for number in (1, 2, 3))
    assert accept(record, [first, second], by="kim") == 1
    assert accept(record, [third], by="kim", reason="same cause") == 1
    cycle = record.state.cycle()
    assert cycle is not None
    assert cycle.triggers == ["T1", "T2"]
    assert {t.cycle for t in record.state.triggers("accepted")} == {1}


def test_several_are_decided_together_or_not_at_all(record: Record) -> None:
    """A wrong id among them must not leave half of them decided."""
    first = raise_trigger(record, 1)
    before = record.seq
    with pytest.raises(ActionRefused, match="no trigger 'T7'"):
        dismiss(record, [first, "T7"], by="kim", reason="no")
    assert record.seq == before
    assert [t.id for t in record.state.triggers("open")] == [first]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_dismissing_needs_a_reason(record: Record, reason: str) -> None:
    """Whoever asks later why nothing was done must find an answer."""
    with pytest.raises(ActionRefused, match="reason"):
        dismiss(record, [raise_trigger(record, 1)], by="kim", reason=reason)


def test_a_decided_trigger_is_not_decided_again(record: Record) -> None:
    """The refusal says who decided and when, and a lower-case id is the same id."""
    dismiss(record, [raise_trigger(record, 1)], by="kim", reason="known")
    with pytest.raises(ActionRefused, match="dismissed by kim on 2027-03-10"):
        accept(record, ["t1"], by="lee")


def test_deferring_is_to_a_day_to_come(record: Record, clock: Any) -> None:
    """On that day it is open again, without anybody doing anything."""
    trigger = raise_trigger(record, 1)
    with pytest.raises(ActionRefused, match="after today"):
        defer(record, [trigger], by="kim", until=record.state.today)
    defer(record, [trigger], by="kim", until=record.state.today + dt.timedelta(days=7))
    assert [t.status for t in record.state.triggers()] == ["deferred"]
    clock.forward(days=7)
    assert [t.status for t in record.state.triggers()] == ["open"]


def test_somebody_else_may_have_decided_meanwhile(record: Record, workspace: Any, clock: Any) -> None:
    """What is allowed is checked under the lock, on what everybody recorded."""
    from smits_tui.actions.session import open_record

    trigger = raise_trigger(record, 1)
    other, _ = open_record(workspace, clock)
    dismiss(other, [trigger], by="lee", reason="known")
    with pytest.raises(ActionRefused, match="dismissed by lee"):
        accept(record, [trigger], by="kim")
