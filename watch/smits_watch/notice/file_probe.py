"""Examines one file on disk: its stat, and a hash that certainly belongs to that stat."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from smits_watch.notice.model import Stat

CHUNK = 1 << 20
"""Bytes hashed at a time."""

# Do not follow a link that has replaced the file, and do not block on a pipe. These flags exist only on
# POSIX; on Windows text mode must be switched off.
OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def regular_stat(file: Path | str) -> Stat | None:
    """The stat of a regular file; None if there is none (gone, or a folder, link, pipe, socket or device).

    Raises:
        OSError: its stat cannot be read, e.g. permission denied.
    """
    try:
        return _regular(os.lstat(file))
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_folder_below(inputs: Path, folder: str) -> bool:
    """Whether a path below inputs is a folder that is not reached through a symbolic link.

    Raises:
        OSError: its stat cannot be read, e.g. permission denied.
    """
    current = str(inputs)
    try:
        for name in folder.split("/") if folder else ():
            current = f"{current}/{name}"
            if not stat.S_ISDIR(os.lstat(current).st_mode):
                return False
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def regular_stat_below(inputs: Path, path: str) -> Stat | None:
    """Like `regular_stat`, but also None if a symbolic link below inputs leads to the file.

    Raises:
        OSError: its stat cannot be read, e.g. permission denied.
    """
    return regular_stat(inputs / path) if is_folder_below(inputs, path.rpartition("/")[0]) else None


def digest(file: Path, expected: Stat, abandoned: Callable[[], bool]) -> str | None:
    """Hash a file, provided that its stat is as expected before and after.

    Args:
        file: the file.
        expected: the stat that it must have before and after.
        abandoned: called between chunks; hashing stops when it returns True.

    Returns:
        SHA-256 as hex digest; None if the file changed or disappeared, or if hashing was stopped.

    Raises:
        OSError: the file cannot be read, e.g. permission denied.
    """
    try:
        descriptor = os.open(file, OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with open(descriptor, "rb", buffering=0) as opened:  # noqa: PTH123  a descriptor, not a path
        if _regular(os.fstat(descriptor)) != expected:
            return None
        hashed = hashlib.sha256()
        left = expected.size
        while chunk := opened.read(CHUNK):
            left -= len(chunk)
            if left < 0 or abandoned():
                return None  # the file may grow faster than it can be read
            hashed.update(chunk)
        same = _regular(os.fstat(descriptor)) == expected == regular_stat(file)
    return hashed.hexdigest() if same else None


def _regular(result: os.stat_result) -> Stat | None:
    if not stat.S_ISREG(result.st_mode):
        return None
    return Stat(size=result.st_size, mtime_ns=result.st_mtime_ns, inode=result.st_ino)
