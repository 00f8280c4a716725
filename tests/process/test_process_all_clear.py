"""That all is well is said only where all that came was judged, and there is something that can hold."""

from __future__ import annotations

from typing import Any

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.all_clear import silence
from smits_tui.actions.inputs.withdrawal import waive_input, withdraw_input
from smits_tui.actions.status import status_of
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputRead, InputReceived, InputRejected
from smits_tui.workspace import Workspace

KNOWN: dict[str, dict[str, Any]] = {
    "budgets": {"fact": "budget", "period": "2027", "total": 100.0},
    "service-portfolio": {"fact": "service", "service": "Mail"},
    "strategy-plans": {"fact": "plan-objective", "objective": "Stay up"},
}


def take(record: Record, kind: str, *read: EntryData, path: str = "a.csv") -> str:
    """Record an input, and what came of it; without that, it states one fact."""
    number = record.state.next_id("inputs")
    identifier, path = f"I{number}", f"{kind}/{path}"
    received = InputReceived(
        id=identifier, kind=kind, path=path, sha256=f"{number:064d}", size=1, mtime_ns=1, version=1
    )
    common = {"source": f"{path}#line 2", "quote": "q", "confidence": "read"}
    done = read or (InputRead(id=identifier, facts=({**KNOWN[kind], **common},)),)
    record.commit("watcher", lambda _state: [received, *done])
    return identifier


def following(workspace: Workspace, record: Record) -> str:
    settings = workspace.settings()
    return status_of(record.state, Heartbeat(), record.clock(), INPUT_KINDS, settings).next.what


def test_nothing_holds_before_portfolio_budget_and_plan_are_known(
    workspace: Workspace, record: Record
) -> None:
    """Each is named with what it is for, one after another."""
    take(record, "strategy-plans")
    for kind, what in (("service-portfolio", "service portfolio"), ("budgets", "budget")):
        assert what in following(workspace, record)
        assert "Not enough" in silence(record.state)
        take(record, kind)
    assert "the strategy holds" in following(workspace, record)
    assert silence(record.state) == "Nothing calls the strategy into question."


def test_what_could_not_be_judged_goes_before_all_is_well(workspace: Workspace, record: Record) -> None:
    """A file that was rejected or not understood may be the one that matters."""
    for kind in KNOWN:
        take(record, kind)
    assert "the strategy holds" in following(workspace, record)
    silent = take(record, "goals", InputRead(id="I4", understood="nothing"), path="b.txt")
    assert "goals/b.txt" in following(workspace, record)
    waive_input(record, silent, by="kim", reason="A note.")
    damaged = InputRejected(id="I5", status="unreadable", reason="It is damaged.")
    broken = take(record, "goals", damaged, path="c.txt")
    assert "goals/c.txt could not be read: It is damaged." in following(workspace, record)
    assert silence(record.state).startswith("1 file could not be judged")
    withdraw_input(record, broken, by="kim", reason="Not ours.")
    assert "the strategy holds" in following(workspace, record)


def test_status_says_what_can_not_be_matched_while_other_things_are_next(
    workspace: Workspace, record: Record
) -> None:
    """Letters that wait for a portfolio are counted, however many triggers there are to decide."""
    notice = {"fact": "vendor-notice", "vendor": "Orion", "product": "Orion HR", "notice": "end-of-life"}
    for number in (1, 2):
        take(record, "vendor-notices", InputRead(id=f"I{number}", facts=(notice,)), path=f"{number}.txt")
    take(record, "budgets")

    def unseen() -> str:
        return status_of(record.state, Heartbeat(), record.clock(), INPUT_KINDS, workspace.settings()).unseen

    assert unseen().startswith("2 vendor notices can't be matched with services")
    take(record, "service-portfolio")
    take(record, "strategy-plans")
    assert unseen() == ""
