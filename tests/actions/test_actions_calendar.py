"""The calendar as a file to which other calendars subscribe."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
import pytest

from smits_rules.vocabulary import FACT_TYPES
from smits_tui.actions.strategy.calendar import calendar_file, publish_calendar
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import Objective
from smits_tui.settings import Calendar, Settings, SettingsError, load_settings
from smits_tui.workspace import Workspace

SETTINGS = Settings(organisation="Acme", calendar=Calendar(file="deliverables/strategy.ics"))


def events(content: bytes) -> dict[str, Any]:
    """Summary -> event."""
    return {str(event["summary"]): event for event in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def audit(record: Record, version: int, status: str) -> None:
    """An audit with a finding."""
    name = f"I{version}"
    received = InputReceived(
        id=name,
        kind="audit-reports",
        path="audit-reports/a.csv",
        sha256=name,
        size=1,
        mtime_ns=1,
        version=version,
    )
    fact = {"fact": "audit-finding", "finding": "A-1", "title": "Shared\nlogin", "status": status}
    record.commit("watcher", lambda _: [received, InputRead(id=name, facts=[{**fact, "due": "2027-05-01"}])])


def test_an_event_moves_in_place_of_being_doubled(record: Record, clock: Any) -> None:
    """The same UID for another day; another organisation has others."""
    values = {"due": dt.date(2027, 6, 1)}
    set_record(record, Objective, by="Mara", text="Up", values=values)
    before = events(calendar_file(record.state, SETTINGS, clock()))["O1: Up"]
    set_record(record, Objective, by="Mara", text=None, identifier="O1", values={"due": dt.date(2027, 7, 1)})
    content = calendar_file(record.state, SETTINGS, clock())
    after = events(content)["O1: Up"]
    assert before["uid"] == after["uid"]
    assert (before["dtstart"].dt, after["dtstart"].dt) == (dt.date(2027, 6, 1), dt.date(2027, 7, 1))
    others = events(calendar_file(record.state, Settings(organisation="Other"), clock()))
    assert others["O1: Up"]["uid"] != after["uid"]
    assert all(other["transp"] == "TRANSPARENT" for other in others.values())
    whole = icalendar.Calendar.from_ical(content)
    assert (str(whole["method"]), str(whole["x-wr-calname"])) == ("PUBLISH", "IT strategy, Acme")


def test_open_findings_are_due(record: Record, clock: Any) -> None:
    """Until they are settled; a newer version of the audit moves nothing."""
    audit(record, 1, "open")
    first = events(calendar_file(record.state, SETTINGS, clock()))["Finding is due: A-1 Shared login"]
    audit(record, 2, "in progress")
    second = events(calendar_file(record.state, SETTINGS, clock()))["Finding is due: A-1 Shared login"]
    assert first["uid"] == second["uid"]
    assert second["dtstart"].dt == dt.date(2027, 5, 1)
    audit(record, 3, "closed")
    assert not any("A-1" in event for event in events(calendar_file(record.state, SETTINGS, clock())))


@pytest.mark.parametrize(
    "fact", [name for name, kind in FACT_TYPES.items() if "decide_by" in kind.model_fields]
)
def test_what_must_be_decided_by_a_day_has_it(record: Record, clock: Any, fact: str) -> None:
    """An opportunity is judged by a fact that follows from it, and the day is on that one, too."""
    raised = TriggerRaised(
        id="T1",
        rule="r",
        trigger="opportunity",
        subject="A market",
        outcome="review",
        severity="medium",
        because="A market opens.",
        touches=(),
        sources=(),
        fact={"fact": fact, "decide_by": "2027-05-03"},
        explanation={},
        fingerprint="f",
        pack="p",
        matter="market",
    )
    record.commit("watcher", lambda _: [raised])
    event = events(calendar_file(record.state, SETTINGS, clock()))["T1: A market opens."]
    assert event["dtstart"].dt == dt.date(2027, 5, 3)


def test_the_file_is_written_when_dates_change(record: Record, workspace: Workspace, clock: Any) -> None:
    """And not before: programs that sync the folder would copy it at each entry."""
    path = workspace.root / "deliverables" / "strategy.ics"
    assert publish_calendar(workspace, record.state, SETTINGS, clock())
    clock.forward(hours=1)
    written = path.stat().st_mtime_ns
    assert not publish_calendar(workspace, record.state, SETTINGS, clock())
    assert path.stat().st_mtime_ns == written
    set_record(record, Objective, by="Mara", text="Up", values={"due": dt.date(2027, 6, 1)})
    assert publish_calendar(workspace, record.state, SETTINGS, clock())
    assert "O1: Up" in events(path.read_bytes())
    assert not publish_calendar(workspace, record.state, Settings(organisation="Acme"), clock())
    assert [one.name for one in path.parent.iterdir() if one.suffix == ".tmp"] == []


@pytest.mark.parametrize(
    "name", ["../out.ics", "/tmp/out.ics", ".smits/x.ics", "a/b.ics", "smits.toml", "a\\b.ics"]
)
def test_the_file_lies_in_the_workspace_and_replaces_nothing_of_smits(
    workspace: Workspace, name: str
) -> None:
    text = workspace.settings_file.read_text(encoding="utf-8")
    line = f"[calendar]\nfile = {name!r}\n"
    workspace.settings_file.write_text(text.replace("[calendar]\n", line), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"calendar\.file"):
        load_settings(workspace.settings_file)


def test_the_watcher_keeps_it_up_to_date(workspace: Workspace, smits: Any) -> None:
    text = workspace.settings_file.read_text(encoding="utf-8")
    line = '[calendar]\nfile = "strategy.ics"\n'
    workspace.settings_file.write_text(text.replace("[calendar]\n", line), encoding="utf-8")
    assert smits("watch", "--once").returncode == 0
    assert "Strategy review" in events((workspace.root / "strategy.ics").read_bytes())
