"""Putting a file into an input folder, for those who do not want to leave the program for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.session import ActionRefused
from smits_tui.workspace import Workspace


def typed_path(text: str) -> Path:
    """The path that somebody typed, or that a terminal pasted when a file was dropped on its window.

    Raises:
        ActionRefused: there is no such file.
    """
    words = text.strip().strip("'\"").replace("\\ ", " ").removeprefix("file://")
    path = Path(words).expanduser()
    if not words or not path.is_file():
        raise ActionRefused(f"There is no file '{words}'; type the path of a file.")
    return path


def add_file(workspace: Workspace, path: Path, kind: str) -> Path:
    """Copy a file into an input folder, where the watcher takes it; under a known name it is a new version.

    Args:
        workspace: whose folders.
        path: the file.
        kind: the input kind.

    Returns:
        Where it lies now.

    Raises:
        ActionRefused: there is no such kind, or the file lies there already.
        OSError: it can't be copied.
    """
    if kind not in INPUT_KINDS:
        raise ActionRefused(f"'{kind}' is no input folder; choose one of {', '.join(INPUT_KINDS)}.")
    folder = workspace.inputs / kind
    target = folder / path.name
    if path.resolve().parent == folder.resolve():
        raise ActionRefused(f"{path.name} lies in {kind} already.")
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{path.name}.part"
    try:
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target
