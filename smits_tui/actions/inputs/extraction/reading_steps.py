"""The steps of reading inputs in the child process, and the entries that come of it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

from smits_tui.actions.inputs.archive.copies import (
    obstructed,
    parts_of,
    unpacking_folder,
    whole_copy,
)
from smits_tui.actions.inputs.archive.quarantine import clear_quarantine, put_into_quarantine
from smits_tui.actions.inputs.archive.store import archive_all
from smits_tui.actions.inputs.extraction.attachments import entries_for_parts, holds_parts, within_limits
from smits_tui.actions.inputs.extraction.basis import Basis, basis_of, sidecar_copy
from smits_tui.actions.inputs.extraction.context import ExtractionContexts
from smits_tui.actions.inputs.extraction.entry import read_entry
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputRejected
from smits_tui.process.state import Input, State
from smits_tui.process.state.folds.inputs import folder_of
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.documents.attachments import Unpacked
from smits_watch.extraction.bundle import Bundle
from smits_watch.extraction.child import Request
from smits_watch.extraction.child_task import ChildTask
from smits_watch.extraction.reader import Reader
from smits_watch.extraction.result import ExtractedFile

ReadingOutcome = tuple[Input, Callable[[State], list[EntryData]], ExtractedFile]
"""An input, the entries for it under the lock, and the result of reading it."""
Steps = Generator[ChildTask[Any], None, list[ReadingOutcome]]
"""The steps of a job; each yields a task for the child process."""


class ReadingSteps:
    """Reads inputs step by step, so that the caller can do other work while the child reads."""

    def __init__(self, record: Record, workspace: Workspace, settings: Settings, reader: Reader) -> None:
        """Keep what every reading needs.

        Args:
            record: contains the inputs.
            workspace: with the archive.
            settings: limits and column mappings.
            reader: opens files in a child process.
        """
        self._record = record
        self._workspace = workspace
        self._contexts = ExtractionContexts(settings)
        self._reader = reader

    def use(self, settings: Settings) -> None:
        """Apply other settings from the next input on."""
        self._contexts = ExtractionContexts(settings)

    def alone(self, item: Input) -> Steps:
        """Read an input, and unpack its parts.

        Raises:
            Obstacle: something other than the file is in the way.
            ReaderUnavailable: the child process can't be started.
        """
        state = self._record.state
        content = whole_copy(state, self._workspace, self._reader, item)
        sidecar = sidecar_copy(state, self._workspace, self._reader, item)
        context = self._contexts.of(state, folder_of(item.path))
        basis = basis_of(state, item, context)
        with obstructed("The reading process does not work"):
            task = self._reader.begin(
                content,
                name=item.path,
                kind=folder_of(item.path),
                context=context,
                sidecar=sidecar,
                attachments=False,
                is_part=item.part_of is not None,
            )
        yield task
        with obstructed("The reading process does not work"):
            reading = task.result()
        self._contexts.foresee(self._record.state, item, reading)
        action = self._action(item, content, reading, basis)
        if reading.status != "read" or not holds_parts(item):
            return [(item, action, reading)]
        with unpacking_folder() as folder:
            unpacking = self._reader.begin_unpacking(content, name=item.path, folder=folder)
            yield unpacking
            inside = parts_of(unpacking)
            self._archive_parts(within_limits(self._record.state, item, inside))
        return [(item, partial(_read, item, reading, inside, basis), reading)]

    def together(self, items: list[Input]) -> Steps:
        """Read small inputs in one task of the child; returns outcomes for the first of them, or none."""
        state, contexts = self._record.state, self._contexts
        of_folder = {
            folder: contexts.of(state, folder) for folder in {folder_of(item.path) for item in items}
        }
        requests, bases = [], []
        for item in items:
            content = whole_copy(state, self._workspace, self._reader, item).absolute()
            folder = folder_of(item.path)
            is_part = item.part_of is not None
            context, sidecar = of_folder[folder], sidecar_copy(state, self._workspace, self._reader, item)
            bases.append(basis_of(state, item, context))
            requests.append(
                Request(content, item.path, folder, context, sidecar, item.sha256, is_part=is_part)
            )
        evidence = tuple(contexts.budget_evidence(state))
        task = self._reader.begin_bundle(Bundle(tuple(requests), evidence))
        yield task
        outcomes: list[ReadingOutcome] = []
        for item, request, basis, reading in zip(items, requests, bases, task.result(), strict=False):
            outcomes.append((item, self._action(item, request.path, reading, basis), reading))
            contexts.foresee(self._record.state, item, reading)
        return outcomes

    def _action(
        self, item: Input, content: Path, reading: ExtractedFile, basis: Basis
    ) -> Callable[[State], list[EntryData]]:
        """The entries for an input without parts; one that is rejected is put into the quarantine."""
        if reading.status == "read":
            clear_quarantine(self._workspace, item)
        else:
            with obstructed("The quarantine can't be written"):
                put_into_quarantine(self._workspace, item, content, reading.reason)
        return partial(_read, item, reading, Unpacked(), basis)

    def _archive_parts(self, inside: Unpacked) -> None:
        """Copy the parts of a file into the archive.

        Raises:
            Obstacle: it can't be written.
        """
        files = {part.sha256: part.file for part in inside.parts}
        with obstructed("Its contents can't be archived"):
            for failure in archive_all(self._workspace, [(file, sha256) for sha256, file in files.items()]):
                if failure is not None:
                    raise failure


def _read(
    item: Input,
    reading: ExtractedFile,
    inside: Unpacked,
    basis: Basis,
    state: State,
) -> list[EntryData]:
    """The entries for the result, together with the input's parts.

    Empty if somebody answered a question meanwhile, or its sidecar changed: the input is read again.
    """
    current = state.input(item.id)
    if current is None or current.status != "received" or not basis.holds(state, item):
        return []
    if reading.status != "read":
        return [InputRejected(id=item.id, status=reading.status, reason=reading.reason)]
    parts = list(entries_for_parts(state, item, within_limits(state, item, inside)))
    return [read_entry(state, item, reading, holds_parts=bool(parts)), *parts]
