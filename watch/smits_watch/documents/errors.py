"""Reasons why a file can't be read."""

from __future__ import annotations

import errno
from typing import Literal

from smits_rules.vocabulary import SmitsError

OUT_OF_MEMORY = 77
"""The reading child's exit code when a file needed more memory than the limit; a fresh child follows."""
_OF_THE_SYSTEM = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE)
)
"""Errors that are unrelated to the file being read. ENOMEM is not among them: because the memory of the
reading
child is limited, the file itself causes it.
"""


def is_of_the_system(error: BaseException) -> bool:
    """Whether an error is one of the system (a full disk, too many open files) rather than of the file."""
    return isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM


class ReadError(SmitsError):
    """A file can't be turned into a document; the message says why and what to do."""

    exit_code = 3

    def __init__(self, reason: str, status: Literal["unreadable", "empty"] = "unreadable") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status: Literal["unreadable", "empty"] = status


def empty() -> ReadError:
    """The error for a file without content."""
    return ReadError("It is empty; ask the sender for the file again.", "empty")


def needs_password() -> ReadError:
    """The error for an encrypted file."""
    return ReadError("It needs a password; save it without one and drop it again.")


def damaged(what: str, detail: str) -> ReadError:
    """The error for a file that violates its format.

    Args:
        what: the format, with its article, e.g. `a workbook`.
        detail: the problem, as a clause.
    """
    return ReadError(f"It is {what} that is damaged or cut off ({detail}); ask the sender for it again.")
