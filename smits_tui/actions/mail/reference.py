"""The reference by which a reply names what it is about, and shows that its sender has the request."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass

from smits_tui.process.state import Version
from smits_tui.workspace import Workspace

_REFERENCE = re.compile(r"\[smits ([a-z-]{3,40})/v(\d{1,6})/([0-9a-f]{32})\]")
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reply is about."""

    kind: str
    """Of deliverable."""
    version: int
    token: str

    def __str__(self) -> str:
        """As written in subjects."""
        return f"[smits {self.kind}/v{self.version}/{self.token}]"


def reference_to(key: bytes, version: Version, address: str) -> Reference:
    """The reference in the request to one person; nobody without the key can make it up.

    Args:
        key: of the workspace.
        version: that is asked about. The hash of its document is part of the token, so that a request is
            worth nothing for another version.
        address: to which the request goes.
    """
    text = "\n".join((version.deliverable, str(version.version), version.document, address.casefold()))
    token = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
    return Reference(version.deliverable, version.version, token)


def references_in(text: str) -> list[Reference]:
    """The references in a text, without duplicates."""
    references = (Reference(kind, int(number), token) for kind, number, token in _REFERENCE.findall(text))
    return list(dict.fromkeys(references))


def is_same(reference: Reference, other: Reference) -> bool:
    """Whether two references are equal; takes the same time wherever they differ."""
    return (reference.kind, reference.version) == (other.kind, other.version) and hmac.compare_digest(
        reference.token, other.token
    )


def mail_key(workspace: Workspace) -> bytes:
    """The secret of the workspace from which tokens are made; made when it is first needed."""
    path = workspace.mail_key
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        pass
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # made by another process meanwhile
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    _leave_out_of_git(workspace)
    key = secrets.token_bytes(_KEY_BYTES)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex())
    return key


def _leave_out_of_git(workspace: Workspace) -> None:
    """Name the key in the `.gitignore` of a workspace that was made before there was such a key."""
    ignored, line = workspace.root / ".gitignore", workspace.mail_key.relative_to(workspace.root).as_posix()
    try:
        text = ignored.read_text(encoding="utf-8")
        if line not in text.splitlines():
            ignored.write_text(f"{text.rstrip()}\n{line}\n", encoding="utf-8")
    except OSError:  # none: the workspace is not meant for git
        return
