"""What is still to be done is asked of the record: no failed write, race or restart loses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.session import open_record
from smits_tui.actions.strategy.records import set_record
from smits_tui.daemon import Daemon, Happening, watch_lock
from smits_tui.ledger.errors import LedgerUnwritable
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, InputsJudged
from smits_tui.process.entries.records import AssumptionSet
from smits_tui.workspace import Workspace


class CallingClock:
    """A clock on which somebody else acts once, when it is looked at."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.then: Callable[[], object] = lambda: None

    def __call__(self) -> dt.datetime:
        then, self.then = self.then, lambda: None
        then()
        return self.now


def drop(workspace: Workspace, name: str, total: int) -> None:
    (workspace.inputs / "budgets" / name).write_text(f"Item,2027\nx,{total}\n", encoding="utf-8")


def take(record: Record, number: int, total: float) -> str:
    """Record a budget as it was received and read."""
    identifier, path = f"I{number}", f"budgets/{number}.csv"
    fact = {"fact": "budget", "period": "2027", "total": total, "source": f"{path}#line 1"}
    received = InputReceived(
        id=identifier, kind="budgets", path=path, sha256=f"{number:064d}", size=1, mtime_ns=1, version=1
    )
    record.commit("watcher", lambda _: [received, InputRead(id=identifier, facts=(fact,))])
    return identifier


@contextmanager
def reassessing(workspace: Workspace) -> Iterator[Reassessor]:
    reassessor = Reassessor(load_rules(workspace), workspace.settings())
    try:
        yield reassessor
    finally:
        reassessor.close()


def open_rules(record: Record) -> list[str]:
    return [trigger.rule for trigger in record.state.triggers("open") if trigger.holds]


@pytest.mark.one_engine("limits the size of the ledger's file")
def test_what_could_not_be_judged_is_judged_in_the_next_turn(workspace: Workspace, record: Record) -> None:
    """A full disk between reading and judging must not hide a cut until somebody drops another file."""
    resource = pytest.importorskip("resource")
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    full = False

    def narrate(happening: Happening) -> None:
        if full and happening.type == "read":
            resource.setrlimit(resource.RLIMIT_FSIZE, (workspace.ledger.stat().st_size, unlimited[1]))

    with watch_lock(workspace, record.clock):
        daemon = Daemon(workspace, clock=record.clock, narrate=narrate)
        with daemon.opened():
            drop(workspace, "a.csv", 1000)
            daemon.step()
            full = True
            drop(workspace, "b.csv", 800)
            try:
                with pytest.raises(LedgerUnwritable):
                    daemon.step()
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
            full = False
            record.catch_up()
            assert [(i.status, i.judged) for i in record.state.inputs()] == [("read", True), ("read", False)]
            daemon.step()
    record.catch_up()
    assert open_rules(record) == ["budget-cut"]


def test_a_correction_made_while_the_rules_run_is_judged(workspace: Workspace, record: Record) -> None:
    """It is not marked as judged without having been looked at, and what it corrected raises nothing."""
    clock = CallingClock(record.clock())
    watcher, _ = open_record(workspace, clock)
    take(watcher, 1, 1000.0)
    with reassessing(workspace) as reassessor:
        reassessor.run(watcher)
        take(watcher, 2, 100.0)
        clock.then = lambda: correct(
            record, "I2", by="kim", reason="", action="change", fact="budget", values={"total": "700"}
        )
        assert reassessor.run(watcher) == []
        corrected = watcher.state.input("I2")
        assert corrected is not None
        assert not corrected.judged
        assert reassessor.waits(watcher.state)
        (raised,) = reassessor.run(watcher)
        assert not reassessor.waits(watcher.state)
    trigger = watcher.state.trigger(raised)
    assert trigger is not None
    assert trigger.fact["total"] == 700


def test_a_judgement_does_not_cover_facts_that_changed_after_it(record: Record) -> None:
    take(record, 1, 1000.0)
    seen = record.seq
    correct(record, "I1", by="kim", reason="", action="change", fact="budget", values={"total": "9"})
    record.commit("watcher", lambda _: [InputsJudged(ids=("I1",), pack="p", seen=seen)])
    item = record.state.input("I1")
    assert item is not None
    assert not item.judged


def test_each_thing_that_the_rules_weigh_is_waited_for_once(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Facts, assumptions, the day, the settings, the rules; and then nothing is left."""
    changes: list[Callable[[], object]] = [
        lambda: take(record, 1, 1000.0),
        lambda: set_record(record, AssumptionSet, by="kim", text="The FY27 budget is at least 900"),
        lambda: clock.forward(days=1),
        lambda: workspace.settings_file.write_text(
            workspace.settings_file.read_text("utf-8").replace('["EU"]', '["EU", "CH"]'), "utf-8"
        ),
        lambda: (workspace.rules / "own.toml").write_text("[limits]\nbudget_cut_pct = -7\n", "utf-8"),
    ]
    for change in [lambda: None, *changes]:
        change()
        with reassessing(workspace) as reassessor:
            assert reassessor.waits(record.state)
            reassessor.use(record)
            reassessor.run(record)
            assert not reassessor.waits(record.state)
            assert reassessor.run(record) == []


def test_a_record_of_an_earlier_version_is_judged_once_more(workspace: Workspace, record: Record) -> None:
    """It does not say which facts were judged: a correction may have been passed over."""
    take(record, 1, 1000.0)
    take(record, 2, 800.0)
    with reassessing(workspace) as reassessor:
        old = InputsJudged(ids=("I1", "I2"), pack=reassessor.pack.hash)
        record.commit("watcher", lambda _: [old])
        assert all(item.judged for item in record.state.inputs())
        assert reassessor.waits(record.state)
        reassessor.run(record)
        assert not reassessor.waits(record.state)
    assert open_rules(record) == ["budget-cut"]


def test_a_second_run_on_the_same_day_records_nothing(smits: Any) -> None:
    drop(smits.workspace, "a.csv", 1000)
    assert smits("watch", "--once").returncode == 0
    before = len(smits.entries())
    assert smits("watch", "--once").returncode == 0
    assert len(smits.entries()) == before
