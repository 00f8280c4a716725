"""The board pack and the background of documents: what a board reads, and that its figures add up."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
from document_figures import problems

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy import cycle, export
from smits_tui.actions.strategy.background import reasons_of
from smits_tui.actions.strategy.board import board_file, board_pack
from smits_tui.actions.strategy.deliverables.publication import text_of
from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.actions.triggers import triage
from smits_tui.documents.changes import changes_between
from smits_tui.documents.charts.drawing import WIDTH
from smits_tui.documents.charts.pictures import pictures_of
from smits_tui.documents.links import source_links
from smits_tui.documents.markdown import render_board
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import CorrectiveAction, Initiative, Measure, Objective, Risk
from smits_tui.process.money import budgets_in_force, money_plan
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace

SETTINGS = Settings(
    organisation="Acme",
    currency="EUR",
    stakeholders=(Stakeholder(name="Mara", role="CIO"), Stakeholder(name="Tom", role="Finance")),
)


def take_budget(record: Record, path: str, period: str, total: float, scope: str = "") -> None:
    """A budget that was read."""
    name = f"I{record.state.next_id('inputs')}"
    received = InputReceived(
        id=name, kind="budgets", path=path, sha256=name * 32, size=1, mtime_ns=1, version=1
    )
    fact = {"fact": "budget", "source": f"{path}#B9", "quote": "Total", "period": period}
    fact |= {"scope": scope, "total": total, "currency": "EUR", "lines": 2, "confidence": "read"}
    record.commit("watcher", lambda _: [received, InputRead(id=name, facts=[fact])])


def take_survey(record: Record, path: str, scores: dict[str, float]) -> None:
    """A survey that was read."""
    name = f"I{record.state.next_id('inputs')}"
    received = InputReceived(
        id=name, kind="customer-feedback", path=path, sha256=name * 32, size=1, mtime_ns=1, version=1
    )
    facts = [
        {"fact": "feedback", "measure": measure, "score": score, "period": "2026-Q4"}
        | {"source": f"{path}#B{row}", "quote": "", "confidence": "read"}
        for row, (measure, score) in enumerate(scores.items(), 2)
    ]
    record.commit("watcher", lambda _: [received, InputRead(id=name, facts=facts)])


def raise_trigger(record: Record, because: str, severity: str = "high", matter: str = "") -> str:
    name = f"T{record.state.next_id('triggers')}"
    raised = TriggerRaised(
        id=name,
        rule="r",
        trigger="budget",
        subject=name,
        outcome="reassess",
        severity=severity,
        because=because,
        touches=("strategy-plan",),
        inputs=(),
        sources=("budgets/b.csv#B9",),
        input=None,
        fact={},
        matter=matter,
        explanation={},
        fingerprint=name,
        pack="p",
    )
    record.commit("watcher", lambda _: [raised])
    return name


def initiative(record: Record, text: str, budget: float | None, start: str = "", end: str = "") -> None:
    values: dict[str, Any] = {"owner": "Tom", "budget": budget}
    if start:
        values |= {"start": dt.date.fromisoformat(start), "end": dt.date.fromisoformat(end)}
    set_record(record, Initiative, by="Mara", text=text, values=values)


@pytest.fixture
def busy(record: Record) -> Record:
    """Two years of budgets, initiatives across them, measures with readings, risks and triggers."""
    take_budget(record, "budgets/b26.csv", "2026", 6_000_000)
    take_budget(record, "budgets/b27.csv", "2027", 5_000_000)
    take_budget(record, "budgets/b27 final.csv", "FY27", 4_400_000)
    take_budget(record, "budgets/sales.csv", "2027", 700_000, "Sales")
    set_record(record, Objective, by="Mara", text="It stays up", values={"due": dt.date(2028, 12, 31)})
    initiative(record, "Move | the <b>base</b>", 1_000_001, "2026-11-01", "2027-02-28")
    initiative(record, "Later", 250_000.5, "2029-01-01", "2029-06-30")
    initiative(record, "Some day", 99_000)
    values = {"objective": "O1", "unit": "%", "baseline": 90.0, "target": 99.5}
    set_record(record, Measure, by="Mara", text="Availability", values=values)
    for period, value in (("2026-Q3", 92.5), ("2026-Q4", 94.0)):
        record_reading(record, "M1", value=value, period=period, by="Mara")
    set_record(record, Risk, by="Mara", text="It burns", values={"likelihood": "high", "impact": "high"})
    set_record(record, CorrectiveAction, by="Mara", text="Call", values={"due": dt.date(2027, 1, 1)})
    return record


def test_shares_of_years_add_up_to_the_initiatives_budgets(busy: Record) -> None:
    """To the cent: a board that adds the column up gets the total."""
    state = busy.state
    plan = money_plan(
        [item.data for item in state.records(Initiative)],
        budgets_in_force(state.inputs_of(("budgets",)), 1),
        currency="EUR",
        fiscal_year_start=1,
        today=state.today,
    )
    assert plan.total == 1_349_001.5
    assert sum(year.needed for year in plan.years) + plan.undated == plan.total
    shown = {year.period: (year.needed, year.budget) for year in plan.years}
    assert shown["2026"] == (round(1_000_001 * 61 / 120), 6_000_000)
    assert shown["2029"] == (250_000.5, None)


def test_the_budget_in_force_is_the_newest_of_the_whole_year(busy: Record) -> None:
    """A newer file of another name replaces it; what a department gets is a part of it."""
    budgets = budgets_in_force(busy.state.inputs_of(("budgets",)), 1)
    assert [(budget.total, budget.source) for budget in budgets if budget.start.year == 2027] == [
        (4_400_000.0, "budgets/b27 final.csv#B9")
    ]


def test_a_fiscal_year_holds_its_own_days(record: Record) -> None:
    take_budget(record, "budgets/f.csv", "FY2028", 100)
    initiative(record, "Across", 120, "2027-03-01", "2027-04-30")
    state = record.state
    plan = money_plan(
        [item.data for item in state.records(Initiative)],
        budgets_in_force(state.inputs_of(("budgets",)), 4),
        currency="EUR",
        fiscal_year_start=4,
        today=state.today,
    )
    assert [(year.period, year.needed) for year in plan.years] == [("FY2027", 61.0), ("FY2028", 59.0)]


def test_a_budget_in_another_currency_is_held_against_nothing(record: Record) -> None:
    take_budget(record, "budgets/b.csv", "2027", 100)
    initiative(record, "It", 60, "2027-01-01", "2027-12-31")
    pack = board_pack(record.state, Workspace(Path()), SETTINGS.model_copy(update={"currency": "CHF"}))
    assert pack.background.money is not None
    (year,) = pack.background.money.years
    assert (year.needed, year.budget, year.left) == (60.0, None, None)
    assert "(100 EUR)" in render_board(pack)


def test_a_board_reads_what_it_decides_on(busy: Record, workspace: Workspace) -> None:
    """Open triggers by gravity, sums with a currency, every picture's figures in the table before it."""
    raise_trigger(busy, "The budget is cut.")
    first = raise_trigger(busy, "All of it is gone.", "critical")
    text = board_file(busy.state, workspace, SETTINGS, "md").decode()
    asked = text.partition("## Decisions asked for")[2].partition("## ")[0]
    assert asked.index("All of it is gone.") < asked.index("The budget is cut.")
    assert f"Accept or dismiss {first}" in asked
    assert "(inputs/budgets/b.csv)" in asked
    assert "budget (EUR)" in text
    assert "**1,349,001.5**" in text
    assert "**✗ overdue**" in text
    assert problems(text, busy.state.today, "EUR") == []
    pictures = pictures_of(text, busy.state.today)
    assert [picture.title.partition(":")[0] for picture in pictures] == [
        "1 measures",
        "Roadmap of 2 initiatives",
        "1 risks by likelihood and impact",
    ]
    drawn = re.findall(r">([^<]+)</text>", pictures[0].svg)
    assert {"94, better", "99.5"} <= set(drawn)


