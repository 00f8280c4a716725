"""Files that are written whole or not at all: aside first, then renamed into place."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PRIVATE = 0o600
"""Permissions of a file that only its owner can read; set at creation, so that nobody can read it before."""
_SHARED = 0o666
"""Permissions of other files, less what the umask takes away."""


@contextmanager
def written_aside(
    path: Path,
    *,
    mode: int = _SHARED,
    durable: bool = False,
    check: Callable[[Path], object] = lambda _: None,
) -> Iterator[IO[bytes]]:
    """Write a file under a temporary name, and rename it over the old one; yields the file to write to.

    Args:
        path: the file; it is replaced if it exists. Its folder must exist.
        mode: permissions at creation.
        durable: whether the content is on the disk before the file is renamed.
        check: called with the temporary file once it is complete; what it raises keeps the old file.

    Raises:
        OSError: it can't be written; the old file remains.
    """
    # The id of a thread is that of no other process or thread while it runs, so nobody else writes this file.
    # What a crash left under that name is removed: a file, or a link that somebody put there.
    temporary = path.with_name(f".{path.name}.{threading.get_native_id()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        check(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes, *, mode: int = _SHARED) -> None:
    """Replace the content of a file in one step, or create the file.

    Args:
        path: the file; its folder must exist.
        content: all of it.
        mode: permissions at creation.

    Raises:
        OSError: it can't be written; the old file remains.
    """
    with written_aside(path, mode=mode) as file:
        file.write(content)


def sync_folder(folder: Path) -> None:
    """Make the names of new files in a folder durable.

    Raises:
        OSError: the system refuses.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
