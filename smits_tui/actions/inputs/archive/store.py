"""Immutable copies of inputs, by content hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from smits_rules.vocabulary import SmitsError
from smits_tui.ledger.engines import is_team, open_contents
from smits_tui.whole_file import PRIVATE, written_aside
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of

CHUNK = 1 << 20
"""Bytes per read."""
AT_ONCE = 16
"""Copies written at the same time; with 64, switching threads costs more than it saves."""


if TYPE_CHECKING:
    from smits_tui.ledger.postgres.contents import Contents


class ArchiveUnwritable(SmitsError):
    """A file can't be copied into the archive; the message is a clause that follows its path."""


class FileChanged(SmitsError):
    """The file has changed since it was noticed; it will be taken again once it stops changing."""


def archived(workspace: Workspace, sha256: str, shared: Contents | None = None) -> Path:
    """The path of the copy with a hash; an empty hash (nothing was received) has no file.

    Where a team shares the record, a copy that is missing on this machine is fetched first.

    Args:
        workspace: with the archive.
        sha256: the hash.
        shared: fetch it from there; None: from the archive of the team, if there is one.

    Raises:
        LedgerUnreachable: it is missing, and the team's server does not answer.
    """
    path = _path(workspace, sha256)
    if sha256 and not path.exists() and (shared := shared or open_contents(workspace)):
        content = shared.get(sha256)
        if content is not None:
            _put(path, lambda descriptor: _write(descriptor, content))
    return path


def sound_copy(workspace: Workspace, sha256: str, shared: Contents | None = None) -> Path:
    """Like `archived`; a copy of a team that was damaged on this machine is fetched again.

    Where the record is on this machine alone, whoever needs the content compares its hash.

    Raises:
        LedgerUnreachable: it is missing or damaged, and the team's server does not answer.
        OSError: it can't be read or written.
    """
    path = archived(workspace, sha256, shared)
    is_shared = shared is not None or is_team(workspace)
    if sha256 and is_shared and path.is_file() and sha256_of(path) != sha256:
        fetch_again(workspace, sha256, shared)
    return path


def fetch_again(workspace: Workspace, sha256: str, shared: Contents | None = None) -> bool:
    """Replace a damaged copy by that of the team; False if there is none, or no team.

    Raises:
        LedgerUnreachable: the team's server does not answer.
        OSError: it can't be written.
    """
    shared = shared or open_contents(workspace)
    content = shared.get(sha256) if shared else None
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        return False
    _put(_path(workspace, sha256), lambda descriptor: _write(descriptor, content))
    return True


def _path(workspace: Workspace, sha256: str) -> Path:
    return workspace.archive / sha256[:2] / sha256[2:]


def archive(workspace: Workspace, file: Path, sha256: str) -> Path:
    """Copy a file into the archive.

    Args:
        workspace: with the archive.
        file: the file.
        sha256: the expected hash of its content.

    Returns:
        The path of the copy.

    Raises:
        FileChanged: its content is different by now, or it is gone.
        OSError: the copy can't be written, e.g. because the disk is full.
    """
    target = _path(workspace, sha256)
    if target.exists():
        return target

    return restore(workspace, file, sha256)


def archive_all(
    workspace: Workspace, files: Sequence[tuple[Path, str]], *, share: bool = True
) -> list[FileChanged | OSError | None]:
    """Copy files into the archive, several at the same time.

    Each copy is made durable by an fsync of its own; copies that wait together share the journal's commits,
    which costs a thirtieth of writing one after another.

    Args:
        workspace: with the archive.
        files: each file and the expected hash of its content; no content twice.
        share: whether to store them for the team as well, where there is one.

    Returns:
        For each file None, or why it could not be copied; see `archive`.

    Raises:
        LedgerUnreachable: the team's server does not answer; what was copied on this machine stays.
    """

    def attempt(each: tuple[Path, str]) -> FileChanged | OSError | None:
        try:
            archive(workspace, *each)
        except (FileChanged, OSError) as error:
            return error
        return None

    if len(files) == 1:
        outcomes = [attempt(files[0])]
    else:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="smits-archive") as pool:
            outcomes = list(pool.map(attempt, files))
    if share:
        copied = [sha256 for (_, sha256), failure in zip(files, outcomes, strict=True) if not failure]
        _share(workspace, copied)
    return outcomes


def _share(workspace: Workspace, hashes: Sequence[str]) -> None:
    """Store copies where the whole team can read them, before an entry refers to them."""
    if hashes and (shared := open_contents(workspace)):
        shared.put((sha256, _path(workspace, sha256)) for sha256 in hashes)


def restore(workspace: Workspace, file: Path, sha256: str) -> Path:
    """Replace a missing or damaged copy in the archive; otherwise like `archive`."""

    def write(descriptor: int) -> None:
        if _copy(file, descriptor) != sha256:
            raise FileChanged(
                f"{file.name} changed while it was copied; it will be taken again once it stops changing."
            )

    return _put(_path(workspace, sha256), write)


def keep(workspace: Workspace, content: bytes) -> str:
    """Archive content that is not a file.

    Returns:
        Its SHA-256, under which `archived` finds it.

    Raises:
        OSError: it can't be written.
        LedgerUnreachable: the team's server does not answer.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = _path(workspace, sha256)
    if not target.exists():
        _put(target, lambda descriptor: _write(descriptor, content))
    _share(workspace, [sha256])
    return sha256


def _put(target: Path, write: Callable[[int], None]) -> Path:
    """Write a file whole, durably and read-only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with written_aside(target, mode=PRIVATE, durable=True) as copy:
        write(copy.fileno())
        os.fchmod(copy.fileno(), 0o444)
    return target


def _copy(file: Path, descriptor: int) -> str:
    """Copy the content to a descriptor and return its SHA-256."""
    digest = hashlib.sha256()
    try:
        source = file.open("rb")
    except FileNotFoundError as error:
        raise FileChanged(f"{file.name} is gone.") from error
    with source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            _write(descriptor, chunk)
    return digest.hexdigest()


def _write(descriptor: int, content: bytes) -> None:
    """Write everything; a single write may be partial."""
    written = 0
    while written < len(content):
        written += os.write(descriptor, content[written:])
