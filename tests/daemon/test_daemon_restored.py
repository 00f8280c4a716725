"""What lies in the folder now counts: a file that goes back to what it said before is its newest version."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.workspace import Workspace

Look = Callable[[], list[tuple[str, bool]]]


@pytest.fixture
def look(workspace: Workspace, record: Record) -> Iterator[Look]:
    """Takes what lies in the folders now; the status of each cut, and whether it holds."""
    with watch_lock(workspace, record.clock):
        daemon = Daemon(workspace, clock=record.clock)
        with daemon.opened():

            def step() -> list[tuple[str, bool]]:
                daemon.step()
                record.catch_up()
                triggers = record.state.triggers()
                return [
                    (trigger.status, trigger.holds) for trigger in triggers if trigger.rule == "budget-cut"
                ]

            yield step


def write(workspace: Workspace, name: str, *amounts: int) -> None:
    lines = "".join(f"Line {number},{amount}\n" for number, amount in enumerate(amounts))
    (workspace.inputs / "budgets" / name).write_text(f"Line,Budget FY2027\n{lines}", encoding="utf-8")


def versions(record: Record) -> list[tuple[str, int, str, str | None]]:
    return [(item.path, item.version, item.status, item.copy_of) for item in record.state.inputs()]


def test_a_budget_that_is_restored_is_in_force_again(
    workspace: Workspace, record: Record, look: Look
) -> None:
    """The cut was a mistake and the old file is put back: the alarm does not hold any more."""
    write(workspace, "b.csv", 1000, 500)
    assert look() == []
    write(workspace, "b.csv", 850, 400)
    assert look() == [("open", True)]
    write(workspace, "b.csv", 1000, 500)
    assert look() == [("lapsed", False)]
    assert versions(record) == [("budgets/b.csv", number, "read", None) for number in (1, 2, 3)]
    assert look() == [("lapsed", False)]
    assert len(versions(record)) == 3
    write(workspace, "b.csv", 850, 400)
    assert look() == [("open", True)]
    assert versions(record)[-1] == ("budgets/b.csv", 4, "read", None)
    cut = record.state.trigger("T1")
    assert cut is not None
    assert cut.inputs[0] == "I4"


def test_a_copy_stays_a_copy_and_what_lies_nowhere_else_is_none(
    workspace: Workspace, record: Record, look: Look
) -> None:
    """The same content twice counts once; a former content of another file is in force nowhere."""
    write(workspace, "a.csv", 1000)
    look()
    write(workspace, "b.csv", 1000)
    look()
    write(workspace, "b.csv", 900)
    write(workspace, "c.csv", 1000)
    look()
    write(workspace, "b.csv", 1000)
    look()
    assert sorted(versions(record)) == [
        ("budgets/a.csv", 1, "read", None),
        ("budgets/b.csv", 1, "copy", "I1"),
        ("budgets/b.csv", 2, "read", None),
        ("budgets/b.csv", 3, "copy", "I1"),
        ("budgets/c.csv", 1, "copy", "I1"),
    ]
    write(workspace, "a.csv", 950)
    look()
    write(workspace, "d.csv", 1000)
    look()
    assert versions(record)[-1] == ("budgets/d.csv", 1, "read", None)
