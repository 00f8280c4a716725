"""How fast entries are appended and a record is opened, against SQLite and a JSON parser in the same run."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from smits_tui.actions.session import open_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputRead, InputReceived
from smits_tui.workspace import Workspace, make_workspace

ENTRIES = (1_000, 10_000, 100_000)
ALLOWED = 2.5
"""Opening without a checkpoint may take so many times what parsing the lines takes."""
APPENDS = 200
TOGETHER = 64
"""Entries that are appended in one write."""
TIMES = 3
"""Each opening is repeated; the shortest processor time counts, since a busy machine only makes it longer."""


def main() -> None:
    """Append and open; numbers of entries may be given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="*", default=ENTRIES)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    _append()
    for count in options.entries:
        _open(count)


def _append() -> None:
    """Each write is durable before the next: fsync here, synchronous=FULL there."""
    print(
        "entries appended, validated, chained, folded and durable, against a durable insert of the same line"
    )
    for together in (1, TOGETHER):
        with TemporaryDirectory() as folder:
            record, _ = open_record(_workspace(Path(folder)))
            batches = [_entries(number * together, together) for number in range(APPENDS)]
            started = time.perf_counter()
            for batch in batches:
                record.commit_all("bench", [lambda _, one=entry: [one] for entry in batch])
            ours = time.perf_counter() - started
            lines = list(record.ledger.lines())
            inserted = _inserted(Path(folder) / "peer.db", lines, together)
        count = APPENDS * together
        print(
            f"  {together:3} at once: {1000 * ours / count:6.2f} ms each; "
            f"SQLite {1000 * inserted / count:6.2f} ms, ratio {ours / inserted:5.2f}"
        )


def _inserted(path: Path, lines: Sequence[bytes], together: int) -> float:
    """Seconds that SQLite takes to insert lines, so many in each transaction."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = full")
        database.execute("create table entries (seq integer primary key, line blob)")
        started = time.perf_counter()
        for start in range(0, len(lines), together):
            with database:
                batch = enumerate(lines[start : start + together], start)
                database.executemany("insert into entries values (?, ?)", batch)
        return time.perf_counter() - started


def _open(count: int) -> None:
    with TemporaryDirectory() as folder:
        workspace = _workspace(Path(folder))
        record, _ = open_record(workspace)
        for start in range(0, count, 1_000):
            entries = _entries(start, min(1_000, count - start))
            record.commit("bench", lambda _, batch=entries: batch)
        record.save()
        ledger = workspace.ledger
        parsed = _shortest(lambda: [json.loads(line) for line in ledger.open("rb")])
        with_checkpoint = _shortest(lambda: open_record(workspace))

        def anew() -> Record:
            workspace.state.unlink(missing_ok=True)
            return open_record(workspace)[0]

        without = _shortest(anew)
    print(
        f"{count:8,} entries: parsing the lines {parsed:6.3f} s of processor; "
        f"opening {with_checkpoint:6.3f} s, ratio {with_checkpoint / parsed:4.2f}; "
        f"without a checkpoint {without:6.3f} s, ratio {without / parsed:4.2f} (at most {ALLOWED})"
    )


def _shortest(run: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        gc.collect()
        started = time.process_time()
        run()
        times.append(time.process_time() - started)
    return min(times)


def _entries(start: int, count: int) -> list[EntryData]:
    """Inputs that are received and read, in turns, each with a fact as offices send them."""
    entries: list[EntryData] = []
    for number in range(start, start + count):
        name, path = f"I{number // 2 + 1}", f"budgets/department {number // 2}.csv"
        if number % 2:
            common = {"quote": "Total | 500000", "confidence": "read", "source": f"{path}#line 9"}
            lines = tuple(
                {**common, "fact": "budget-line", "period": "FY2027", "name": f"Line {line}", "amount": line}
                for line in range(10)
            )
            total = {**common, "fact": "budget", "period": "FY2027", "total": 500_000.0, "lines": 10}
            entries.append(InputRead(id=name, facts=(total, *lines), kind="budgets", understood="understood"))
        else:
            received = InputReceived(
                id=name,
                kind="budgets",
                path=path,
                sha256=f"{number:064x}",
                size=9,
                mtime_ns=9,
                version=1,
            )
            entries.append(received)
    return entries


def _workspace(folder: Path) -> Workspace:
    return make_workspace(folder / "bench", "Bench")


if __name__ == "__main__":
    main()
