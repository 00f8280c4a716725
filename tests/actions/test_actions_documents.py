"""Documents: what is stale and why, whom a change asks again, who may agree for whom, and files of them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import icalendar
import pytest
from conftest import FixedClock

from smits_tui.actions.inputs.archive.store import archive
from smits_tui.actions.inputs.plan_import import import_plan
from smits_tui.actions.session import ActionRefused, open_record, record_settings
from smits_tui.actions.strategy import cycle, export
from smits_tui.actions.strategy.agreement import agreement, delegation, objections
from smits_tui.actions.strategy.agreement.receipts import make_receipt
from smits_tui.actions.strategy.calendar import calendar_file
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.sections import confirm_section, write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.actions.strategy.records import record_reading, retire_record, set_record
from smits_tui.actions.strategy.traceability import trace
from smits_tui.actions.triggers import triage
from smits_tui.documents import export as documents
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.deliverables.staleness import stale_sections
from smits_tui.process.deliverables.status import deliverables as all_of
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import (
    AssumptionSet,
    CorrectiveAction,
    Initiative,
    Measure,
    Objective,
    Risk,
    Scenario,
    SwotPoint,
)
from smits_tui.settings import AgreementRules, Settings, Stakeholder
from smits_tui.workspace import Workspace, make_workspace

NAMES = ("Mara", "Tom", "Ines")
SETTINGS = Settings(organisation="Acme", stakeholders=tuple(Stakeholder(name=name) for name in NAMES))
ASSESSMENT, PLAN = "strategy-assessment", "strategy-plan"


def take(record: Record, kind: str, *, trigger: str = "", path: str = "", subject: str = "") -> str:
    """An input that was read and, if a kind of trigger is named, raised one."""
    number = record.state.next_id("inputs")
    name, path = f"I{number}", path or f"{kind}/{number}.txt"
    received = InputReceived(
        id=name,
        kind=kind,
        path=path,
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=1,
        version=record.state.versions(path) + 1,
    )
    entries: list[Any] = [received, InputRead(id=name)]
    if trigger:
        raised = TriggerRaised(
            id=f"T{record.state.next_id('triggers')}",
            rule="r",
            trigger=trigger,
            subject=subject or name,
            outcome="review",
            severity="medium",
            because=f"Something about {kind}.",
            touches=(ASSESSMENT, PLAN),
            inputs=(name,),
            sources=(path,),
            input=name,
            fact={},
            explanation={},
            fingerprint=name,
            pack="p",
        )
        entries.append(raised)
    record.commit("watcher", lambda _state: entries)
    return name


@pytest.fixture(scope="module")
def first_cycle(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dt.datetime]:
    """All documents of a first cycle, submitted and approved, and the hour after; tests get copies of it."""
    clock = FixedClock(dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC))
    workspace = make_workspace(
        tmp_path_factory.mktemp("cycle") / "acme", "Acme [draft]", jurisdictions=("EU",)
    )
    record, _ = open_record(workspace, clock)
    record_settings(record, workspace, "kim", "made")
    take(record, "budgets")
    cycle.open_cycle(record, by="Mara", reason="first")
    set_record(record, Scenario, by="Mara", text="One", values={"chosen": True, "why": "so"})
    set_record(record, Objective, by="Mara", text="It stays up", values={"owner": "Mara"})
    set_record(record, Measure, by="Mara", text="Outages", values={"objective": "O1", "target": 5.0})
    set_record(record, AssumptionSet, by="Mara", text="EUR/USD stays above 1.05")
    set_record(record, Risk, by="Mara", text="It does not")
    set_record(record, SwotPoint, by="Mara", text="Old", values={"quadrant": "weakness", "evidence": ("I1",)})
    for kind in (ASSESSMENT, "mission-and-vision", PLAN):
        for section in DOCUMENTS[kind].sections:
            if section.text:
                text = f"About {section.title} [I1]."
                write_section(record, kind, section.name, text, by="Mara")
        clock.forward(minutes=1)
        submit(record, workspace, kind, by="Mara")
        for name in NAMES:
            agreement.agree(record, SETTINGS, kind, by=name)
        approve(record, workspace, SETTINGS, kind, by="Tom")
    clock.forward(hours=1)
    return workspace, clock.now


@pytest.fixture
def written(first_cycle: tuple[Workspace, dt.datetime], workspace: Workspace, clock: FixedClock) -> Record:
    """A copy of the first cycle in the test's own workspace."""
    finished, clock.now = first_cycle
    shutil.copytree(finished.root, workspace.root, dirs_exist_ok=True)
    record, _ = open_record(workspace, clock)
    return record


