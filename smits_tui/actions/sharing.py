"""Whether the lock that protects the record works for everybody who can write it."""

from __future__ import annotations

import re
from pathlib import Path

from smits_tui.actions.findings import CheckFailed
from smits_watch.notice.observers.mounts import mount_of, read_mounts

_LOCAL_LOCKS = {
    "nfs": frozenset({"nolock", "local_lock=all", "local_lock=flock"}),
    "nfs4": frozenset({"nolock", "local_lock=all", "local_lock=flock"}),
    "cifs": frozenset({"nobrl", "nolock"}),
    "smb3": frozenset({"nobrl", "nolock"}),
}
"""File systems with shared locks unless one of these options is set (nfs(5), mount.cifs(8))."""
_WITHOUT_SHARED_LOCKS = re.compile(
    r"fuse\.(?:sshfs|rclone|davfs\d?|gvfsd-fuse)|davfs|9p|vboxsf|vmhgfs|prl_fs"
)
"""File systems whose locks are local to a machine, whatever the options."""
_CLOUD = re.compile(
    r"dropbox|onedrive(?: ?- ?.+)?|google ?drive|my drive|googledrive-.+|icloud ?drive|mobile documents"
    r"|nextcloud|owncloud|pcloud ?drive|seafile|box sync",
    re.IGNORECASE,
)
"""Folder names used by clients of cloud drives."""


def check_sharing(root: Path, table: str | None = None) -> str:
    """Check the location of a workspace.

    Args:
        root: its folder.
        table: the content of the mount table; None reads that of this machine.

    Returns:
        A sentence with its location.

    Raises:
        CheckFailed: two machines that write at the same time would not notice each other.
        OSError: the mount table can't be read.
    """
    folder = root.resolve()
    kind, options = mount_of(str(folder), read_mounts() if table is None else table)
    if _WITHOUT_SHARED_LOCKS.fullmatch(kind):
        raise CheckFailed(
            f"{root} is on {kind}, whose locks other machines do not see: entries of two machines can break "
            "the record. Move the workspace to a local disk, or to NFS or SMB."
        )
    if local := sorted(_LOCAL_LOCKS.get(kind, frozenset()) & options):
        raise CheckFailed(
            f"{root} is on {kind} mounted with {local[0]}, so that other machines do not see its locks: "
            "entries of two machines can break the record. Mount it without that option."
        )
    if cloud := next((part for part in folder.parts if _CLOUD.fullmatch(part)), None):
        raise CheckFailed(
            f"{root} is in the cloud folder {cloud}: when two people write, it keeps two records. Move the "
            "workspace out of it, and use `smits backup` for copies."
        )
    if kind.partition(".")[0] == "fuse":
        return f"{kind}; if another mount does not see its locks, a second writer is refused"
    return (
        f"locks are shared ({kind})"
        if kind in _LOCAL_LOCKS
        else f"a local disk{f' ({kind})' if kind else ''}"
    )
