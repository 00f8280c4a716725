"""Records when the file of an input disappears from its folder, and when it returns."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from smits_tui.actions.inputs.intake import WATCHER
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.entries.questions import InputGone, InputReturned
from smits_tui.process.state import Input, State
from smits_tui.process.state.folds.inputs import folder_of
from smits_tui.sites import Site
from smits_watch.notice.model import Presence

EMPTIED = 5
"""A folder that loses this many files, and all of them, at once was probably unmounted or moved."""


class PresenceTracker:
    """Compares sweeps with the record. A file counts as gone, or as back, once two sweeps agree.

    An editor that saves through a second file leaves a moment without the file.
    """

    def __init__(self, inputs: Path) -> None:
        """Start without a sweep.

        Args:
            inputs: the folder that contains the input folders.
        """
        self._inputs = inputs
        self._sweep = 0
        self._absent: frozenset[str] = frozenset()
        self._back: frozenset[str] = frozenset()
        self.emptied: tuple[str, ...] = ()
        """Input folders that lost all their files at once; nothing of them is recorded as gone."""

    def note(
        self, record: Record, presence: Presence | None, site: Site, *, confirm: bool = False
    ) -> Sequence[Input]:
        """Record the files that disappeared or returned since the last sweep.

        Args:
            record: contains the inputs and receives the entries.
            presence: the result of the last sweep.
            site: whose input folders these are; files of other sites are left alone.
            confirm: whether to check each file itself instead of waiting for another sweep.

        Returns:
            The inputs recorded as gone or back, in their new state.

        Raises:
            LedgerUnwritable: nothing was recorded.
        """
        if presence is None or presence.number == self._sweep:
            return ()
        self._sweep = presence.number
        lying = [item for item in _lying(record.state) if site.local(item.path) is not None]
        files = frozenset(map(site.recorded, presence.files)) if site.name else presence.files
        absent = {
            item.path
            for item in lying
            if item.gone_at is None and self._lacks(presence, site.local(item.path) or item.path)
        }
        absent -= _moved(record.state, absent, files)
        self.emptied = tuple(_emptied(lying, absent))
        absent = {path for path in absent if folder_of(path) not in self.emptied}
        back = {item.path for item in lying if item.path in files and item.gone_at is not None}
        before = (frozenset(absent), frozenset(back)) if confirm else (self._absent, self._back)
        self._absent, self._back = frozenset(absent), frozenset(back)
        return _recorded(record, self._absent & before[0], self._back & before[1])

    def _lacks(self, presence: Presence, path: str) -> bool:
        """Whether a file is missing while its input folder is there."""
        if not presence.lacks(path) or not (self._inputs / folder_of(path)).is_dir():
            return False
        return not os.path.lexists(self._inputs / path)


def _lying(state: State) -> Iterator[Input]:
    """The inputs whose files should be in the folders: the newest of each path, not withdrawn, no parts."""
    newest = {item.path: item for item in state.inputs()}
    for item in newest.values():
        if item.part_of is None and item.status != "copy" and item.withdrawn is None:
            yield item


def _moved(state: State, absent: Collection[str], files: Collection[str]) -> set[str]:
    """The missing files whose content is now under another path, to which it was moved."""
    if not absent:
        return set()
    held = {item.copy_of for item in state.inputs() if item.copy_of and item.path in files}
    return {path for path in absent if (item := state.newest(path)) is not None and item.id in held}


def _emptied(lying: Collection[Input], absent: Collection[str]) -> Iterator[str]:
    """The input folders that lost all of their files, if they had many."""
    folders: dict[str, list[str]] = {}
    for item in lying:
        if item.gone_at is None:
            folders.setdefault(folder_of(item.path), []).append(item.path)
    for folder, paths in folders.items():
        if len(paths) >= EMPTIED and all(path in absent for path in paths):
            yield folder


def _recorded(record: Record, gone: Collection[str], back: Collection[str]) -> Sequence[Input]:
    if not gone and not back:
        return ()

    def action(state: State) -> list[EntryData]:
        entries: list[EntryData] = []
        for path in sorted((*gone, *back)):
            item = state.newest(path)
            if item is not None and path in gone and item.gone_at is None:
                entries.append(InputGone(id=item.id))
            elif item is not None and path in back and item.gone_at is not None:
                entries.append(InputReturned(id=item.id))
        return entries

    entries = record.commit(WATCHER, action)
    items = (record.state.input(str(entry.data["id"])) for entry in entries)
    return [item for item in items if item is not None]