def status(record: Record, kind: str) -> Any:
    return next(one for one in all_of(record.state, people_of(SETTINGS), {}) if one.kind == kind)


def test_after_one_regulation_exactly_the_sections_that_rest_on_it_are_stale(written: Record) -> None:
    """With the cause, along assessment and plan; what rests on something else stays as it was."""
    assert stale_sections(written.state) == {}
    take(written, "regulations", trigger="regulation")
    stale = stale_sections(written.state)
    assert set(stale) == {f"{ASSESSMENT}/external-factors", f"{PLAN}/position", f"{PLAN}/risks"}
    (cause,) = stale[f"{ASSESSMENT}/external-factors"]
    assert (cause.trigger, cause.input, cause.text) == ("T1", "I2", "Something about regulations.")
    assert stale[f"{PLAN}/risks"][0].through == f"{ASSESSMENT}/external-factors"
    assert status(written, ASSESSMENT).status == "stale"
    assert status(written, "mission-and-vision").status == "approved"


def test_a_case_that_was_raised_again_is_one_cause_and_not_two(written: Record) -> None:
    """A vendor corrects its date: what it said before puts nothing in question any more."""
    for _ in range(2):
        take(written, "regulations", trigger="regulation", subject="the same")
        newest = written.state.triggers("open")[0].id
        triage.accept(written, [newest], by="Mara")
    causes = stale_sections(written.state)[f"{ASSESSMENT}/external-factors"]
    assert [cause.trigger for cause in causes] == [newest]


def test_a_dismissed_trigger_makes_nothing_stale_and_a_confirmed_section_is_not_any_more(
    written: Record, clock: Any
) -> None:
    from smits_tui.actions.triggers.triage import dismiss

    take(written, "regulations", trigger="regulation")
    clock.forward(minutes=1)
    confirm_section(written, ASSESSMENT, "external-factors", by="Mara")
    assert stale_sections(written.state) == {}
    clock.forward(minutes=1)
    take(written, "regulations", trigger="regulation")
    assert stale_sections(written.state)
    dismiss(written, ["T2"], by="Mara", reason="not ours")
    assert stale_sections(written.state) == {}


def test_a_new_version_of_a_cited_input_makes_its_section_stale(written: Record) -> None:
    take(written, "budgets", path="budgets/1.txt")
    stale = stale_sections(written.state)
    assert f"{ASSESSMENT}/internal-factors" in stale
    assert "was replaced by I2" in stale[f"{ASSESSMENT}/internal-factors"][0].text


def test_a_typo_asks_again_only_those_who_agreed_to_that_section(
    written: Record, workspace: Workspace, clock: Any
) -> None:
    """And shows them just what changed; the others' agreement stands."""
    clock.forward(minutes=1)
    write_section(written, PLAN, "patterns", "About Patterns, spelled right [I1].", by="Mara")
    assert status(written, PLAN).status == "draft"
    shown = list(export.difference(written.state, workspace, PLAN, None))[2:]
    assert [line for line in shown if line[0] in "+-"] == [
        "-About Patterns [I1].",
        "+About Patterns, spelled right [I1].",
    ]
    submit(written, workspace, PLAN, by="Mara")
    standings = {one.stakeholder: one for one in status(written, PLAN).agreement.standings}
    assert all(one.asked == one.changed == ("patterns",) for one in standings.values())
    assert agreement.agree(written, SETTINGS, PLAN, by="Tom") == ("patterns",)
    assert status(written, PLAN).agreement.agreed == ("Tom",)
    approved = workspace.root / "deliverables" / f"{PLAN}.md"
    assert "spelled right" not in approved.read_text()
    assert "spelled right" in approved.with_name(f"{PLAN}.submitted.md").read_text()


