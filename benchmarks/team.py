"""How fast a team appends to PostgreSQL, against plain INSERTs of the same rows on the same server."""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from postgres_server import running_server, schema_on

from smits_tui.ledger.chain import line_of, seal_all
from smits_tui.ledger.postgres.ledger import PostgresLedger
from smits_tui.ledger.protocol import EntryDraft, Tip
from smits_tui.process.entries.entry import InputReceived

NOW = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)
EACH = 200
"""Appends of each writer."""
WRITERS = (1, 4, 8)
LENGTHS = (1_000, 1_000_000)
ALLOWED = 0.5
"""Appends a second must be at least this share of the plain INSERTs."""
GROWTH = 1.2
"""An append to the longest record may take this many times one to the shortest."""


def main() -> None:
    """Append with several writers, and to records of several lengths, which may be given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    with running_server({"shared_buffers": "128MB"}) as server:
        for writers in WRITERS:
            _compare(server.address, writers)
        times = [(length, _append_at(server.address, length)) for length in options.lengths]
    for length, seconds in times:
        ratio = seconds / times[0][1]
        print(
            f"{length:9,} entries: an append takes {1000 * seconds:6.2f} ms, "
            f"ratio {ratio:4.2f} (at most {GROWTH})"
        )


def _compare(address: str, writers: int) -> None:
    """Append and insert in turns, so that what else the machine does weighs on both."""
    ratios, ours, plain = [], [], []
    for _ in range(3):
        with schema_on(address) as schema:
            PostgresLedger(schema).recover()
            with PostgresLedger(schema).locked():
                pass
            ours.append(_together(_append, schema, writers))
            with psycopg.connect(schema, autocommit=True) as connection:
                connection.execute("create table plain (seq bigint primary key, hash text, line text)")
            plain.append(_together(_insert, schema, writers))
        ratios.append(ours[-1] / plain[-1])
    print(
        f"{writers} writers: {statistics.median(ours):7.0f} appends/s, "
        f"{statistics.median(plain):7.0f} plain INSERTs/s, "
        f"ratio {statistics.median(ratios):4.2f} (at least {ALLOWED})"
    )


def _together(work: Callable[[str, int], None], schema: str, writers: int) -> float:
    """Operations a second of several processes that begin at the same time."""
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(writers + 1)
    processes = [context.Process(target=_timed, args=(work, schema, n, barrier)) for n in range(writers)]
    for process in processes:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    for process in processes:
        process.join()
    return writers * EACH / (time.perf_counter() - started)


def _timed(work: Callable[[str, int], None], schema: str, number: int, barrier: Barrier) -> None:
    work(schema, -1)
    barrier.wait()
    work(schema, number)


LEDGERS: dict[str, PostgresLedger] = {}
CONNECTIONS: dict[str, psycopg.Connection[tuple[object, ...]]] = {}


def _append(schema: str, number: int) -> None:
    ledger = LEDGERS.setdefault(schema, PostgresLedger(schema))
    if number < 0:
        ledger.read()
        return
    for each in range(EACH):
        with ledger.locked():
            ledger.read()
            ledger.append(seal_all(_drafts(number * EACH + each, 1), ledger.tip))


def _insert(schema: str, number: int) -> None:
    if number < 0:
        CONNECTIONS[schema] = psycopg.connect(schema, autocommit=True)
        return
    connection = CONNECTIONS[schema]
    for each in range(EACH):
        (entry,) = seal_all(_drafts(number * EACH + each, 1), Tip(number * EACH + each))
        row = (entry.seq, entry.hash, line_of(entry)[:-1].decode())
        connection.execute("insert into plain values (%s, %s, %s)", row)


def _append_at(address: str, length: int) -> float:
    """The median time of an append to a record of a length."""
    with schema_on(address) as schema:
        ledger = PostgresLedger(schema)
        with ledger.locked():
            while ledger.tip.seq < length:
                ledger.append(
                    seal_all(_drafts(ledger.tip.seq, min(1_000, length - ledger.tip.seq)), ledger.tip)
                )
        times = []
        for each in range(EACH):
            started = time.perf_counter()
            with ledger.locked():
                ledger.read()
                ledger.append(seal_all(_drafts(length + each, 1), ledger.tip))
            times.append(time.perf_counter() - started)
    return statistics.median(times)


def _drafts(start: int, count: int) -> Sequence[EntryDraft]:
    return [
        EntryDraft(
            NOW,
            "watcher",
            InputReceived(
                id=f"I{number}",
                kind="budgets",
                path=f"budgets/{number}.csv",
                sha256=f"{number:064x}",
                size=9,
                mtime_ns=9,
                version=1,
            ),
        )
        for number in range(start, start + count)
    ]


if __name__ == "__main__":
    main()
