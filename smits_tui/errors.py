"""Turns an error into a message for people."""

from __future__ import annotations


def sentence(error: Exception) -> str:
    """An error as one sentence.

    Args:
        error: a SmitsError, whose text is a sentence already, or an OSError, which names a file and a reason.
    """
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'}: {error.strerror or error}."
    return str(error)
