"""Which replies in their folder are complete: those that stayed the same between two looks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_Stamp = tuple[int, int]


class ReplyFolder:
    """Remembers how replies looked the last time."""

    def __init__(self) -> None:
        """Begin without any."""
        self._seen: dict[Path, _Stamp] = {}

    def settled(self, paths: Iterable[Path]) -> list[Path]:
        """The files whose size and time of change are those of the last call.

        Args:
            paths: that lie in the folder now.
        """
        now = {path: stamp for path in paths if (stamp := _stamp(path)) is not None}
        same = [path for path, stamp in now.items() if self._seen.get(path) == stamp]
        self._seen = now
        return same


def _stamp(path: Path) -> _Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