def test_a_matter_is_one_decision(busy: Record, workspace: Workspace) -> None:
    """Nobody decides twice on one cause, and what is asked for is not told again as news."""
    first = raise_trigger(busy, "All of it is gone.", "critical", matter="budget")
    second = raise_trigger(busy, "The budget is cut.", matter="budget")
    other = raise_trigger(busy, "It is late.")
    pack = board_pack(busy.state, workspace, SETTINGS)
    assert [question.triggers for question in pack.asked] == [(first, second), (other,)]
    assert pack.asked[0].what == f"Accept or dismiss {first} and {second}: All of it is gone."
    assert pack.asked[0].why == "Critical. The rule calls for a reassessment."
    assert pack.raised == []
    assert "Nothing else was raised or decided" in render_board(pack)
    triage.dismiss(busy, [first, second], by="Tom", reason="It came since.")
    pack = board_pack(busy.state, workspace, SETTINGS)
    assert [question.triggers for question in pack.asked] == [(other,)]
    assert [(trigger.id, trigger.reason) for trigger in pack.raised] == [
        (f"{first}, {second}", "It came since.")
    ]


def test_what_was_dismissed_stands_with_its_reason(busy: Record, workspace: Workspace) -> None:
    """Beside what led to the cycle: a board must see what was left out, and by whom."""
    accepted, dismissed = raise_trigger(busy, "It is cut."), raise_trigger(busy, "It is late.")
    triage.accept(busy, [accepted], by="Mara", reason="We start over.")
    triage.dismiss(busy, [dismissed], by="Tom", reason="It came since.")
    reasons = reasons_of(busy.state)
    assert reasons is not None
    assert [(trigger.id, trigger.reason, trigger.by) for trigger in reasons.accepted] == [
        (accepted, "We start over.", "Mara")
    ]
    assert [(trigger.id, trigger.reason, trigger.by) for trigger in reasons.dismissed] == [
        (dismissed, "It came since.", "Tom")
    ]
    text = export.document_file(busy.state, workspace, SETTINGS, "strategy-assessment", "md", None).decode()
    assert "It came since." in text.partition("## What led to this cycle")[2]


