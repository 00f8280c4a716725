"""What `smits ledger verify` finds: a record cut, written anew, or at odds with its receipts and copies."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tampering import lines_of, lose_copy, replace_lines

from smits_tui.actions.inputs.archive.store import archived, keep, sound_copy
from smits_tui.actions.inputs.checks import check_archive
from smits_tui.actions.ledger.repair import repair_record
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.session import open_record
from smits_tui.actions.strategy.agreement.receipts import verify_receipt
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import chain, fields_of_entry, line_of, seal
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.projection import Projection
from smits_tui.ledger.protocol import EntryDraft, Tip
from smits_tui.ledger.record import Record
from smits_tui.process.entries.deliverables import DeliverableAgreed, DeliverableSubmitted
from smits_tui.process.entries.entry import CycleOpened, InputReceived
from smits_tui.workspace import Workspace

NOW = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)
TEXT = "# Plan\n"


def opened(record: Record, count: int) -> None:
    for number in range(1, count + 1):
        record.commit("kim", lambda _state, n=number: [CycleOpened(number=n, reason="begin")])


def write_anew(workspace: Workspace, before: str, after: str) -> None:
    """Change a word in the past and make all hashes fit again, as somebody who knows the format can."""
    tip, lines = Tip(), []
    for entry in chain(lines_of(workspace)):
        fields = json.loads(json.dumps(fields_of_entry(entry)).replace(before, after))
        model = {"cycle.opened": CycleOpened}.get(entry.type)
        if model is None:
            sealed = entry
        else:
            sealed = seal(EntryDraft(entry.at, entry.by, model(**fields["data"])), tip)
        tip = Tip(sealed.seq, sealed.hash)
        lines.append(line_of(sealed))
    replace_lines(workspace, lines)


def test_a_whole_record_is_verified(workspace: Workspace, record: Record) -> None:
    opened(record, 3)
    assert verify_record(workspace).tip.seq == record.seq


def test_a_record_written_anew_is_named_and_stays_named(workspace: Workspace, record: Record) -> None:
    """All its hashes fit; what was seen here before does not. Going on does not make that forgotten."""
    opened(record, 3)
    write_anew(workspace, "begin", "other")
    for _ in range(2):
        with pytest.raises(LedgerDamaged, match="rewritten"):
            verify_record(workspace)
        again, told = open_record(workspace, system_clock)
        assert told
        assert "rewritten" in told
        opened(again, 1)


def test_a_cut_record_is_named_until_a_person_takes_it_as_it_is(workspace: Workspace, record: Record) -> None:
    opened(record, 3)
    replace_lines(workspace, lines_of(workspace)[:-2])
    with pytest.raises(LedgerDamaged, match="ends at entry 2, but entry 4 was recorded here"):
        verify_record(workspace)
    done = repair_record(workspace, by="kim")
    assert done
    assert "entry 4" in done
    assert verify_record(workspace).tip.seq == 3
    assert repair_record(workspace, by="kim") is None


def test_a_checkpoint_that_is_not_what_the_entries_say_is_named(workspace: Workspace, record: Record) -> None:
    """Also where its own hash fits and its place in the ledger is right."""
    opened(record, 2)
    record.save()
    kept = Projection.load(workspace.state)
    assert kept is not None
    projection, tip = kept
    projection.put("cycles", "1", {**(projection.get("cycles", "1") or {}), "reason": "other"})
    projection.save(workspace.state, tip)
    with pytest.raises(LedgerDamaged, match=r"checkpoint .*cycles"):
        verify_record(workspace)


def test_an_altered_copy_in_the_archive_is_named_or_fetched_again(
    workspace: Workspace, record: Record
) -> None:
    """A team has each copy in its database; that of a machine is a cache. Else there is no other."""
    sha256 = keep(workspace, b"Total,300\n")
    received = InputReceived(
        id="I1", kind="budgets", path="budgets/b.csv", sha256=sha256, size=10, mtime_ns=1, version=1
    )
    record.commit("watcher", lambda _state: [received])
    assert verify_record(workspace, sample=None).copies == 1
    copy = archived(workspace, sha256)

    def alter(content: bytes) -> None:
        copy.unlink(missing_ok=True)
        copy.write_bytes(content)

    if is_team(workspace):
        alter(b"Total,900\n")
        assert "1 copy was damaged on this machine" in verify_record(workspace).mended
        assert (copy.read_bytes(), verify_record(workspace).mended) == (b"Total,300\n", "")
        alter(b"Total,900\n")
        assert sound_copy(workspace, sha256).read_bytes() == b"Total,300\n"
        alter(b"cut")
        assert check_archive(workspace, record.state, 100) == "1 copy, all present"
        assert copy.read_bytes() == b"Total,300\n"
        lose_copy(workspace, sha256)
    alter(b"Total,900\n")
    with pytest.raises(LedgerDamaged, match="was changed"):
        verify_record(workspace)


def test_a_tip_seen_elsewhere_must_be_in_the_record(workspace: Workspace, record: Record) -> None:
    opened(record, 2)
    tip = record.ledger.tip
    assert verify_record(workspace, [Tip(tip.seq, tip.hash)])
    with pytest.raises(LedgerDamaged, match="not the one that was seen elsewhere"):
        verify_record(workspace, [Tip(2, "f" * 64)])
    with pytest.raises(LedgerDamaged, match="entry 99, seen elsewhere, is not in it"):
        verify_record(workspace, [Tip(99, tip.hash)])


def receipt_of(entries: list[dict[str, Any]], folder: Path) -> Path:
    said = entries[0]["data"]
    receipt = {
        "format": "smits-receipt-1",
        "text": TEXT,
        "document": said["document"],
        "version": said["version"],
        "deliverable": said["deliverable"],
        "sections": said["sections"],
        "rules": said["pack"],
        "inputs": {},
        "entries": entries,
    }
    path = folder / "receipt.json"
    path.write_text(json.dumps(receipt), encoding="utf-8")
    return path


def test_a_forged_receipt_is_told_from_an_honest_one(
    workspace: Workspace, record: Record, tmp_path: Path
) -> None:
    """Both fit in themselves; only the record knows which was recorded."""
    document = keep(workspace, TEXT.encode())
    submitted = DeliverableSubmitted(
        deliverable="strategy-plan",
        version=1,
        document=document,
        sections={"vision": "a1"},
        pack="p",
        cycle=1,
        inputs={},
    )
    agreed = DeliverableAgreed(
        deliverable="strategy-plan", version=1, stakeholder="Mara", sections={"vision": "a1"}
    )
    record.commit("Mara", lambda _state: [submitted, agreed])
    entries = list(chain(record.ledger.lines()))[-2:]
    honest = receipt_of([fields_of_entry(entry) for entry in entries], tmp_path)
    assert (
        verify_receipt(honest, workspace)[-1]
        == f"The record of {record.seq} entries contains all of its entries."
    )
    before = Tip(entries[1].seq - 1, entries[1].prev)
    forged_agreement = agreed.model_copy(update={"stakeholder": "Tom"})
    forged = seal(EntryDraft(NOW, "Tom", forged_agreement), before)
    path = receipt_of([fields_of_entry(entries[0]), fields_of_entry(forged)], tmp_path)
    assert any("Tom agreed" in line for line in verify_receipt(path))
    assert "not compared" in verify_receipt(path)[-1]
    with pytest.raises(LedgerDamaged, match="not the one that was seen elsewhere"):
        verify_receipt(path, workspace)
