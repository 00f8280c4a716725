"""What an error of PostgreSQL means for people."""

from __future__ import annotations

from typing import NoReturn

import psycopg

from smits_tui.ledger.errors import LedgerBusy, LedgerUnwritable
from smits_tui.ledger.postgres.link import LOCK_SECONDS

_NOT_NEXT, _NOT_YOURS, _MOVED = "SM001", "SM002", "SM003"
"""SQLSTATEs that the triggers in schema.sql raise."""


def refuse(error: psycopg.Error, where: str) -> NoReturn:
    """Say why the server refused.

    Args:
        error: of the driver.
        where: the server and database.

    Raises:
        LedgerBusy: somebody else holds the lock, or has appended meanwhile.
        LedgerUnwritable: anything else.
    """
    if isinstance(error, psycopg.errors.LockNotAvailable):
        raise LedgerBusy(
            f"Another smits process has held the record on {where} for {LOCK_SECONDS:.0f} s; "
            "end it and try again."
        ) from error
    if isinstance(error, psycopg.errors.UniqueViolation) or error.sqlstate == _NOT_NEXT:
        raise LedgerBusy(f"Somebody else has recorded on {where} meanwhile; try again.") from error
    reason = (error.diag.message_primary or str(error)).rstrip(".")
    if error.sqlstate == _NOT_YOURS:
        what = f"{reason}. Ask whoever manages the team's record for the right"
    elif error.sqlstate == _MOVED:
        what = "The record was moved away from here; `ledger` in smits.toml must name its new place"
    elif isinstance(error, psycopg.errors.InsufficientPrivilege):
        what = f"your login may not do this ({reason})"
    else:
        what = reason
    raise LedgerUnwritable(f"Nothing was recorded on {where}: {what}.") from error
