"""What the folders are like, beside the files that are taken: files that are gone, back, or not taken."""

from __future__ import annotations

from collections.abc import Callable

from smits_tui.actions.inputs.presence import PresenceTracker
from smits_tui.daemon import happenings
from smits_tui.daemon.happenings import Happening, Narrator
from smits_tui.daemon.troubles import Troubles
from smits_tui.heartbeat import MOST_UNTAKEN, UntakenFile
from smits_tui.ledger.record import Record
from smits_tui.sites import Site
from smits_tui.workspace import Workspace
from smits_watch.notice.watcher import Watcher


class FolderReports:
    """Records which files are gone or back, and tells which are not taken."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        watcher: Watcher,
        troubles: Troubles,
        narrate: Narrator,
        site: Callable[[], Site],
    ) -> None:
        """Begin with nothing reported.

        Args:
            workspace: with the folders.
            record: where files that are gone or back are recorded.
            watcher: knows what lies in the folders.
            troubles: shown while a folder has lost all its files.
            narrate: told of each file.
            site: whose input folders these are.
        """
        self._site = site
        self._record = record
        self._watcher = watcher
        self._troubles = troubles
        self._narrate = narrate
        self._presence = PresenceTracker(workspace.inputs)
        self._reported: tuple[UntakenFile, ...] = ()

    def note_presence(self, *, confirm: bool = False) -> None:
        """Record and tell which files are gone from their folders, and which are back.

        Args:
            confirm: whether to check each file itself instead of waiting for another sweep.
        """
        for item in self._presence.note(self._record, self._watcher.presence, self._site(), confirm=confirm):
            self._narrate(happenings.presence(item))
        emptied = self._presence.emptied
        if emptied:
            names = ", ".join(f"inputs/{name}" for name in emptied)
            reason = (
                f"All files are missing from {names}: "
                "mount it again, or withdraw the files if this is intended."
            )
            self._troubles.degrade("folders", reason)
        else:
            self._troubles.clear("folders")

    def untaken(self) -> tuple[UntakenFile, ...]:
        """What lies in the folders and is not taken."""
        seen = self._watcher.untaken()[:MOST_UNTAKEN]
        return tuple(UntakenFile(path=skipped.path, reason=skipped.reason) for skipped in seen)

    def tell_untaken(self) -> None:
        """Tell of each file that is not taken, once for each reason."""
        untaken = self.untaken()
        for file in untaken:
            if file not in self._reported:
                data = {"path": file.path, "reason": file.reason}
                self._narrate(Happening("untaken", str(file), data))
        self._reported = untaken
