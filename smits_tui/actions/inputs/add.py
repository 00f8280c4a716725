"""Adds a file to an input folder without leaving the program."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.session import ActionRefused
from smits_tui.workspace import Workspace
from smits_watch.notice.ignore import ignored_file

LONGEST_SHOWN = 80
"""Longest part of the typed text that an error repeats, in characters."""


def path_from(text: str) -> Path:
    """A typed path; does not check that it exists.

    `~` and `~name` are homes where there is such a user; else `~` is a letter of a name, as in `~$FY27.xlsx`.
    """
    # Unlike Path.expanduser, this leaves an unknown user as it is and raises nothing.
    return Path(os.path.expanduser(text.strip()))  # noqa: PTH111


def typed_path(text: str, *, served: Workspace | None = None) -> Path:
    """The file whose path was typed, or pasted by the terminal when a file was dropped on its window.

    Args:
        text: what was typed.
        served: the workspace that is shown in a browser. Whoever sits there may not be who owns the files of
            this machine, so only files below its `inputs` and `deliverables` count, links followed; paths
            begin in its folder.

    Raises:
        ActionRefused: there is no such file, or it lies elsewhere.
    """
    typed = text.strip().strip("'\"").replace("\\ ", " ").removeprefix("file://")
    typed = typed.partition("\0")[0]  # ends a name for the system, and is no letter of one for Python
    path = path_from(typed) if served is None else _within(served, typed)
    # What is pasted is often no path: where it is too long for a name, Path.is_file raises and this does not.
    if not typed or not os.path.isfile(path):  # noqa: PTH113
        shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}..."
        raise ActionRefused(f"There is no file '{shown}'; type the path of a file.")
    return path


def _within(workspace: Workspace, words: str) -> Path:
    """A path below the folders that a browser may reach; refused before the disk is asked whether it is."""
    path = (workspace.root / words).resolve()
    shared = (workspace.inputs.resolve(), workspace.deliverables.resolve())
    if not any(path.is_relative_to(folder) for folder in shared):
        raise ActionRefused(
            "In a browser, only files below inputs/ and deliverables/ can be opened; type such a path."
        )
    return path


def add_file(workspace: Workspace, path: Path, kind: str) -> Path:
    """Copy a file into an input folder for the watcher; under an existing name it is a new version.

    Args:
        workspace: whose folders.
        path: the file.
        kind: the input kind.

    Returns:
        Its new path.

    Raises:
        ActionRefused: there is no such kind, the file lies there already, or none of its name is ever read.
        OSError: it can't be copied.
    """
    if kind not in INPUT_KINDS:
        raise ActionRefused(f"'{kind}' is not an input folder; choose one of {', '.join(INPUT_KINDS)}.")
    reason = ignored_file(path.name)
    if reason:
        raise ActionRefused(f"{path.name} {reason}, which is never read; choose the file itself.")
    folder = workspace.inputs / kind
    target = folder / path.name
    if path.resolve().parent == folder.resolve():
        raise ActionRefused(f"{path.name} is already in {kind}.")
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{path.name}.part"
    try:
        shutil.copyfile(path, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target
