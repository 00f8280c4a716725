"""What the ledger in PostgreSQL promises beyond the protocol: rows, lost servers, several writers."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from postgres_server import Server, running_server, schema_on
from psycopg import sql

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.last_state import keep_last_state, last_state
from smits_tui.actions.session import open_record
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import chain, line_of, seal
from smits_tui.ledger.errors import LedgerBusy, LedgerTooNew, LedgerUnreachable, LedgerUnwritable
from smits_tui.ledger.postgres import contents as contents_module
from smits_tui.ledger.postgres import ledger, link, silence
from smits_tui.ledger.postgres.contents import Contents
from smits_tui.ledger.postgres.ledger import PostgresLedger
from smits_tui.ledger.postgres.statements import newest_row
from smits_tui.ledger.postgres.watch_leases import LeaseHolder, WatchLeases
from smits_tui.ledger.protocol import EntryDraft
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened, Entry, EntryData
from smits_tui.process.state import State
from smits_tui.settings import SettingsError, load_settings
from smits_tui.tui.live_view import Following, View
from smits_tui.workspace import Workspace

NOW = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)
INSERT = "insert into entries values (%s, %s, %s)"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of its own, to be killed."""
    with running_server() as server:
        yield server


@pytest.fixture
def fragile(server: Server) -> Iterator[str]:
    with schema_on(server.address) as address:
        yield address


def opened(number: int, *, by: str = "kim", after: PostgresLedger | None = None) -> Entry:
    tip = after.tip if after else PostgresLedger("").tip
    return seal(EntryDraft(NOW, by, CycleOpened(number=number, reason='"zwölf" €')), tip)


def add(ledger: PostgresLedger, number: int) -> Entry:
    with ledger.locked():
        ledger.read()
        entry = opened(number, after=ledger)
        ledger.append([entry])
    return entry


def _is_accepted(connection: psycopg.Connection[tuple[object, ...]], values: tuple[int, str, str]) -> bool:
    try:
        connection.execute(INSERT, values)
    except psycopg.Error:
        return False
    return True


def row(entry: Entry) -> tuple[int, str, str]:
    return entry.seq, entry.hash, line_of(entry)[:-1].decode()


def forged(entry: Entry, old: str, new: str) -> tuple[int, str, str]:
    """The row of an entry whose line was changed before it was hashed."""
    seq, digest, line = row(entry)
    line = line.replace(f'"hash":"{digest}",', "").replace(old, new)
    digest = hashlib.sha256(line.encode()).hexdigest()
    return seq, digest, line.replace('"prev":', f'"hash":"{digest}","prev":')


def test_a_row_that_does_not_continue_the_chain_is_refused(schema: str) -> None:
    """Whoever inserts by hand, with every right to, can't fork or forge the record."""
    ledger = PostgresLedger(schema)
    first = add(ledger, 1)
    good = opened(2, after=ledger)
    seq, digest, line = row(good)
    bad = {
        "no entry": (seq, digest, "{}"),
        "a fork": row(first),
        "a gap": (seq + 1, digest, line),
        "changed text": (seq, digest, line.replace("zwölf", "elf")),
        "another hash": (seq, "0" * 64, line),
        "another predecessor": row(opened(2)),
        "an author twice, of whom readers take the last": forged(good, '"prev":', '"by":"lee","prev":'),
    }
    with psycopg.connect(schema, autocommit=True) as connection:
        accepted = [what for what, values in bad.items() if _is_accepted(connection, values)]
        assert accepted == []
        connection.execute(INSERT, (seq, digest, line))
    assert ledger.read() == [good]


def test_an_address_with_another_encoding_changes_no_byte(schema: str) -> None:
    """The hash is that of the line in UTF-8, whatever libpq is told."""
    entry = add(PostgresLedger(f"{schema}&client_encoding=LATIN1"), 1)
    assert PostgresLedger(schema).read() == [entry]


def test_what_is_unread_is_read_by_the_index_however_small_the_table_was(schema: str) -> None:
    """The plan is kept as long as the connection, while the table grows."""
    ledger = PostgresLedger(schema)
    add(ledger, 1)
    with psycopg.connect(schema, autocommit=True) as other:
        other.execute("analyze entries")
    with ledger.locked():
        query = "explain (costs off) execute smits_rows (1, 2000)"
        plan = str(ledger._link.connected().execute(query).fetchall())
    assert "Index Scan" in plan
    assert "Sort" not in plan


