"""`smits doctor` is content with a workspace that is well, and finds each fault that was made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from tampering import lose_copy

from smits_tui.actions.findings import CheckFailed
from smits_tui.actions.inputs.archive.copies import restore_copies
from smits_tui.actions.inputs.archive.store import archived
from smits_tui.actions.inputs.checks import check_archive, check_judging, check_quarantine, check_reading
from smits_tui.actions.inputs.extraction.reading_queue import ReadingQueue
from smits_tui.actions.inputs.intake import Arrival, receive
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.reader import Reader

Eventually = Callable[..., None]

BUDGET = b"Cost centre,2027\nNetwork,5\n"
STOPPED, WATCHING = Heartbeat(), Heartbeat(state="watching")


def doctor(smits: Any) -> dict[str, str]:
    """What is not well, by what it is about."""
    done = smits("doctor", "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == (0 if all(finding["well"] for finding in findings) else 1)
    return {finding["about"]: finding["text"] for finding in findings if not finding["well"]}


def dropped(record: Record, workspace: Workspace, path: str, content: bytes) -> Input:
    """An input that was received and is no reading yet."""
    file = workspace.inputs / path
    file.write_bytes(content)
    stat = file.stat()
    arrival = Arrival(file, path.partition("/")[0], path, sha256_of(file), stat.st_size, stat.st_mtime_ns)
    identifier = receive(record, workspace, workspace.settings(), arrival)
    item = record.state.input(identifier or "")
    assert item is not None
    return item


def read_all(record: Record, workspace: Workspace) -> None:
    with Reader() as reader:
        list(ReadingQueue(record, workspace, workspace.settings(), reader).run())


def test_a_watched_workspace_is_well_and_a_watcher_that_was_killed_is_missed(
    smits: Any, eventually: Eventually
) -> None:
    """With a file that was read, one that was rejected, and the watcher's own hidden file in inputs/."""
    budgets = smits.workspace.inputs / "budgets"
    with smits.watching() as daemon:
        (budgets / "a.csv").write_bytes(BUDGET)
        (budgets / "b.xlsx").write_bytes(b"PK\x03\x04 cut off")
        eventually(lambda: smits.entries("input.judged") and smits.entries("input.rejected"))
        eventually((smits.workspace.inputs / ".smits-canary").exists)
        assert doctor(smits) == {}
        daemon.kill()
        daemon.wait()
        assert list(doctor(smits)) == ["watcher"]


def test_folders_that_can_not_be_used_are_named(smits: Any) -> None:
    """Something is in the way of a folder: what permissions say would not show it to an administrator."""
    shutil.rmtree(smits.workspace.archive)
    smits.workspace.archive.write_text("in the way", encoding="utf-8")
    assert "archive can't be written" in doctor(smits)["folders"]
    (smits.workspace.inputs / "goals").rmdir()
    assert "goals" in doctor(smits)["folders"]


@pytest.mark.parametrize("fault", ["missing", "cut"])
def test_a_copy_that_is_not_whole_is_named_and_restored_from_the_folder(
    record: Record, workspace: Workspace, fault: str
) -> None:
    """Evidence that nobody can open any more is no evidence."""
    item = dropped(record, workspace, "budgets/a.csv", BUDGET)
    gone = dropped(record, workspace, "budgets/gone.csv", BUDGET + b"Workplace,6\n")
    assert "2 copies" in check_archive(workspace, record.state, 100)
    (workspace.inputs / gone.path).unlink()
    for one in (item, gone):
        lose_copy(workspace, one.sha256)
        if fault == "cut":
            archived(workspace, one.sha256).write_bytes(b"cut")
    with pytest.raises(CheckFailed, match=r"budgets/a\.csv, budgets/gone\.csv"):
        check_archive(workspace, record.state, 100)
    with Reader() as reader:
        restored, missing = restore_copies(record.state, workspace, reader, 100)
    assert ([one.id for one in restored], [one.id for one in missing]) == ([item.id], [gone.id])
    with pytest.raises(CheckFailed, match=r"of budgets/gone\.csv;"):
        check_archive(workspace, record.state, 100)


def test_what_is_too_large_to_be_kept_is_not_missed(record: Record, workspace: Workspace) -> None:
    text = workspace.settings_file.read_text(encoding="utf-8")
    limit = "max_megabytes = 1"
    workspace.settings_file.write_text(text.replace("max_megabytes = 100", limit), encoding="utf-8")
    item = dropped(record, workspace, "budgets/a.csv", b"x" * 1_000_001)
    assert item.status == "rejected"
    assert "0 copies" in check_archive(workspace, record.state, 1)
    assert "0 inputs" in check_quarantine(workspace, record.state)


def test_inputs_that_wait_too_long_are_named_with_the_reason(
    record: Record, workspace: Workspace, clock: Any
) -> None:
    """What has just come may wait; what waits for minutes does so because something is wrong."""
    item = dropped(record, workspace, "budgets/a.csv", BUDGET)
    assert "1 is being read" in check_reading(record.state, STOPPED, clock())
    clock.forward(minutes=2)
    with pytest.raises(CheckFailed, match=r"budgets/a\.csv; nothing is watching"):
        check_reading(record.state, STOPPED, clock())
    with pytest.raises(CheckFailed, match=r"the watcher is behind"):
        check_reading(record.state, WATCHING, clock())
    busy = WATCHING.model_copy(update={"reading": "budgets/a.csv"})
    check_reading(record.state, busy, clock())
    (workspace.inputs / item.path).unlink()
    lose_copy(workspace, item.sha256)
    read_all(record, workspace)
    with pytest.raises(CheckFailed, match=r"set aside and will be tried again: budgets/a\.csv .*missing"):
        check_reading(record.state, busy, clock())
    (workspace.inputs / item.path).write_bytes(BUDGET)
    read_all(record, workspace)
    assert "all read" in check_reading(record.state, STOPPED, clock())
    with pytest.raises(CheckFailed, match=r"have not judged 1 input yet: budgets/a\.csv"):
        check_judging(record.state, STOPPED, clock())


@pytest.mark.one_engine("of a team, only the machine that watched at the time has copies in its quarantine")
def test_a_quarantine_that_disagrees_with_the_record_is_told(record: Record, workspace: Workspace) -> None:
    item = dropped(record, workspace, "budgets/a.xlsx", b"PK\x03\x04 cut off")
    read_all(record, workspace)
    assert "1 input" in check_quarantine(workspace, record.state)
    copy = workspace.quarantine / f"{item.id}-a.xlsx"
    kept = copy.read_bytes()
    copy.unlink()
    with pytest.raises(CheckFailed, match=r"Missing in .*I1-a"):
        check_quarantine(workspace, record.state)
    copy.write_bytes(kept)
    (workspace.quarantine / "I9-other.csv").write_bytes(b"x")
    with pytest.raises(CheckFailed, match="of no rejected input: I9-other"):
        check_quarantine(workspace, record.state)
