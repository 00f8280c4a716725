"""Documents, tables, calendars and receipts as files, and a plan that is taken over from one."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import io
import zipfile
from pathlib import Path
from typing import Any

import approved_cycle
import icalendar
import pytest
from approved_cycle import PLAN, SETTINGS

from smits_tui.actions.inputs.archive.store import archive
from smits_tui.actions.inputs.plan_import import import_plan
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy import export
from smits_tui.actions.strategy.agreement.receipts import make_receipt
from smits_tui.actions.strategy.calendar import calendar_file
from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.documents import export as documents
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import (
    CorrectiveAction,
    Initiative,
    Measure,
    Objective,
)
from smits_tui.workspace import Workspace

first_cycle, written = approved_cycle.first_cycle, approved_cycle.written


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_a_document_can_be_had_as_a_file(written: Record, workspace: Workspace, form: str) -> None:
    """Each of them opens as what it says it is."""
    made = export.document_file(written.state, workspace, SETTINGS, PLAN, form, None)
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as opened:
            assert b"It stays up" in opened.read("word/document.xml")
    elif form == "pdf":
        assert made.startswith(b"%PDF-")
        assert len(made) > 10_000
    else:
        assert "It stays up" in made.decode()
        assert "agreed by Mara, Tom, Ines" in made.decode()


HOSTILE = (
    "<script>x</script>",
    "![](file:///etc/passwd)",
    "```{=html}\n<b>\n```",
    '$x^2$ \\input{x} #read("/etc/passwd")',
)


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
@pytest.mark.one_engine("opens no record")
def test_what_people_write_is_text_in_every_form(form: str) -> None:
    """No script, no file of the machine, no command of a typesetter."""
    hostile = "\n\n".join(HOSTILE)
    made = documents.export(f"# A title\n\n{hostile}\n", form, dt.date(2027, 3, 31))
    if form == "html":
        text = made.decode()
        assert "<b>" not in text
        assert "<script>" not in text
    elif form == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as opened:
            text = opened.read("word/document.xml").decode()
    else:
        pdfium = pytest.importorskip("pypdfium2")
        with pdfium.PdfDocument(made) as printed:
            text = html.escape(printed[0].get_textpage().get_text_bounded())
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "/etc/passwd" in text
    assert "root:" not in text


def test_measures_are_a_table_that_no_spreadsheet_obeys(written: Record) -> None:
    set_record(written, Measure, by="Mara", text="=1+1", values={"objective": "O1"})
    record_reading(written, "M2", value=3, period="2027-Q1", by="Mara")
    rows = list(csv.DictReader(io.StringIO(export.measures_csv(written.state))))
    assert [(row["measure"], row["text"], row["value"]) for row in rows] == [("M2", "'=1+1", "3.0")]


def test_work_is_a_table_that_issue_trackers_import(written: Record) -> None:
    """One line for each initiative and action, with the id by which a newer file finds it again."""
    day = dt.date(2027, 6, 30)
    values = {"objective": "O1", "owner": "Tom", "start": dt.date(2027, 4, 1), "end": day}
    set_record(written, Initiative, by="Mara", text="=Second line", values=values)
    set_record(written, CorrectiveAction, by="Mara", text="Call them", values={"owner": "Ines", "due": day})
    rows = list(csv.DictReader(io.StringIO(export.work_csv(written.state))))
    assert [(row["Summary"], row["Issue Type"], row["Assignee"], row["Due Date"]) for row in rows] == [
        ("'=Second line", "initiative", "Tom", "2027-06-30"),
        ("Call them", "action", "Ines", "2027-06-30"),
    ]
    assert [row["Start Date"] for row in rows] == ["2027-04-01", ""]
    assert len({row["External ID"] for row in rows}) == 2


def test_the_calendar_reminds_two_weeks_before(written: Record, workspace: Workspace, clock: Any) -> None:
    """What a trigger rests on has its day as well, once for each matter."""
    fact = {"fact": "exposure", "effective_date": "2027-04-14"}
    raised = [
        TriggerRaised(
            id=f"T{number}",
            rule=f"r{number}",
            trigger="vendor",
            subject="Oracle",
            outcome="review",
            severity="high",
            because="Support ends on 14 April 2027.",
            touches=(),
            sources=(),
            fact=fact,
            explanation={},
            fingerprint="f",
            pack="p",
            matter="Oracle",
        )
        for number in (1, 2)
    ]
    written.commit("watcher", lambda _state: raised)
    made = calendar_file(written.state, workspace.settings(), clock())
    events = icalendar.Calendar.from_ical(made).walk("VEVENT")
    ends = [event for event in events if "Support ends" in str(event["summary"])]
    assert [event["dtstart"].dt for event in ends] == [dt.date(2027, 4, 14)]
    for event in events:
        (reminder,) = event.walk("VALARM")
        assert reminder["trigger"].dt == dt.timedelta(days=-14)


def test_a_receipt_holds_only_agreements_to_what_it_shows(written: Record, workspace: Workspace) -> None:
    receipt = make_receipt(workspace, written.state, PLAN)
    types = [entry["type"] for entry in receipt["entries"]]
    assert types == ["deliverable.submitted", *["deliverable.agreed"] * 3, "deliverable.approved"]
    assert receipt["inputs"] == {"I1": {"sha256": f"{1:064d}", "path": "budgets/1.txt"}}


PLAN_TEXT = """# IT strategy 2027

## Vision

Nobody waits for IT.

## Principles

Standard before own development.

## Objectives

| Objective | Owner | Due |
|---|---|---|
| Retire the old billing system | Ines | 2027-12-31 |

## Funding

Two million a year.
"""


def test_an_existing_plan_is_taken_over(record: Record, workspace: Workspace, tmp_path: Path) -> None:
    """Its headings become sections, its objectives are proposed; what is written is left alone."""
    file = tmp_path / "plan.md"
    file.write_text(PLAN_TEXT, encoding="utf-8")
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    archive(workspace, file, sha256)
    received = InputReceived(
        id="I1",
        kind="strategy-plans",
        path="strategy-plans/plan.md",
        sha256=sha256,
        size=1,
        mtime_ns=1,
        version=1,
    )
    fact = {"fact": "plan-objective", "objective": "Retire the old billing system", "owner": "Ines"}
    fact["due"] = "2027-12-31"
    record.commit("watcher", lambda _state: [received, InputRead(id="I1", facts=(fact,))])
    done = import_plan(record, workspace, "i1", by="Mara")
    assert set(done.sections) == {"vision", "patterns", "funding"}
    (objective,) = record.state.records(Objective)
    assert (objective.data.proposed, objective.data.owner) == (True, "Ines")
    section = record.state.section("mission-and-vision/vision")
    assert section is not None
    assert section.text == "Nobody waits for IT. [I1]\n"
    with pytest.raises(ActionRefused, match="Nothing in"):
        import_plan(record, workspace, "I1", by="Mara")
