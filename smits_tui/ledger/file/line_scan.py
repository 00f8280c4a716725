"""Reads the last lines of a ledger file, whatever its size, and counts lines."""

from __future__ import annotations

from pathlib import Path

from smits_tui.ledger.file.torn_line import NUL


def lines_ending_at(path: Path, offset: int, most: int) -> list[bytes]:
    """The lines before an offset, up to a number; none if no line ends there."""
    if offset <= 0 or not path.exists() or path.stat().st_size < offset:
        return []
    step, start, piece = 65_536, offset, b""
    with path.open("rb") as file:
        while start > 0 and piece.count(b"\n") <= most:
            start = max(0, offset - step)
            file.seek(start)
            piece = file.read(offset - start)
            step *= 4
    if not piece.endswith(b"\n"):
        return []
    lines = piece.splitlines(keepends=True) if start == 0 else piece.splitlines(keepends=True)[1:]
    return lines[-most:]


def torn_end(path: Path) -> tuple[int, bytes]:
    """Where the last line begins, and the line if a crash left it: it lacks its end, or has NULs."""
    if not path.exists():
        return 0, b""
    size = path.stat().st_size
    step, piece, start = 65_536, b"", size
    with path.open("rb") as file:
        while start > 0 and b"\n" not in piece[:-1]:
            start = max(0, size - step)
            file.seek(start)
            piece = file.read(size - start)
            step *= 4
    line = piece[piece.rfind(b"\n", 0, max(0, len(piece) - 1)) + 1 :]
    torn = bool(line) and (not line.endswith(b"\n") or NUL in line)
    return size - len(line), line if torn else b""


def count_lines(path: Path, end: int) -> int:
    """Lines before an offset."""
    count = 0
    with path.open("rb") as file:
        while end > 0 and (chunk := file.read(min(end, 1 << 20))):
            count += chunk.count(b"\n")
            end -= len(chunk)
    return count