def test_only_those_who_agreed_before_are_shown_a_change(
    written: Record, workspace: Workspace, clock: Any
) -> None:
    """Somebody who never agreed is asked for the first time, not again."""
    write_section(written, PLAN, "patterns", "Second [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    agreement.agree(written, SETTINGS, PLAN, by="Tom")
    identifier = objections.object_to(written, SETTINGS, PLAN, "patterns", "no", by="Ines")
    clock.forward(minutes=1)
    write_section(written, PLAN, "patterns", "Third [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    standings = {one.stakeholder: one for one in status(written, PLAN).agreement.standings}
    assert standings["Tom"].changed == ("patterns",)
    assert (standings["Ines"].asked, standings["Ines"].changed) == (("patterns",), ())
    assert status(written, PLAN).status == "objected"
    with pytest.raises(ActionRefused, match="somebody else must answer"):
        objections.answer(written, identifier, "it is fine", by="Ines")
    objections.answer(written, identifier, "it is mended", by="Mara")
    assert status(written, PLAN).status == "submitted"


def test_nobody_agrees_in_anothers_name_but_a_delegate(
    written: Record, workspace: Workspace, clock: Any
) -> None:
    write_section(written, PLAN, "patterns", "New [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    with pytest.raises(ActionRefused, match="not a stakeholder"):
        agreement.agree(written, SETTINGS, PLAN, by="Eve")
    with pytest.raises(ActionRefused, match="nobody agrees in another's name"):
        agreement.agree(written, SETTINGS, PLAN, by="Tom", stakeholder="Mara")
    delegation.name_delegate(written, SETTINGS, "Eve", by="Ines", until=clock.now.date())
    agreement.agree(written, SETTINGS, PLAN, by="Eve", stakeholder="Ines")
    assert "Ines" in status(written, PLAN).agreement.agreed
    clock.forward(days=1)
    with pytest.raises(ActionRefused, match="nobody agrees in another's name"):
        agreement.agree(written, SETTINGS, PLAN, by="Eve", stakeholder="Ines")


def test_the_writer_is_not_the_only_one_who_approves(written: Record, workspace: Workspace) -> None:
    """Even where one agreement is enough."""
    one_is_enough = SETTINGS.model_copy(update={"agreement": AgreementRules(quorum_pct=30)})
    write_section(written, PLAN, "patterns", "New [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    agreement.agree(written, one_is_enough, PLAN, by="Mara")
    with pytest.raises(ActionRefused, match="another stakeholder must agree"):
        approve(written, workspace, one_is_enough, PLAN, by="Mara")
    agreement.agree(written, one_is_enough, PLAN, by="Tom")
    approve(written, workspace, one_is_enough, PLAN, by="Mara")


def test_a_claim_needs_an_input_that_is_there(written: Record, workspace: Workspace) -> None:
    write_section(written, ASSESSMENT, "external-factors", "It grows.\n\nSo [I9].", by="Mara")
    with pytest.raises(ActionRefused, match="I9, which is not an input"):
        submit(written, workspace, ASSESSMENT, by="Mara")
    write_section(written, ASSESSMENT, "external-factors", "It grows.", by="Mara")
    with pytest.raises(ActionRefused, match="cites no input: It grows"):
        submit(written, workspace, ASSESSMENT, by="Mara")


def test_a_line_from_strategy_to_initiative_can_be_followed(written: Record) -> None:
    """What a record names must be there, and what is given up is kept."""
    (line,) = trace(written.state, "m1")
    assert (line["id"], [one["id"] for one in line["measures"]]) == ("O1", ["M1"])
    assert trace(written.state, "O1") == [line]
    with pytest.raises(ActionRefused, match="no objective 'O7'"):
        set_record(written, Measure, by="Mara", text="x", values={"objective": "O7"})
    retire_record(written, Risk, "R1", by="Mara", reason="over")
    assert written.state.records(Risk) == []
    (kept,) = written.state.records(Risk, retired=True)
    assert kept.data.reason == "over"


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
