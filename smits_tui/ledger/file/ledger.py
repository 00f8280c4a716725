"""The ledger in a file: JSON Lines, one entry per line, protected by a lock file."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from smits_rules.vocabulary.shown_number import counted
from smits_tui.ledger.chain import chain, entry_of, line_of
from smits_tui.ledger.errors import WHAT_NOW, LedgerBusy, LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.fast_json import read_json
from smits_tui.ledger.file.line_scan import count_lines, lines_ending_at, torn_end
from smits_tui.ledger.file.torn_line import kept_part
from smits_tui.ledger.file.write_claim import claimed
from smits_tui.ledger.protocol import START, Tip
from smits_tui.process.entries.entry import Entry
from smits_tui.whole_file import sync_folder

if TYPE_CHECKING:
    from filelock import FileLock

LOCK_SECONDS = 30.0
"""How long to wait for the lock; an append takes milliseconds, so a longer wait means a hung holder."""
READ_SECONDS = 5.0
"""How long a reader waits for an append to become durable; a writer that hangs must not hang the others."""
SEEK_LINES = 16
"""Entries before a checkpoint that are verified with it: damage is likeliest near the last write."""


class FileLedger:
    """A ledger in one file; see `Ledger` for what the methods promise."""

    def __init__(self, path: Path) -> None:
        """Open the ledger; the file is created with the first entry.

        Args:
            path: the ledger; its lock file `ledger.lock` stands beside it.
        """
        self.path = path
        self._lock: FileLock | None = None
        self._is_writing = False
        self._tip = Tip()

    @property
    def tip(self) -> Tip:
        """See `Ledger.tip`."""
        return self._tip

    def seek(self, tip: Tip) -> bool:
        """See `Ledger.seek`; the entries just before the tip must fit the chain up to it."""
        before = Tip()
        try:
            for line in lines_ending_at(self.path, tip.offset, SEEK_LINES):
                if not before.seq:
                    first = read_json(line)
                    before = Tip(first["seq"] - 1, first["prev"])
                entry = entry_of(line, before)
                before = Tip(entry.seq, entry.hash, tip.offset)
        except (LedgerDamaged, ValueError, TypeError, KeyError):
            return False
        if before != tip:
            return False
        self._tip = tip
        return True

    def read(self) -> list[Entry]:
        """See `Ledger.read`. An unfinished last line is left for its writer to end.

        Taken under the lock, so that nothing is read of an append that its writer then takes back because it
        can't be made durable.
        """
        if not self.follow():
            return []
        with self._when_durable():
            return self._read()

    def _read(self) -> list[Entry]:
        if not self.path.exists():
            if self._tip.seq:
                raise self._missing()
            return []
        entries = []
        with self.path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < self._tip.offset:
                raise LedgerDamaged(
                    f"The ledger {self.path} is shorter than it was; restore it from a backup."
                )
            file.seek(self._tip.offset)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                entry = entry_of(line, self._tip)
                self._tip = Tip(entry.seq, entry.hash, self._tip.offset + len(line))
                entries.append(entry)
        return entries

    @contextmanager
    def _when_durable(self) -> Iterator[None]:
        """Wait for an append; continue if the lock can't be acquired (read-only, or a hung writer)."""
        with ExitStack() as stack:
            with suppress(LedgerBusy, OSError):
                stack.enter_context(self._holding(READ_SECONDS))
            yield

    @contextmanager
    def locked(self) -> Iterator[str | None]:
        """See `Ledger.locked`."""
        with self._writing():
            yield self._recover() if self.follow() else None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock, and the claim that proves that the lock counts for everybody; may be nested."""
        with ExitStack() as stack:
            stack.enter_context(self._holding(LOCK_SECONDS))
            if not self._is_writing:
                stack.enter_context(claimed(self.path.with_suffix(".claim.lock")))
                self._is_writing = True
                stack.callback(setattr, self, "_is_writing", False)
            yield

    @contextmanager
    def _holding(self, seconds: float) -> Iterator[None]:
        from filelock import FileLock, Timeout

        # filelock makes the folders above its file: a workspace that was moved away could not be moved back.
        if self._tip.seq and not self.path.parent.is_dir():
            raise self._missing()
        lock = self._lock = self._lock or FileLock(self.path.with_suffix(".lock"))
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise LedgerBusy(
                f"Another smits process has held {lock.lock_file} for {seconds:.0f} s; end it and try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _missing(self) -> LedgerDamaged:
        return LedgerDamaged(f"The ledger {self.path} is missing; restore it from a backup.")

    def follow(self) -> bool:
        """See `Ledger.follow`: any size but the tip's, a smaller one too, which `read` refuses."""
        try:
            size = self.path.stat().st_size
        except OSError:
            size = 0
        return size != self._tip.offset

    def append(self, entries: Sequence[Entry]) -> None:
        """See `Ledger.append`: all lines in one write, then fsync; what was half written is cut off again."""
        if not entries:
            return
        content = b"".join(map(line_of, entries))
        self._write(content)
        self._tip = Tip(entries[-1].seq, entries[-1].hash, self._tip.offset + len(content))

    def recover(self) -> str | None:
        """See `Ledger.recover`: cuts off a torn last line, also one that a power loss filled with NULs.

        The piece is kept beside the ledger as `ledger.torn`. A last line that only lacks its newline gets it.
        """
        if not torn_end(self.path)[1]:
            return None
        with self._writing():
            return self._recover()

    def _recover(self) -> str | None:
        """Under the lock, since what looks torn may be a line that another process is writing now."""
        start, torn = torn_end(self.path)
        if not torn:
            return None
        number = count_lines(self.path, start) + 1
        kept = kept_part(torn)
        if kept is None:
            raise LedgerDamaged(f"Line {number} of the ledger is not a valid entry. {WHAT_NOW}", number)
        if kept == torn:
            self._write(b"\n")
            return f"The last entry of the ledger (line {number}) had no line ending; it was added."
        self._set_aside(torn[len(kept) :], ".torn")
        os.truncate(self.path, start + len(kept))
        if kept:
            self._write(b"\n")
            return f"The remains of a crash after line {number} of the ledger were moved to ledger.torn."
        return f"The incomplete line {number} ({len(torn)} bytes) of the ledger was moved to ledger.torn."

    def repair(self) -> str | None:
        """See `Ledger.repair`; the rest is kept beside the ledger as `ledger.damaged`."""
        if not self.path.exists():
            return None
        with self._writing():
            with suppress(LedgerDamaged):
                if mended := self._recover():
                    return mended
            whole = Tip()
            with suppress(LedgerDamaged), self.path.open("rb") as file:
                for line in file:
                    entry = entry_of(line, whole)
                    whole = Tip(entry.seq, entry.hash, whole.offset + len(line))
            with self.path.open("rb") as file:
                file.seek(whole.offset)
                rest = file.read()
            if not rest:
                return None
            self._set_aside(rest, ".damaged")
            os.truncate(self.path, whole.offset)
            self._tip = Tip()
            kept = counted(whole.seq, "entry is consistent and was", "entries are consistent and were")
            return (
                f"{kept} kept; the rest, from line {whole.seq + 1} on ({len(rest):,} bytes), was moved to "
                f"{self.path.with_suffix('.damaged').name}."
            )

    def retire(self, _target: str) -> None:
        """See `Ledger.retire`: the file is kept as `ledger.moved`, and whoever still uses it misses it."""
        if self.path.exists():
            self.path.replace(self.path.with_suffix(".moved"))
            sync_folder(self.path.parent)

    def reopen(self) -> None:
        """See `Ledger.reopen`: a file that is written anew needs nothing."""

    def _set_aside(self, piece: bytes, suffix: str) -> None:
        """Save the part to be cut off, durably, before cutting it off."""
        with self.path.with_suffix(suffix).open("ab") as keep:
            keep.write(piece + b"\n")
            keep.flush()
            os.fsync(keep.fileno())

    def lines(self, after: Tip = START) -> Generator[bytes, None, None]:
        """See `Ledger.lines`; an unfinished last line is left out."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(after.offset)
                for line in file:
                    if line.endswith(b"\n"):
                        yield line

    def verify(self, visit: Callable[[Entry], None] | None = None) -> int:
        """See `Ledger.verify`."""
        count = 0
        with closing(self.lines()) as lines:
            for entry in chain(lines):
                count = entry.seq
                if visit:
                    visit(entry)
        if torn_end(self.path)[1]:
            number = count + 1
            raise LedgerDamaged(
                f"Line {number} of the ledger is incomplete; the next start of smits removes it.", number
            )
        return count

    def _write(self, content: bytes) -> None:
        fresh = not self.path.exists()
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise LedgerUnwritable(f"The ledger {self.path} can't be written: {error.strerror}.") from error
        before = os.fstat(descriptor).st_size
        try:
            written = 0
            while written < len(content):
                written += os.write(descriptor, content[written:])
            os.fsync(descriptor)
        except OSError as error:
            os.ftruncate(descriptor, before)
            raise LedgerUnwritable(
                f"Nothing was recorded: {self.path} can't be written ({error.strerror}). "
                "Free some space and try again."
            ) from error
        finally:
            os.close(descriptor)
        if fresh:
            sync_folder(self.path.parent)
