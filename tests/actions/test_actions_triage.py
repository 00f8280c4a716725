"""Triage: what people may decide, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_tui.actions.rules.simulation.backtest import decisions_on_cases
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.triggers.triage import accept, defer, dismiss, reopen
from smits_tui.ledger.record import Record
from smits_tui.process.entries.deliverables import DeliverableSubmitted
from smits_tui.process.entries.entry import TriggerLapsed, TriggerRaised


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


def test_what_was_decided_can_be_taken_back(record: Record) -> None:
    """A dismissal, a deferral and an acceptance by mistake; who took it back and why stays on record."""
    first, second, third = (raise_trigger(record, number) for number in (1, 2, 3))
    dismiss(record, [first], by="kim", reason="known")
    defer(record, [second], by="kim", until=record.state.today + dt.timedelta(days=7))
    accept(record, [third], by="kim")
    assert reopen(record, ["t1", second, third], by="lee", reason="the figures were wrong") == (
        "T1",
        "T2",
        "T3",
    )
    assert [(t.status, t.until, t.cycle) for t in record.state.triggers()] == [("open", None, None)] * 3
    step = record.state.triggers()[0].history[-1]
    assert (step["type"], step["by"], step["reason"]) == ("trigger.reopened", "lee", "the figures were wrong")
    cycle = record.state.cycle()
    assert cycle is not None
    assert cycle.triggers == []
    dismiss(record, ["T3"], by="lee", reason="now it is clear")


def test_reopening_is_refused_where_it_would_mislead(record: Record, clock: Any) -> None:
    """Nothing to take back, a reason that is gone, a newer trigger of the case, a cycle that weighed it."""
    trigger = raise_trigger(record, 1)

    def refused(why: str, reason: str = "so") -> None:
        before = record.seq
        with pytest.raises(ActionRefused, match=why):
            reopen(record, [trigger], by="kim", reason=reason)
        assert record.seq == before

    refused("no decision")
    accept(record, [trigger], by="kim")
    refused("Give a reason", reason=" ")
    clock.forward(minutes=1)
    report = DeliverableSubmitted(
        deliverable="strategy-assessment", version=1, cycle=1, sections={}, document="0", inputs={}, pack="p"
    )
    record.commit("kim", lambda _state: [report])
    refused("Cycle 1 has already assessed T1")
    trigger = raise_trigger(record, 2)
    dismiss(record, [trigger], by="kim", reason="no")
    again = TriggerRaised.model_validate({**raised(record, trigger), "id": "T3"})
    record.commit("watcher", lambda _state: [again])
    refused("raised again as T3")
    trigger = "T3"
    dismiss(record, [trigger], by="kim", reason="no")
    record.commit("watcher", lambda _state: [TriggerLapsed(id="T3", reason="gone", pack="p")])
    refused("has lapsed")


def test_each_decision_on_a_case_counts_for_its_rule(record: Record) -> None:
    """A rule that was dismissed once and accepted when it came back was right in one of two decisions."""
    first = raise_trigger(record, 1)
    dismiss(record, [first], by="kim", reason="no")
    reopen(record, [first], by="kim", reason="we had misread it")
    accept(record, [first], by="kim")
    record.commit(
        "watcher", lambda _state: [TriggerRaised.model_validate({**raised(record, first), "id": "T2"})]
    )
    dismiss(record, ["T2"], by="kim", reason="as before")
    decided = decisions_on_cases(record.state)
    assert sorted(decided["budget-cut", "FY1"]) == ["accepted", "dismissed", "dismissed"]


def raised(record: Record, identifier: str) -> dict[str, Any]:
    """The fields with which a trigger was raised."""
    trigger = record.state.trigger(identifier)
    return {name: getattr(trigger, name) for name in TriggerRaised.model_fields if name != "v"}
