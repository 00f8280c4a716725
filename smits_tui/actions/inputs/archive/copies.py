"""The archived copy of an input: verified by its hash, and restored if possible."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.store import FileChanged, archived, fetch_again, restore
from smits_tui.process.state import Input, State
from smits_tui.sites import file_of
from smits_tui.workspace import Workspace
from smits_watch.documents.attachments import Unpacked
from smits_watch.extraction.child_task import ChildTask
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.reader import Reader


class Obstacle(SmitsError):
    """Something other than the input prevents reading it, so another attempt may succeed."""


@contextmanager
def obstructed(doing: str) -> Iterator[None]:
    """Convert an error of the operating system to an `Obstacle`.

    The sentence contains no temporary name: the same obstacle must have the same text at each attempt,
    because
    a waiting input is recorded again only when its reason changes.

    Args:
        doing: what can't be done, as the beginning of a sentence.

    Raises:
        Obstacle: the operating system refused.
    """
    try:
        yield
    except OSError as error:
        raise Obstacle(
            f"{doing}: {error.strerror or type(error).__name__}. It will be tried again."
        ) from error


def whole_copy(state: State, workspace: Workspace, reader: Reader, item: Input) -> Path:
    """The archive copy of an input; a missing or damaged one is restored from its source.

    Args:
        state: the recorded state, which contains the file that a part was taken from.
        workspace: with the archive and the input folders.
        reader: unpacks the file that a missing part was in.
        item: the input.

    Returns:
        The path of the copy, whose hash was verified.

    Raises:
        Obstacle: there is no copy, and the input folder does not contain it any more, or the
            archive can't be read or written.
        ReaderUnavailable: the child process can't be started.
    """
    copy = archived(workspace, item.sha256)
    with obstructed("Its copy in the archive can't be read or written"):
        if copy.is_file() and sha256_of(copy) == item.sha256:
            return copy
        if fetch_again(workspace, item.sha256):
            return copy
        try:
            if item.part_of is not None:
                return _restore_part(state, workspace, reader, item)
            return _restored_file(workspace, item)
        except FileChanged as error:
            what = "damaged" if copy.is_file() else "missing"
            raise Obstacle(
                f"Its copy in the archive is {what}, and inputs/{item.path} no longer has that "
                "content; restore .smits/archive from a backup, or put the file back."
            ) from error


def kept_inputs(state: State, max_megabytes: float) -> list[Input]:
    """The inputs that have an archive copy.

    Files that could not be unpacked, or were rejected as too large, have none.

    Args:
        state: the recorded state.
        max_megabytes: the limit above which a file is rejected without being archived.
    """
    limit = max_megabytes * 1_000_000
    return [
        item
        for item in state.inputs()
        if item.sha256 and not (item.status == "rejected" and item.size > limit)
    ]


def has_whole_copy(workspace: Workspace, sha256: str, size: int) -> bool:
    """Whether a copy has its size; that of a team is fetched again if it has another one on this machine.

    Raises:
        LedgerUnreachable: the team's server does not answer.
    """
    if size_of_copy(workspace, sha256) == size:
        return True
    return fetch_again(workspace, sha256) and size_of_copy(workspace, sha256) == size


def size_of_copy(workspace: Workspace, sha256: str) -> int | None:
    """The size of an archive copy in bytes; None if there is none."""
    try:
        return archived(workspace, sha256).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return None


def restore_copies(
    state: State, workspace: Workspace, reader: Reader, max_megabytes: float
) -> tuple[list[Input], list[Input]]:
    """Restore missing or truncated copies whose source still exists.

    Args:
        state: the recorded state.
        workspace: with the archive and the input folders.
        reader: unpacks the file that a missing part was in.
        max_megabytes: as in `kept_inputs`.

    Returns:
        The inputs whose copy was restored, and those whose copy is still missing.

    Raises:
        ReaderUnavailable: the child process can't be started.
    """
    restored, missing = [], []
    for item in kept_inputs(state, max_megabytes):
        if size_of_copy(workspace, item.sha256) == item.size:
            continue
        try:
            whole_copy(state, workspace, reader, item)
        except Obstacle:
            missing.append(item)
        else:
            restored.append(item)
    return restored, missing


@contextmanager
def unpacking_folder() -> Iterator[Path]:
    """A temporary folder for the parts of a file.

    Raises:
        Obstacle: the disk is full.
    """
    with obstructed(_unpacking()):
        folder = tempfile.TemporaryDirectory(prefix="smits-parts-", ignore_cleanup_errors=True)
    with folder:
        yield Path(folder.name)


@contextmanager
def unpacked(reader: Reader, content: Path, name: str) -> Iterator[Unpacked]:
    """The parts of a file as temporary files.

    Args:
        reader: whose child process unpacks them.
        content: the e-mail or ZIP.
        name: its path below inputs/.

    Raises:
        Obstacle: the disk is full.
        ReaderUnavailable: the child process can't be started.
    """
    with unpacking_folder() as folder:
        yield parts_of(reader.begin_unpacking(content, name=name, folder=folder))


def parts_of(unpacking: ChildTask[Unpacked]) -> Unpacked:
    """Wait for the unpacked parts.

    Raises:
        Obstacle: the disk is full.
        ReaderUnavailable: the child process can't be started.
    """
    with obstructed(_unpacking()):
        return unpacking.result()


def _unpacking() -> str:
    return f"Its contents can't be unpacked into {tempfile.gettempdir()}"


def _restored_file(workspace: Workspace, item: Input) -> Path:
    """Copy the file again that lies in the input folders.

    Raises:
        FileChanged: it has other content by now, or it is in the folders of another site.
    """
    file = file_of(workspace, item.path)
    if file is None:
        raise FileChanged(f"{item.path} is in the input folders of another site.")
    return restore(workspace, file, item.sha256)


def _restore_part(state: State, workspace: Workspace, reader: Reader, item: Input) -> Path:
    """Unpack a part from its file again.

    Raises:
        FileChanged: the file does not contain it.
    """
    container = state.input(item.part_of or "")
    if container is not None:
        content = whole_copy(state, workspace, reader, container)
        with unpacked(reader, content, container.path) as inside:
            for part in inside.parts:
                if part.sha256 == item.sha256:
                    return restore(workspace, part.file, part.sha256)
    raise FileChanged(f"{item.path} is no longer in the file that contained it.")
