"""A workspace in one file and back: whole although people work in it, and refused where it was changed."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.ledger.backup import LEDGER, MANIFEST, BackupRefused, back_up, check_backup, put_back
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.session import open_record
from smits_tui.clock import system_clock
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace

BUDGET = "Item,FY2027\nNetwork,100\nSupport,200\nTotal,300\n"


WORK = """
import sys
from pathlib import Path

from smits_tui.actions.session import open_record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace

record, _ = open_record(Workspace(Path(sys.argv[1])))
number = 0
while True:
    number += 1
    record.commit("kim", lambda _state: [CycleOpened(number=number, reason="x" * 20_000)])
    record.save()
    if number == 1:
        print("began", flush=True)
"""


@contextmanager
def somebody_working(workspace: Workspace) -> Iterator[None]:
    """Another one appends all the time, in another process as people do."""
    command = [sys.executable, "-c", WORK, str(workspace.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "began\n"
            yield
            assert process.poll() is None
        finally:
            process.kill()


def test_a_backup_of_a_living_workspace_is_whole_and_goes_on(
    workspace: Workspace, record: Record, tmp_path: Path
) -> None:
    """What is put back has record, copies, inputs and settings, and a watcher finds nothing to do in it."""
    (workspace.inputs / "budgets" / "b.csv").write_text(BUDGET, encoding="utf-8")
    with watch_lock(workspace, system_clock):
        Daemon(workspace, clock=system_clock).once()
    file = tmp_path / "acme.zip"
    with somebody_working(workspace):
        made = back_up(workspace, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert check_backup(file).tip == made.tip
    restored = Workspace(tmp_path / "restored")
    assert put_back(file, restored.root).tip == made.tip
    assert verify_record(restored, sample=None).copies == 1
    assert (restored.inputs / "budgets" / "b.csv").read_text(encoding="utf-8") == BUDGET
    assert restored.settings() == workspace.settings().model_copy(update={"ledger": "file"})
    assert not restored.open_to_others()
    before, _ = open_record(restored, system_clock)
    assert before.seq == made.tip.seq
    with watch_lock(restored, system_clock):
        Daemon(restored, clock=system_clock).once()
    after, _ = open_record(restored, system_clock)
    assert [item.path for item in after.state.inputs()] == ["budgets/b.csv"]


def test_plain_copies_of_a_living_workspace_can_be_opened(
    workspace: Workspace, record: Record, tmp_path: Path
) -> None:
    """As rsync or a cloud drive makes them: file by file, while somebody writes."""
    with somebody_working(workspace):
        for number in range(15):
            with suppress(shutil.Error):  # of a temporary file that was gone before it was copied
                shutil.copytree(workspace.root, tmp_path / f"copy{number}")
    for number in range(15):
        copy, _ = open_record(Workspace(tmp_path / f"copy{number}"), system_clock)
        copy.commit("lee", lambda _state: [CycleOpened(number=9_999, reason="goes on")])
        assert copy.ledger.verify() == copy.seq


def test_nothing_is_overwritten(workspace: Workspace, record: Record, tmp_path: Path) -> None:
    file = tmp_path / "acme.zip"
    back_up(workspace, file)
    with pytest.raises(BackupRefused, match="already exists"):
        back_up(workspace, file)
    with pytest.raises(BackupRefused, match="is not empty"):
        put_back(file, workspace.root)


def rewrite(file: Path, changes: dict[str, bytes]) -> None:
    """Change files in a ZIP, with new checksums."""
    with zipfile.ZipFile(file) as source:
        content = {info.filename: source.read(info) for info in source.infolist()}
    with zipfile.ZipFile(file, "w") as target:
        for name, data in {**content, **changes}.items():
            target.writestr(name, data)


def test_a_backup_that_was_changed_is_refused_and_makes_no_folder(
    workspace: Workspace, record: Record, tmp_path: Path
) -> None:
    """A cut record, an altered copy, a path out of the folder, a broken file."""
    sha256 = keep(workspace, b"Total,300\n")
    file = tmp_path / "acme.zip"
    back_up(workspace, file)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as source:
        ledger = source.read(LEDGER)
    folder = tmp_path / "restored"
    for changes, error in (
        ({LEDGER: ledger.replace(b"Acme", b"Acne")}, LedgerDamaged),
        ({LEDGER: b""}, LedgerDamaged),
        ({f".smits/archive/{sha256[:2]}/{sha256[2:]}": b"Total,900\n"}, BackupRefused),
        ({"inputs/../../out.txt": b"out"}, BackupRefused),
        ({"/etc/out.txt": b"out"}, BackupRefused),
        ({MANIFEST: b"{}"}, BackupRefused),
    ):
        file.write_bytes(whole)
        rewrite(file, changes)
        with pytest.raises(error):
            put_back(file, folder)
        assert not folder.exists()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupRefused, match="not a complete backup"):
        put_back(file, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acme", "acme.zip"]