def test_a_password_stays_out_of_the_settings(workspace: Workspace) -> None:
    """Settings are recorded for ever, and copied with every backup."""
    text = workspace.settings_file.read_text(encoding="utf-8")
    for address in ("postgresql://kim:hidden@db/acme", "postgresql://kim@db/acme?password=hidden"):
        workspace.settings_file.write_text(f'ledger = "{address}"\n{text}', encoding="utf-8")
        with pytest.raises(SettingsError, match=r"password.*PGPASSFILE") as error:
            load_settings(workspace.settings_file)
        assert "hidden" not in str(error.value)


def test_many_small_contents_are_stored_in_one_transaction(
    schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction waits for the server's disk: one for each file would hold up a letter behind many."""
    stored = Contents(schema)

    def put(*contents: bytes) -> tuple[int, int]:
        """Store contents; how many are there then, and by how many transactions."""
        copies = []
        for content in contents:
            file = tmp_path / hashlib.sha256(content).hexdigest()
            file.write_bytes(content)
            copies.append((file.name, file))
        stored.put(copies)
        with psycopg.connect(schema) as connection:
            counts = connection.execute(
                "select count(*), count(distinct xmin::text) from contents"
            ).fetchone()
        assert counts is not None
        return counts[0], counts[1]

    small = [b"%d" % number for number in range(100)]
    assert put(*small) == (100, 1)
    monkeypatch.setattr(contents_module, "BYTES_AT_ONCE", 250)
    assert put(*small, *(b"%0100d" % number for number in range(7))) == (107, 1 + 3)
    assert stored.get(hashlib.sha256(small[-1]).hexdigest()) == small[-1]


def test_a_ledger_that_nobody_uses_any_more_has_no_connection(schema: str) -> None:
    """Without waiting for a garbage collection, which is paused while long-lived objects are built."""
    gc.disable()
    try:
        ledger = PostgresLedger(schema)
        ledger.read()
        ledger.follow()
        connection = weakref.ref(ledger._link.connected())
        del ledger
        assert connection() is None
    finally:
        gc.enable()


def test_a_server_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "FIRST_SECONDS", 0.2)
    ledger = PostgresLedger("postgresql://kim@localhost:1/acme")
    with pytest.raises(LedgerUnreachable, match=r"localhost:1/acme can't be reached"):
        ledger.read()


def test_what_others_append_is_announced_also_after_the_server_was_killed(
    server: Server, fragile: str, eventually: Callable[..., None]
) -> None:
    writer, reader = PostgresLedger(fragile), PostgresLedger(fragile)
    add(writer, 1)
    assert len(reader.read()) == 1
    assert not reader.follow()
    server.kill()
    eventually(lambda: _is_deaf(reader))
    server.start()
    second = add(writer, 2)
    eventually(lambda: not _is_deaf(reader) and reader.follow())
    assert reader.read() == [second]
    assert not reader.follow()
    add(writer, 3)
    eventually(reader.follow, 2)


def test_an_entry_that_is_announced_while_the_newest_is_asked_for_is_seen(
    schema: str, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., None]
) -> None:
    """Its notice comes with the answer, which does not have it yet."""
    writer, reader = PostgresLedger(schema), PostgresLedger(schema)
    add(writer, 1)
    reader.follow()
    reader.read()

    def overtaken(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[object, ...] | None:
        row = newest_row(connection)
        add(writer, 2)
        connection.execute("select 1")
        return row

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "newest_row", overtaken)
        assert not reader.follow()
    eventually(reader.follow, 2)


def test_an_interface_says_that_the_server_is_away_and_goes_on(
    server: Server, fragile: str, workspace: Workspace, eventually: Callable[..., None]
) -> None:
    """It never waits for the server, shows what was recorded, and sees the next entry by itself.

    A command that begins meanwhile waits once, however many connections it needs, and has the last state.
    """
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(f'ledger = "{fragile}"\n{text}', encoding="utf-8")
    other = PostgresLedger(fragile)
    add(other, 1)
    following = Following(workspace, system_clock)
    assert following.poll() is not None
    keep_last_state(workspace, following.record)
    views: list[View] = []

    def watcher_is(state: str) -> bool:
        began = time.monotonic()
        views.extend(filter(None, [following.poll()]))
        assert time.monotonic() - began < link.CONNECT_SECONDS
        return bool(views) and views[-1].status.watcher.state == state

    server.kill()
    eventually(lambda: watcher_is("degraded"))
    assert "can't be reached" in views[-1].status.watcher.reason
    assert [cycle.number for cycle in views[-1].state.cycles()] == [1]
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(LedgerUnreachable) as outage:
            open_record(workspace)
    assert time.monotonic() - began < 2 * link.FIRST_SECONDS
    kept = last_state(workspace, system_clock, outage.value)
    assert [cycle.number for cycle in kept.cycles()] == [1]
    server.start()
    add(other, 2)
    eventually(lambda: watcher_is("stopped") and views[-1].seq == 2)


