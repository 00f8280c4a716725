"""Backup of a workspace in one file, and restore; works beside other processes, verifies everything."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.setup.settings_change import organisation_set, rewrite_settings
from smits_tui.clock import Clock, system_clock
from smits_tui.ledger.chain import chain, entry_of
from smits_tui.ledger.engines import DEFAULT, is_team, open_contents, open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import Tip
from smits_tui.whole_file import PRIVATE, written_aside
from smits_tui.workspace import SETTINGS_FILE, Workspace

FORMAT = "smits-backup-1"
MANIFEST = "backup.json"
LEDGER = ".smits/ledger.jsonl"
_ARCHIVE = ".smits/archive/"
_PARTS = (SETTINGS_FILE, "rules", "inputs", "deliverables", ".smits/archive", ".smits/quarantine")
"""Copied unchanged. The ledger comes first: everything it refers to is already in the archive."""
_TOP_LEVEL = frozenset({SETTINGS_FILE, "rules", "inputs", "deliverables", ".smits"})
_CHUNK = 1 << 20


class BackupRefused(SmitsError):
    """A backup can't be made or restored; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Backup:
    """The contents of a backup."""

    tip: Tip
    """The last entry of its ledger."""
    files: int
    passed_over: tuple[str, ...] = ()
    """Files that disappeared or were unreadable during the backup."""


def back_up(workspace: Workspace, file: Path, clock: Clock = system_clock) -> Backup:
    """Write a backup of a workspace, even while other processes use it.

    Args:
        workspace: the workspace to back up.
        file: the ZIP file to write; it must not exist.
        clock: the source of its timestamp.

    Raises:
        BackupRefused: the file exists, or can't be written.
        LedgerDamaged: the record is inconsistent, or a copy in the archive was changed.
    """
    if file.exists():
        raise BackupRefused(f"{file} already exists and was not overwritten. Choose another name.")
    try:
        with (
            written_aside(file, mode=PRIVATE, durable=True, check=check_backup) as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            tip = _add_ledger(workspace, target)
            fetch_copies(workspace)  # of all entries so far
            added, passed_over = _add_files(workspace, target)
            manifest = {"format": FORMAT, "at": clock().isoformat(), "seq": tip.seq, "hash": tip.hash}
            target.writestr(MANIFEST, json.dumps(manifest, indent=1))
    except OSError as error:
        raise BackupRefused(f"{file} can't be written: {error.strerror or error}.") from error
    return Backup(tip, added + 1, tuple(passed_over))


def check_backup(file: Path) -> Backup:
    """Verify all of a backup: every file, every ledger entry, every archived copy by its hash.

    Raises:
        BackupRefused: it is not a backup, or was damaged or changed.
        LedgerDamaged: its record is inconsistent.
    """
    try:
        with zipfile.ZipFile(file) as source:
            names = [_checked_name(info.filename) for info in source.infolist() if not info.is_dir()]
            with source.open(MANIFEST) as opened:
                manifest = json.load(opened)
            tip = _check_ledger(source, manifest)
            for name in names:
                _check_content(source, name)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BackupRefused(f"{file} is not a complete backup of a workspace: {error}") from error
    return Backup(tip, len(names) - 1)


def put_back(file: Path, folder: Path) -> Backup:
    """Create a workspace from a backup.

    Args:
        file: the backup.
        folder: the new workspace; it must not exist, or be empty.

    Raises:
        BackupRefused: the backup is incomplete, or the folder is not empty.
        LedgerDamaged: its record is inconsistent.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is not empty; nothing was overwritten. Choose a new folder.")
    backup = check_backup(file)
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(file) as source:
            for info in source.infolist():
                name = info.filename
                if info.is_dir() or name == MANIFEST:
                    continue
                target = temporary / _checked_name(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                with source.open(info) as content, target.open("xb") as copy:
                    shutil.copyfileobj(content, copy, _CHUNK)
                if name.startswith(_ARCHIVE):
                    target.chmod(0o444)
        made = Workspace(temporary)
        made.make_folders()
        if is_team(made):  # the copy of a team's record is a record of its own, in a file
            rewrite_settings(made.settings_file, organisation_set({"ledger": DEFAULT}))
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except OSError as error:
        raise BackupRefused(f"{folder} can't be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return backup


def fetch_copies(workspace: Workspace) -> None:
    """Complete the archive of this machine with what the team has.

    Raises:
        LedgerUnreachable: the team's server does not answer.
    """
    if shared := open_contents(workspace):
        for sha256 in shared.hashes():
            sound_copy(workspace, sha256, shared)


def _add_ledger(workspace: Workspace, target: zipfile.ZipFile) -> Tip:
    """Copy the current entries, each verified; later ones are left for the next backup."""
    tip = Tip()
    ledger = open_ledger(workspace)
    with target.open(LEDGER, "w", force_zip64=True) as copy, closing(ledger.lines()) as lines:
        for line in lines:
            entry = entry_of(line, tip)
            tip = Tip(entry.seq, entry.hash)
            copy.write(line)
    return tip


def _add_files(workspace: Workspace, target: zipfile.ZipFile) -> tuple[int, list[str]]:
    count, passed_over = 0, []
    for path in _files(workspace):
        name = path.relative_to(workspace.root).as_posix()
        try:
            with path.open("rb") as content, target.open(_info(path, name), "w", force_zip64=True) as copy:
                shutil.copyfileobj(content, copy, _CHUNK)
        except (FileNotFoundError, PermissionError):
            passed_over.append(name)
        else:
            count += 1
    return count, passed_over


def _info(path: Path, name: str) -> zipfile.ZipInfo:
    """The ZIP metadata of a file; the format has no dates before 1980."""
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _files(workspace: Workspace) -> Iterator[Path]:
    """Regular files only: a link may lead out of the workspace."""
    for part in _PARTS:
        path = workspace.root / part
        inside = sorted(path.rglob("*")) if path.is_dir() and not path.is_symlink() else [path]
        yield from (
            each
            for each in inside
            if each.is_file() and not each.is_symlink() and not each.name.endswith(".tmp")
        )


def _checked_name(name: str) -> str:
    """A name that is a path within the workspace.

    Raises:
        BackupRefused: it leads outside, or to something that is not part of a workspace.
    """
    path = PurePosixPath(name)
    if name == MANIFEST:
        return name
    if path.is_absolute() or ".." in path.parts or "\\" in name or path.parts[0] not in _TOP_LEVEL:
        raise BackupRefused(f"The backup contains a file that does not belong to a workspace: {name!r}.")
    return name


def _check_ledger(source: zipfile.ZipFile, manifest: dict[str, Any]) -> Tip:
    if manifest.get("format") != FORMAT:
        raise BackupRefused("This version of smits does not know the backup's format.")
    tip = Tip()
    with source.open(LEDGER) as lines:
        for entry in chain(lines):
            tip = Tip(entry.seq, entry.hash)
    if (tip.seq, tip.hash) != (manifest["seq"], manifest["hash"]):
        raise LedgerDamaged(f"The ledger in the backup ends at entry {tip.seq}, not at {manifest['seq']}.")
    return tip


def _check_content(source: zipfile.ZipFile, name: str) -> None:
    """Read a file completely, which verifies it; the hash of an archive copy must be its name."""
    with source.open(name) as content:
        digest = _hash_of(content)
    if name.startswith(_ARCHIVE) and name.removeprefix(_ARCHIVE).replace("/", "") != digest:
        raise BackupRefused(f"The copy {name} was changed; restore .smits/archive from an older backup.")


def _hash_of(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
