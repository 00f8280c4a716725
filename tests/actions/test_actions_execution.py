"""What people wrote down is watched: late and due things are triggers, which lapse when they are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.strategy.agreement import agreement
from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.actions.triggers.triage import defer, dismiss
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.content import fingerprints
from smits_tui.process.entries.deliverables import DeliverableSubmitted
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.process.entries.records import CorrectiveAction, Initiative, Measure, Objective
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace

SETTINGS = Settings(organisation="Acme", stakeholders=(Stakeholder(name="Mara"), Stakeholder(name="Tom")))


@pytest.fixture
def reassessor(workspace: Workspace) -> Iterator[Reassessor]:
    made = Reassessor(load_rules(workspace), SETTINGS)
    yield made
    made.close()


def judged(reassessor: Reassessor, record: Record) -> dict[str, str]:
    """Let the rules look, as the watcher does; rule -> standing of the newest trigger."""
    assert reassessor.waits(record.state)
    reassessor.run(record)
    return {trigger.rule: trigger.standing for trigger in sorted(record.state.triggers(), key=lambda t: t.id)}


def test_late_work_is_a_trigger_until_it_is_done(record: Record, clock: Any, reassessor: Reassessor) -> None:
    """Of the day alone it comes, and of what people write down it goes."""
    today = record.state.today
    objective = set_record(record, Objective, by="kim", text="Calm", values={"due": today + dt.timedelta(20)})
    dates = {"start": today, "end": today + dt.timedelta(10), "status": "under-way", "progress": 90.0}
    work = set_record(record, Initiative, by="kim", text="Switches", values=dates)
    action = set_record(record, CorrectiveAction, by="kim", text="Call", values={"due": today})
    assert judged(reassessor, record) == {"objective-due": "open"}
    clock.forward(days=30)
    assert judged(reassessor, record) == {
        "objective-due": "open",
        "initiative-late": "open",
        "action-overdue": "open",
    }
    clock.forward(days=1)
    assert judged(reassessor, record)["initiative-late"] == "open"
    set_record(record, Objective, by="kim", identifier=objective.id, values={"reached": True})
    set_record(record, Initiative, by="kim", identifier=work.id, values={"status": "done"})
    set_record(record, CorrectiveAction, by="kim", identifier=action.id, values={"done": True})
    assert set(judged(reassessor, record).values()) == {"lapsed"}


def test_a_measure_that_reaches_its_target_reaches_its_objective(
    record: Record, reassessor: Reassessor, clock: Any
) -> None:
    today = record.state.today
    set_record(record, Objective, by="kim", text="Calm", values={"due": today + dt.timedelta(20)})
    values = {"objective": "O1", "target": 5.0, "better": "down"}
    set_record(record, Measure, by="kim", text="Outages", values=values)
    record_reading(record, "M1", value=7, period="2027-Q1", by="kim")
    assert judged(reassessor, record) == {"objective-due": "open"}
    clock.forward(days=1)
    record_reading(record, "M1", value=5, period="2027-Q2", by="kim")
    record_reading(record, "M1", value=9, period="2026-Q4", by="kim")
    assert judged(reassessor, record) == {"objective-due": "lapsed"}


def test_what_was_dismissed_comes_back_when_it_is_graver(
    record: Record, reassessor: Reassessor, clock: Any
) -> None:
    """Not with each day that passes, but after a month."""
    due = record.state.today
    set_record(record, CorrectiveAction, by="kim", text="Call", values={"due": due})
    clock.forward(days=8)
    assert judged(reassessor, record) == {"action-overdue": "open"}
    dismiss(record, ["T1"], by="kim", reason="they call back")
    for _ in range(3):
        clock.forward(days=7)
        assert judged(reassessor, record) == {"action-overdue": "dismissed"}
    clock.forward(days=7)
    assert judged(reassessor, record) == {"action-overdue": "open"}


def test_who_does_not_agree_is_named_until_she_does(
    record: Record, reassessor: Reassessor, clock: Any
) -> None:
    """An approval is the end of it, too; what was put off meanwhile stays put off."""
    sections = fingerprints(record.state, "strategy-plan")
    submitted = DeliverableSubmitted(
        deliverable="strategy-plan", version=1, cycle=1, sections=sections, document="0", inputs={}, pack="p"
    )
    record.commit("kim", lambda _state: [CycleOpened(number=1), submitted])
    agreement.agree(record, SETTINGS, "strategy-plan", by="Mara")
    clock.forward(days=14)
    assert judged(reassessor, record)["agreement-overdue"] == "open"
    (trigger,) = [one for one in record.state.triggers() if one.rule == "agreement-overdue"]
    assert trigger.because.endswith("still missing from Tom.")
    defer(record, [trigger.id], by="kim", until=record.state.today + dt.timedelta(3))
    agreement.agree(record, SETTINGS, "strategy-plan", by="Tom")
    assert judged(reassessor, record)["agreement-overdue"] == "lapsed"
