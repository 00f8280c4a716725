"""Receives files: each is archived and recorded once, many of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from smits_rules.vocabulary import SmitsError
from smits_rules.vocabulary.kinds.sidecars import described_by
from smits_tui.actions.inputs.archive.store import ArchiveUnwritable, archive_all
from smits_tui.ledger.record import Action, Record
from smits_tui.process.entries.entry import EntryData, InputReceived, InputRejected
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

WATCHER = "watcher"
"""The author of entries about files and judgements."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complete file in an input folder."""

    file: Path
    kind: str
    path: str
    """Below inputs/, with the kind's folder first."""
    sha256: str
    size: int
    """Bytes."""
    mtime_ns: int
    after: int | None = None
    """The version that was the newest of its path when the file was taken, if that was earlier than now: a
    version with this content that was recorded since is the same file, which somebody else took as well."""


def receive(record: Record, workspace: Workspace, settings: Settings, arrival: Arrival) -> str | None:
    """Record that a file was received, and archive it; see `receive_all`.

    Returns:
        The id of the new input, or None if it is not new.

    Raises:
        FileChanged: the file changed or disappeared meanwhile; nothing is recorded.
        ArchiveUnwritable: e.g. the disk is full; nothing is recorded.
        LedgerUnwritable: nothing is recorded.
    """
    (outcome,) = receive_all(record, workspace, settings, [arrival])
    if isinstance(outcome, SmitsError):
        raise outcome
    return outcome


def receive_all(
    record: Record, workspace: Workspace, settings: Settings, arrivals: Sequence[Arrival]
) -> list[str | SmitsError | None]:
    """Record that files were received, in order, and archive each.

    The current content of the folder counts: content that is already the newest of its path is not new,
    content that returns is a new version. A file above the size limit is recorded as rejected, not copied.
    All copies are on disk before the single write that records them.

    Returns:
        For each file the id of the new input; None if it is not new; FileChanged if the file
        changed or disappeared meanwhile, or ArchiveUnwritable (e.g. the disk is full): it is then not
        recorded.

    Raises:
        LedgerUnwritable, LedgerBusy, LedgerDamaged: nothing is recorded.
    """
    limit = settings.watch.max_megabytes
    state = record.state
    new = [arrival for arrival in arrivals if not state.is_newest(arrival.path, arrival.sha256)]
    kept = {a.sha256: a.file for a in new if a.size <= limit * 1_000_000}
    failures = dict(
        zip(kept, archive_all(workspace, [(file, sha256) for sha256, file in kept.items()]), strict=True)
    )
    outcomes: dict[int, str | SmitsError | None] = {}
    actions: dict[int, Action] = {}
    for number, arrival in enumerate(arrivals):
        failure = failures.get(arrival.sha256)
        if failure is None:
            actions[number] = partial(_receive, arrival, limit)
        else:
            outcomes[number] = failure if isinstance(failure, SmitsError) else _unwritable(failure)
    for number, entries in zip(actions, record.commit_all(WATCHER, list(actions.values())), strict=True):
        if isinstance(entries, SmitsError):
            outcomes[number] = entries
        else:
            outcomes[number] = str(entries[0].data["id"]) if entries else None
    return [outcomes[number] for number in range(len(arrivals))]


def _receive(arrival: Arrival, max_megabytes: float, state: State) -> list[EntryData]:
    if state.is_newest(arrival.path, arrival.sha256) or _is_recorded_since(arrival, state):
        return []
    is_sidecar = described_by(arrival.path) is not None
    received = InputReceived(
        id=f"I{state.next_id('inputs')}",
        kind=arrival.kind,
        path=arrival.path,
        sha256=arrival.sha256,
        size=arrival.size,
        mtime_ns=arrival.mtime_ns,
        version=state.versions(arrival.path) + 1,
        # Sidecars with the same content state facts of different files.
        copy_of=None if is_sidecar else state.original_of(arrival.kind, arrival.path, arrival.sha256),
    )
    if arrival.size <= max_megabytes * 1_000_000:
        return [received]
    limit = f"{max_megabytes} MB"
    reason = f"It is larger than {limit}; drop a smaller file or raise watch.max_megabytes in smits.toml."
    return [received, InputRejected(id=received.id, status="unreadable", reason=reason)]


def _is_recorded_since(arrival: Arrival, state: State) -> bool:
    """Whether a version after `after` has this content."""
    if arrival.after is None or state.versions(arrival.path) <= arrival.after:
        return False
    versions = (item for item in state.inputs() if item.path == arrival.path)
    return any(item.sha256 == arrival.sha256 and item.version > arrival.after for item in versions)


def _unwritable(error: OSError) -> ArchiveUnwritable:
    why = error.strerror or type(error).__name__
    return ArchiveUnwritable(f"can't be copied into the archive ({why})")
