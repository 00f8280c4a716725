"""Taking in files: received once, read, and either their facts or the reason of rejection recorded."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smits_tui.actions.inputs.archive import archive, archived
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputRead, InputReceived, InputRejected
from smits_tui.process.state import Input, State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.documents.attachments import Part
from smits_watch.extraction.reader import Reader
from smits_watch.extraction.result import Reading
from smits_watch.facts import ExtractionContext

WATCHER = "watcher"
"""Who records what was noticed and read, and what the rules say of it."""
_HOLDING = (".eml", ".zip")
"""Endings of files that hold others."""
_DEEPEST = 5
"""Steps of a path: beyond, files in files in files are not taken out any more."""


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
        OSError: the archive can't be written; nothing is recorded.
        LedgerUnwritable: nothing is recorded.
    """
    if record.state.is_newest(arrival.path, arrival.sha256):
        return None
    limit = settings.watch.max_megabytes
    too_large = arrival.size > limit * 1_000_000
    if not too_large:
        archive(workspace, arrival.file, arrival.sha256)

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
    *,
    before: Callable[[Input], None] = lambda _: None,
) -> Iterator[Input]:
    """Read every input that was received and not read yet, in the order of arrival.

    Args:
        record: where they are and what is recorded.
        workspace: whose archive they lie in.
        settings: limits and column mappings.
        reader: opens files in a child process.
        before: told of each input before it is read, e.g. to show progress.

    Yields:
        Each input as it is recorded then: read or rejected.

    Raises:
        OSError: a rejected file can't be put into quarantine; it is read again next time.
        LedgerUnwritable: the result can't be recorded; it is read again next time.
    """
    while waiting := next(iter(record.state.inputs_with("received")), None):
        before(waiting)
        content = archived(workspace, waiting.sha256)
        reading = reader.read(
            content,
            name=waiting.path,
            kind=waiting.kind,
            context=ExtractionContext(columns=settings.columns(waiting.kind)),
            attachments=False,
        )
        if reading.status != "read":
            _quarantine(workspace, waiting, content, reading.reason)
        with _parts(reader, waiting, content, reading) as parts:
            for part in parts:
                archive(workspace, part.file, part.sha256)
            _record_reading(record, waiting, reading, parts)
        yield record.state.input(waiting.id) or waiting


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


@contextmanager
def _parts(reader: Reader, item: Input, content: Path, reading: Reading) -> Iterator[list[Part]]:
    """What is attached to an e-mail or packed in a ZIP, as files that are there for the moment."""
    holds = Path(item.path).suffix.lower() in _HOLDING and item.path.count("/") < _DEEPEST
    if reading.status != "read" or not holds:
        yield []
        return
    with tempfile.TemporaryDirectory(prefix="smits-parts-") as folder:
        yield reader.unpack(content, name=item.path, folder=Path(folder))


def _record_reading(record: Record, item: Input, reading: Reading, parts: Sequence[Part]) -> None:
    """Record what was read, together with the inputs that were found inside."""
    identifier = item.id

    def action(state: State) -> list[EntryData]:
        known = state.input(identifier)
        if known is None or known.status != "received":
            return []
        if reading.status != "read":
            return [InputRejected(id=identifier, status=reading.status, reason=reading.reason)]
        facts = tuple(fact.model_dump(mode="json", exclude_defaults=False) for fact in reading.facts)
        read = InputRead(id=identifier, facts=facts, summary=reading.summary, warnings=reading.warnings)
        return [read, *_inside(state, item, parts)]

    record.commit(WATCHER, action)


def _inside(state: State, item: Input, parts: Sequence[Part]) -> Iterator[InputReceived]:
    """The parts that are new, as inputs of the same kind whose path leads through the file they lay in."""
    number = state.next_id("inputs")
    for part in parts:
        path = f"{item.path}/{part.name}"
        if state.is_newest(path, part.sha256):
            continue
        yield InputReceived(
            id=f"I{number}",
            kind=item.kind,
            path=path,
            sha256=part.sha256,
            size=part.size,
            mtime_ns=item.mtime_ns,
            version=state.versions(path) + 1,
            copy_of=state.original_of(item.kind, path, part.sha256),
            part_of=item.id,
        )
        number += 1


def _quarantine(workspace: Workspace, rejected: Input, content: Path, reason: str) -> None:
    """Keep a copy with its reason where a person finds it; the name is the file's own, without folders."""
    name = f"{rejected.id}-{Path(rejected.path).name[-120:]}"
    if content.exists():
        shutil.copyfile(content, workspace.quarantine / name)
    (workspace.quarantine / f"{name}.reason.txt").write_text(f"{rejected.path}\n{reason}\n", encoding="utf-8")
