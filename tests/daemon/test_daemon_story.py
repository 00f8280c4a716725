"""The main job, with the real daemon: a dropped file becomes a recorded, explained decision."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Eventually = Callable[..., None]


def workbook(path: Path, amounts: dict[str, float], year: str = "2027") -> None:
    """A budget as it comes from a spreadsheet: a title, a header, lines, a total with its formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("IT")
        sheet.write("A1", f"IT budget {year}")
        sheet.write_row("A3", ["Cost centre", f"{year} (EUR)"])
        for row, (name, amount) in enumerate(amounts.items(), start=3):
            sheet.write_row(row, 0, [name, amount])
        last = 3 + len(amounts)
        sheet.write(last, 0, "Total")
        sheet.write_formula(last, 1, f"=SUM(B4:B{last})", value=sum(amounts.values()))


FIRST = {"Network": 400_000, "Workplace": 350_000, "Applications": 250_000}
LESS = {"Network": 400_000, "Workplace": 280_000, "Applications": 200_000}


def count(smits: Any, kind: str) -> int:
    return len(smits.entries(kind))


@pytest.mark.parametrize("same_name", [True, False])
def test_a_budget_cut_of_twelve_percent_is_one_explained_trigger(
    smits: Any, eventually: Eventually, same_name: bool
) -> None:
    """The product's main promise: the cut is noticed once, and every why is answered."""
    budgets = smits.workspace.inputs / "budgets"
    second = budgets / ("FY27 budget.xlsx" if same_name else "FY27 v2 final.xlsx")
    with smits.watching():
        workbook(budgets / "FY27 budget.xlsx", FIRST)
        eventually(lambda: count(smits, "input.judged") == 1)
        workbook(second, LESS)
        eventually(lambda: count(smits, "input.judged") == 2)
    triggers = smits.json("triggers")
    assert [(t["rule"], t["status"]) for t in triggers] == [("budget-cut", "open")]
    why = smits.json("explain", triggers[0]["id"])
    condition = next(c for c in why["conditions"] if c["field"] == "change_pct")
    assert condition["value"] == pytest.approx(-12.0)
    assert condition["limit"] == "limits.budget_cut_pct"
    assert condition["expected"] == -10
    assert [source.rpartition("#")[2] for source in why["sources"]] == ["IT!B7", "IT!B7"]
    assert len(why["inputs"]) == 2
    assert {place["id"] for place in why["inputs"]} == {"I1", "I2"}
    assert why["turn"]
    told = smits("explain", triggers[0]["id"]).stdout
    for part in ("budget-cut", "IT!B7", "-12", "-10", second.name, why["turn"]):
        assert part in told
    status = smits.json("status")
    assert status["triggers"]["open"] == 1
    assert triggers[0]["id"] in status["next"]


def test_the_same_file_again_touched_or_copied_is_nothing_new(smits: Any, eventually: Eventually) -> None:
    """People drop things twice; only a change of content is news."""
    budgets = smits.workspace.inputs / "budgets"
    file = budgets / "FY27.xlsx"
    with smits.watching():
        workbook(file, FIRST)
        eventually(lambda: count(smits, "input.judged") == 1)
        content = file.read_bytes()
        file.touch()
        file.unlink()
        file.write_bytes(content)
        shutil.copy(file, budgets / "copy of FY27.xlsx")
        eventually(lambda: count(smits, "input.received") == 2)
        workbook(file, {**FIRST, "Network": 401_000})
        eventually(lambda: count(smits, "input.judged") == 2)
    inputs = smits.json("inputs")
    assert [(i["path"], i["version"], i["status"]) for i in inputs] == [
        ("budgets/FY27.xlsx", 1, "read"),
        ("budgets/copy of FY27.xlsx", 1, "copy"),
        ("budgets/FY27.xlsx", 2, "read"),
    ]
    assert smits.json("status")["inputs"]["recorded"] == 2
    assert smits.json("triggers") == []


