"""Adds a file to an input folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.session import ActionRefused
from smits_tui.workspace import Workspace
from smits_watch.notice.ignore import ignored_file

LONGEST_SHOWN = 80
"""The most characters of typed text that an error repeats."""


def path_from(text: str) -> Path:
    """A typed path, which need not exist.

    `~` and `~name` are home directories if there is such a user; otherwise `~` is literal, as in
    `~$FY27.xlsx`.
    """
    # Unlike Path.expanduser, this leaves an unknown user as it is and raises nothing.
    return Path(os.path.expanduser(text.strip()))  # noqa: PTH111


def typed_path(text: str, *, served: Workspace | None = None) -> Path:
    """The file whose path was typed, or pasted by the terminal when a file was dropped on its window.

    Args:
        text: the typed text.
        served: the workspace shown in a browser. The person may not be the owner of this machine's files,
            so only files below its `inputs` and `deliverables` are accepted, with links resolved; paths
            are relative to its folder.

    Raises:
        ActionRefused: there is no such file, or it is elsewhere.
    """
    typed = text.strip().strip("'\"").replace("\\ ", " ").removeprefix("file://")
    typed = typed.partition("\0")[0]  # ends a name for the operating system, but not for Python
    path = path_from(typed) if served is None else _within(served, typed)
    # Pasted text is often not a path; if it is too long for a name, Path.is_file raises and this doesn't.
    if not typed or not os.path.isfile(path):  # noqa: PTH113
        shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}..."
        raise ActionRefused(f"There is no file '{shown}'; type the path of a file.")
    return path


def _within(workspace: Workspace, words: str) -> Path:
    """A path below the folders accessible from a browser; others are refused without accessing the disk."""
    path = (workspace.root / words).resolve()
    shared = (workspace.inputs.resolve(), workspace.deliverables.resolve())
    if not any(path.is_relative_to(folder) for folder in shared):
        raise ActionRefused(
            "In a browser, only files below inputs/ and deliverables/ can be opened; type such a path."
        )
    return path


def check_addition(workspace: Workspace, path: Path, kind: str) -> None:
    """Refuse a file that can't be added to an input folder.

    Raises:
        ActionRefused: there is no such kind, the file is there already, or files with its name are ignored.
    """
    if kind not in INPUT_KINDS:
        raise ActionRefused(f"'{kind}' is not an input folder; choose one of {', '.join(INPUT_KINDS)}.")
    reason = ignored_file(path.name)
    if reason:
        raise ActionRefused(f"{path.name} {reason}, which is never read; choose the file itself.")
    if path.resolve().parent == (workspace.inputs / kind).resolve():
        raise ActionRefused(f"{path.name} is already in {kind}.")


def add_file(workspace: Workspace, path: Path, kind: str) -> Path:
    """Copy a file into an input folder for the watcher; under an existing name it is a new version.

    Args:
        workspace: with the input folders.
        path: the file.
        kind: the input kind.

    Returns:
        Its new path.

    Raises:
        ActionRefused: there is no such kind, the file is there already, or files with its name are ignored.
        OSError: it can't be copied.
    """
    check_addition(workspace, path, kind)
    folder = workspace.inputs / kind
    target = folder / path.name
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{path.name}.part"
    try:
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target
