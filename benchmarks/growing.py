"""What one more file costs when much is recorded, and what taking in many costs, against a bare loop."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import io
import json
import os
import statistics
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.session import open_record, record_settings
from smits_tui.clock import system_clock
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputRead, InputReceived
from smits_tui.workspace import Workspace, make_workspace

SIZES = (200, 6_000, 50_000)
ALLOWED = 1.3
"""One more file may cost so many times what it costs with the fewest inputs."""
MORE = 60
"""Files that are added one by one; the median is told."""
VERSIONS = 4
"""Files on one subject, in all sizes: an organisation that receives more has more subjects."""
SERVICES = 100
FILES = (1_000, 10_000)
TIMES_BARE = 10
"""Taking in a file may cost so many times what a bare loop costs."""
NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)


def main() -> None:
    """Measure both; numbers of files may be given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--files", type=int, nargs="*", default=FILES)
    options = parser.parse_args()
    _one_more(options.sizes)
    _intake(options.files)


def _one_more(sizes: Iterable[int]) -> None:
    print(f"one more file, recorded, derived and judged by both judges; median of {MORE}")
    smallest = 0.0
    for size in sizes:
        with TemporaryDirectory() as folder:
            median, begin = _measured(Path(folder), size)
        smallest = smallest or median
        print(
            f"  {size:6,} inputs: {1000 * median:7.2f} ms, {median / smallest:4.2f} of the smallest"
            f" (at most {ALLOWED}); all of them at the start {begin:6.1f} s"
        )


def _measured(folder: Path, size: int) -> tuple[float, float]:
    workspace = _workspace(folder)
    record, _ = open_record(workspace, lambda: NOW)
    record_settings(record, workspace, "bench", "made")
    for start in range(0, size, 500):
        _record(record, range(start, min(start + 500, size)))
    reassessor = Reassessor(load_rules(workspace), workspace.settings())
    try:
        started = time.perf_counter()
        reassessor.run(record)
        begin = time.perf_counter() - started
        return statistics.median(_time(record, reassessor, size + n) for n in range(MORE)), begin
    finally:
        reassessor.close()


def _time(record: Record, reassessor: Reassessor, number: int) -> float:
    started = time.perf_counter()
    _record(record, [number])
    reassessor.run(record)
    return time.perf_counter() - started


def _record(record: Record, numbers: Iterable[int]) -> None:
    entries: list[EntryData] = []
    for number in numbers:
        kind, path, facts = _input(number)
        identifier = f"I{number + 1}"
        content = hashlib.sha256(str(number).encode()).hexdigest()
        entries.append(
            InputReceived(
                id=identifier,
                kind=kind,
                path=path,
                sha256=content,
                size=9,
                mtime_ns=9,
                version=1,
                copy_of=None,
            )
        )
        placed = tuple({**fact, "source": f"{path}#A{n}"} for n, fact in enumerate(facts, 1))
        entries.append(InputRead(id=identifier, facts=placed, kind=kind, understood="understood"))
    record.commit("bench", lambda _: entries)


