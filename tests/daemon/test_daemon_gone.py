"""A file that is taken away is shown as gone, and as back; an unmounted folder is no flood of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smits_tui.actions.inputs.presence import EMPTIED, PresenceTracker
from smits_tui.actions.inputs.withdrawal import withdraw_input
from smits_tui.daemon import Daemon, Happening, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.sites import Site
from smits_tui.workspace import Workspace
from smits_watch.notice.model import Presence

BUDGET = "Cost centre,2027\nNetwork,{amount}\nWorkplace,500\nTotal,{total}\n"


def drop(workspace: Workspace, name: str, amount: int = 100) -> Path:
    path = workspace.inputs / name
    path.write_text(BUDGET.format(amount=amount, total=amount + 500), encoding="utf-8")
    return path


@pytest.fixture
def look(workspace: Workspace, record: Record) -> Callable[[], list[Happening]]:
    """Look at the folders once; gives what happened."""

    def once() -> list[Happening]:
        happened: list[Happening] = []
        with watch_lock(workspace, record.clock):
            Daemon(workspace, clock=record.clock, narrate=happened.append).once()
        record.catch_up()
        return happened

    return once


def gone(record: Record) -> set[str]:
    return {item.path for item in record.state.inputs() if item.gone_at is not None}


def test_a_file_is_gone_and_back_and_its_facts_count_meanwhile(
    workspace: Workspace, record: Record, look: Any
) -> None:
    """Only a person takes them out; the place where a file lies is no statement on what it says."""
    path = drop(workspace, "budgets/FY27.csv")
    look()
    kept = workspace.root / "kept.csv"
    shutil.move(path, kept)
    assert [entry.type for entry in look() if entry.type == "gone"] == ["gone"]
    assert gone(record) == {"budgets/FY27.csv"}
    assert record.state.inputs()[0].counts
    assert not [entry for entry in look() if entry.type in ("gone", "returned")]
    shutil.move(kept, path)
    assert [entry.type for entry in look() if entry.type == "returned"] == ["returned"]
    assert not gone(record)
    assert len(record.state.inputs()) == 1


def test_a_moved_file_is_not_gone(workspace: Workspace, record: Record, look: Any) -> None:
    """Its content lies there under another name, which counts as a copy."""
    path = drop(workspace, "budgets/FY27.csv")
    look()
    path.rename(path.with_name("FY27 final.csv"))
    look()
    assert not gone(record)
    path.with_name("FY27 final.csv").unlink()
    look()
    assert gone(record) == {"budgets/FY27.csv"}


def test_an_older_version_a_withdrawn_file_and_a_part_are_not_gone(
    workspace: Workspace, record: Record, look: Any
) -> None:
    path = drop(workspace, "budgets/FY27.csv")
    look()
    drop(workspace, "budgets/FY27.csv", amount=200)
    shutil.make_archive(str(workspace.inputs / "budgets" / "packed"), "zip", path.parent, "FY27.csv")
    drop(workspace, "budgets/other.csv", amount=300)
    look()
    (other,) = [item for item in record.state.inputs() if item.path == "budgets/other.csv"]
    withdraw_input(record, other.id, by="kim", reason="Not ours.")
    (workspace.inputs / "budgets" / "other.csv").unlink()
    look()
    assert not gone(record)


def test_a_folder_that_loses_all_its_files_is_told_and_nothing_is_recorded(
    workspace: Workspace, record: Record, look: Any
) -> None:
    """It was unmounted, or the workspace copied without it; a person who cleared it withdraws the files."""
    for number in range(EMPTIED):
        drop(workspace, f"budgets/{number}.csv", amount=100 + number)
    drop(workspace, "goals/g.csv")
    look()
    shutil.rmtree(workspace.inputs / "budgets")
    look()
    assert not gone(record)
    (workspace.inputs / "budgets").mkdir(exist_ok=True)
    degraded = [entry.text for entry in look() if entry.type == "degraded"]
    assert len(degraded) == 1
    assert "inputs/budgets" in degraded[0]
    assert not gone(record)


def test_two_sweeps_must_agree(workspace: Workspace, record: Record, look: Any) -> None:
    """An editor that saves by way of another file leaves a moment in which there is none."""
    path = drop(workspace, "budgets/FY27.csv")
    look()
    path.unlink()
    tracker = PresenceTracker(workspace.inputs)
    nothing, here = frozenset[str](), Site()
    assert not tracker.note(record, Presence(1, nothing, nothing), here)
    assert not tracker.note(record, Presence(1, nothing, nothing), here), "the same sweep again"
    assert not tracker.note(record, Presence(2, nothing, frozenset({"budgets"})), here), (
        "it could not be read"
    )
    assert not tracker.note(record, Presence(3, nothing, nothing), here)
    assert [item.path for item in tracker.note(record, Presence(4, nothing, nothing), here)] == [
        "budgets/FY27.csv"
    ]


def test_the_watcher_sees_it_as_it_runs(smits: Any, workspace: Workspace, eventually: Any) -> None:
    """In the real process, whose sweeps come by themselves."""
    settings = workspace.settings_file
    text = settings.read_text(encoding="utf-8").replace("[watch]\n", "[watch]\nsweep_seconds = 0.2\n")
    settings.write_text(text, encoding="utf-8")
    path = drop(workspace, "budgets/FY27.csv")
    with smits.watching():
        eventually(lambda: smits.entries("input.read"))
        path.unlink()
        eventually(lambda: smits.entries("input.gone"))
        drop(workspace, "budgets/FY27.csv")
        eventually(lambda: smits.entries("input.returned"))
    assert len(smits.entries("input.received")) == 1