def test_nothing_of_the_background_is_in_what_people_agree_to(busy: Record) -> None:
    """It changes by itself, and nobody may have agreed to something that is different by now."""
    cycle.open_cycle(busy, by="Mara", reason="first")
    for number in (1, 2, 3):
        set_record(
            busy, Initiative, by="Mara", text=None, identifier=f"P{number}", values={"portfolio": True}
        )
    text = text_of(busy.state, "tactical-plan", 1, "EUR")
    assert "Launched through the service portfolio: P1 to P3." in text
    assert "budget in force" not in text
    assert "**1,349,001.5**" in text


@pytest.mark.one_engine("opens no record")
def test_changes_are_named_by_record_and_field() -> None:
    head = "# P\n\n## Objectives\n\n| | objective | due |\n|--|--|--|\n"
    before = f"{head}| O1 | Stay up | 2027 |\n| O2 | Go | 2027 |\n"
    after = before.replace("Stay up | 2027", "Stay up | 2028").replace(
        "| O2 | Go | 2027 |", "| O3 | New | 2029 |"
    )
    after += "\n## Approach\n\n- One\n  goes on\n\nText.\n"
    changes = {change.title: change.what for change in changes_between(before, after)}
    assert changes == {
        "Objectives": "added: O3 New; changed: O1 (due: 2027 → 2028); removed: O2 Go",
        "Approach": "new section",
    }
    again = after.replace("goes on", "ends").replace("Text.", "Other text.")
    assert [change.what for change in changes_between(after, again)] == [
        "1 point added; 1 point removed; text rewritten"
    ]
    assert changes_between(after, after) == []


