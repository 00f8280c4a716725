"""The ledger in a file: JSON Lines, one entry a line, guarded by a lock file."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from smits_tui.ledger.protocol import (
    START,
    EntryDraft,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnwritable,
    Tip,
    chain,
    entry_of,
    line_of,
    seal,
)
from smits_tui.process.entries.entry import Entry

if TYPE_CHECKING:
    from filelock import FileLock

LOCK_SECONDS = 30.0
"""How long to wait for the lock; an append takes milliseconds, so a longer wait means a hung holder."""


class FileLedger:
    """A ledger in one file; see `Ledger` for what the methods promise."""

    def __init__(self, path: Path) -> None:
        """Open the ledger; the file comes with the first entry.

        Args:
            path: the ledger; its lock file `ledger.lock` stands beside it.
        """
        self.path = path
        self._lock: FileLock | None = None
        self._tip = Tip()

    @property
    def tip(self) -> Tip:
        """See `Ledger.tip`."""
        return self._tip

    def seek(self, tip: Tip) -> bool:
        """See `Ledger.seek`; the line that ends at the tip's offset must be the tip's entry."""
        line = self._line_ending_at(tip.offset)
        try:
            fits = line is not None and json.loads(line).get("hash") == tip.hash
        except (ValueError, AttributeError):
            fits = False
        if fits:
            self._tip = tip
        return fits

    def read(self) -> list[Entry]:
        """See `Ledger.read`. An unfinished last line is left for its writer to end."""
        if not self.path.exists():
            if self._tip.seq:
                raise LedgerDamaged(f"The ledger {self.path} is gone; restore it from a backup.")
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
    def locked(self) -> Iterator[None]:
        """See `Ledger.locked`."""
        from filelock import FileLock, Timeout

        lock = self._lock = self._lock or FileLock(self.path.with_suffix(".lock"))
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise LedgerBusy(
                f"Another smits process has held {lock.lock_file} for {LOCK_SECONDS:.0f} s; "
                "end it and try again."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def follow(self) -> bool:
        """See `Ledger.follow`: any size but the tip's, a smaller one too, which `read` refuses."""
        try:
            size = self.path.stat().st_size
        except OSError:
            size = 0
        return size != self._tip.offset

    def append(self, drafts: Sequence[EntryDraft]) -> list[Entry]:
        """See `Ledger.append`: all lines in one write, then fsync; what was half written is cut off again."""
        entries, lines, tip = [], [], self._tip
        for draft in drafts:
            entry = seal(draft, tip)
            line = line_of(entry)
            tip = Tip(entry.seq, entry.hash, tip.offset + len(line))
            entries.append(entry)
            lines.append(line)
        self._write(b"".join(lines))
        self._tip = tip
        return entries

    def recover(self) -> str | None:
        """See `Ledger.recover`: cuts off a torn last line.

        The piece is kept beside the ledger as `ledger.torn`. A last line that only lacks its newline gets it.
        """
        if not self._unfinished():
            return None
        with self.locked():
            return self._recover()

    def _recover(self) -> str | None:
        """Inside `locked()`, since what looks torn may be a line that another process is writing now."""
        torn = self._unfinished()
        if not torn:
            return None
        start = self.path.stat().st_size - len(torn)
        number = self._count_lines() + 1
        if _is_whole(torn):
            self._write(b"\n")
            return f"The last entry of the ledger (line {number}) lacked its end of line; it was added."
        if not _is_piece(torn):
            raise LedgerDamaged(
                f"Line {number} of the ledger is no entry. "
                "Restore the ledger from a backup; nothing was changed.",
                number,
            )
        with self.path.with_suffix(".torn").open("ab") as keep:
            keep.write(torn + b"\n")
        os.truncate(self.path, start)
        return f"The ledger's torn line {number} ({len(torn)} bytes) was cut off and kept in ledger.torn."

    def lines(self, after: Tip = START) -> Generator[bytes, None, None]:
        """See `Ledger.lines`; an unfinished last line is left out."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(after.offset)
                for line in file:
                    if line.endswith(b"\n"):
                        yield line

    def verify(self) -> int:
        """See `Ledger.verify`."""
        with closing(self.lines()) as lines:
            count = sum(1 for _ in chain(lines))
        if self._unfinished():
            number = count + 1
            raise LedgerDamaged(
                f"Line {number} of the ledger is not finished; the next start of smits cuts it off.", number
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
                "Make room and try again."
            ) from error
        finally:
            os.close(descriptor)
        if fresh:
            _sync_folder(self.path.parent)

    def _line_ending_at(self, offset: int) -> bytes | None:
        """The line that ends with the byte before the offset; None if there is none."""
        if offset <= 0 or not self.path.exists() or self.path.stat().st_size < offset:
            return None
        step, start, piece = 65_536, offset, b""
        with self.path.open("rb") as file:
            while start > 0 and b"\n" not in piece[:-1]:
                start = max(0, start - step)
                file.seek(start)
                piece = file.read(offset - start)
                step *= 4
        if not piece.endswith(b"\n"):
            return None
        return piece[piece.rfind(b"\n", 0, len(piece) - 1) + 1 :]

    def _unfinished(self) -> bytes:
        """What stands after the last newline."""
        if not self.path.exists():
            return b""
        size = self.path.stat().st_size
        step, piece = 65_536, b""
        with self.path.open("rb") as file:
            while True:
                start = max(0, size - step)
                file.seek(start)
                piece = file.read(size - start)
                if b"\n" in piece or start == 0:
                    return piece[piece.rfind(b"\n") + 1 :]
                step *= 4

    def _count_lines(self) -> int:
        with self.path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return line.endswith(b"}")


def _is_piece(line: bytes) -> bool:
    """Whether the bytes are the beginning of an entry, and not a whole one with rubbish behind it.

    Entries are canonical, so the hash of a whole one is followed by later keys in a known order; a piece
    lacks the end of its outermost object.
    """
    if not b'{"at":'.startswith(line[:6]):
        return False
    try:
        json.JSONDecoder().raw_decode(line.decode(errors="replace"))
    except ValueError:
        return True
    return False


def _sync_folder(folder: Path) -> None:
    """Make a new file's name durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
