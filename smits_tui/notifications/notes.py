"""Where it is noted what was sent: in a file, or in the database of a team."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from smits_tui.ledger.engines import open_shared_notes
from smits_tui.whole_file import replace_file
from smits_tui.workspace import Workspace


class Notes(Protocol):
    """Keeps the list of what was sent, as JSON."""

    def load(self) -> str:
        """What was saved last; blank if nothing was.

        Raises:
            OSError, SmitsError: it can't be read.
        """

    def save(self, content: str) -> None:
        """Replace what was saved, in one step.

        Raises:
            OSError, SmitsError: it can't be written.
        """


class FileNotes:
    """The list in a file of this machine."""

    def __init__(self, path: Path) -> None:
        """Take the path; the file need not exist."""
        self._path = path

    def load(self) -> str:
        """See `Notes.load`; a file that can't be read counts as none."""
        try:
            return self._path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def save(self, content: str) -> None:
        """See `Notes.save`."""
        replace_file(self._path, content.encode())


def open_notes(workspace: Workspace) -> Notes:
    """Where a workspace notes what was sent: with its record.

    Raises:
        SettingsError: smits.toml can't be read.
    """
    return open_shared_notes(workspace) or FileNotes(workspace.notified)
