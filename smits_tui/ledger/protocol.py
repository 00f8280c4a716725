"""The protocol of every ledger: entries appended under one lock and read back verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from smits_tui.process.entries.envelope import Entry, EntryData

GENESIS = "0" * 64
"""`prev` of the first entry."""


@dataclass(frozen=True, slots=True)
class Tip:
    """A reader's position in the ledger."""

    seq: int = 0
    hash: str = GENESIS
    offset: int = 0
    """Bytes of the ledger up to here (0 for a ledger that is not a file)."""


START = Tip()
"""Before the first entry."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which login on which machine records entries."""

    login: str
    host: str


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry that is not written yet."""

    at: dt.datetime
    by: str
    data: EntryData
    origin: Origin | None = None
    """None: it is written as format 1, which has none."""


class Ledger(Protocol):
    """An append-only sequence of entries that several processes share.

    An engine implements all of it; only `open_ledger` knows which engine a workspace uses. The tests in
    tests/ledger/test_ledger_engines.py run on each engine.
    """

    @property
    def tip(self) -> Tip:
        """This reader's position."""

    def seek(self, tip: Tip) -> bool:
        """Go to a tip reached before; False (and nothing moved) if the ledger does not have it.

        The entries just before it are verified, not all.
        """

    def read(self) -> list[Entry]:
        """The entries after the tip, each verified and durable; moves the tip.

        Inside `locked()` they need not be durable yet: they are once the next `append` or `locked()` ends.

        Raises:
            LedgerDamaged: an entry does not fit the chain.
            LedgerRewound: the server stopped before entries that were read inside `locked()` were durable.
                The tip is at the start; whoever folded them must begin anew.
            LedgerUnreachable: its server does not answer.
        """

    def follow(self) -> bool:
        """Whether there may be something to read after the tip; never waits, so that it can be asked often.

        Raises:
            LedgerUnreachable: its server does not answer; the connection is opened again in the background.
        """

    def locked(self) -> AbstractContextManager[str | None]:
        """Hold the right to append, after waiting for its current holder.

        First repairs the traces of a process that died while holding it, and yields a sentence about that, or
        None.

        Raises:
            LedgerBusy: it could not be acquired in time.
            LedgerUnreachable: its server does not answer.
            LedgerDamaged: the end of the ledger is not the trace of a crash; nothing was changed.
        """

    def append(self, entries: Sequence[Entry]) -> None:
        """Append entries that follow the tip, durably; only inside `locked()` and when nothing is unread.

        Raises:
            LedgerUnwritable: they could not be written; the ledger is as before.
            LedgerUnreachable: the server was lost, and did not come back to say whether it has them.
        """

    def lines(self, after: Tip = START) -> Generator[bytes, None, None]:
        """The raw lines, unverified, each with its newline; moves no tip.

        Args:
            after: where to begin; only its `seq` and `offset` count.
        """

    def verify(self, visit: Callable[[Entry], None] | None = None) -> int:
        """Read the whole ledger and check every hash; changes nothing, moves no tip.

        Args:
            visit: is given each entry once it is verified, so that nobody has to read them a second time.

        Returns:
            The number of entries.

        Raises:
            LedgerDamaged: names the first line that does not fit.
        """

    def recover(self) -> str | None:
        """Repair the traces of a crash during an append.

        Does not wait for the lock if the ledger is intact.

        Returns:
            A sentence about what was done, or None.

        Raises:
            LedgerDamaged: the damage is not the trace of a crash; nothing was changed.
            LedgerBusy: the lock could not be acquired in time.
        """

    def repair(self) -> str | None:
        """Keep all entries that fit together from the first one on, and put the rest aside.

        Returns:
            A sentence about what was kept and put aside, or None if nothing had to be.

        Raises:
            LedgerBusy: the lock was not to be had in time.
        """

    def retire(self, target: str, /) -> None:
        """Refuse new entries from now on, because the record was moved; only inside `locked()`.

        Args:
            target: where it is now.

        Raises:
            LedgerUnwritable: this could not be noted.
        """

    def reopen(self) -> None:
        """Take back `retire`, because the record is moved here again.

        Raises:
            LedgerUnwritable: this could not be noted.
        """