def test_what_is_dropped_while_nobody_watches_is_taken_at_the_next_start(smits: Any) -> None:
    """Events are hints; the folder is the truth."""
    workbook(smits.workspace.inputs / "budgets" / "2026" / "FY27.xlsx", FIRST)
    assert smits("watch", "--once").returncode == 0
    assert [i["status"] for i in smits.json("inputs")] == ["read"]
    assert smits("watch", "--once").returncode == 0
    assert len(smits.json("inputs")) == 1


def test_a_growing_file_is_read_once_and_whole(smits: Any, eventually: Eventually) -> None:
    """A slow upload must never be taken for the whole budget."""
    file = smits.workspace.inputs / "budgets" / "slow.csv"
    with smits.watching():
        with file.open("w", encoding="utf-8") as slow:
            slow.write("Cost centre,2027\n")
            for number in range(20):
                slow.write(f"Line {number},100\n")
                slow.flush()
                time.sleep(0.1)  # the file grows for two seconds, faster than the quiet period
        eventually(lambda: count(smits, "input.read") == 1)
    (read,) = smits.entries("input.read")
    assert read.data["summary"]["totals"] == {"2027": 2000}
    assert count(smits, "input.received") == 1


def test_a_broken_workbook_is_rejected_and_the_watcher_goes_on(smits: Any, eventually: Eventually) -> None:
    """One bad file concerns nobody but its sender."""
    budgets = smits.workspace.inputs / "budgets"
    with smits.watching():
        workbook(budgets / "good.xlsx", FIRST)
        content = (budgets / "good.xlsx").read_bytes()
        (budgets / "broken.xlsx").write_bytes(content[: len(content) // 2])
        eventually(lambda: count(smits, "input.rejected") == 1)
        eventually(lambda: count(smits, "input.read") == 1)
        workbook(budgets / "later.xlsx", FIRST, year="2028")
        eventually(lambda: count(smits, "input.read") == 2)
    rejected = next(i for i in smits.json("inputs") if i["status"] == "rejected")
    assert rejected["reason"]
    kept = sorted(path.name for path in smits.workspace.quarantine.iterdir())
    assert kept == [f"{rejected['id']}-broken.xlsx", f"{rejected['id']}-broken.xlsx.reason.txt"]
    assert rejected["reason"] in (smits.workspace.quarantine / kept[1]).read_text(encoding="utf-8")


def test_killing_the_daemon_loses_nothing(smits: Any, eventually: Eventually) -> None:
    """Whatever moment it is killed at, the next start takes up what is left, and nothing is doubled."""
    folder = smits.workspace.inputs / "budgets"
    for number in range(12):
        workbook(folder / f"{number}.xlsx", FIRST, year=str(2027 + number))
    kills = 0
    for recorded in (2, 9, 20):
        with smits.watching() as daemon:
            eventually(lambda recorded=recorded: len(smits.entries()) >= recorded)
            daemon.kill()
            kills += 1
    assert smits("watch", "--once").returncode == 0
    inputs = smits.json("inputs")
    assert kills == 3
    assert len(inputs) == 12
    assert {i["status"] for i in inputs} == {"read"}
    judged = [identifier for entry in smits.entries("input.judged") for identifier in entry.data["ids"]]
    assert sorted(judged) == sorted(i["id"] for i in inputs)
    assert smits("ledger", "verify").returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(smits: Any, number: int) -> None:
    """It ends with 0, says so in the heartbeat, and leaves no process and no lock behind."""
    with smits.watching() as daemon:
        assert smits.json("status")["watcher"]["state"] == "watching"
        second = smits("watch", "--once")
        assert second.returncode == 5
        assert str(daemon.pid) in second.stderr
        daemon.send_signal(number)
        assert daemon.wait(30) == 0
    assert smits.json("status")["watcher"]["state"] == "stopped"
    assert smits("watch", "--once").returncode == 0


def test_a_daemon_that_was_killed_is_shown_as_stopped(smits: Any) -> None:
    """Nobody must believe that the folders are watched when they are not."""
    with smits.watching() as daemon:
        daemon.kill()
        daemon.wait()
        assert smits.json("status")["watcher"]["state"] == "stopped"


def test_it_ends_with_its_parent(smits: Any, eventually: Eventually) -> None:
    """The interface's own watcher must not live on when the interface is killed."""
    parent = subprocess.Popen(smits.command("watch", "--until-stdin-closes"), stdin=subprocess.PIPE)
    eventually(lambda: smits.watcher().state == "watching")
    assert smits.json("status")["watcher"]["holder"] == "interface"
    assert parent.stdin is not None
    parent.stdin.close()
    assert parent.wait(30) == 0


def test_two_processes_that_decide_and_watch_lose_nothing(smits: Any, eventually: Eventually) -> None:
    """People triage while the daemon records: each sees the other's entries."""
    folder = smits.workspace.inputs / "budgets"
    with smits.watching():
        workbook(folder / "a.xlsx", FIRST)
        eventually(lambda: count(smits, "input.judged") == 1)
        workbook(folder / "b.xlsx", LESS)
        eventually(lambda: count(smits, "trigger.raised") == 1)
        trigger = smits.json("triggers")[0]["id"]

        def drop_more() -> None:
            for number in range(5):
                workbook(folder / f"more-{number}.xlsx", FIRST, year=str(2030 + number))

        dropping = threading.Thread(target=drop_more)
        dropping.start()
        assert smits("triage", "accept", trigger, "--by", "kim").returncode == 0
        dropping.join()
        eventually(lambda: count(smits, "input.read") == 7)
    cycle = smits.json("status")["cycle"]
    assert (cycle["number"], cycle["stage"], cycle["triggers"]) == (1, "Plan", [trigger])
    again = smits("triage", "dismiss", trigger, "--reason", "no")
    assert again.returncode == 1
    assert "accepted by kim" in again.stderr
    assert smits("ledger", "verify").returncode == 0


def test_a_wrong_rule_file_leaves_the_former_rules_in_force(smits: Any, eventually: Eventually) -> None:
    """A typing error in a pack must not stop the watching, and must be seen."""
    own = smits.workspace.rules / "own.toml"
    with smits.watching():
        own.write_text("[[rule]]\nid = 'x'\n", encoding="utf-8")
        eventually(lambda: smits.watcher().state == "degraded")
        told = smits.json("status")["watcher"]
        assert (told["state"], "own.toml" in told["reason"]) == ("degraded", True)
        workbook(smits.workspace.inputs / "budgets" / "a.xlsx", FIRST)
        eventually(lambda: count(smits, "input.judged") == 1)
        own.unlink()
        eventually(lambda: smits.watcher().state == "watching")


@pytest.mark.one_engine("limits the size of the ledger's file; test_daemon_team stops the server")
def test_a_record_that_can_not_be_written_is_tried_again(smits: Any, eventually: Eventually) -> None:
    """A full disk is shown, and what was dropped meanwhile is taken when there is room again."""
    with smits.watching() as daemon:
        limit = smits.workspace.ledger.stat().st_size + 10
        _limit_files(daemon.pid, limit)
        (smits.workspace.inputs / "budgets" / "a.csv").write_text(
            "Cost centre,2027\nNetwork,5\n", encoding="utf-8"
        )
        eventually(lambda: smits.watcher().state == "degraded")
        assert smits("ledger", "verify").returncode == 0
        _limit_files(daemon.pid, None)
        eventually(lambda: count(smits, "input.judged") == 1)
        eventually(lambda: smits.watcher().state == "watching")


def _limit_files(pid: int, size: int | None) -> None:
    """Let the process's writes beyond a size fail, as on a full disk."""
    resource = pytest.importorskip("resource")
    limit = resource.RLIM_INFINITY if size is None else size
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    assert os.getpid() != pid