def test_a_server_that_hangs_is_noticed_and_taken_up_again(
    server: Server,
    fragile: str,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    eventually: Callable[..., None],
) -> None:
    """Its machine takes all packets, so no network ever says that something is wrong.

    The interface waits once at most, if it asked just when the server began to hang; what is recorded ends
    with a sentence, and nothing is lost.
    """
    monkeypatch.setattr(silence, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(silence, "QUIET_SECONDS", 0.2)
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(f'ledger = "{fragile}"\n{text}', encoding="utf-8")
    following, writer = Following(workspace, system_clock), PostgresLedger(fragile)
    assert not writer._link.connected().ask(0)  # what comes next waits for the answer
    add(writer, 1)
    views, waits = [following.view()], list[float]()

    def watcher_is(state: str) -> bool:
        began = time.monotonic()
        views.extend(filter(None, [following.poll()]))
        if time.monotonic() - began > silence.PROBE_SECONDS:
            waits.append(time.monotonic() - began)
        return views[-1].status.watcher.state == state

    eventually(lambda: watcher_is("stopped") and views[-1].seq == 1)
    assert following.poll() is None  # it has looked whether there is more
    with server.standing_still():
        eventually(lambda: watcher_is("degraded"))
        assert "has not answered" in views[-1].status.watcher.reason
        began = time.monotonic()
        with pytest.raises(LedgerUnreachable, match=r"can't be reached \(the server has not answered"):
            add(writer, 2)
        assert time.monotonic() - began < 4 * silence.PROBE_SECONDS
    eventually(lambda: not _is_deaf(writer))
    add(writer, 2)
    eventually(lambda: watcher_is("stopped") and views[-1].seq == 2)
    assert len(waits) <= 1


def _is_deaf(reader: PostgresLedger) -> bool:
    try:
        reader.follow()
    except LedgerUnreachable:
        return True
    return False


def _has_caught_up(record: Record) -> bool:
    try:
        record.catch_up()
    except LedgerUnreachable:
        return False
    return True


def test_nobody_keeps_what_a_crash_took_back(
    server: Server, fragile: str, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., None]
) -> None:
    """What was read is durable, except under the lock: there it is forgotten if the server loses it."""
    monkeypatch.setattr(link, "PATIENCE_SECONDS", 0.2)
    add(PostgresLedger(fragile), 0)
    record, reader = Record(PostgresLedger(fragile), None, system_clock), PostgresLedger(fragile)
    reader.read()
    record.catch_up()
    with psycopg.connect(fragile, autocommit=True) as hasty:
        hasty.execute("set synchronous_commit = off")
        durable = opened(1, after=reader)
        hasty.execute(INSERT, row(durable))
        assert reader.read() == [durable]
        lost = opened(2, after=reader)
        hasty.execute(INSERT, row(lost))
        lock = record.ledger.locked()
        lock.__enter__()
        assert [entry.hash for entry in record.catch_up()] == [durable.hash, lost.hash]
        server.kill()
        with pytest.raises(LedgerUnreachable):
            lock.__exit__(None, None, None)
    server.start()
    eventually(lambda: _has_caught_up(record))
    assert [cycle.number for cycle in record.state.cycles()] == [0, 1]
    assert reader.read() == []


