"""What every ledger engine promises; the same tests run on each."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from memory_engine import SHELVES, open_memory

from smits_tui.actions.session import open_past, open_record, record_settings
from smits_tui.daemon.watch_lock import watch_lock
from smits_tui.ledger import engines
from smits_tui.ledger.chain import chain, seal_all
from smits_tui.ledger.engines import ENGINES, ledger_address, open_ledger
from smits_tui.ledger.errors import LedgerBusy, LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.file import ledger as file_ledger
from smits_tui.ledger.postgres import link
from smits_tui.ledger.protocol import START, EntryDraft, Ledger, Tip
from smits_tui.process.entries.entry import CycleOpened, Entry
from smits_tui.settings import SettingsError
from smits_tui.workspace import Workspace, make_workspace

NOW = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)


def _change_file(workspace: Workspace, line: int) -> None:
    lines = workspace.ledger.read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b"reason", b"raison", 1)
    workspace.ledger.write_bytes(b"".join(lines))


def _change_memory(workspace: Workspace, line: int) -> None:
    lines = SHELVES[str(workspace.root)].lines
    lines[line - 1] = lines[line - 1].replace(b"reason", b"raison", 1)


def _cut_file(workspace: Workspace) -> None:
    lines = workspace.ledger.read_bytes().splitlines(keepends=True)
    workspace.ledger.write_bytes(b"".join(lines[:-1]))


def _cut_memory(workspace: Workspace) -> None:
    SHELVES[str(workspace.root)].lines.pop()


def _on_server(workspace: Workspace, statement: str, *values: object) -> None:
    with psycopg.connect(ledger_address(workspace), autocommit=True) as connection:
        connection.execute(statement, values)


def _change_postgres(workspace: Workspace, line: int) -> None:
    changed = "update entries set line = replace(line, 'reason', 'raison') where seq = %s"
    _on_server(workspace, changed, line)


def _cut_postgres(workspace: Workspace) -> None:
    _on_server(workspace, "delete from entries where seq = (select max(seq) from entries)")


CHANGE: dict[str, Callable[[Workspace, int], None]] = {
    "file": _change_file,
    "memory": _change_memory,
    "postgresql": _change_postgres,
}
CUT: dict[str, Callable[[Workspace], None]] = {
    "file": _cut_file,
    "memory": _cut_memory,
    "postgresql": _cut_postgres,
}


@pytest.fixture(params=["file", "memory", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setitem(ENGINES, "memory", open_memory)
    monkeypatch.setattr(file_ledger, "LOCK_SECONDS", 0.1)
    monkeypatch.setitem(link.SESSION, "lock_timeout", "100ms")
    yield str(request.param)
    SHELVES.clear()


@pytest.fixture
def team(tmp_path: Path, engine: str, request: pytest.FixtureRequest) -> Workspace:
    address = request.getfixturevalue("schema") if engine == "postgresql" else engine
    workspace = make_workspace(tmp_path / "acme", "Acme")
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(f'ledger = "{address}"\n{text}', encoding="utf-8")
    return workspace


def add(ledger: Ledger, *numbers: int) -> list[Entry]:
    with ledger.locked():
        drafts = [EntryDraft(NOW, "kim", CycleOpened(number=n, reason="zwölf €")) for n in numbers]
        entries = seal_all(drafts, ledger.tip)
        ledger.append(entries)
        return entries


def test_a_new_ledger_is_empty(team: Workspace) -> None:
    ledger = open_ledger(team)
    assert ledger.tip == START
    assert ledger.read() == []
    assert list(ledger.lines()) == []
    assert not ledger.follow()
    assert ledger.verify() == 0
    assert ledger.recover() is None


def test_what_is_appended_is_read_by_everybody(team: Workspace) -> None:
    """The writer has read what it wrote; another reader sees that there is something, and reads the same."""
    writer, reader = open_ledger(team), open_ledger(team)
    written = add(writer, 1, 2)
    assert writer.read() == []
    assert not writer.follow()
    assert reader.follow()
    assert reader.read() == written
    assert [entry.seq for entry in written] == [1, 2]
    assert (reader.tip.seq, reader.tip.hash) == (2, written[-1].hash)
    assert not reader.follow()


def test_verifying_shows_each_entry_once(team: Workspace) -> None:
    ledger = open_ledger(team)
    written = add(ledger, 1, 2, 3)
    seen: list[Entry] = []
    assert ledger.verify(seen.append) == 3
    assert seen == written


def test_entries_are_chained(team: Workspace) -> None:
    ledger = open_ledger(team)
    written = [*add(ledger, 1), *add(ledger, 2)]
    assert list(chain(ledger.lines())) == written
    assert written[0].prev == START.hash
    assert written[1].prev == written[0].hash


def test_lines_begin_after_a_tip(team: Workspace) -> None:
    ledger = open_ledger(team)
    add(ledger, 1)
    tip = ledger.tip
    add(ledger, 2, 3)
    assert list(ledger.lines(tip)) == list(ledger.lines())[1:]
    assert all(line.endswith(b"\n") for line in ledger.lines())


def test_a_reader_takes_up_where_it_was(team: Workspace) -> None:
    ledger = open_ledger(team)
    add(ledger, 1)
    tip = ledger.tip
    later = add(ledger, 2)
    again = open_ledger(team)
    assert again.seek(tip)
    assert again.read() == later


def test_a_tip_of_another_ledger_is_not_taken_up(team: Workspace) -> None:
    ledger = open_ledger(team)
    add(ledger, 1)
    tip = ledger.tip
    other = open_ledger(team)
    assert not other.seek(Tip(tip.seq, "f" * 64, tip.offset))
    assert not other.seek(Tip(9, tip.hash, 99_999))
    assert other.tip == START


def test_a_change_of_the_past_is_named_and_stops_every_reader(team: Workspace, engine: str) -> None:
    add(open_ledger(team), 1, 2, 3)
    CHANGE[engine](team, 2)
    for reader in (lambda: open_ledger(team).verify(), lambda: open_ledger(team).read()):
        with pytest.raises(LedgerDamaged) as error:
            reader()
        assert error.value.line == 2


def test_a_ledger_that_lost_entries_stops_a_reader(team: Workspace, engine: str) -> None:
    ledger = open_ledger(team)
    add(ledger, 1, 2)
    CUT[engine](team)
    assert ledger.follow()
    with pytest.raises(LedgerDamaged):
        ledger.read()


def test_only_one_appends_at_a_time(team: Workspace) -> None:
    """Whoever can't have the lock is told so, and gets it once it is free."""
    holder = open_ledger(team)
    refused: list[type[BaseException]] = []

    def want() -> None:
        try:
            add(open_ledger(team), 1)
        except LedgerBusy as error:
            refused.append(type(error))

    with holder.locked():
        thread = threading.Thread(target=want)
        thread.start()
        thread.join(10)
    assert refused == [LedgerBusy]
    assert [entry.seq for entry in add(holder, 1)] == [1]


