"""Dates of the strategy as iCalendar, also as a file that calendars subscribe to."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator

from smits_rules.vocabulary.finding_status import is_settled
from smits_tui.actions.strategy.deliverables.documents import find_document
from smits_tui.actions.strategy.review_day import review_day
from smits_tui.actions.triggers.decision_days import decision_day
from smits_tui.process.entries.records import CorrectiveAction, Initiative, Objective
from smits_tui.process.measure_feeds import in_force
from smits_tui.process.state import State
from smits_tui.sanitize import plain
from smits_tui.settings import Settings
from smits_tui.whole_file import replace_file
from smits_tui.workspace import Workspace

_REMINDER = dt.timedelta(days=14)
"""How long before a date a calendar reminds of it: enough to arrange a meeting."""
_REFRESH = dt.timedelta(hours=6)
"""How often programs that subscribe are asked to look again."""
_STAMP = re.compile(rb"DTSTAMP:[^\r\n]*")


def calendar_file(state: State, settings: Settings, now: dt.datetime) -> bytes:
    """All dates as iCalendar (RFC 5545), each with a reminder two weeks before.

    An event keeps its UID for as long as what it is about is the same, so that calendars which subscribe to
    the file, or import it again, move the event in place of adding another.
    """
    from icalendar import Alarm, Calendar, Event

    name = plain(f"IT strategy, {settings.organisation}", lines=False)
    whose = hashlib.sha256(settings.organisation.encode()).hexdigest()[:8]
    calendar = Calendar()
    calendar.add("prodid", "-//smits-tui//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)  # RFC 7986; older programs read the next one
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for identifier, title, day in days_of(state, settings):
        event = Event()
        event.add("uid", f"{identifier}-{whose}@smits-tui")
        event.add("summary", title)
        event.add("dtstart", day)
        event.add("dtstamp", now)
        event.add("transp", "TRANSPARENT")  # nobody is busy all of that day
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", title)
        reminder.add("trigger", -_REMINDER)
        event.add_component(reminder)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def days_of(state: State, settings: Settings) -> Iterator[tuple[str, str, dt.date]]:
    """All dates: an id, what is due, the day."""
    yield "next-review", "Strategy review", review_day(state, settings)
    for kind, day in settings.due.items():
        yield f"due-{kind}", f"{find_document(kind).title} is due", day
    for objective in state.records(Objective):
        if objective.data.due:
            yield f"objective-{objective.id}", f"{objective.id}: {objective.text}", objective.data.due
    for initiative in state.records(Initiative):
        if initiative.data.start:
            yield (
                f"initiative-{initiative.id}-start",
                f"{initiative.id} begins: {initiative.text}",
                initiative.data.start,
            )
        if initiative.data.end:
            yield (
                f"initiative-{initiative.id}-end",
                f"{initiative.id} ends: {initiative.text}",
                initiative.data.end,
            )
    for action in state.records(CorrectiveAction):
        if action.data.due and not action.data.done:
            yield f"action-{action.id}", f"{action.id}: {action.text}", action.data.due
    yield from _days_of_findings(state)
    yield from _days_of_triggers(state)


def _days_of_triggers(state: State) -> Iterator[tuple[str, str, dt.date]]:
    """The dates of triggers: ends of support, acts, opportunities; each matter's date once."""
    seen = set()
    for trigger in state.triggers():
        day = decision_day(trigger)
        if day is None or not trigger.holds or trigger.status in ("dismissed", "lapsed"):
            continue
        if (trigger.matter, day) not in seen:
            seen.add((trigger.matter, day))
            title = plain(trigger.because, lines=False)
            yield f"trigger-{trigger.id}", f"{trigger.id}: {title}", day


def _days_of_findings(state: State) -> Iterator[tuple[str, str, dt.date]]:
    """The due dates of open audit findings."""
    for item in in_force(state.inputs_of(("audit-reports",))):
        for number, fact in enumerate(item.facts):
            is_open = fact.get("fact") == "audit-finding" and not is_settled(str(fact.get("status") or ""))
            if is_open and fact.get("due"):
                title = plain(f"{fact.get('finding') or ''} {fact.get('title') or ''}", lines=False).strip()
                key = str(fact.get("finding") or number)
                uid = hashlib.sha256(f"{item.path}\n{key}".encode()).hexdigest()[:12]
                yield f"finding-{uid}", f"Finding is due: {title}", dt.date.fromisoformat(str(fact["due"]))


def publish_calendar(workspace: Workspace, state: State, settings: Settings, now: dt.datetime) -> bool:
    """Write the calendar to the file that smits.toml names, for calendars that subscribe to it.

    Args:
        workspace: below which the file lies.
        state: what is recorded.
        settings: `calendar.file`; blank: nothing is written.
        now: stamps the dates.

    Returns:
        Whether it was written; a file that has the same dates stays as it is.

    Raises:
        OSError: it can't be written.
    """
    if not settings.calendar.file:
        return False
    path = workspace.root / settings.calendar.file
    content = calendar_file(state, settings, now)
    try:
        if _STAMP.sub(b"", path.read_bytes()) == _STAMP.sub(b"", content):
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, content)
    return True
