"""Reads files without recording anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from smits_rules.vocabulary import INPUT_KINDS
from smits_rules.vocabulary.kinds.sidecars import described_by
from smits_tui.actions.inputs.archive.copies import unpacked
from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.inputs.extraction.attachments import DEEPEST
from smits_tui.actions.inputs.extraction.context import ExtractionContexts
from smits_tui.actions.inputs.extraction.entry import as_container
from smits_tui.actions.session import open_record
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace, WorkspaceError, find_workspace
from smits_watch.documents.formats import may_hold_files
from smits_watch.extraction.child_pool import ChildLimits
from smits_watch.extraction.reader import Reader
from smits_watch.extraction.result import ExtractedFile
from smits_watch.extraction.viewer.text import Line
from smits_watch.facts import ExtractionContext


@dataclass(frozen=True)
class Surroundings:
    """The workspace for which files are read; all None if there is none."""

    inputs: Path | None = None
    """The input folders."""
    settings: Settings | None = None
    state: State | None = None

    def context(self, kind: str | None) -> ExtractionContext:
        """The context for reading files of a kind."""
        if self._contexts is None or self.state is None:
            return ExtractionContext()
        return self._contexts.of(self.state, kind)

    @cached_property
    def _contexts(self) -> ExtractionContexts | None:
        return ExtractionContexts(self.settings) if self.settings else None


def surroundings(asked: Path | None) -> Surroundings:
    """The requested workspace, or none: files can be read without one.

    Raises:
        WorkspaceError: the requested folder is not a workspace.
        SettingsError: its smits.toml is invalid.
        LedgerDamaged: its record can't be read.
    """
    try:
        workspace = find_workspace(asked)
    except WorkspaceError:
        if asked is not None:
            raise
        return Surroundings()
    record, _ = open_record(workspace)
    return Surroundings(workspace.inputs, workspace.settings(), record.state)


def dry_read(paths: Sequence[Path], kind: str | None, around: Surroundings) -> Iterator[ExtractedFile]:
    """Read files one after another; an e-mail's facts include those of its attachments.

    Args:
        paths: the files.
        kind: their input kind; None uses their input folder, or a guess.
        around: the workspace, if there is one.

    Yields:
        The result for each file, `unreadable` if it can't be opened.
    """
    with Reader(child_limits(around.settings)) as reader:
        for path in _with_sidecars(paths):
            yield _read(reader, path, str(path), kind, around, attachments=True)


def dry_read_parts(paths: Sequence[Path], kind: str | None, around: Surroundings) -> Iterator[ExtractedFile]:
    """Read files as the watcher does: each part of an e-mail or ZIP is read as a file of its own.

    Args:
        paths: the files.
        kind: their input kind; None uses their input folder, or a guess.
        around: the workspace, if there is one.

    Yields:
        The result for each file and each part; parts follow the file that contains them.
    """
    with Reader(child_limits(around.settings)) as reader:
        for path in _with_sidecars(paths):
            yield from _with_parts(reader, path, str(path), kind, around)


def _with_sidecars(paths: Sequence[Path]) -> list[Path]:
    """The files to read: a sidecar stands for the file whose facts it states, if that lies beside it."""
    described = ((path, described_by(str(path))) for path in paths)
    files = (Path(file) if file and Path(file).is_file() else path for path, file in described)
    return list(dict.fromkeys(files))


def _with_parts(
    reader: Reader, path: Path, name: str, kind: str | None, around: Surroundings, depth: int = 0
) -> Iterator[ExtractedFile]:
    """A file and its parts; a part's `name` leads through the file that contains it."""
    reading = _read(reader, path, name, kind, around, attachments=False, is_part=depth > 0)
    if reading.status != "read" or depth >= DEEPEST or not may_hold_files(name):
        yield reading
        return
    inner = kind or reading.kind
    with unpacked(reader, path, name) as inside:
        parts = [
            each
            for part in inside.parts
            for each in _with_parts(reader, part.file, f"{name}/{part.name}", inner, around, depth + 1)
        ]
    yield as_container(reading) if parts else reading
    yield from parts


def _read(
    reader: Reader,
    path: Path,
    name: str,
    kind: str | None,
    around: Surroundings,
    *,
    attachments: bool,
    is_part: bool = False,
) -> ExtractedFile:
    below, folder = _below_inputs(Path(name), around.inputs)
    input_kind = kind or folder
    reading = reader.read(
        path,
        name=below,
        kind=input_kind,
        context=around.context(input_kind),
        attachments=attachments,
        is_part=is_part,
    )
    return reading.model_copy(update={"path": name})


def table_layouts(paths: Sequence[Path], around: Surroundings) -> Iterator[dict[str, Any]]:
    """Describe how the tables of files are understood, one file after another.

    Args:
        paths: the files.
        around: the workspace, if there is one, with the limits.

    Yields:
        `path`, `tables` and `reason` of each file.
    """
    with Reader(child_limits(around.settings)) as reader:
        for path in paths:
            name, _ = _below_inputs(path, around.inputs)
            yield {"path": str(path), **reader.tables(path, name=name)}


def layouts_of_copy(workspace: Workspace, sha256: str, name: str) -> dict[str, Any]:
    """How the tables of an input are understood, read from its archive copy.

    Args:
        workspace: with the archive.
        sha256: of the input.
        name: its path below inputs/.

    Returns:
        `tables`, and `reason`, a sentence if there is no copy or it can't be read.
    """
    kept = sound_copy(workspace, sha256)
    if not kept.is_file():
        return {"tables": [], "reason": "No copy of it was kept."}
    with Reader(child_limits(workspace.settings())) as reader:
        return reader.tables(kept, name=name)


def contents_of(workspace: Workspace, sha256: str, name: str) -> list[Line]:
    """The text of an input's archive copy, line by line; empty if there is no copy.

    Args:
        workspace: with the archive.
        sha256: of the input.
        name: its path below inputs/.
    """
    kept = sound_copy(workspace, sha256)
    return _contents(kept, name, child_limits(workspace.settings())) if kept.is_file() else []


@lru_cache(maxsize=8)
def _contents(kept: Path, name: str, limits: ChildLimits) -> list[Line]:
    """The text of an archive copy, cached: a copy never changes, and reading it takes a process."""
    with Reader(limits) as reader:
        return reader.contents(kept, name=name)


def child_limits(settings: Settings | None) -> ChildLimits:
    """The limits for reading one file: those of the settings, or the defaults without a workspace."""
    if settings is None:
        return ChildLimits()
    wanted = settings.reading
    return ChildLimits(seconds=wanted.seconds, memory_bytes=wanted.memory_megabytes * 1_000_000)


def _below_inputs(path: Path, inputs: Path | None) -> tuple[str, str | None]:
    """The path below the input folders and the kind; or the file name and None."""
    if inputs is None:
        return path.name, None
    try:
        below = path.resolve().relative_to(inputs)
    except ValueError:
        return path.name, None
    return below.as_posix(), below.parts[0] if below.parts[0] in INPUT_KINDS else None
