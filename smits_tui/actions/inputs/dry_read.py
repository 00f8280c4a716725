"""Reading files without recording anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.inputs.archive import archived
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace, WorkspaceError, find_workspace
from smits_watch.extraction.reader import Reader, ReadingLimits
from smits_watch.extraction.result import Reading
from smits_watch.extraction.viewer_text import Line
from smits_watch.facts import ExtractionContext


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files are looked at from."""

    inputs: Path | None
    """The input folders, if there is a workspace."""
    settings: Settings | None


def peeking_place(asked: Path | None) -> Place:
    """The workspace that is meant, or none: files can be read without one.

    Raises:
        WorkspaceError: a workspace was asked for and is none.
        SettingsError: its smits.toml can't be used.
    """
    try:
        workspace = find_workspace(asked)
    except WorkspaceError:
        if asked is not None:
            raise
        return Place(None, None)
    return Place(workspace.inputs, workspace.settings())


def peek(paths: Sequence[Path], kind: str | None, place: Place) -> Iterator[Reading]:
    """Read files one after another.

    Args:
        paths: the files.
        kind: what they are; None: their input folder says so, or it is guessed.
        place: gives limits and column mappings.

    Yields:
        A reading for each file, `unreadable` where it can't be opened.
    """
    limits = _limits(place.settings) if place.settings else ReadingLimits()
    with Reader(limits) as reader:
        for path in paths:
            name, folder = _below_inputs(path, place.inputs)
            known = kind or folder
            columns = place.settings.columns(known) if place.settings and known else {}
            reading = reader.read(path, name=name, kind=known, context=ExtractionContext(columns=columns))
            yield reading.model_copy(update={"path": str(path)})


def table_layouts(paths: Sequence[Path], place: Place) -> Iterator[dict[str, Any]]:
    """Describe how the tables of files are understood, one after another.

    Args:
        paths: the files.
        place: gives limits.

    Yields:
        `path`, `tables` and `reason` of each file.
    """
    limits = _limits(place.settings) if place.settings else ReadingLimits()
    with Reader(limits) as reader:
        for path in paths:
            name, _ = _below_inputs(path, place.inputs)
            yield {"path": str(path), **reader.tables(path, name=name)}


def contents_of(workspace: Workspace, sha256: str, name: str) -> list[Line]:
    """What an input says, line by line, from the copy that was kept; none where there is no copy.

    Args:
        workspace: whose archive.
        sha256: of the input.
        name: its path below inputs/.
    """
    kept = archived(workspace, sha256)
    return _contents(kept, name, _limits(workspace.settings())) if kept.is_file() else []


@lru_cache(maxsize=8)
def _contents(kept: Path, name: str, limits: ReadingLimits) -> list[Line]:
    """What a kept copy says; a copy never changes, and opening it takes a process of its own."""
    with Reader(limits) as reader:
        return reader.contents(kept, name=name)


def _limits(settings: Settings) -> ReadingLimits:
    wanted = settings.reading
    return ReadingLimits(seconds=wanted.seconds, memory_bytes=wanted.memory_megabytes * 1_000_000)


def _below_inputs(path: Path, inputs: Path | None) -> tuple[str, str | None]:
    """The path below the input folders and the kind, or the plain name and None."""
    if inputs is None:
        return path.name, None
    try:
        below = path.resolve().relative_to(inputs)
    except ValueError:
        return path.name, None
    return below.as_posix(), below.parts[0] if below.parts[0] in INPUT_KINDS else None
