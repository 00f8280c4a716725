"""A second ledger engine, in memory: proof that nothing but the protocol is spoken to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from smits_tui.ledger.chain import chain, entry_of, line_of
from smits_tui.ledger.errors import LedgerBusy, LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.protocol import START, Ledger, Tip
from smits_tui.process.entries.entry import Entry
from smits_tui.workspace import Workspace


@dataclass
class Shelf:
    """What all readers of one ledger share."""

    lines: list[bytes] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    moved_to: str = ""


SHELVES: dict[str, Shelf] = {}
LOCK_SECONDS = 0.1


class MemoryLedger:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tip = START

    @property
    def tip(self) -> Tip:
        return self._tip

    def seek(self, tip: Tip) -> bool:
        known = [(0, START.hash), *((entry.seq, entry.hash) for entry in chain(self._shelf.lines))]
        if tip.seq < 1 or (tip.seq, tip.hash) not in known:
            return False
        self._tip = tip
        return True

    def read(self) -> list[Entry]:
        if len(self._shelf.lines) < self._tip.seq:
            raise LedgerDamaged("The ledger is shorter than it was.")
        entries = []
        for line in self._shelf.lines[self._tip.seq :]:
            entry = entry_of(line, self._tip)
            self._tip = Tip(entry.seq, entry.hash)
            entries.append(entry)
        return entries

    def follow(self) -> bool:
        return len(self._shelf.lines) != self._tip.seq

    @contextmanager
    def locked(self) -> Iterator[None]:
        if not self._shelf.lock.acquire(timeout=LOCK_SECONDS):
            raise LedgerBusy("Somebody else holds the ledger.")
        try:
            yield
        finally:
            self._shelf.lock.release()

    def append(self, entries: Sequence[Entry]) -> None:
        if self._shelf.moved_to:
            raise LedgerUnwritable(f"The record was moved to {self._shelf.moved_to}.")
        self._shelf.lines += [line_of(entry) for entry in entries]
        self._tip = Tip(entries[-1].seq, entries[-1].hash)

    def lines(self, after: Tip = START) -> Generator[bytes, None, None]:
        yield from self._shelf.lines[after.seq :]

    def verify(self, look: Callable[[Entry], None] | None = None) -> int:
        count = 0
        for entry in chain(self._shelf.lines):
            count = entry.seq
            if look:
                look(entry)
        return count

    def recover(self) -> str | None:
        return None

    def retire(self, target: str) -> None:
        self._shelf.moved_to = target

    def reopen(self) -> None:
        self._shelf.moved_to = ""

    def repair(self) -> str | None:
        whole = 0
        try:
            for entry in chain(self._shelf.lines):
                whole = entry.seq
        except LedgerDamaged:
            del self._shelf.lines[whole:]
            self._tip = START
            return f"{whole} entries fit together and were kept."
        return None


def open_memory(workspace: Workspace, _address: str) -> Ledger:
    return MemoryLedger(SHELVES.setdefault(str(workspace.root), Shelf()))
