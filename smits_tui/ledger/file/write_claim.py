"""A proof that nobody else writes the ledger, which holds where the locks of a file system do not."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from smits_tui.ledger.errors import LedgerUnwritable

STALE_SECONDS = 5.0
"""A claim that stays the same for so long was left by a crash: an append takes far less."""
LOOK_SECONDS = 0.02
"""How often a claim is looked at while it may be that of a living writer."""


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Claim the ledger for writing; its lock must be held.

    Exactly one process can create a file, also where a lock is seen through one mount only (FUSE, or NFS with
    `nolock`). So a claim of somebody else who is alive, while the lock is held, shows that locks are not
    shared.

    Args:
        path: the file to create beside the ledger; it is removed afterwards.

    Raises:
        LedgerUnwritable: another process is writing, although the lock is held here.
    """
    if not _claim(path):
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()


def _claim(path: Path) -> bool:
    """Create the claim; False if files can't be created, which writing the ledger itself reports."""
    mine = f"{socket.gethostname()} {os.getpid()} {time.monotonic_ns()}"
    theirs, since = None, time.monotonic()
    while True:
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            now = _content(path)
            if now is None or (theirs is not None and now != theirs):
                raise _unshared(path) from None
            theirs = now
            if _is_of_a_dead_process(now) or time.monotonic() - since > STALE_SECONDS:
                try:
                    path.unlink(missing_ok=True)
                except OSError:
                    return False
                theirs, since = None, time.monotonic()
            else:
                time.sleep(LOOK_SECONDS)
        except OSError:
            return False
        else:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(mine)
            if theirs is not None:  # its owner lives: it has just ended its append
                path.unlink(missing_ok=True)
                raise _unshared(path)
            return True


def _content(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError:
        return ""  # of another user


def _is_of_a_dead_process(claim: str) -> bool:
    """Whether a claim was left by a process of this machine that has ended."""
    host, _, rest = claim.partition(" ")
    number = rest.partition(" ")[0]
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _unshared(path: Path) -> LedgerUnwritable:
    return LedgerUnwritable(
        f"Another smits wrote the record in {path.parent} while this one held its lock: its file system does "
        "not share locks between mounts. Nothing was recorded. Open the workspace through one mount only, "
        "or move it to a local disk, or to NFS or SMB with locks."
    )