def test_a_ledger_whose_record_was_moved_refuses_entries_until_it_is_moved_back(team: Workspace) -> None:
    """Whoever still uses it is stopped, and nobody forks the record."""
    user = open_ledger(team)
    add(user, 1)
    with user.locked():
        user.retire("elsewhere")
    with pytest.raises((LedgerDamaged, LedgerUnwritable)):
        add_next(user)
    back = open_ledger(team)
    back.reopen()
    entry = add_next(back)
    assert list(chain(open_ledger(team).lines()))[-1] == entry


def add_next(ledger: Ledger) -> Entry:
    with ledger.locked():
        ledger.read()
        entries = seal_all([EntryDraft(NOW, "kim", CycleOpened(number=9, reason="next"))], ledger.tip)
        ledger.append(entries)
    return entries[0]


def test_the_program_works_on_it(team: Workspace) -> None:
    """The record, its state and its past need nothing of an engine but the protocol."""
    record, mended = open_record(team, lambda: NOW)
    assert mended is None
    record_settings(record, team, "kim", "made")
    record.commit("kim", lambda _state: [CycleOpened(number=1, reason="begin")])
    record.save()
    again, _ = open_record(team, lambda: NOW)
    assert [cycle.number for cycle in again.state.cycles()] == [1]
    assert [cycle.number for cycle in open_past(team, NOW.date()).state.cycles()] == [1]
    assert open_past(team, dt.date(2027, 3, 1)).state.cycles() == []


def test_only_an_engine_that_machines_share_keeps_the_archive_and_who_watches(
    team: Workspace, engine: str
) -> None:
    """A workspace with an engine of this machine alone is watched without asking a server."""
    assert engines.is_team(team) is (engine in engines.SHARED)
    assert (engines.open_contents(team) is not None) is (engine in engines.SHARED)
    with watch_lock(team, lambda: NOW) as lease:
        assert lease.judges
        assert lease.is_shared is (engine in engines.SHARED)


def test_an_unknown_engine_is_refused_by_name(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "acme", "Acme")
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(f'ledger = "files"\n{text}', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"'files' is not an engine; did you mean 'file'\?"):
        engines.open_ledger(workspace)


def test_smits_toml_being_edited_opens_no_other_ledger(tmp_path: Path) -> None:
    """A file ledger that exists is opened all the same; without one, none is begun by a guess."""
    workspace = make_workspace(tmp_path / "acme", "Acme")
    add(open_ledger(workspace), 1)
    workspace.settings_file.write_text("organisation = ", encoding="utf-8")
    assert open_ledger(workspace).verify() == 1
    workspace.ledger.unlink()
    with pytest.raises(SettingsError, match="not opened"):
        open_ledger(workspace)
