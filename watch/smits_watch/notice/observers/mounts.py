"""Detects file systems on which changes by other machines cause no events."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

MOUNT_TABLE = Path("/proc/self/mounts")
"""Linux: one mount per line, as in fstab(5); other systems do not have it."""

WITHOUT_EVENTS = re.compile(
    r"nfs\d?|cifs|smb\w*|fuse(\.\w+|blk)?|9p|afs|ceph|coda|davfs|glusterfs|lustre|beegfs|orangefs|gfs2?|ocfs2"
    r"|virtiofs|vboxsf|vmhgfs|prl_fs|ncpfs"
)
"""File systems that other machines can change without an inotify event (inotify(7))."""


def share_type(folder: str, table: str) -> str | None:
    """The type of the network or FUSE file system that contains a folder or anything below it.

    Args:
        folder: an absolute path without symbolic links.
        table: the content of the mount table.

    Returns:
        E.g. `nfs4`; None if all changes cause events.
    """
    pure_posix_path = PurePosixPath(folder)
    holding = ""
    depth = -1
    for mount, kind, _ in _mounts(table):
        if (
            mount != pure_posix_path
            and mount.is_relative_to(pure_posix_path)
            and WITHOUT_EVENTS.fullmatch(kind)
        ):
            return kind
        # A later mount on the same point hides the earlier one.
        if pure_posix_path.is_relative_to(mount) and len(mount.parts) >= depth:
            holding, depth = kind, len(mount.parts)
    return holding if WITHOUT_EVENTS.fullmatch(holding) else None


def read_mounts(table: Path = MOUNT_TABLE) -> str:
    """The content of the mount table; empty on systems without one.

    Raises:
        OSError: the table exists but cannot be read.
    """
    return table.read_text(encoding="utf-8", errors="surrogateescape") if table.exists() else ""


def mount_of(folder: str, table: str) -> tuple[str, frozenset[str]]:
    """The file system on which a folder lies.

    Args:
        folder: an absolute path without symbolic links.
        table: the content of the mount table.

    Returns:
        Its type and its mount options; both empty on systems without a mount table.
    """
    pure_posix_path = PurePosixPath(folder)
    holding: tuple[str, frozenset[str]] = "", frozenset()
    depth = -1
    for mount, kind, options in _mounts(table):
        if pure_posix_path.is_relative_to(mount) and len(mount.parts) >= depth:
            holding, depth = (kind, options), len(mount.parts)
    return holding


def _mounts(table: str) -> list[tuple[PurePosixPath, str, frozenset[str]]]:
    """Mount point, type and options of each line."""
    fields = (line.split(" ") for line in table.splitlines())
    return [
        (PurePosixPath(_unescape(parts[1])), parts[2], frozenset(parts[3].split(",")))
        for parts in fields
        if len(parts) > 3
    ]


def _unescape(text: str) -> str:
    r"""Unescape a path: the table writes blank, tab, newline and backslash as octal numbers (`\040`)."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
