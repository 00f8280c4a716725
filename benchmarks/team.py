"""How fast a team appends to PostgreSQL, against plain INSERTs of the same rows on the same server.

Run it on a machine that does nothing else. Of the writers that append, one at a time has the lock and two
processes to wake, itself and its server process; of those that insert, all run at once. On a machine whose
processors are busy the ratio therefore shows how long a process waits for its turn there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from postgres_server import running_server, schema_on

from smits_tui.ledger.chain import line_of, seal_all
from smits_tui.ledger.postgres.ledger import PostgresLedger
from smits_tui.ledger.postgres.rows import quoted_rows
from smits_tui.ledger.postgres.schema import LOCK
from smits_tui.ledger.postgres.statements import FLUSH, run_all
from smits_tui.ledger.projection import Projection
from smits_tui.ledger.protocol import EntryDraft, Tip
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputReceived
from smits_tui.process.state.fold import fold
from smits_tui.workspace import make_workspace

NOW = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)
EACH = 200
"""Appends of each writer."""
WRITERS = (1, 4, 8)
LENGTHS = (1_000, 1_000_000)
ALLOWED = 0.5
"""Appends a second must be at least this share of the plain INSERTs."""
GROWTH = 1.2
"""An append to the longest record may take this many times one to the shortest."""


ROUNDS = 9
FILL = """
do $do$
declare
    before text := repeat('0', 64);
    head text := %(start)s;
    this text;
    rest text;
begin
    for n in 1..%(length)s loop
        rest := '"prev":"' || before || '","seq":' || n || %(end)s;
        this := encode(sha256(convert_to(head || rest, 'UTF8')), 'hex');
        insert into entries values (n, this, head || '"hash":"' || this || '",' || rest);
        before := this;
    end loop;
end $do$"""
"""Chains one entry many times; making and sending a million of them would take ten minutes."""


def main() -> None:
    """Append with several writers, and to records of several lengths, which may be given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS)
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    with running_server({"shared_buffers": "128MB"}) as server:
        for writers in WRITERS:
            _compare(server.address, writers)
        _grow(server.address, options.lengths)


def _compare(address: str, writers: int) -> None:
    """Append and insert in turns, so that what else the machine does weighs on both."""
    ours, bare, plain = [], [], []
    for _ in range(3):
        with schema_on(address) as schema:
            PostgresLedger(schema).recover()
            with PostgresLedger(schema).locked():
                pass
            with psycopg.connect(schema, autocommit=True) as connection:
                for table in ("bare", "plain"):
                    connection.execute(f"create table {table} (seq bigint primary key, hash text, line text)")
            ours.append(_together(_append, schema, writers))
            bare.append(_together(_chain, schema, writers))
            plain.append(_together(_insert, schema, writers))
    print(
        f"{writers} writers: {statistics.median(ours):7.0f} appends/s, "
        f"{statistics.median(plain):7.0f} plain INSERTs/s, "
        f"ratio {_ratio(ours, plain):4.2f} (at least {ALLOWED}), "
        f"{_ratio(bare, plain):4.2f} for a bare lock and row"
    )


def _ratio(these: Sequence[float], those: Sequence[float]) -> float:
    return statistics.median(this / that for this, that in zip(these, those, strict=True))


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


def _chain(schema: str, number: int) -> None:
    """The least that any chain of rows needs: a lock, the newest row, a row after it, and the disk.

    Nothing is read but its number, and nothing is checked. What is gained over appends is the cost of the
    ledger; what is lost against plain INSERTs is that each process waits for the one before.
    """
    if number < 0:
        CONNECTIONS[schema] = psycopg.connect(schema, autocommit=True)
        return
    connection = CONNECTIONS[schema]
    for each in range(EACH):
        newest = "select coalesce(max(seq), 0) from bare"
        result = run_all(connection, f"begin; set local synchronous_commit = off; {LOCK}; {newest}")
        tip = Tip(int(result.get_value(0, 0) or 0))
        entries = seal_all(_drafts(number * EACH + each, 1), tip)
        row = quoted_rows(connection, entries)
        run_all(connection, f"insert into bare values {row}; commit; {FLUSH}")


