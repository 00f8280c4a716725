"""Input folders of a team that are not the same ones on all machines: each site has its own.

The record has one path for each file of the team. Files of the first input folders are recorded as they lie
there, those of a site below a folder with its name: `budgets/FY27.csv` of the site vienna is
`budgets/@vienna/FY27.csv`. The folders themselves say whose they are, in a hidden file, so that all machines
that mount them agree.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from smits_tui.workspace import Workspace

FOLDER_MARK = ".smits-inputs"
"""A hidden file with the identity of the input folders and the name of their site, a line each."""
_SIGN = "@"
"""Before the name of a site in a path; a folder of the team's own would hardly begin with it."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whose input folders these are."""

    folder: str = ""
    """The identity of the input folders; blank if they were never watched for a team."""
    name: str = ""
    """The name of the site; blank for the team's first input folders, and without a team."""

    def recorded(self, path: str) -> str:
        """The path in the record of a file here, both below inputs/ with the kind's folder first."""
        if not self.name:
            return path
        kind, _, rest = path.partition("/")
        return f"{kind}/{_SIGN}{self.name}/{rest}"

    def local(self, recorded: str) -> str | None:
        """The path here of a recorded file; None if it is in the folders of another site."""
        if not self.folder:
            return recorded
        kind, _, rest = recorded.partition("/")
        head, _, below = rest.partition("/")
        if not self.name:
            return None if is_of_site(recorded) else recorded
        return f"{kind}/{below}" if head == f"{_SIGN}{self.name}" and below else None


def is_of_site(path: str) -> bool:
    """Whether a path has the form of one that a site records."""
    _kind, *folders, _name = path.split("/")
    return bool(folders) and folders[0].startswith(_SIGN)


def site_of(workspace: Workspace) -> Site:
    """Whose input folders a workspace has.

    Raises:
        OSError: they can't be read.
    """
    try:
        folder, _, name = _mark(workspace).read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return Site()
    return Site(folder.strip(), name.strip())


def file_of(workspace: Workspace, recorded: str) -> Path | None:
    """The file of a recorded path; None if it is in the folders of another site.

    Raises:
        OSError: the folders can't be read.
    """
    path = site_of(workspace).local(recorded)
    return None if path is None else workspace.inputs / path


def mark_folders(workspace: Workspace, name: str = "") -> Site:
    """Give the input folders an identity, unless they have one; machines that begin together agree.

    Args:
        workspace: with the input folders.
        name: the site that they get.

    Returns:
        Whose they are now.

    Raises:
        OSError: they can't be read or written.
    """
    mark = _mark(workspace)
    if not mark.exists():
        new = mark.with_name(f"{FOLDER_MARK}.{uuid.uuid4().hex}.tmp")
        new.write_text(f"{uuid.uuid4().hex}\n{name}\n", encoding="utf-8")
        try:
            # A link appears with its content and replaces nothing, so two machines that begin together agree.
            os.link(new, mark)
            new.unlink()
        except FileExistsError:
            new.unlink()
        except OSError:  # a file system without links, e.g. some SMB shares
            new.replace(mark)
    return site_of(workspace)


def _mark(workspace: Workspace) -> Path:
    return workspace.inputs / FOLDER_MARK
