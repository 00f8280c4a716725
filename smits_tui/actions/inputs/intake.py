"""Intake of files: each is received once and read; its facts or the reason for its rejection are recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.copies import obstructed, unpacked, whole_copy
from smits_tui.actions.inputs.archive.quarantine import clear_quarantine, put_into_quarantine
from smits_tui.actions.inputs.archive.store import ArchiveUnwritable, archive
from smits_tui.actions.inputs.extraction.attachments import entries_for_parts, holds_parts, within_limits
from smits_tui.actions.inputs.extraction.context import ExtractionContexts
from smits_tui.actions.inputs.extraction.entry import read_entry
from smits_tui.actions.inputs.retry_schedule import RetrySchedule
from smits_tui.ledger.protocol import LedgerBusy, LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.record import Record
from smits_tui.ledger.validation import EntryRefused
from smits_tui.process.entries.entry import EntryData, InputReceived, InputRejected, InputSetAside
from smits_tui.process.state import Input, State
from smits_tui.process.state.fold import folder_of
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.documents.attachments import Unpacked
from smits_watch.extraction.reader import Reader, ReaderUnavailable
from smits_watch.extraction.result import ExtractedFile

log = logging.getLogger(__name__)

WATCHER = "watcher"
"""Who records what was noticed and read, and what the rules say of it."""
_CONCERNS_ALL = (LedgerBusy, LedgerDamaged, LedgerUnwritable, ReaderUnavailable)
"""Errors that say nothing of the input that is being read, and would meet the next one just the same."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that lies whole in an input folder."""

    file: Path
    kind: str
    path: str
    """Below inputs/, with the kind's folder first."""
    sha256: str
    size: int
    """Bytes."""
    mtime_ns: int


def receive(record: Record, workspace: Workspace, settings: Settings, arrival: Arrival) -> str | None:
    """Record that a file was received, and keep a copy of it.

    What lies in the folder now counts: a content that is the newest under its path already is nothing new,
    one that comes back is a new version. A file above the size limit is recorded as rejected, not copied.

    Returns:
        The id of the new input, or None where there is nothing new.

    Raises:
        FileChanged: the file changed or went away meanwhile; nothing is recorded.
        ArchiveUnwritable: e.g. the disk is full; nothing is recorded.
        LedgerUnwritable: nothing is recorded.
    """
    if record.state.is_newest(arrival.path, arrival.sha256):
        return None
    limit = settings.watch.max_megabytes
    too_large = arrival.size > limit * 1_000_000
    if not too_large:
        try:
            archive(workspace, arrival.file, arrival.sha256)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise ArchiveUnwritable(f"can't be copied into the archive ({why})") from error

    def action(state: State) -> list[EntryData]:
        if state.is_newest(arrival.path, arrival.sha256):
            return []
        received = _received(state, arrival)
        if not too_large:
            return [received]
        reason = (
            f"It is larger than {limit} MB; drop a smaller file or raise watch.max_megabytes in smits.toml."
        )
        return [received, InputRejected(id=received.id, status="unreadable", reason=reason)]

    entries = record.commit(WATCHER, action)
    return str(entries[0].data["id"]) if entries else None


def read_waiting(
    record: Record,
    workspace: Workspace,
    settings: Settings,
    reader: Reader,
    schedule: RetrySchedule,
    *,
    contexts: ExtractionContexts | None = None,
    before: Callable[[Input], None] = lambda _: None,
) -> Iterator[Input]:
    """Read every input that was received and no reading yet, in the order of arrival.

    An input that can't be read for a reason outside of it (no room on the disk, no copy in the archive) is
    recorded as set aside, does not hold up those behind it, and is tried again when its pause is over.

    Args:
        record: where they are and what is recorded.
        workspace: whose archive they lie in.
        settings: limits and column mappings.
        reader: opens files in a child process.
        schedule: paces the attempts at inputs that were set aside.
        contexts: of the same record and settings, for callers that read again and again.
        before: told of each input before it is read, e.g. to show progress.

    Yields:
        Each input as it is recorded then: read, rejected, or still received with the reason for that; after
        a file that holds others, those of them that could not be taken out.

    Raises:
        LedgerUnwritable, LedgerBusy, LedgerDamaged: the result can't be recorded; it is read again next time.
        ReaderUnavailable: the child can't be started.
    """
    contexts = contexts or ExtractionContexts(settings)
    while waiting := _next_due(record, schedule):
        before(waiting)
        try:
            recorded = _read(record, workspace, contexts, reader, waiting)
        except _CONCERNS_ALL:
            raise
        except Exception as error:  # one input must not stop the others, whatever it brings about
            schedule.fail(waiting.id)
            _set_aside(record, waiting, error)
            recorded = [waiting.id]
        else:
            schedule.succeed(waiting.id)
        for identifier in recorded:
            yield record.state.input(identifier) or waiting


