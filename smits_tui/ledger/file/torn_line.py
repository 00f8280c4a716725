"""Distinguishes the traces of a crash or power loss at the end of a ledger file from changes by somebody."""

from __future__ import annotations

import json

NUL = b"\0"
"""What a file system inserts if a length became durable and the content did not; no entry contains it."""


def is_entry(line: bytes) -> bool:
    """Whether the bytes are one complete JSON object without a line ending."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return line.endswith(b"}")


def is_piece(line: bytes) -> bool:
    """Whether the bytes are the beginning of an entry, rather than a whole one followed by rubbish.

    Entries are canonical, so the hash of a whole one is followed by later keys in a known order; a piece
    lacks the end of its outermost object.
    """
    if not b'{"at":'.startswith(line[:6]):
        return False
    try:
        json.JSONDecoder().raw_decode(line.decode(errors="replace"))
    except ValueError:
        return True
    return False


def kept_part(tail: bytes) -> bytes | None:
    """The part to keep of a last line that a crash left.

    Args:
        tail: the last line, without an end of line, or containing NULs.

    Returns:
        The whole entry at its beginning, or nothing if there is only a piece of one; None if a crash
        can't leave such a line, so that only a person may decide what to do with it.
    """
    head, _, rest = tail.partition(NUL)
    if is_entry(rest.strip(NUL + b"\n")):
        return None
    if is_entry(head):
        return head
    return b"" if is_piece(head) else None
