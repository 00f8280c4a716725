"""What is worth telling, and how it is said. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smits_tui.process.state import SEVERITIES, State, Trigger
from smits_tui.sanitize import plain
from smits_tui.settings import Settings

REVIEW = "review"
"""Triggers of this kind ask people to come together; they are told whatever their severity."""
MOST_LINES = 20
"""Triggers that one message names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to be told: one address and what is grave enough for it."""

    address: str
    """As apprise takes it, e.g. `mailto://...`; it may hold a password and is never shown."""
    severity: str
    """The smallest one that is told."""

    @property
    def scheme(self) -> str:
        """The way of telling, e.g. `mailto`; all of an address that is ever shown."""
        return self.address.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent."""

    title: str
    body: str
    """Plain text."""


def readers(settings: Settings) -> list[Reader]:
    """Everybody who is to be told, each address once."""
    found = {address: Reader(address, settings.notify.severity) for address in settings.notify.addresses}
    for person in settings.stakeholders:
        for address in person.notify:
            found[address] = Reader(address, person.notify_severity or settings.notify.severity)
    return list(found.values())


def news(state: State, since: dt.datetime, severity: str) -> list[Trigger]:
    """The open triggers raised or changed after a moment that are grave enough, the gravest first."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return [
        trigger
        for trigger in state.triggers("open")
        if trigger.updated_at > since and (trigger.severity in grave or trigger.trigger == REVIEW)
    ]


def digest(organisation: str, triggers: Sequence[Trigger]) -> Message:
    """One message about triggers."""
    count = len(triggers)
    title = f"{organisation}: {count} {'trigger needs' if count == 1 else 'triggers need'} a decision"
    lines = [f"{t.severity.upper():8}  {t.id}  {t.because}" for t in triggers[:MOST_LINES]]
    if count > MOST_LINES:
        lines.append(f"and {count - MOST_LINES} more")
    how = "`smits` shows them with their sources; `smits explain ID` says why one was raised."
    return _message(title, [*lines, "", how])


def degraded(organisation: str, reason: str) -> Message:
    """The watcher is not well."""
    return _message(
        f"{organisation}: the watcher is not well",
        [reason, "", "Files that are dropped may wait until this is mended; `smits doctor` says more."],
    )


def well_again(organisation: str) -> Message:
    """The watcher is well again."""
    return _message(f"{organisation}: the watcher is well again", ["What waited is taken up now."])


def quiet(now: dt.datetime, hours: tuple[dt.time, dt.time] | None) -> bool:
    """Whether a moment lies in the quiet hours, local time; they may lead over midnight."""
    if hours is None:
        return False
    begin, end = hours
    time = now.astimezone().time()
    return begin <= time < end if begin <= end else time >= begin or time < end


def _message(title: str, lines: Iterable[str]) -> Message:
    return Message(plain(title, lines=False), "\n".join(plain(line, lines=False) for line in lines))