@pytest.mark.one_engine("opens no record")
def test_a_file_that_is_cited_often_is_linked_once() -> None:
    """A name cannot leave the link that it stands in, and a path is quoted."""
    links = source_links(["a/x] (y.csv#A1", "a/x] (y.csv#A2", "b/z.pdf#page 1"])
    assert links == r"[x\] (y, A1, A2](../inputs/a/x%5D%20%28y.csv); [z, page 1](../inputs/b/z.pdf)"


def test_slides_open_and_have_what_the_pack_says(busy: Record, workspace: Workspace) -> None:
    """Every section is a slide; tables go on where one is full; text and pictures stay on the slide."""
    pptx = pytest.importorskip("pptx")
    for number in range(40):
        initiative(busy, f"Initiative {number} with {'a long name ' * 8}", 1000, "2027-01-01", "2027-12-31")
    for number in range(22):
        values = {"likelihood": "low", "impact": "high", "owner": "Tom"}
        set_record(busy, Risk, by="Mara", text=f"{'供应商交付延误。' * 6}{number}", values=values)
    take_survey(busy, "customer-feedback/q1.csv", {f"Score {number}": number + 0.5 for number in range(28)})
    for number in range(28):
        values = {"objective": "O1", "target": 40.0, "baseline": 0.5, "feed": f"feedback score {number}"}
        set_record(busy, Measure, by="Mara", text=f"What customers say of {number}", values=values)
    text = board_file(busy.state, workspace, SETTINGS, "md").decode()
    assert problems(text, busy.state.today, "EUR") == []
    assert "| [7.5](inputs/customer-feedback/q1.csv) |" in text
    assert "| [q1](inputs/customer-feedback/q1.csv) | Customer feedback | 2027-03-10 |" in text
    assert "Readings without a link are recorded by Mara (M1; last on 10 March 2027)." in text
    deck = pptx.Presentation(io.BytesIO(board_file(busy.state, workspace, SETTINGS, "pptx")))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == "IT strategy: board pack"
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    for title in ("Decisions asked for", "Measures", "Money", "Decisions and actions"):
        assert any(line.startswith(title) for text in texts for line in text.splitlines()), title
    assert any(re.fullmatch(r"Roadmap \(2 of \d+\)", title) for title in titles)
    rows = [
        row.cells[1].text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert sum("Initiative " in text for text in rows) == 40
    assert "Move | the <b>base</b>" in rows
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 7, "three parts of the roadmap, the matrix and three of the trends"
    assert all(picture.top + picture.height <= deck.slide_height for picture in pictures)
    assert (deck.core_properties.title, deck.core_properties.author) == (
        "IT strategy: board pack",
        "Acme [draft]",
    )


def test_an_empty_workspace_has_a_pack_that_says_so(record: Record, workspace: Workspace) -> None:
    text = board_file(record.state, workspace, Settings(organisation="Acme"), "md").decode()
    assert "No decision is asked for." in text
    assert "No initiative has a budget" in text
    assert pictures_of(text, record.state.today) == []
    initiative(record, "It", None, "2027-01-01", "2027-12-31")
    text = board_file(record.state, workspace, Settings(organisation="Acme"), "md").decode()
    assert "No initiative has a budget" in text
    assert "| progress |\n" in text, "no columns for amounts that nobody has"
    assert "**Total**" not in text
    with pytest.raises(ActionRefused):
        export.document_file(record.state, workspace, SETTINGS, "board-pack", "md", None)


def test_trends_stay_inside_their_picture(busy: Record, workspace: Workspace) -> None:
    text = board_file(busy.state, workspace, SETTINGS, "md").decode()
    (trend, *_) = pictures_of(text, busy.state.today)
    xs = [float(x) for x in re.findall(r'(?:cx|x1|x2|x)="(-?[\d.]+)"', trend.svg)]
    assert min(xs) >= 0
    assert max(xs) <= WIDTH
