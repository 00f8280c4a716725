"""What was kept of a record elsewhere shows that it was rewritten or cut since; signatures say who signed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tampering import lines_of, replace_lines

from smits_tui.actions.ledger.evidence import current_tip, verify_evidence
from smits_tui.actions.ledger.exchange import ExchangeRefused, export_ledger
from smits_tui.actions.ledger.repair import repair_record
from smits_tui.actions.ledger.signature import NAMESPACE, check_signature, message_of, tip_of
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.receipts import make_receipt
from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import submit
from smits_tui.ledger.chain import chain, fields_of_entry, line_of, seal
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import EntryDraft, Origin, Tip
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.process.entries.registry import ENTRY_TYPES
from smits_tui.settings import Signing
from smits_tui.workspace import Workspace

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH signs and checks")


def new_key(path: Path, passphrase: str = "") -> str:
    """Make a key; the line by which it is trusted."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    kind, key = path.with_suffix(".pub").read_text(encoding="utf-8").split()[:2]
    return f"kim@example.org {kind} {key}"


def signs(workspace: Workspace, key: str, signers: tuple[str, ...] = ()) -> None:
    with workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"[signing]\nkey = {json.dumps(key)}\nsigners = {json.dumps(signers)}\n")


@pytest.fixture
def signed(workspace: Workspace, record: Record, tmp_path: Path) -> Workspace:
    """A workspace whose end is signed, with a submitted document."""
    signs(workspace, str(tmp_path / "key"), (new_key(tmp_path / "key"),))
    open_cycle(record, by="kim", reason="yearly")
    for name in ("mission", "vision"):
        write_section(record, "mission-and-vision", name, "We keep the lights on.", by="kim")
    submit(record, workspace, "mission-and-vision", by="kim")
    return workspace


def tip_file(workspace: Workspace, record: Record, folder: Path) -> str:
    assert record.seq
    (folder / "tip.json").write_text(json.dumps(current_tip(workspace), indent=2), encoding="utf-8")
    return str(folder / "tip.json")


def written(workspace: Workspace, record: Record, folder: Path) -> str:
    assert folder
    tip = current_tip(workspace)
    return f"{tip['seq']}:{tip['hash']}" if record.seq else ""


def receipt(workspace: Workspace, record: Record, folder: Path) -> str:
    made = make_receipt(workspace, record.state, "mission-and-vision")
    (folder / "receipt.json").write_text(json.dumps(made, indent=1), encoding="utf-8")
    return str(folder / "receipt.json")


def export(workspace: Workspace, record: Record, folder: Path) -> str:
    assert record.seq
    export_ledger(workspace, folder / "acme.ledger")
    return str(folder / "acme.ledger")


KEPT: dict[str, Callable[[Workspace, Record, Path], str]] = {
    "tip": tip_file,
    "SEQ:HASH": written,
    "receipt": receipt,
    "export": export,
}


def rewrite(workspace: Workspace) -> None:
    """Another reason for the cycle, all hashes made to fit, the memory of this machine as well."""
    tip, lines = Tip(), []
    for entry in chain(lines_of(workspace)):
        data = json.loads(json.dumps(entry.data).replace("yearly", "wanted"))
        origin = Origin(entry.login, entry.host)
        draft = EntryDraft(entry.at, entry.by, ENTRY_TYPES[entry.type](**data), origin)
        sealed = seal(draft, tip)
        tip = Tip(sealed.seq, sealed.hash)
        lines.append(line_of(sealed))
    replace_lines(workspace, lines)


def cut(workspace: Workspace) -> None:
    replace_lines(workspace, lines_of(workspace)[:-1])