def _insert(schema: str, number: int) -> None:
    """The same rows from as many processes, each with one connection that waits for each row.

    As durable as an append: each row is a transaction of its own with a synchronous commit, and the server
    runs with fsync. The writers share an fsync as PostgreSQL does by itself; nothing is pipelined. The rows
    chain on nothing, so nobody waits for a lock, reads what others wrote, or has a row checked or announced.
    """
    if number < 0:
        CONNECTIONS[schema] = psycopg.connect(schema, autocommit=True)
        return
    connection = CONNECTIONS[schema]
    for each in range(EACH):
        (entry,) = seal_all(_drafts(number * EACH + each, 1), Tip(number * EACH + each))
        row = (entry.seq, entry.hash, line_of(entry)[:-1].decode())
        connection.execute("insert into plain values (%s, %s, %s)", row)


def _grow(address: str, lengths: Sequence[int]) -> None:
    """Append to records of several lengths in turns, and open each with a checkpoint near its end."""
    with ExitStack() as stack:
        schemas = [stack.enter_context(schema_on(address)) for _ in lengths]
        ledgers = [_filled(schema, length) for schema, length in zip(schemas, lengths, strict=True)]
        rounds = [[_append_seconds(ledger) for ledger in ledgers] for _ in range(ROUNDS)]
        for number, length in enumerate(lengths):
            took = statistics.median(times[number] for times in rounds)
            ratio = statistics.median(times[number] / times[0] for times in rounds)
            print(
                f"{length:9,} entries: an append takes {1000 * took:6.2f} ms, ratio {ratio:4.2f} "
                f"(at most {GROWTH}, median of {ROUNDS})"
            )
        for schema, ledger in zip(schemas, ledgers, strict=True):
            _open(schema, ledger)


def _filled(schema: str, length: int) -> PostgresLedger:
    """A record of a length, made on the server: one input that is received again and again."""
    with PostgresLedger(schema).locked():
        pass
    (entry,) = seal_all(_drafts(0, 1), Tip())
    start, _, rest = line_of(entry).decode().partition('"hash":')
    end = rest.partition('"seq":1')[2].rstrip()
    with psycopg.connect(schema, autocommit=True) as connection:
        connection.execute("alter table entries disable trigger check_entry")
        psycopg.ClientCursor(connection).execute(FILL, {"start": start, "end": end, "length": length})
        connection.execute("alter table entries enable trigger check_entry")
        connection.execute("analyze entries")
        row = connection.execute("select hash from entries where seq = %s", (length,)).fetchone()
    ledger = PostgresLedger(schema)
    if row is None or not ledger.seek(Tip(length, str(row[0]))):
        raise SystemExit("The record that was made is damaged.")
    return ledger


def _append_seconds(ledger: PostgresLedger) -> float:
    """The median time of an append."""
    times = []
    for _ in range(EACH // 10):
        started = time.perf_counter()
        with ledger.locked():
            ledger.read()
            ledger.append(seal_all(_drafts(ledger.tip.seq, 1), ledger.tip))
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _open(schema: str, ledger: PostgresLedger) -> None:
    """Open a workspace whose checkpoint is at the end before the appends."""
    with TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "w", "Acme")
        text = workspace.settings_file.read_text(encoding="utf-8")
        workspace.settings_file.write_text(f'ledger = "{schema}"\n{text}', encoding="utf-8")
        projection, tail = Projection(), ROUNDS * (EACH // 10)
        fold(projection, seal_all(_drafts(0, 1_000), Tip()))
        before = PostgresLedger(schema).lines(Tip(ledger.tip.seq - tail - 1))
        entry = json.loads(next(before))
        projection.save(workspace.state, Tip(entry["seq"], entry["hash"]))
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            record = Record(PostgresLedger(schema), workspace.state, lambda: NOW)
            read = len(record.catch_up())
            times.append(time.perf_counter() - started)
    print(
        f"{ledger.tip.seq:9,} entries: opening takes {1000 * statistics.median(times):6.1f} ms "
        f"and reads {read} entries"
    )


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
