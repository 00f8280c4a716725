"""A ledger outlives the version of smits that wrote it: older ones go on, newer ones are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from smits_tui.actions.ledger.repair import repair_record
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.rules.checks import check_facts
from smits_tui.actions.rules.facts_in_force import KnownFacts
from smits_tui.actions.session import open_record
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import FORMAT, canonical, entry_of, line_of
from smits_tui.ledger.errors import LedgerDamaged, LedgerTooNew
from smits_tui.ledger.protocol import GENESIS, Tip
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace, make_workspace

KEPT = Path(__file__).parent / "kept"
"""Ledgers of `smits demo`, or their beginnings, as versions of each format and vocabulary wrote them."""


@pytest.mark.parametrize("kept", sorted(KEPT.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_ledger_of_an_earlier_format_is_read_and_continued(tmp_path: Path, kept: Path) -> None:
    """What stands there stays as it is, byte for byte, and what comes after fits on to it."""
    workspace = make_workspace(tmp_path / "acme", "Acme")
    shutil.copy(kept, workspace.ledger)
    record, told = open_record(workspace, system_clock)
    assert told is None
    count = len(kept.read_bytes().splitlines())
    assert record.seq == count
    assert record.state.cycles()
    assert record.state.triggers()
    read = [item for item in record.state.inputs() if item.status == "read"]
    assert len(read) >= 5
    known = KnownFacts()
    assert sum(len(known.of(item).facts) for item in read) == sum(len(item.facts) for item in read) > 20
    assert " facts of " in check_facts(workspace)
    record.commit("kim", lambda _: [CycleOpened(number=9, reason="goes on")])
    assert workspace.ledger.read_bytes().startswith(kept.read_bytes())
    assert verify_record(workspace, sample=0).tip.seq == count + 1


def test_an_entry_names_login_and_host_beside_the_person(workspace: Workspace, record: Record) -> None:
    """Whoever chose a name that is not his own is seen to have done so; and neither can be changed later."""
    record.commit("Mara", lambda _: [CycleOpened(number=1)])
    line = workspace.ledger.read_bytes().splitlines(keepends=True)[-1]
    fields = json.loads(line)
    assert fields["by"] == "Mara"
    assert fields["login"]
    assert fields["host"]
    before = Tip(fields["seq"] - 1, fields["prev"])
    assert entry_of(line, before).login == fields["login"]
    for name in ("login", "host"):
        changed = (canonical({**fields, name: "other"}) + "\n").encode()
        with pytest.raises(LedgerDamaged, match="changed after it was written"):
            entry_of(changed, before)


def newer(workspace: Workspace, *, spoilt: bool = False, **change: object) -> bytes:
    """The first line of the ledger as a later version might write it; its hash fits, unless it is spoilt."""
    from hashlib import sha256

    fields = json.loads(workspace.ledger.read_bytes().splitlines()[0])
    fields = {**fields, "prev": GENESIS, **change}
    fields.pop("hash")
    fields["hash"] = "f" * 64 if spoilt else sha256(canonical(fields).encode()).hexdigest()
    return (canonical(fields) + "\n").encode()


@pytest.mark.parametrize(
    "change",
    [{"format": FORMAT + 1, "signature": "..."}, {"data": {"v": 2, "organisation": "Acme", "logo": "x"}}],
    ids=["format", "data"],
)
def test_what_a_newer_version_wrote_is_refused_and_left_alone(
    workspace: Workspace, record: Record, change: dict[str, object]
) -> None:
    """It is no damage: neither opening nor a repair may cut anything off."""
    assert record.seq == 1
    line = newer(workspace, **change)
    workspace.ledger.write_bytes(line)
    workspace.state.unlink(missing_ok=True)
    for act in (lambda: open_record(workspace), lambda: repair_record(workspace, by="kim")):
        with pytest.raises(LedgerTooNew, match="update smits"):
            act()
    assert workspace.ledger.read_bytes() == line


def test_a_damaged_number_is_damage_and_no_newer_format(workspace: Workspace, record: Record) -> None:
    assert record.seq == 1
    with pytest.raises(LedgerDamaged):
        entry_of(newer(workspace, spoilt=True, format=FORMAT + 4), Tip())


def test_an_entry_is_written_as_it_is_read(workspace: Workspace, record: Record) -> None:
    tip = Tip()
    for line in workspace.ledger.read_bytes().splitlines(keepends=True):
        entry = entry_of(line, tip)
        assert line_of(entry) == line
        assert entry.format == FORMAT
        tip = Tip(entry.seq, entry.hash)
    assert tip.seq == record.seq
