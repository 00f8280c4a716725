"""The ledger in a file that any machine and engine can take over: exported, verified, and imported."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.ledger.signature import tip_fields
from smits_tui.ledger.anchor import Anchor
from smits_tui.ledger.chain import canonical, chain, entry_of
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import GENESIS, Ledger, Tip
from smits_tui.process.entries.entry import Entry
from smits_tui.settings import Stakeholder
from smits_tui.whole_file import PRIVATE, written_aside
from smits_tui.workspace import Workspace, make_workspace

FORMAT = "smits-ledger-1"
"""Named in the first line, with the number of entries and the hash of the last; the entries follow."""
_HEADER_BYTES = 100_000
"""The first line is read up to this length: a file without line ends must not fill the memory."""
_BATCH = 1_000
"""Entries that are made durable together: an interrupted import continues after the last batch."""


class ExchangeRefused(SmitsError):
    """A ledger can't be exported to, or imported from, a file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class ImportedLedger:
    """What an import came to."""

    tip: Tip
    added: int
    """Entries that the record did not have before."""


def export_ledger(workspace: Workspace, file: Path, *, force: bool = False) -> Tip:
    """Write all entries into one file, each verified; what is appended meanwhile is left for the next time.

    Args:
        workspace: whose ledger.
        file: the file to write; it gets its name once it is complete and durable.
        force: whether a file of that name is replaced.

    Returns:
        The last entry of the file.

    Raises:
        ExchangeRefused: the file exists or can't be written, or there is no entry.
        ActionRefused: the key that smits.toml names for signing can't be used.
        LedgerDamaged: the ledger does not fit together.
    """
    if file.exists() and not force:
        raise ExchangeRefused(f"{file} already exists and was not overwritten. Choose another name.")
    ledger = open_ledger(workspace)
    tip, organisation = Tip(), ""
    for entry in chain(ledger.lines()):
        tip = Tip(entry.seq, entry.hash)
        if entry.type == "settings.changed":
            organisation = str(entry.data["organisation"])
    if not tip.seq:
        raise ExchangeRefused("Nothing is recorded yet, so there is nothing to export.")
    header = {
        "format": FORMAT,
        "organisation": organisation,
        "entries": tip.seq,
        **tip_fields(workspace, tip),
    }
    header.pop("seq")
    try:
        with (
            written_aside(file, mode=PRIVATE, durable=True, check=read_export) as target,
            closing(ledger.lines()) as lines,
        ):
            target.write((canonical(header) + "\n").encode())
            target.writelines(itertools.islice(lines, tip.seq))
    except OSError as error:
        raise ExchangeRefused(f"{file} can't be written: {error.strerror or error}.") from error
    return tip


def read_export(file: Path) -> Tip:
    """Verify all of an exported ledger.

    Returns:
        Its last entry.

    Raises:
        ExchangeRefused: it is not an exported ledger, can't be read, or is not complete.
        LedgerDamaged: names the first entry that does not fit.
        LedgerTooNew: a newer version of smits wrote an entry.
    """
    header = _header(file)
    tip = Tip()
    for entry in _entries(file):
        tip = Tip(entry.seq, entry.hash)
    if (tip.seq, tip.hash) != (header["entries"], header["hash"]):
        raise ExchangeRefused(
            f"{file} ends at entry {tip.seq}, but its first line names {header['entries']} entries: it was "
            "truncated or changed. Export it again."
        )
    return tip


def import_ledger(workspace: Workspace, file: Path) -> ImportedLedger:
    """Take over an exported ledger; nothing is written before all of it is verified.

    Args:
        workspace: its record must be empty, or the beginning of the exported one.
        file: what `export_ledger` wrote.

    Raises:
        ExchangeRefused: it is not a complete exported ledger, or the workspace has another record.
        LedgerDamaged: the exported ledger, or that of the workspace, does not fit together.
        LedgerBusy: somebody holds the lock of the workspace's ledger.
        LedgerUnwritable: it can't be written; the entries up to here were imported.
    """
    tip = read_export(file)
    workspace.make_folders()
    ledger = open_ledger(workspace)
    with ledger.locked():
        ledger.read()
        before = ledger.tip
        new = itertools.dropwhile(lambda entry: entry.seq <= before.seq, _entries(file))
        if before.seq and _hash_at(file, before.seq) != before.hash:
            own = counted(before.seq, "entry", "entries")
            raise ExchangeRefused(
                f"{workspace.root} has a record of its own ({own}), and nothing was changed. "
                "Import into a new folder."
            )
        _append(ledger, new)
        anchor = Anchor(workspace.anchor)
        anchor.compare([], tip)
        anchor.move(Tip(tip.seq, tip.hash))
    return ImportedLedger(tip, max(0, tip.seq - before.seq))


def make_workspace_of(file: Path, folder: Path) -> Workspace:
    """Make a workspace for an exported ledger, with the organisation and the people that it names.

    Raises:
        ExchangeRefused: it is not a complete exported ledger, or does not say whose it is.
        LedgerDamaged: it does not fit together.
        WorkspaceError: the folder can't be written.
    """
    read_export(file)
    settings: dict[str, Any] = {}
    for entry in _entries(file):
        if entry.type == "settings.changed":
            settings = entry.data["settings"]
    if not settings.get("organisation"):
        raise ExchangeRefused(
            f"{file} does not say whose record it is; import it into a folder with smits.toml."
        )
    people = [
        Stakeholder.model_construct(**{name: person.get(name, "") for name in ("name", "role", "email")})
        for person in settings.get("stakeholders", ())
    ]
    return make_workspace(
        folder,
        settings["organisation"],
        jurisdictions=settings.get("jurisdictions", ()),
        topics=settings.get("topics", ()),
        stakeholders=people,
    )


def _append(ledger: Ledger, entries: Iterator[Entry]) -> None:
    while batch := list(itertools.islice(entries, _BATCH)):
        ledger.append(batch)


def _hash_at(file: Path, seq: int) -> str:
    """The hash of an entry of an exported ledger; blank if it has fewer."""
    return next((entry.hash for entry in _entries(file) if entry.seq == seq), "")


def _header(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as source:
            header = json.loads(source.readline(_HEADER_BYTES))
    except OSError as error:
        raise ExchangeRefused(f"{file} can't be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise ExchangeRefused(f"{file} is not an exported ledger.") from error
    if not isinstance(header, dict) or not str(header.get("format", "")).startswith("smits-ledger-"):
        raise ExchangeRefused(f"{file} is not an exported ledger.")
    if header["format"] != FORMAT or not {"entries", "hash"} <= header.keys():
        raise ExchangeRefused(f"{file} was exported by another version of smits; update smits here.")
    return header


def _entries(file: Path) -> Iterator[Entry]:
    """The entries of an exported ledger, each verified, including that its line is complete."""
    tip = Tip(0, GENESIS)
    with file.open("rb") as source:
        source.readline(_HEADER_BYTES)
        for line in source:
            try:
                entry = entry_of(line, tip)
            except LedgerDamaged as error:
                raise LedgerDamaged(
                    f"Entry {tip.seq + 1} in {file} was changed or does not follow the one before it. "
                    "Nothing was imported; export it again.",
                    tip.seq + 1,
                ) from error
            tip = Tip(entry.seq, entry.hash)
            yield entry
