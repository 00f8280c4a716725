"""The quarantine: a copy of each rejected input together with the reason."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from smits_tui.process.state import Input
from smits_tui.workspace import Workspace

REASON = ".reason.txt"
"""The suffix of the file with the reason, after the name of the copy."""
_NAME_BYTES = 255
"""The longest file name on ext4, XFS, Btrfs and APFS, in bytes of UTF-8 (NAME_MAX in limits.h)."""
_ENDING_BYTES = 20
"""A longer suffix is not a file extension but part of a name with a dot."""


def quarantine_name(item: Input) -> str:
    """The name of an input's copy: its id and its own name, shortened so that the reason's name also fits."""
    name = Path(item.path).name
    ending = Path(name).suffix
    if len(ending.encode()) > _ENDING_BYTES:
        ending = ""
    room = _NAME_BYTES - len(f"{item.id}-{ending}{REASON}".encode())
    stem = name.removesuffix(ending).encode()[:room].decode(errors="ignore")
    return f"{item.id}-{stem}{ending}"


def put_into_quarantine(workspace: Workspace, item: Input, content: Path, reason: str) -> None:
    """Keep a copy of an input that is being rejected, and the reason beside it.

    Args:
        workspace: whose quarantine.
        item: the input.
        content: its content in the archive.
        reason: why it is rejected, as a sentence.

    Raises:
        OSError: the copy or the reason can't be written.
    """
    copy = workspace.quarantine / quarantine_name(item)
    shutil.copyfile(content, copy)
    copy.with_name(copy.name + REASON).write_text(f"{item.path}\n{reason}\n", encoding="utf-8")


def clear_quarantine(workspace: Workspace, item: Input) -> None:
    """Remove the quarantined copy of an input that has since been read.

    A copy that can't be removed stays; the facts count nevertheless, and `smits doctor` reports it.
    """
    copy = workspace.quarantine / quarantine_name(item)
    with contextlib.suppress(OSError):
        for file in (copy, copy.with_name(copy.name + REASON)):
            file.unlink(missing_ok=True)