def _input(number: int) -> tuple[str, str, list[dict[str, Any]]]:
    """An input of one of ten kinds; the first is the portfolio."""
    if not number:
        return "service-portfolio", "service-portfolio/p.csv", [_service(n) for n in range(SERVICES)]
    subject, version = number // (10 * VERSIONS), number // 10 % VERSIONS
    about, total = f"{_name(subject)} {number % 10}", 1_000_000.0 + 1_000 * version
    quarter = f"202{6 - version // 4}-Q{version % 4 + 1}"
    facts: dict[int, tuple[str, dict[str, Any]]] = {
        0: (
            "budgets",
            {"fact": "budget", "period": "FY2027", "scope": f"Department {about}", "total": total},
        ),
        1: (
            "vendor-notices",
            {
                "fact": "vendor-notice",
                "vendor": f"Vendor {subject % 997}",
                "product": f"Foreign {_name(subject)}"
                if subject % 50
                else f"Product {subject // 50 % SERVICES}",
                "notice": "end-of-life",
                "effective_date": "2027-09-30",
            },
        ),
        2: (
            "regulations",
            {
                "fact": "regulation",
                "title": f"Act {about}",
                "jurisdiction": "FR" if subject % 50 else "DE",
                "action": "new",
                "applies_from": ["2028-01-01"],
            },
        ),
        3: (
            "service-reports",
            {
                "fact": "service-level",
                "service": f"S{about}",
                "measure": "up",
                "period": quarter,
                "met": True,
            },
        ),
        4: (
            "audit-reports",
            {"fact": "audit-finding", "finding": "1", "title": f"Finding {about}", "severity": "medium"},
        ),
        5: (
            "customer-feedback",
            {"fact": "feedback", "measure": f"nps of {about}", "period": quarter, "score": 40.0 + version},
        ),
        6: (
            "goals",
            {"fact": "goal", "goal": f"Goal {about}", "quarter": f"of {about}", "target": f"{version}"},
        ),
        7: (
            "environment",
            {"fact": "indicator", "indicator": f"Price {about}", "period": quarter, "value": total},
        ),
        8: ("opportunities", {"fact": "opportunity", "title": f"Call {about}", "value": 9_000.0}),
        9: (
            "mergers-acquisitions",
            {"fact": "corporate-event", "event": "merger", "parties": [f"A {about}", f"B {about}"]},
        ),
    }
    kind, fact = facts[number % 10]
    return kind, f"{kind}/{about} {version}.csv", [fact]


def _name(subject: int) -> str:
    """A word for a subject: names of files are told apart by words, and not by numbers."""
    return "".join("abcdefghij"[int(digit)] for digit in f"{subject:05}")


def _service(number: int) -> dict[str, Any]:
    return {
        "fact": "service",
        "service": f"Service {number}",
        "vendor": f"Vendor {number}",
        "product": f"Product {number}",
        "criticality": "high" if number % 10 else "critical",
    }


def _intake(counts: Iterable[int]) -> None:
    print(
        "files taken in by the watcher, read and judged, against a bare loop that hashes, parses and appends"
    )
    for count in counts:
        with TemporaryDirectory() as folder:
            workspace = _workspace(Path(folder))
            budgets = workspace.inputs / "budgets"
            for number in range(count):
                text = f"Cost centre,FY2027\nNetwork,{number}\nWorkplace,500000\n"
                (budgets / f"department {number}.csv").write_text(text, encoding="utf-8")
            busy = time.process_time()
            bare = _bare(budgets, Path(folder) / "bare.jsonl")
            bare_busy = time.process_time() - busy
            busy, started = time.process_time(), time.perf_counter()
            with watch_lock(workspace, system_clock):
                Daemon(workspace).once()
            ours, busy = time.perf_counter() - started, time.process_time() - busy
        print(
            f"  {count:6,} files: {ours:7.1f} s, {1000 * ours / count:5.2f} ms each; bare {bare:6.1f} s,"
            f" {ours / bare:5.1f} times (at most {TIMES_BARE}); processor time of the watcher's own process"
            f" {busy / bare_busy:5.1f} times; load {os.getloadavg()[0]:.1f}"
        )


def _bare(folder: Path, ledger: Path) -> float:
    """A loop that does what must be done: each line is on the disk before the next file."""
    started = time.perf_counter()
    with ledger.open("w", encoding="utf-8") as lines:
        for file in sorted(folder.iterdir()):
            content = file.read_bytes()
            rows = list(csv.reader(io.StringIO(content.decode())))
            lines.write(json.dumps({"sha256": hashlib.sha256(content).hexdigest(), "rows": rows}) + "\n")
            lines.flush()
            os.fsync(lines.fileno())
    return time.perf_counter() - started


def _workspace(folder: Path) -> Workspace:
    return make_workspace(folder / "bench", "Bench", jurisdictions=("DE",))


if __name__ == "__main__":
    main()
