"""A file that is dropped where it can't be taken, or as it can't be, is told wherever people look."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smits_tui.actions.findings import CheckFailed
from smits_tui.actions.inputs.checks import check_dropped
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.record import Record
from smits_tui.workspace import Workspace

Eventually = Callable[..., None]

BUDGET = b"Cost centre,2027\nNetwork,5\n"


def drop_in_wrong_places(inputs: Path, outside: Path) -> dict[str, str]:
    """Files that were meant to be inputs, each with a part of what must be told of it."""
    outside.write_bytes(BUDGET)
    (inputs / "FY27.csv").write_bytes(BUDGET)
    (inputs / "Budgets").mkdir()
    (inputs / "Budgets" / "FY27.csv").write_bytes(BUDGET)
    (inputs / "budgets" / "link.csv").symlink_to(outside)
    (inputs / "budgets" / "folder").symlink_to(outside.parent)
    (inputs / "budgets" / "plan.tmp").write_bytes(BUDGET)
    (inputs / "budgets" / "report.csv.crdownload").write_bytes(BUDGET)
    Path(os.fsdecode(bytes(inputs / "budgets") + b"/\xff.csv")).write_bytes(BUDGET)
    expected = {
        "FY27.csv": "move it into the folder of its kind",
        "Budgets": "move what is in it into budgets/",
        "budgets/link.csv": "symbolic link",
        "budgets/folder": "symbolic link",
        "budgets/plan.tmp": "rename it if it is complete",
        "budgets/report.csv.crdownload": "rename it if it is complete",
        "budgets/\ufffd.csv": "not valid UTF-8",
    }
    if os.geteuid() != 0:  # who may do everything can read it all the same
        (inputs / "budgets" / "secret.csv").write_bytes(BUDGET)
        (inputs / "budgets" / "secret.csv").chmod(0)
        expected["budgets/secret.csv"] = "Permission denied"
    return expected


def told(files: list[dict[str, str]]) -> dict[str, str]:
    return {file["path"]: file["reason"] for file in files}


def assert_all_told(expected: dict[str, str], reasons: dict[str, str]) -> None:
    assert set(reasons) == set(expected)
    assert {path: part for path, part in expected.items() if part not in reasons[path]} == {}


def test_what_is_dropped_in_a_wrong_place_is_told_everywhere(smits: Any, eventually: Eventually) -> None:
    """In the narration, the heartbeat, the status and by the doctor; and no more once it is put right."""
    inputs = smits.workspace.inputs
    expected = drop_in_wrong_places(inputs, smits.workspace.root.parent / "FY27.csv")
    for name in ("~$FY27.xlsx", ".~lock.FY27.ods#", "Thumbs.db", ".DS_Store"):
        (inputs / "budgets" / name).write_bytes(b"x")
    (inputs / "empty").mkdir()
    done = smits("watch", "--once", "--json")
    happenings = [json.loads(line) for line in done.stdout.splitlines()]
    assert_all_told(expected, told([happening for happening in happenings if happening["type"] == "untaken"]))
    with smits.watching():
        eventually(lambda: len(_untaken(smits)) == len(expected))
        assert_all_told(expected, told(smits.json("status")["watcher"]["untaken"]))
        assert "Not taken" in smits("status").stdout
        finding = next(one for one in json.loads(smits("doctor", "--json").stdout) if not one["well"])
        assert finding["about"] == "dropped"
        assert finding["text"].startswith(f"{len(expected)} files are not taken")
        (inputs / "FY27.csv").rename(inputs / "budgets" / "FY27.csv")
        eventually(lambda: "FY27.csv" not in told(_untaken(smits)))
        eventually(lambda: smits.entries("input.received"))


def _untaken(smits: Any) -> list[dict[str, str]]:
    return json.loads(smits.workspace.heartbeat.read_text(encoding="utf-8"))["untaken"]


def test_a_file_that_is_open_for_writing_is_named_with_the_reason(smits: Any, eventually: Eventually) -> None:
    """Nobody must wonder for hours why a file is not taken."""
    with smits.watching(), (smits.workspace.inputs / "budgets" / "FY27.csv").open("wb") as writer:
        writer.write(BUDGET)
        writer.flush()
        eventually(lambda: "open for writing" in told(_untaken(smits)).get("budgets/FY27.csv", ""))


def test_a_file_that_can_not_be_kept_stops_no_other(smits: Any, eventually: Eventually) -> None:
    """One that is larger than the room that is left waits; smaller ones are taken."""
    resource = pytest.importorskip("resource")
    budgets = smits.workspace.inputs / "budgets"
    with smits.watching() as daemon:
        _, hard = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (200_000, hard))
        (budgets / "a.csv").write_bytes(BUDGET + b"Workplace,6\n" * 50_000)
        eventually(lambda: "archive (File too large)" in told(_untaken(smits)).get("budgets/a.csv", ""))
        (budgets / "b.csv").write_bytes(BUDGET)
        eventually(lambda: len(smits.entries("input.read")) == 1)
        resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (hard, hard))
        eventually(lambda: len(smits.entries("input.received")) == 2)
        eventually(lambda: _untaken(smits) == [])


def test_what_nobody_takes_is_told_while_nobody_watches(record: Record, workspace: Workspace) -> None:
    (workspace.inputs / "budgets" / "a.csv").write_bytes(BUDGET)
    assert "1 file" in check_dropped(workspace, record.state, Heartbeat(state="watching"))
    with pytest.raises(CheckFailed, match=r"inputs/budgets/a\.csv will be received once smits is watching"):
        check_dropped(workspace, record.state, Heartbeat())
