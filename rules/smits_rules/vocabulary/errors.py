"""The base of every error that a person is told about."""

from __future__ import annotations


class SmitsError(Exception):
    """An error whose message is one sentence that says what happened, where, and what to do.

    Each room derives its own kinds from it. `exit_code` is what the command line ends with.
    """

    exit_code = 1
