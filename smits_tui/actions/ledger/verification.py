"""Whether the ledger is intact, is the one seen before, and agrees with state and archive."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.archive.store import archived, fetch_again
from smits_tui.ledger.anchor import Anchor
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.projection import Projection
from smits_tui.ledger.protocol import Tip
from smits_tui.process.entries.entry import Entry
from smits_tui.process.state.fold import fold
from smits_tui.process.state.store import TABLES, DictTables, Tables
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of

SAMPLE = 50
"""Archived copies hashed by a check-up; all of them may be many gigabytes."""


@dataclass(frozen=True, slots=True)
class VerifiedRecord:
    """The extent of a verification."""

    tip: Tip
    copies: int
    """The number of archived copies that were hashed."""
    fetched: int = 0
    """Of them, those that were damaged on this machine and were fetched again from the team's archive."""

    @property
    def mended(self) -> str:
        """A sentence about copies that were fetched again; blank if none were."""
        if not self.fetched:
            return ""
        damaged = counted(self.fetched, "copy was", "copies were")
        return f"{damaged} damaged on this machine, and fetched again from the team's archive."


def verify_record(
    workspace: Workspace, tips: Iterable[Tip] = (), sample: int | None = SAMPLE
) -> VerifiedRecord:
    """Verify every hash of the ledger, and everything that must agree with it.

    Of a team, copies that were damaged on this machine are fetched again.

    Args:
        workspace: with the record.
        tips: entries known from elsewhere (a receipt, a signed tip), which the record must contain.
        sample: the number of archive copies to hash; None for all.

    Raises:
        LedgerDamaged: a line is invalid, the ledger was truncated or rewritten, the checkpoint differs from
            the fold of its entries, or a copy in the archive was changed.
    """
    kept = Projection.load(workspace.state)
    wanted = {tip.seq: tip.hash for tip in tips}
    anchor = Anchor(workspace.anchor)
    tables, tip = DictTables(), Tip()
    problems: list[str] = []

    def check_entry(entry: Entry) -> None:
        nonlocal tip
        tip = Tip(entry.seq, entry.hash)
        if wanted.pop(entry.seq, entry.hash) != entry.hash:
            problems.append(
                f"Entry {entry.seq} is not the one that was seen elsewhere: the record was rewritten since."
            )
        anchor.compare([entry], Tip(max(entry.seq, anchor.seen.seq)))
        fold(tables, [entry])
        if kept and entry.seq == kept[1].seq:
            problems.extend(_checkpoint_problems(workspace.state, entry, kept, tables))

    # An invalid line ends the verification before other problems are reported.
    open_ledger(workspace).verify(check_entry)
    if problems:
        raise LedgerDamaged(problems[0])
    anchor.compare([], tip)
    if anchor.problem:
        raise LedgerDamaged(anchor.problem)
    if wanted:
        raise LedgerDamaged(
            f"The record ends at entry {tip.seq}; entry {max(wanted)}, seen elsewhere, is not in it: "
            "the record was cut since."
        )
    return VerifiedRecord(tip, *_verify_archive(workspace, tables, sample, tip.seq))


def _checkpoint_problems(
    path: Path, entry: Entry, kept: tuple[Projection, Tip], tables: DictTables
) -> Iterator[str]:
    """Compare the checkpoint with the fold of the entries it claims to contain."""
    projection, claimed = kept
    if entry.hash != claimed.hash:
        return  # of another ledger: it is not used, and will be rewritten
    for name in TABLES:
        # The saved state went through JSON, which has no tuples.
        if list(projection.all(name)) != json.loads(json.dumps(list(tables.all(name)))):
            yield f"The checkpoint {path} does not match the ledger ({name}); delete it: it is only a cache."


def _verify_archive(workspace: Workspace, tables: Tables, sample: int | None, seq: int) -> tuple[int, int]:
    """Hash copies, different ones each time as the record grows; another check finds missing ones.

    Returns:
        How many were hashed, and how many of them were damaged and fetched again.
    """
    there = sorted({sha256 for sha256 in _contents(tables) if archived(workspace, sha256).is_file()})
    step = 1 if sample is None else max(1, -(-len(there) // max(1, sample)))
    chosen = [] if sample == 0 else there[seq % step :: step]
    fetched = 0
    for sha256 in chosen:
        copy = archived(workspace, sha256)
        if sha256_of(copy) == sha256:
            continue
        if not fetch_again(workspace, sha256):
            raise LedgerDamaged(f"The copy {copy} was changed; restore .smits/archive from a backup.")
        fetched += 1
    return len(chosen), fetched


def _contents(tables: Tables) -> Iterator[str]:
    for item in tables.all("inputs"):
        if item.get("sha256"):
            yield str(item["sha256"])
    for version in tables.all("versions"):
        if version.get("document"):
            yield str(version["document"])
