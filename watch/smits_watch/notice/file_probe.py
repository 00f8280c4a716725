"""Looking at one file on disk: its stat, and a hash that is sure to be of that very state."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from smits_watch.notice.model import Stat

CHUNK = 1 << 20
"""Bytes hashed at a time."""

# A link that was put in the file's place is not followed and a pipe does not block; elsewhere than on
# POSIX these flags do not exist, on Windows text mode must be switched off.
OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def look(file: Path | str) -> Stat | None:
    """The stat of a regular file; None when there is none (gone, or a folder, link, pipe, socket, device).

    Raises:
        OSError: it can't be looked at, e.g. permission denied.
    """
    try:
        return _regular(os.lstat(file))
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_folder_below(inputs: Path, folder: str) -> bool:
    """Whether a path below inputs is a folder that no symbolic link leads to.

    Raises:
        OSError: it can't be looked at, e.g. permission denied.
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


def look_below(inputs: Path, path: str) -> Stat | None:
    """As `look`, and None too where a symbolic link leads to it from below inputs.

    Raises:
        OSError: it can't be looked at, e.g. permission denied.
    """
    return look(inputs / path) if is_folder_below(inputs, path.rpartition("/")[0]) else None


def digest(file: Path, expected: Stat, abandoned: Callable[[], bool]) -> str | None:
    """Hash a file, provided that it is and stays as expected.

    Args:
        file: the file.
        expected: the stat that it must have before and after.
        abandoned: asked between pieces; when it says yes, the hash is given up.

    Returns:
        SHA-256 as hex digest; None when the file changed, went away or was given up.

    Raises:
        OSError: it can't be read, e.g. permission denied.
    """
    try:
        descriptor = os.open(file, OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with open(descriptor, "rb", buffering=0) as opened:  # noqa: PTH123  a descriptor, no path
        if _regular(os.fstat(descriptor)) != expected:
            return None
        hashed = hashlib.sha256()
        left = expected.size
        while chunk := opened.read(CHUNK):
            left -= len(chunk)
            if left < 0 or abandoned():
                return None  # it may grow faster than it can be read
            hashed.update(chunk)
        same = _regular(os.fstat(descriptor)) == expected == look(file)
    return hashed.hexdigest() if same else None


def _regular(result: os.stat_result) -> Stat | None:
    if not stat.S_ISREG(result.st_mode):
        return None
    return Stat(size=result.st_size, mtime_ns=result.st_mtime_ns, inode=result.st_ino)
