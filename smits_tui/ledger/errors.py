"""Why a ledger can't be read, written or reached."""

from __future__ import annotations

from smits_rules.vocabulary import SmitsError

WHAT_NOW = (
    "Nothing was changed. Restore the ledger from a backup, or let `smits ledger repair` keep the entries "
    "before it and put the rest aside."
)


class LedgerDamaged(SmitsError):
    """The ledger is damaged."""

    exit_code = 4

    def __init__(self, message: str, line: int | None = None) -> None:
        """Say what is wrong, and on which line of the ledger (from 1), if it is one."""
        super().__init__(message)
        self.line = line


class LedgerTooNew(SmitsError):
    """A newer version of smits wrote an entry; this one can't tell what it says. Nothing was changed."""

    exit_code = 4


class LedgerUnwritable(SmitsError):
    """An entry could not be written; nothing of it was recorded."""


class LedgerBusy(SmitsError):
    """Another process has held the ledger's lock for too long."""

    exit_code = 5


class LedgerUnreachable(SmitsError):
    """The server of the ledger does not answer; nothing was recorded."""


class LedgerRewound(SmitsError):
    """Entries read inside `locked()` were lost with the server before they were durable."""
