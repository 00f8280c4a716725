"""What is worth telling, and how it is said. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smits_tui.process.state import SEVERITIES, Input, State
from smits_tui.sanitize import plain
from smits_tui.settings import Settings

REVIEW = "review"
"""Triggers of this kind ask people to come together; they are told whatever their severity."""
MOST_LINES = 20
"""Triggers that one message names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Recipient:
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
class News:
    """Something that is to be told."""

    at: dt.datetime
    """When it came to be."""
    text: str
    """One line."""
    is_file: bool = False
    """Whether it is a file that could not be read or understood, not a trigger."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent."""

    title: str
    body: str
    """Plain text."""


def readers(settings: Settings) -> list[Recipient]:
    """Everybody who is to be told, each address once."""
    found = {address: Recipient(address, settings.notify.severity) for address in settings.notify.addresses}
    for person in settings.stakeholders:
        for address in person.notify:
            found[address] = Recipient(address, person.notify_severity or settings.notify.severity)
    return list(found.values())


def news(state: State, since: dt.datetime, severity: str) -> list[News]:
    """What is to be told of what came after a moment: grave triggers, and files that need somebody.

    Args:
        state: what is recorded.
        since: the moment.
        severity: the smallest one that is told; what could not be read or understood always is.

    Returns:
        The open triggers, the gravest first, then the files in the order of their arrival.
    """
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    triggers = [
        News(trigger.updated_at, f"{trigger.severity.upper():8}  {trigger.id}  {trigger.because}")
        for trigger in state.triggers("open")
        if trigger.severity in grave or trigger.trigger == REVIEW
    ]
    files = [known for item in state.inputs() if (known := _doubt(state, item))]
    return [known for known in (*triggers, *files) if known.at > since]


def _doubt(state: State, item: Input) -> News | None:
    """That a file could not be read or understood, and since when."""
    if item.in_doubt_since is None or item.superseded or item.withdrawn is not None:
        return None
    if item.status == "rejected":
        return News(item.in_doubt_since, f"REJECTED  {item.id}  {item.path}: {item.reason}", is_file=True)
    if not item.is_in_doubt:
        return None
    asked = state.questions(of=item.id)
    if not asked:
        text = f"NOT UNDERSTOOD  {item.id}  {item.path}: nothing is decided on it."
        return News(item.in_doubt_since, text, is_file=True)
    text = f"QUESTION  {asked[0].id}  {asked[0].text} ({item.path})"
    return News(max(question.asked_at for question in asked), text, is_file=True)


def digest(organisation: str, told: Sequence[News]) -> Message:
    """One message about triggers, and about files that could not be read or understood."""
    files = sum(known.is_file for known in told)
    count = len(told) - files
    parts = [f"{count} {'trigger needs' if count == 1 else 'triggers need'} a decision"] if count else []
    if files:
        parts.append(f"{files} {'file needs' if files == 1 else 'files need'} you to be understood")
    lines = [known.text for known in told[:MOST_LINES]]
    if len(told) > MOST_LINES:
        lines.append(f"and {len(told) - MOST_LINES} more")
    how = "`smits` shows them with their sources; `smits explain ID` says why one was raised."
    return _message(f"{organisation}: {' and '.join(parts)}", [*lines, "", how])


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
