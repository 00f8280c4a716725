"""Opens a calendar entry or invitation (iCalendar, RFC 5545): its title, day and description."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from smits_watch.documents.document import Passage
from smits_watch.documents.errors import damaged
from smits_watch.documents.sanitize import one_line, plain
from smits_watch.documents.text.plain_text import read_text

BEGINNING = b"BEGIN:VCALENDAR"
_MOST = 1000
"""The most entries of one file that are read."""
_FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError)
"""Errors that icalendar raises for a broken entry."""


@dataclass(slots=True)
class Invitation:
    """The contents of the entries."""

    passages: list[Passage] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


def read_calendar(content: bytes) -> Invitation:
    """Read a calendar's events and tasks.

    Args:
        content: the whole file.

    Returns:
        For each entry its title as a heading, `title: date` if it is for whole days (the time of a meeting
        about something is not a date of that thing), and its description. Metadata with subject, from and
        date of
        the first entry.

    Raises:
        ReadError: it is damaged.
    """
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
        entries = [e for c in calendars for e in c.walk() if e.name in ("VEVENT", "VTODO")]
    except _FAULTS as error:
        raise damaged("a calendar", "its entries can't be told apart") from error
    calendar = Invitation()
    for number, entry in enumerate(entries[:_MOST], 1):
        _read_entry(calendar, entry, number)
    return calendar


def _read_entry(calendar: Invitation, entry: Any, number: int) -> None:
    anchor = f"entry {number}"
    title = one_line(str(entry.get("SUMMARY", "")))[:1000].strip()
    if title:
        calendar.passages.append(Passage(title, f"{anchor} title", heading=True))
    day = _day(entry, "DUE") or _day(entry, "DTSTART")
    if title and day is not None and not isinstance(day, dt.datetime):
        calendar.passages.append(Passage(f"{title}: {day.isoformat()}", f"{anchor} day"))
    calendar.passages.extend(read_text(plain(str(entry.get("DESCRIPTION", ""))), place=f"{anchor} line"))
    if number == 1:
        stamp = _day(entry, "DTSTAMP")
        metadata = {"subject": title, "from": _organizer(entry), "date": stamp.isoformat() if stamp else ""}
        calendar.metadata.update({name: value for name, value in metadata.items() if value})


def _day(entry: Any, name: str) -> dt.date | None:
    try:
        value = getattr(entry.get(name), "dt", None)
    except _FAULTS:
        return None
    return value if isinstance(value, dt.date) else None


def _organizer(entry: Any) -> str:
    organizer = entry.get("ORGANIZER")
    if organizer is None:
        return ""
    address = one_line(str(organizer)).lower().removeprefix("mailto:")
    name = one_line(str(getattr(organizer, "params", {}).get("CN", ""))).replace('"', "")
    return f'"{name}" <{address}>' if name else address