def _next_due(record: Record, schedule: RetrySchedule) -> Input | None:
    return next((item for item in record.state.inputs_with("received") if schedule.is_due(item.id)), None)


def _read(
    record: Record, workspace: Workspace, contexts: ExtractionContexts, reader: Reader, item: Input
) -> Sequence[str]:
    """Read an input and record what came of it; the ids of it and of the parts that were not taken."""
    content = whole_copy(record.state, workspace, reader, item)
    with obstructed("The reading process does not work"):
        reading = reader.read(
            content,
            name=item.path,
            kind=folder_of(item.path),
            context=contexts.of(record.state, folder_of(item.path)),
            attachments=False,
        )
    if reading.status == "read":
        clear_quarantine(workspace, item)
        try:
            return _record_read(record, workspace, reader, item, reading, content)
        except EntryRefused as error:
            reason = f"Its facts can't be recorded. {error}"
            reading = reading.model_copy(update={"status": "unreadable", "reason": reason})
    with obstructed("The quarantine can't be written"):
        put_into_quarantine(workspace, item, content, reading.reason)
    return _record_reading(record, item, reading, Unpacked())


def _record_read(
    record: Record, workspace: Workspace, reader: Reader, item: Input, reading: ExtractedFile, content: Path
) -> Sequence[str]:
    """Record what was read, and take out what the file holds; the ids of it and of the parts not taken."""
    if not holds_parts(item):
        return _record_reading(record, item, reading, Unpacked())
    with unpacked(reader, content, item.path) as inside:
        taken = within_limits(record.state, item, inside)
        with obstructed("Its contents can't be archived"):
            for part in taken.parts:
                archive(workspace, part.file, part.sha256)
        return _record_reading(record, item, reading, taken)


def _set_aside(record: Record, item: Input, error: Exception) -> None:
    """Record why an input waits, unless that is recorded already."""
    if isinstance(error, SmitsError):
        reason = str(error)
    else:
        log.error("Reading %s failed.", item.path, exc_info=error)
        reason = f"Reading it failed unexpectedly ({type(error).__name__}). It will be tried again."

    def action(state: State) -> list[EntryData]:
        known = state.input(item.id)
        if known is None or known.status != "received" or known.reason == reason:
            return []
        return [InputSetAside(id=item.id, reason=reason)]

    record.commit(WATCHER, action)


def _received(state: State, arrival: Arrival) -> InputReceived:
    return InputReceived(
        id=f"I{state.next_id('inputs')}",
        kind=arrival.kind,
        path=arrival.path,
        sha256=arrival.sha256,
        size=arrival.size,
        mtime_ns=arrival.mtime_ns,
        version=state.versions(arrival.path) + 1,
        copy_of=state.original_of(arrival.kind, arrival.path, arrival.sha256),
    )


def _record_reading(record: Record, item: Input, reading: ExtractedFile, inside: Unpacked) -> Sequence[str]:
    """Record what was read, together with the inputs that it holds.

    Returns:
        The ids of the input and of the parts that could not be taken out.
    """
    identifier = item.id

    def action(state: State) -> list[EntryData]:
        known = state.input(identifier)
        if known is None or known.status != "received":
            return []
        if reading.status != "read":
            return [InputRejected(id=identifier, status=reading.status, reason=reading.reason)]
        parts = list(entries_for_parts(state, item, inside))
        return [read_entry(state, item, reading, holds_parts=bool(parts)), *parts]

    entries = record.commit(WATCHER, action)
    untaken = [str(entry.data["id"]) for entry in entries if entry.type == InputRejected.type]
    return [identifier, *(other for other in untaken if other != identifier)]
