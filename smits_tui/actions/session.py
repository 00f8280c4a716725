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
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.ledger.past_record import PastRecord
from smits_tui.ledger.protocol import Origin
from smits_tui.ledger.record import Record
from smits_tui.process.entries.envelope import EntryData
from smits_tui.process.state import State
from smits_tui.process.tasks import Task
from smits_tui.sanitize import plain
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace

SERVED_AS = "SMITS_SERVED_AS"
"""The variable with the person whom a proxy named, in the interface that `smits serve` starts for a page."""


class ActionRefused(SmitsError):
    """The process does not allow this now; the message says why and what would be allowed."""


class GateNotMet(ActionRefused):
    """Other tasks come first. Each interface adds its own command or key for the first of them."""

    def __init__(self, task: Task, *, more: int = 0) -> None:
        """Take the first task, and the number of further ones."""
        others = {0: "", 1: " (1 more task is left)"}.get(more, f" ({more} more tasks are left)")
        super().__init__(f"{task.what}{others}")
        self.task = task


def open_record(
    workspace: Workspace, clock: Clock = system_clock, *, patient: bool = False
) -> tuple[Record, str | None]:
    """Open the record and read all of it.

    A truncated last line (a crash during a write) is removed.

    Args:
        workspace: whose record.
        clock: the source of timestamps.
        patient: whether to begin with what this machine knows if the server of the record is away.

    Returns:
        The record, and a sentence about a repair, or about a ledger that was truncated or rewritten; None
        if there is nothing to report.

    Raises:
        LedgerDamaged: the ledger is inconsistent; nothing was changed.
        LedgerUnreachable: the server of the record is away; only without `patient`.
    """
    workspace.make_folders()
    ledger = open_ledger(workspace)
    mended = ledger.recover()
    with without_collection(keep=True):
        record = Record(ledger, workspace.state, clock, workspace.anchor, origin(), patient=patient)
        try:
            record.catch_up()
        except LedgerUnreachable:
            if not patient:
                raise
    return record, " ".join(filter(None, (mended, record.problem))) or None


def open_past(workspace: Workspace, day: dt.date) -> PastRecord:
    """The record as it was at the end of a day.

    Raises:
        LedgerDamaged: the ledger is inconsistent.
    """
    with without_collection():
        return PastRecord(open_ledger(workspace), day)


def record_settings(record: Record, workspace: Workspace, by: str, reason: str) -> None:
    """Record the settings in force, e.g. after creating the workspace.

    Addresses of messages, which may hold passwords, and hashes of passphrases are left out: what is recorded
    can't be taken back.

    Raises:
        SettingsError: smits.toml is invalid.
    """
    from smits_tui.process.entries.entry import SettingsChanged

    settings = workspace.settings()
    data = SettingsChanged(
        organisation=settings.organisation,
        settings=recorded_settings(settings),
        reason=reason,
    )

    def action(_state: State) -> list[EntryData]:
        return [data]

    record.commit(by, action)


def recorded_settings(settings: Settings) -> dict[str, Any]:
    """Settings as they are recorded, without what is secret: key of smits.toml -> JSON value."""
    content = settings.model_dump(mode="json")
    for table in (content["notify"], *content["stakeholders"]):
        table.pop("addresses", None)
        table.pop("notify", None)
        table.pop("passphrase", None)
    return content


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person, and how the identity was established."""

    name: str
    origin: Literal["chosen", "SMITS_USER", "login", "proxy"]

    @property
    def origin_label(self) -> str:
        """How the identity was established, in a word or two for people."""
        return {"SMITS_USER": "preset", "proxy": "signed in"}.get(self.origin, self.origin)


def actor(
    asked: str | None, environment: Mapping[str, str] = os.environ, settings: Settings | None = None
) -> Actor:
    """The acting person: the requested name, SMITS_USER, the person with this login, or the login name.

    In a browser behind a proxy that says who sits there, it is that person alone.

    Args:
        asked: the requested name, or None.
        environment: contains SMITS_USER.
        settings: the logins of each person, or None.
    """
    if environment.get(SERVED_AS):
        return Actor(environment[SERVED_AS], "proxy")
    if asked:
        return Actor(asked, "chosen")
    if environment.get("SMITS_USER"):
        return Actor(environment["SMITS_USER"], "SMITS_USER")
    if settings is not None and (name := name_of_login(settings, origin())) is not None:
        return Actor(name, "login")
    try:
        return Actor(getpass.getuser(), "login")
    except (OSError, KeyError):
        return Actor("unknown", "login")


def person(asked: str | None, settings: Settings | None = None) -> str:
    """The acting person's name, as determined by `actor`."""
    return actor(asked, settings=settings).name


def name_of_login(settings: Settings, origin: Origin) -> str | None:
    """The person to whom a login belongs, if it is exactly one."""
    names = [person.name for person in settings.stakeholders if is_login_of(person, origin)]
    return names[0] if len(names) == 1 else None


def is_login_of(person: Stakeholder, origin: Origin | None) -> bool:
    """Whether smits.toml gives a login to a person, by its name alone or with the machine's."""
    if origin is None or not origin.login:
        return False
    return bool({origin.login, f"{origin.login}@{origin.host}"} & set(person.logins))


def origin() -> Origin:
    """The login and the machine from which entries are recorded."""
    return Origin(plain(_login(), lines=False), plain(socket.gethostname(), lines=False))


def _login() -> str:
    """The login name according to the operating system; blank if it has none.

    LOGNAME and USER, which anybody can set, are ignored where the operating system knows the name.
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
