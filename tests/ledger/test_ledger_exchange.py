"""A ledger is handed on in a file: whole and verified, or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from smits_tui.actions.ledger.exchange import (
    ExchangeRefused,
    export_ledger,
    import_ledger,
    make_workspace_of,
    read_export,
)
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.session import open_record, record_settings
from smits_tui.clock import system_clock
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.settings import Stakeholder
from smits_tui.workspace import SETTINGS_FILE, Workspace, make_workspace


def opened(record: Record, *numbers: int) -> None:
    for number in numbers:
        record.commit("kim", lambda _state, n=number: [CycleOpened(number=n, reason="zwölf €")])


@pytest.fixture
def exported(workspace: Workspace, record: Record, tmp_path: Path) -> Path:
    opened(record, 1, 2, 3)
    file = tmp_path / "acme.ledger"
    export_ledger(workspace, file)
    return file


def record_of(workspace: Workspace) -> bytes:
    return b"".join(open_ledger(workspace).lines())


def test_what_is_exported_is_imported_byte_for_byte(
    workspace: Workspace, record: Record, exported: Path, tmp_path: Path
) -> None:
    target = make_workspace_of(exported, tmp_path / "copy")
    imported = import_ledger(target, exported)
    assert imported.added == imported.tip.seq == record.seq
    assert record_of(target) == record_of(workspace)
    assert verify_record(target).tip.hash == record.ledger.tip.hash
    copy, told = open_record(target, system_clock)
    assert told is None
    assert [cycle.number for cycle in copy.state.cycles()] == [1, 2, 3]
    assert target.settings().organisation == workspace.settings().organisation
    opened(copy, 4)


def test_an_import_that_was_interrupted_goes_on(workspace: Workspace, exported: Path, tmp_path: Path) -> None:
    """What is there already is the beginning of the same record, also with a line that was half written."""
    target = make_workspace_of(exported, tmp_path / "copy")
    target.ledger.write_bytes(record_of(workspace)[:-40])
    assert import_ledger(target, exported).added == 1
    assert import_ledger(target, exported).added == 0
    assert record_of(target) == record_of(workspace)


def test_a_record_of_its_own_is_never_overwritten(exported: Path, tmp_path: Path) -> None:
    other = make_workspace(tmp_path / "other", "Other")
    record, _ = open_record(other, system_clock)
    record_settings(record, other, "lee", "made")
    before = other.ledger.read_bytes()
    with pytest.raises(ExchangeRefused, match="record of its own"):
        import_ledger(other, exported)
    assert other.ledger.read_bytes() == before


def lines_of(exported: Path) -> list[bytes]:
    return exported.read_bytes().splitlines(keepends=True)


DAMAGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], type[Exception]]] = {
    "an entry is changed": (
        lambda lines: [*lines[:2], lines[2].replace(b"zw", b"ZW"), *lines[3:]],
        LedgerDamaged,
    ),
    "an entry is missing": (lambda lines: [*lines[:2], *lines[3:]], LedgerDamaged),
    "the last one is missing": (lambda lines: lines[:-1], ExchangeRefused),
    "the last one is half": (lambda lines: [*lines[:-1], lines[-1][:-20]], LedgerDamaged),
    "something follows": (lambda lines: [*lines, b"{}\n"], LedgerDamaged),
    "there is no header": (lambda lines: lines[1:], ExchangeRefused),
    "it is empty": (lambda _: [], ExchangeRefused),
    "a later format": (
        lambda lines: [lines[0].replace(b"ledger-1", b"ledger-9"), *lines[1:]],
        ExchangeRefused,
    ),
    "a long line": (lambda _: [b"{" * 5_000_000], ExchangeRefused),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_verify_is_refused_and_nothing_is_written(
    exported: Path, tmp_path: Path, damage: str
) -> None:
    target = make_workspace_of(exported, tmp_path / "copy")
    change, error = DAMAGES[damage]
    exported.write_bytes(b"".join(change(lines_of(exported))))
    with pytest.raises(error):
        import_ledger(target, exported)
    assert not target.ledger.exists()


def test_an_export_never_replaces_a_file_unasked(
    workspace: Workspace, record: Record, exported: Path
) -> None:
    before = exported.read_bytes()
    opened(record, 4)
    with pytest.raises(ExchangeRefused, match="already exists"):
        export_ledger(workspace, exported)
    assert exported.read_bytes() == before
    export_ledger(workspace, exported, force=True)
    assert read_export(exported).seq == record.seq
    header = json.loads(lines_of(exported)[0])
    assert (header["entries"], header["hash"]) == (record.seq, record.ledger.tip.hash)


def test_addresses_with_passwords_are_never_recorded(workspace: Workspace, record: Record) -> None:
    """A record is handed on; what a settings file alone may hold must not be in it."""
    people = [Stakeholder(name="Mara", notify=("mailto://mara:secret1@example.org",))]
    other = make_workspace(workspace.root / "other", "Other", stakeholders=people)
    with other.settings_file.open("a", encoding="utf-8") as file:
        file.write('[notify]\naddresses = ["mailto://team:secret2@example.org"]\n')
    made, _ = open_record(other, system_clock)
    record_settings(made, other, "kim", "made")
    assert b"secret" in (other.root / SETTINGS_FILE).read_bytes()
    assert b"secret" not in other.ledger.read_bytes()
    assert b'"Mara"' in other.ledger.read_bytes()
    assert record.seq