@pytest.mark.parametrize("kind", KEPT)
def test_evidence_of_a_record_that_went_on_holds(
    signed: Workspace, record: Record, tmp_path: Path, kind: str
) -> None:
    evidence = KEPT[kind](signed, record, tmp_path)
    record.commit("kim", lambda _: [CycleOpened(number=9, reason="later")])
    told = verify_evidence(evidence, signed)
    assert f"{record.seq} entries" in told[-1]
    if kind != "SEQ:HASH":
        assert any("signed by kim@example.org" in line for line in told)


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("change", [rewrite, cut])
def test_a_record_that_was_rewritten_or_cut_since_is_named(
    signed: Workspace, record: Record, tmp_path: Path, kind: str, change: Callable[[Workspace], None]
) -> None:
    """Also where everything in the workspace was made to agree with it."""
    evidence = KEPT[kind](signed, record, tmp_path)
    change(signed)
    signed.anchor.unlink()
    signed.state.unlink(missing_ok=True)
    assert repair_record(signed, by="kim") is None, "nothing inside of the workspace shows it"
    with pytest.raises(LedgerDamaged, match="rewritten since" if change is rewrite else "cut since"):
        verify_evidence(evidence, signed)


def test_a_forged_end_does_not_pass_as_signed(signed: Workspace, record: Record, tmp_path: Path) -> None:
    assert record.seq
    end = current_tip(signed)
    signing = signed.settings().signing
    with pytest.raises(LedgerDamaged, match="does not fit entry"):
        check_signature({**end, "hash": "f" * 64}, signing)
    other = new_key(tmp_path / "other")
    with pytest.raises(LedgerDamaged, match=r"not among 'signing\.signers'"):
        check_signature(end, Signing(signers=(other,)))
    assert "does not say whose" in check_signature(end, None)
    assert "not signed" in check_signature({**end, "signature": ""}, signing)


def test_a_signature_is_checked_by_ssh_keygen_alone(signed: Workspace, tmp_path: Path) -> None:
    """Years later, without smits."""
    end = current_tip(signed)
    (tmp_path / "sig").write_text(end["signature"], encoding="utf-8")
    (tmp_path / "signers").write_text("\n".join(signed.settings().signing.signers), encoding="utf-8")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "signers"), "-I", "kim@example.org"]
    command += ["-n", NAMESPACE, "-s", str(tmp_path / "sig")]
    tip = tip_of(end)
    assert tip is not None
    done = subprocess.run(command, input=message_of(tip), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_key_that_asks_is_refused_with_the_way_out(
    workspace: Workspace, record: Record, tmp_path: Path
) -> None:
    """Never a question on a terminal that nobody looks at."""
    assert record.seq
    new_key(tmp_path / "locked", "a passphrase")
    signs(workspace, str(tmp_path / "locked"))
    with pytest.raises(ActionRefused, match="ssh-agent"):
        current_tip(workspace)


def test_what_is_no_evidence_is_refused(signed: Workspace, record: Record, tmp_path: Path) -> None:
    assert record.seq
    for content in ("", "[]", '{"format": "smits-tip-1", "seq": "x"}', "\0" * 200_000):
        (tmp_path / "x").write_text(content, encoding="utf-8")
        with pytest.raises(LedgerDamaged):
            verify_evidence(str(tmp_path / "x"), signed)
    with pytest.raises(ActionRefused, match="can't be read"):
        verify_evidence(str(tmp_path / "nowhere"), signed)
    export_ledger(signed, tmp_path / "acme.ledger")
    lines = (tmp_path / "acme.ledger").read_bytes().splitlines(keepends=True)
    (tmp_path / "acme.ledger").write_bytes(b"".join(lines[:-1]))
    with pytest.raises(ExchangeRefused):
        verify_evidence(str(tmp_path / "acme.ledger"), signed)


def test_evidence_without_a_record_says_that_it_was_not_compared(signed: Workspace, record: Record) -> None:
    fields = fields_of_entry(list(chain(record.ledger.lines()))[-1])
    assert "not compared" in verify_evidence(f"{fields['seq']}:{fields['hash']}", None)[-1]
    assert "still has entry" in verify_evidence(f"{fields['seq']}:{fields['hash']}", signed)[-1]
