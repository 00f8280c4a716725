"""Opens the ledger of a workspace and the state it folds into."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock, system_clock
from smits_tui.gc_pause import without_collection
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.protocol import Origin
from smits_tui.ledger.record import PastRecord, Record
from smits_tui.process.entries.entry import SettingsChanged
from smits_tui.process.state import State
from smits_tui.process.tasks import Task
from smits_tui.sanitize import plain
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace


class ActionRefused(SmitsError):
    """The process does not allow this now; the message says why and what would."""


class GateNotMet(ActionRefused):
    """Tasks are left that come first. Each interface adds its own command or key for the first of them."""

    def __init__(self, task: Task, *, more: int = 0) -> None:
        """Take the first task that is left, and how many more there are."""
        others = {0: "", 1: " (1 more task is left)"}.get(more, f" ({more} more tasks are left)")
        super().__init__(f"{task.what}{others}")
        self.task = task


def open_record(workspace: Workspace, clock: Clock = system_clock) -> tuple[Record, str | None]:
    """Open the record and read it up to its end.

    A torn end (a crash in the middle of a write) is cut off.

    Returns:
        The record, and a sentence about what was mended, or about a ledger that was cut or written anew; None
        where there is nothing to say.

    Raises:
        LedgerDamaged: the ledger does not fit together; nothing was changed.
    """
    workspace.make_folders()
    ledger = open_ledger(workspace)
    mended = ledger.recover()
    with without_collection(keep=True):
        record = Record(ledger, workspace.state, clock, workspace.anchor, origin())
        record.catch_up()
    return record, " ".join(filter(None, (mended, record.problem))) or None


def open_past(workspace: Workspace, day: dt.date) -> PastRecord:
    """The record as it was at the end of a day.

    Raises:
        LedgerDamaged: the ledger does not fit together.
    """
    with without_collection():
        return PastRecord(open_ledger(workspace), day)


def record_settings(record: Record, workspace: Workspace, by: str, reason: str) -> None:
    """Record the settings in force, e.g. when the workspace was made.

    Addresses of messages are left out: they may hold passwords, and what is recorded can't be taken back.

    Raises:
        SettingsError: smits.toml can't be used.
    """
    settings = workspace.settings()
    data = SettingsChanged(
        organisation=settings.organisation,
        settings=_without_addresses(settings),
        reason=reason,
    )

    def action(_state: State) -> list[SettingsChanged]:
        return [data]

    record.commit(by, action)


def _without_addresses(settings: Settings) -> dict[str, Any]:
    content = settings.model_dump(mode="json")
    for table in (content["notify"], *content["stakeholders"]):
        table.pop("addresses", None)
        table.pop("notify", None)
    return content


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and how that is known."""

    name: str
    origin: Literal["chosen", "SMITS_USER", "login"]


def actor(asked: str | None, environment: Mapping[str, str] = os.environ) -> Actor:
    """Who acts: as asked, as SMITS_USER says, or the name of the login.

    Args:
        asked: the name that was chosen, or None.
        environment: where SMITS_USER is looked up.
    """
    if asked:
        return Actor(asked, "chosen")
    if environment.get("SMITS_USER"):
        return Actor(environment["SMITS_USER"], "SMITS_USER")
    try:
        return Actor(getpass.getuser(), "login")
    except (OSError, KeyError):
        return Actor("unknown", "login")


def person(asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The name of whoever acts, as `actor` has it."""
    return actor(asked, environment).name


def origin() -> Origin:
    """Which login on which machine records."""
    return Origin(plain(_login(), lines=False), plain(socket.gethostname(), lines=False))


def _login() -> str:
    """The operating system's name of whoever runs this process; blank where it has none.

    The variables LOGNAME and USER, which anybody can set, are not asked where the system itself knows.
    """
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
