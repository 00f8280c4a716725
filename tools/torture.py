"""`make torture`: break what holds the record, the intake and the watcher, for real, and print one table.

Each row is a group of tests that damage a real workspace in real processes: the quick ones and the long ones.
`tried` counts what they damaged (bytes, killed processes) where a test counts more than itself; `processor`
is the time of all processes of a group, which a busy machine does not lengthen.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[1]
GROUPS = (
    ("each byte of the last three entries cut, flipped, zeroed", "tests/ledger/test_ledger_damage.py"),
    ("bits flipped, lines torn, full disk, four writers at once", "tests/ledger/test_ledger_file.py"),
    ("sixty writers killed in appends of 5 MB", "tests/ledger/test_ledger_kills.py"),
    ("moves to PostgreSQL and back killed at random", "tests/ledger/test_ledger_move.py"),
    ("two writers with locks that are not shared", "tests/ledger/test_ledger_write_claim.py"),
    ("a full disk in the middle of a batch", "tests/ledger/test_ledger_batches.py"),
    (
        "record written anew, cut; copies altered; receipts forged",
        "tests/actions/test_actions_verification.py",
    ),
    ("copies and backups of a living workspace", "tests/actions/test_actions_backup.py"),
    ("a watcher killed as it reads and judges", "tests/daemon/test_daemon_questions_killed.py"),
    ("no room, no copy, hostile names", "tests/daemon/test_daemon_set_aside.py"),
    ("hostile files of all formats", "tests/daemon/test_daemon_hostile.py"),
    (
        "a stranger's attachment",
        "tests/daemon/test_daemon_parts.py::test_a_strangers_attachment_changes_no_decision",
    ),
    (
        "four watchers and four people; the server killed, one cut off",
        "tests/daemon/test_daemon_team_torture.py",
    ),
    ("a team's server away, and the watcher killed meanwhile", "tests/daemon/test_daemon_spool.py"),
    ("bombs in archives and mails", "tests/actions/test_actions_drop_limits.py"),
    ("slow files, the end of the watcher", "tests/daemon/test_daemon_fairness.py"),
    ("20,000 files, a letter and the end meanwhile", "tests/daemon/test_daemon_many_files.py"),
    ("clocks that step, mail servers that are away", "tests/notifications"),
    ("days of a record whose clocks were wrong", "tests/ledger/test_ledger_past.py"),
    ("text that would control the terminal", "tests/cli/test_cli_hostile_text.py"),
)


def main() -> int:
    """Run all groups, or those whose file is named, one after another; 1 if anything failed."""
    named = sys.argv[1:]
    failed_at_all = 0
    began, worked = time.monotonic(), _processor_seconds()
    print(f"{'what is done':60} {'tried':>6} {'tests':>6} {'failed':>6} {'seconds':>8} {'processor':>9}")
    for what, path in GROUPS:
        if named and path not in named:
            continue
        group_began, group_worked = time.monotonic(), _processor_seconds()
        tried, tests, failed, output = _run(path)
        spent = time.monotonic() - group_began, _processor_seconds() - group_worked
        print(_line(what, (tried, tests, failed), spent), flush=True)
        failed_at_all += failed
        if failed:
            print(output)
    print(_line("all", ("", "", failed_at_all), (time.monotonic() - began, _processor_seconds() - worked)))
    return 1 if failed_at_all else 0


def _line(what: str, counts: tuple[object, object, object], spent: tuple[float, float]) -> str:
    """A row of the table: the counts tried, tests and failed; seconds by the clock and of processor."""
    tried, tests, failed = counts
    return f"{what:60} {tried:6} {tests:6} {failed:6} {spent[0]:8.1f} {spent[1]:9.1f}"


def _processor_seconds() -> float:
    """The processor time of all children so far that have ended, with their own children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(path: str) -> tuple[int, int, int, str]:
    """How much was tried, in how many tests, how many failed, and what pytest printed."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        family = ("-o", "junit_family=xunit1")  # the other one has no properties of tests
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *family, f"--junit-xml={report}", path]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not report.exists():
            return 0, 0, 1, done.stdout + done.stderr
        suite = ET.parse(report).getroot()[0]
        count = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
        tests, failed = count["tests"] - count["skipped"], count["failures"] + count["errors"]
        return _tried(suite), tests, failed, done.stdout


def _tried(suite: ET.Element) -> int:
    """What the tests count themselves; each of the others is one."""
    counts = [
        sum(int(each.get("value", "1")) for each in case.iterfind("properties/property[@name='tried']"))
        for case in suite.iterfind("testcase")
        if case.find("skipped") is None
    ]
    return sum(count or 1 for count in counts)


if __name__ == "__main__":
    sys.exit(main())
