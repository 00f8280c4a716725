"""The base of every error that is shown to people."""

from __future__ import annotations


class SmitsError(Exception):
    """An error whose message is one sentence: what happened, where, and what to do.

    Each package derives its own errors from it. `exit_code` is the exit status of the command line.
    """

    exit_code = 1
