"""Files that are taken while the server of the record is away: kept on this machine, and recorded later."""

from __future__ import annotations

import dataclasses
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.store import archive_all
from smits_tui.actions.inputs.intake import Arrival, receive_all
from smits_tui.ledger.record import Record
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.whole_file import PRIVATE, sync_folder, written_aside
from smits_tui.workspace import Workspace

DELIVERED_AT_ONCE = 256
"""Files that are recorded in one write; more save nothing any more."""


class Spool:
    """The files that wait for the server, in the order in which they were taken.

    The contents are in the archive of this machine; a line of a file names each, on the disk before the file
    counts as taken. A line is removed after its file was recorded, so a crash in between offers it again: it
    is recognised by the version that its path had when it was taken.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Read what an earlier process left.

        Raises:
            OSError: it can't be read.
        """
        self._workspace = workspace
        self._waiting = _read(workspace.spool)
        self._newest = {arrival.path: arrival for arrival in self._waiting}

    def __len__(self) -> int:
        """How many files wait."""
        return len(self._waiting)

    def newest(self, path: str) -> Arrival | None:
        """The newest file that waits under a path of the record."""
        return self._newest.get(path)

    def add(
        self, state: State, settings: Settings, arrivals: Sequence[Arrival]
    ) -> list[SmitsError | OSError | None]:
        """Keep files, each durably before this returns.

        Args:
            state: the record as far as it is known.
            settings: with the size above which a file is not copied.
            arrivals: the files, in order.

        Returns:
            For each file None, or why it could not be copied: it must be offered again.

        Raises:
            OSError: the list can't be written; all must be offered again.
        """
        limit = settings.watch.max_megabytes * 1_000_000
        new = [arrival for arrival in arrivals if not self._is_newest(state, arrival)]
        kept = {arrival.sha256: arrival.file for arrival in new if arrival.size <= limit}
        outcomes = archive_all(
            self._workspace, [(file, sha256) for sha256, file in kept.items()], share=False
        )
        failures = dict(zip(kept, outcomes, strict=True))
        waiting = Counter(arrival.path for arrival in self._waiting)
        added = []
        for arrival in new:
            if failures.get(arrival.sha256) is None:
                after = state.versions(arrival.path) + waiting[arrival.path]
                waiting[arrival.path] += 1
                added.append(dataclasses.replace(arrival, after=after))
        if added:
            _append(self._workspace.spool, added)
            self._waiting += added
            self._newest |= {arrival.path: arrival for arrival in added}
        return [failures.get(arrival.sha256) for arrival in arrivals]

    def _is_newest(self, state: State, arrival: Arrival) -> bool:
        waiting = self._newest.get(arrival.path)
        if waiting is not None:
            return waiting.sha256 == arrival.sha256
        return state.is_newest(arrival.path, arrival.sha256)

    def deliver(self, record: Record, settings: Settings) -> list[tuple[Arrival, str | SmitsError | None]]:
        """Record the first of the files that wait, in order, and forget them.

        Returns:
            Each with the id of its input; None if it is recorded already; why it could not be recorded, e.g.
            because its copy is gone.

        Raises:
            LedgerUnreachable, LedgerUnwritable, LedgerBusy, LedgerDamaged: nothing is recorded; all wait on.
            OSError: the list can't be written; they are offered again, and recognised.
        """
        batch = self._waiting[:DELIVERED_AT_ONCE]
        if not batch:
            return []
        outcomes = receive_all(record, self._workspace, settings, batch)
        left = self._waiting[len(batch) :]
        _replace(self._workspace.spool, left)
        self._waiting = left
        self._newest = {arrival.path: arrival for arrival in left}
        return list(zip(batch, outcomes, strict=True))


def _line(arrival: Arrival) -> bytes:
    fields = {**dataclasses.asdict(arrival), "file": str(arrival.file)}
    return json.dumps(fields).encode() + b"\n"


def _append(path: Path, arrivals: Sequence[Arrival]) -> None:
    """Add lines, durably; what a crash left of a line before is ended first."""
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE)
    with os.fdopen(descriptor, "r+b") as file:
        end = file.seek(0, os.SEEK_END)
        torn = end > 0 and os.pread(descriptor, 1, end - 1) != b"\n"
        file.write((b"\n" if torn else b"") + b"".join(map(_line, arrivals)))
        file.flush()
        os.fsync(descriptor)
    if is_new:
        sync_folder(path.parent)


def _replace(path: Path, arrivals: Sequence[Arrival]) -> None:
    if not arrivals:
        path.unlink(missing_ok=True)
        return
    with written_aside(path, mode=PRIVATE, durable=True) as file:
        file.write(b"".join(map(_line, arrivals)))


def _read(path: Path) -> list[Arrival]:
    """The files of the list; a line that a crash left half written names a file that was never taken."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    arrivals = []
    for line in lines:
        try:
            fields = json.loads(line)
            arrivals.append(Arrival(**{**fields, "file": Path(fields["file"])}))
        except (ValueError, TypeError, KeyError):
            continue
    return arrivals
