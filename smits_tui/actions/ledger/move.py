"""Moves the record of a workspace from one engine to another, e.g. from files to PostgreSQL."""

from __future__ import annotations

import itertools
from contextlib import closing
from dataclasses import dataclass

from smits_rules.vocabulary import SmitsError
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.setup.settings_change import organisation_set, rewrite_settings
from smits_tui.ledger.chain import chain
from smits_tui.ledger.engines import contents_at, is_shared, leases_at, ledger_address, open_engine
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import Ledger, Tip
from smits_tui.process.entries.entry import Entry
from smits_tui.sites import mark_folders
from smits_tui.workspace import Workspace

_BATCH = 1_000
"""Entries that are made durable together: a move that is interrupted goes on after the last batch."""


class MoveRefused(SmitsError):
    """The record can't be moved; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class MovedLedger:
    """What a move came to."""

    tip: Tip
    moved: int
    """Entries that the target did not have before."""
    copies: int
    """Archived copies that are at the target."""


def move_ledger(workspace: Workspace, source: str, target: str) -> MovedLedger:
    """Move the record, byte for byte, with the archive; nobody can append meanwhile.

    The target is verified completely before smits.toml names it. The source stays as it is, but refuses new
    entries, so that a process that still uses it stops. A move that was interrupted is repeated and goes on.

    Args:
        workspace: whose record.
        source: where smits.toml says it is: `file`, or the address of a database.
        target: where it is to be; empty, or with the beginning of the same record.

    Raises:
        MoveRefused: the record is not at the source, or the target has another one.
        LedgerDamaged: one of them does not fit together.
        LedgerBusy: somebody holds one of the locks.
        LedgerUnreachable: a server does not answer.
        LedgerUnwritable: the target can't be written.
        SettingsError: an address or smits.toml is wrong.
        OSError: smits.toml or the archive can't be written.
    """
    current = ledger_address(workspace)
    if source == target or current not in (source, target):
        raise MoveRefused(
            f"The record of {workspace.root} is kept in '{current}', so it can't be moved from '{source}' to "
            f"'{target}'. Nothing was changed."
        )
    workspace.make_folders()
    old, new = open_engine(workspace, source), open_engine(workspace, target)
    _move_copies(workspace, source, target)
    new.reopen()
    if current == target:
        return _finish(workspace, old, new, source, target)
    with old.locked(), new.locked():
        tip, moved = _copy(old, new, target)
        copies = _move_copies(workspace, source, target)
        _register_folders(workspace, target)
        rewrite_settings(workspace.settings_file, organisation_set({"ledger": target}))
        old.retire(target)
    return MovedLedger(tip, moved, copies)


def _register_folders(workspace: Workspace, target: str) -> None:
    """Note whose input folders the record is about, before another machine takes its own for them.

    Raises:
        OSError: the folders can't be marked.
    """
    if is_shared(target):
        site = mark_folders(workspace)
        leases_at(target).register(site.folder, site.name)


def _finish(workspace: Workspace, old: Ledger, new: Ledger, source: str, target: str) -> MovedLedger:
    """Retire the source after a move that was interrupted when smits.toml named the target already."""
    with old.locked():
        with closing(old.lines()) as before, closing(new.lines()) as after:
            if any(line != next(after, b"") for line in before):
                raise MoveRefused(f"'{source}' has entries that '{target}' has not. Nothing was changed.")
        old.retire(target)
    new.read()
    return MovedLedger(new.tip, 0, _move_copies(workspace, source, target))


def _copy(old: Ledger, new: Ledger, target: str) -> tuple[Tip, int]:
    """Append what the target lacks, and read all of it back."""
    new.read()
    begun, tip = new.tip, Tip()

    def is_there(entry: Entry) -> bool:
        nonlocal tip
        tip = Tip(entry.seq, entry.hash)
        if entry.seq == begun.seq and entry.hash != begun.hash:
            other = counted(begun.seq, "entry", "entries")
            raise MoveRefused(f"'{target}' has another record ({other}). Nothing was changed.")
        return entry.seq <= begun.seq

    with closing(old.lines()) as lines:
        entries = (entry for entry in chain(lines) if not is_there(entry))
        while batch := list(itertools.islice(entries, _BATCH)):
            new.append(batch)
    if tip.seq < begun.seq:
        raise MoveRefused(
            f"'{target}' has more entries than the record itself, {begun.seq} and {tip.seq}. "
            "Nothing was changed."
        )
    if (new.verify(), new.tip.hash) != (tip.seq, tip.hash if tip.seq else new.tip.hash):
        raise LedgerDamaged(
            f"What was written to '{target}' could not be read back; the record was not moved."
        )
    return tip, tip.seq - begun.seq


def _move_copies(workspace: Workspace, source: str, target: str) -> int:
    """Bring the archive to the target; copies that are there already are left alone."""
    paths = [path for path in workspace.archive.glob("??/*") if not path.name.endswith(".tmp")]
    if is_shared(source):
        paths = [
            sound_copy(workspace, sha256, contents_at(source)) for sha256 in contents_at(source).hashes()
        ]
    if not is_shared(target):
        return sum(path.exists() for path in paths) if is_shared(source) else 0
    contents_at(target).put((path.parent.name + path.name, path) for path in paths)
    return len(paths)