def test_writers_lose_and_double_nothing_when_the_server_is_killed(server: Server, fragile: str) -> None:
    """Each action that was confirmed is recorded once, and nothing else is; the chain is whole."""
    each = 20
    confirmed: list[int] = []
    failures: list[BaseException] = []
    add(PostgresLedger(fragile), 0)

    def act(first: int) -> None:
        record = Record(PostgresLedger(fragile), None, system_clock)
        for number in range(first, first + each):
            while not _opened(record, number):
                assert time.monotonic() < deadline
            confirmed.append(number)

    def attempt(first: int) -> None:
        try:
            act(first)
        except BaseException as error:
            failures.append(error)
            raise

    deadline = time.monotonic() + 60
    threads = [threading.Thread(target=attempt, args=(1 + n * each,), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    for killed in range(3):
        while len(confirmed) < (killed + 1) * each and not failures:
            time.sleep(0.005)
        server.kill()
        server.start()
    for thread in threads:
        thread.join()
    assert not failures
    entries = list(chain(PostgresLedger(fragile).lines()))
    numbers = sorted(int(entry.data["number"]) for entry in entries)
    assert numbers == list(range(4 * each + 1))


class Twice(SmitsError):
    """The action was recorded before."""


def _opened(record: Record, number: int) -> bool:
    """Do an action as a person would who tries again after an error; whether it is recorded."""

    def action(state: State) -> list[EntryData]:
        if any(cycle.number == number for cycle in state.cycles()):
            raise Twice
        return [CycleOpened(number=number, reason="begin")]

    try:
        record.commit("kim", action)
    except Twice:
        return True
    except (LedgerUnreachable, LedgerUnwritable, LedgerBusy):
        time.sleep(0.05)
        return False
    return True


def test_tables_of_another_version_are_upgraded_or_named(schema: str) -> None:
    """An older program must not write into newer tables, and a newer one not into older ones."""
    login = f"smits_{schema[-12:]}"
    add(PostgresLedger(schema), 1)
    with psycopg.connect(schema, autocommit=True) as owner:
        name, space = sql.Identifier(login), sql.Identifier(schema[-13:])
        owner.execute("update schema_version set version = version + 1")
        with pytest.raises(LedgerTooNew, match="update smits on this machine"):
            PostgresLedger(schema).read()
        owner.execute("drop table schema_version, watchers")  # as the first version had them
        owner.execute(
            "create table watchers (folder text primary key, token text, until timestamptz, beat text)"
        )
        owner.execute("alter table entries add constraint entries_hash_check check (hash ~ '^[0-9a-f]{64}$')")
        owner.execute(sql.SQL("create role {} login").format(name))
        try:
            owner.execute(sql.SQL("grant usage on schema {} to {}").format(space, name))
            owner.execute(sql.SQL("grant select on all tables in schema {} to {}").format(space, name))
            with pytest.raises(LedgerUnwritable, match=r"version 1.*smits team init"):
                PostgresLedger(schema.replace("//postgres@", f"//{login}@")).read()
            assert len(PostgresLedger(schema).read()) == 1
            checks = "select from pg_constraint where conrelid = 'entries'::regclass and contype = 'c'"
            assert owner.execute(checks).rowcount == 0
            leases = WatchLeases(schema)
            assert leases.renew(LeaseHolder("machine", "token", "folder"), "{}", ["judge"]) == {"judge"}
            del leases
        finally:
            owner.execute(sql.SQL("drop owned by {}").format(name))
            owner.execute(sql.SQL("drop role {}").format(name))


def test_nobody_records_in_the_name_of_another(schema: str) -> None:
    """Also by direct SQL: the server knows the login, and the line says who it is."""
    login = f"smits_{schema[-12:]}"
    add(PostgresLedger(schema), 1)
    with psycopg.connect(schema, autocommit=True) as owner:
        name, space = sql.Identifier(login), sql.Identifier(schema[-13:])
        owner.execute(sql.SQL("create role {} login").format(name))
        try:
            owner.execute(sql.SQL("grant usage on schema {} to {}").format(space, name))
            owner.execute(
                sql.SQL("grant select, insert on all tables in schema {} to {}").format(space, name)
            )
            owner.execute("insert into people values (%s, 'stakeholder', 'Lee')", (login,))
            theirs_at = schema.replace("//postgres@", f"//{login}@")
            theirs = PostgresLedger(theirs_at)
            assert not _records(theirs, "kim")
            assert _records(theirs, "Lee")
            assert not _records(theirs, "watcher")  # what people do is not the watcher's
            nobodys = forged(opened(3, after=theirs), '"by":"kim"', '"by":null')
            with psycopg.connect(theirs_at, autocommit=True) as direct:
                assert not _is_accepted(direct, nobodys)
            owner.execute("update people set role = 'reader'")
            assert not _records(theirs, "Lee")
            owner.execute("delete from people")
            owner.execute("insert into people values ('somebody', 'owner', 'Kim')")
            assert not _records(theirs, "Lee")
            leases = WatchLeases(theirs_at)
            with pytest.raises(LedgerUnwritable, match="permission denied for table"):
                leases.renew(LeaseHolder("machine", "token", "folder"), "{}", ["judge"])
            del theirs, leases
        finally:
            owner.execute(sql.SQL("drop owned by {}").format(name))
            owner.execute(sql.SQL("drop role {}").format(name))


def _records(ledger: PostgresLedger, by: str) -> bool:
    try:
        with ledger.locked():
            ledger.read()
            ledger.append([opened(3, by=by, after=ledger)])
    except LedgerUnwritable:
        return False
    return True
