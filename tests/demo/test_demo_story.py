"""The sample story: it is marked as such, looks like what people get, and plays to its end."""

from __future__ import annotations

import datetime as dt
import email
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from document_figures import problems
from filelock import FileLock
from python_calamine import CalamineWorkbook

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.ledger.move import move_ledger
from smits_tui.actions.session import open_record
from smits_tui.actions.strategy.board import board_file
from smits_tui.actions.strategy.deliverables.documents import documents_of
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.publication import currency_of
from smits_tui.actions.strategy.export import document_file
from smits_tui.demo.files.catalogue import REPORTED, reported_quarters
from smits_tui.demo.files.sample import MARK
from smits_tui.demo.model import Paper
from smits_tui.demo.runner import Told, play
from smits_tui.demo.story import story
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.records import Initiative, Measure, Scenario, SwotPoint
from smits_tui.process.gates import STEPS
from smits_tui.process.state import Recorded, State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

TODAY = dt.date(2027, 3, 10)


def texts(path: Path) -> str:
    """All that a file says to whoever opens it."""
    if path.suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return " ".join(str(cell) for row in rows for cell in row)
    if path.suffix == ".eml":
        body = email.message_from_bytes(path.read_bytes(), policy=default).get_body()
        return " ".join(body.get_content().split()) if body else ""
    if path.suffix == ".pdf":
        from kreuzberg import extract_file_sync

        return " ".join(str(extract_file_sync(str(path)).content).split())
    return " ".join(path.read_text(encoding="cp1252" if path.suffix == ".csv" else "utf-8").split())


def papers() -> list[Paper]:
    """Every file of the story."""
    return [paper for episode in story(TODAY).episodes for paper in episode.papers]


def test_every_file_says_that_it_is_a_sample(tmp_path: Path) -> None:
    """Nobody may ever take one for a real budget."""
    for number, paper in enumerate(papers()):
        if "from mail" in paper.path:
            continue
        file = tmp_path / f"{number}{Path(paper.path).suffix}"
        paper.write(file)
        assert MARK in texts(file), paper.path


def test_files_come_in_order_into_real_folders_and_in_many_forms() -> None:
    """People get workbooks, mails, PDF, pages and exports."""
    episodes = story(TODAY).episodes
    assert [e.day for e in episodes] == sorted(e.day for e in episodes)
    assert episodes[-1].day == TODAY
    assert {paper.path.partition("/")[0] for paper in papers()} <= set(INPUT_KINDS)
    assert {Path(paper.path).suffix for paper in papers()} >= {
        ".xlsx",
        ".csv",
        ".eml",
        ".pdf",
        ".html",
        ".json",
        ".md",
    }


def test_the_same_day_gives_the_same_files(tmp_path: Path) -> None:
    """Copies must be copies: the archive goes by content."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number, paper in enumerate(papers()):
            paper.write(tmp_path / name / str(number))
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


@dataclass
class Played:
    """The story after its last day; every check may look at it, none changes it."""

    workspace: Workspace
    told: list[Told]
    state: State
    settings: Settings


def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that the workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def play_and_keep(folder: Path) -> None:
    """Play the story into a folder, with what was told in a file beside it."""
    told: list[Told] = []
    play(folder / "w", story(TODAY), told.append)
    lines = [{**asdict(line), "day": line.day.isoformat()} for line in told]
    (folder / "told.json").write_text(json.dumps(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The story is played once for all workers; it takes seconds."""
    folder = folder_of_the_run(tmp_path_factory) / "demo-played"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "told.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            play_and_keep(folder)
    told = [
        Told(**{**line, "day": dt.date.fromisoformat(line["day"])})
        for line in json.loads((folder / "told.json").read_text(encoding="utf-8"))
    ]
    workspace = Workspace(folder / "w")
    evening = dt.datetime.combine(TODAY, dt.time(18)).astimezone()
    record, _ = open_record(workspace, lambda: evening)
    return Played(workspace, told, record.state, workspace.settings())


def test_it_plays_to_a_cycle_that_was_opened_by_the_cut(played: Played) -> None:
    """Every episode goes the real way and ends as its title says."""
    rules = {trigger.rule: trigger for trigger in played.state.triggers()}
    assert rules["budget-cut"].status == "accepted"
    assert rules["budget-cut"].fact["change_pct"] == pytest.approx(-12)
    assert rules["product-price-rise"].status == "dismissed"
    assert rules["regulation-due"].severity == "high"
    assert rules["product-end-of-life"].fact["services"][0] == "Customer billing"
    assert {"product-vulnerable", "corporate-event", "opportunity-large", "input-silence"} <= rules.keys()
    cycle = played.state.cycle()
    assert cycle is not None
    assert (cycle.number, cycle.stage, list(cycle.completed)) == (2, "Plan", ["assess"])
    assert cycle.triggers == [rules["budget-cut"].id]


def test_everything_that_people_want_to_do_is_done(played: Played) -> None:
    """An act that finds nothing to do is not told; one that is refused ends the story."""
    acts = [act for episode in story(TODAY).episodes for act in episode.then]
    told = [line for line in played.told if line.type == "act"]
    assert [line.data["by"] for line in told] == [[person.name for person in act.people] for act in acts]
    assert all(len(line.text) < 300 and "{" not in line.text for line in told)


def test_every_line_is_told_for_the_day_on_which_it_happens(played: Played) -> None:
    """The record's own stamps are those of the story."""
    days = [line.day for line in played.told]
    assert days == sorted(days)
    stamps = [item.received_at for item in played.state.inputs()]
    assert {stamp.date() for stamp in stamps} <= {episode.day for episode in story(TODAY).episodes}


def test_the_first_cycle_is_led_to_its_close(played: Played) -> None:
    """All its steps were completed, and what it agreed on is the baseline."""
    first = played.state.cycles()[0]
    assert (first.status, first.early) == ("closed", False)
    assert list(first.completed) == [step.name for step in STEPS]
    assert played.state.baseline
    assert played.state.next_review is not None
    assert played.state.next_review > TODAY
    approved = {kind for kind in DOCUMENTS if any(v.approved_at for v in played.state.versions_of(kind))}
    assert approved == set(DOCUMENTS)


def test_deliverables_end_in_different_states(played: Played) -> None:
    """The assessment is being rewritten, and what rests on it is stale, each by something that came."""
    found = {document.kind: document for document in documents_of(played.state, played.settings)}
    assert {kind: one.status for kind, one in found.items()} == {
        "strategy-assessment": "draft",
        "mission-and-vision": "approved",
        "strategy-plan": "stale",
        "tactical-plan": "stale",
        "strategy-review": "approved",
    }
    assert found["strategy-assessment"].changed == ("scenarios",)
    assert "strategy-assessment/external-factors" in found["strategy-assessment"].stale
    assert (found["strategy-assessment"].version, found["strategy-assessment"].approved) == (2, 1)


def test_one_objection_was_answered_and_one_is_open(played: Played) -> None:
    """Both are of finance; the first brought an objective into the plan."""
    answered, open_one = played.state.objections()
    assert answered.answer is not None
    assert open_one.answer is None
    assert {answered.by, open_one.by} == {"Ines Weber"}
    people = people_of(played.settings)
    newest = played.state.versions_of("strategy-assessment")[-1]
    agreement = agreement_on(played.state, newest, people.stakeholders, people.quorum_pct)
    assert agreement.agreed == ("Mara Lindqvist", "Pavel Novak")


def test_records_are_whole_and_measures_have_a_past(played: Played) -> None:
    """Plots have points, some targets are reached and some are not, and each claim rests on something."""
    measures = played.state.records(Measure)
    assert len(measures) == 7
    assert all(len(measure.readings) == 5 for measure in measures)
    assert all(measure.data.target is not None and measure.data.baseline is not None for measure in measures)
    assert {_reached(measure) for measure in measures} == {True, False}
    points = played.state.records(SwotPoint)
    assert {point.data.quadrant for point in points} == {"strength", "weakness", "opportunity", "threat"}
    assert all(point.data.evidence for point in points)
    assert [item.id for item in played.state.records(Scenario) if item.data.chosen] == ["S4"]
    assert {item.data.status for item in played.state.records(Initiative)} == {"under-way", "done"}


def test_measures_say_what_reports_and_surveys_say(played: Played) -> None:
    """Who compares a plot with the files finds the same figures."""
    by_id = {one.id: [reading.value for reading in one.readings] for one in played.state.records(Measure)}
    scores = [
        fact["score"]
        for item in played.state.inputs()
        for fact in item.facts
        if fact["fact"] == "feedback" and not fact["segment"]
    ]
    assert by_id["M3"] == scores
    critical = {"Customer billing", "Meter data management", "Outage management", "Accounting"}
    critical.add("Identity management")
    means = [
        sum(fact["actual"] for fact in item.facts if fact["service"] in critical) / len(critical)
        for item in played.state.inputs()
        if item.kind == "service-reports"
    ]
    assert by_id["M1"] == pytest.approx(means, abs=0.005)


def test_some_triggers_wait_for_whoever_tries_the_demo(played: Played) -> None:
    """Of different kinds, the gravest first."""
    waiting = [trigger.rule for trigger in played.state.triggers("open") if trigger.holds]
    assert waiting == [
        "corporate-event",
        "product-end-of-life",
        "assumption-broken",
        "opportunity-large",
        "finding-overdue-minor",
        "measure-gap",
        "input-silence",
    ]


def test_the_broken_file_and_the_copy_are_told_apart(played: Played) -> None:
    """One is rejected, the other nothing new."""
    by_status: dict[str, Any] = {}
    for item in played.state.inputs():
        by_status.setdefault(item.status, []).append(item.path)
    assert [path.rpartition("/")[2] for path in by_status["rejected"]] == ["FY28 IT budget (from mail).xlsx"]
    assert [path.rpartition("/")[2] for path in by_status["copy"]] == ["Copy of FY28 IT budget.xlsx"]


def _reached(measure: Recorded[Measure]) -> bool:
    target, last = measure.data.target or 0.0, measure.readings[-1].value
    return last >= target if measure.data.better == "up" else last <= target


@pytest.mark.parametrize("day", [dt.date(2027, 1, 1), dt.date(2028, 2, 29), dt.date(2027, 10, 1)])
def test_quarters_are_over_when_they_are_reported(day: dt.date) -> None:
    """On any day on which somebody tries the demo, and each quarter is reported once."""
    quarters = reported_quarters(day)
    assert len(set(quarters)) == len(quarters)
    for quarter, days in zip(quarters, REPORTED, strict=True):
        year, number = int(quarter[:4]), int(quarter[-1])
        over = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
        assert over <= day - dt.timedelta(days=days)


def test_the_command_prints_the_story_and_ends_well(smits: Any, tmp_path: Path) -> None:
    """`smits demo --headless` is what people try first."""
    done = smits("demo", str(tmp_path / "d"), "--headless", "--json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"episode", "act", "raised", "rejected"} <= {line["type"] for line in lines}
    assert "Sample data" in done.stderr


def test_its_record_moves_to_a_team_and_back(played: Played, tmp_path: Path, schema: str) -> None:
    """Every type of entry that the story has is the same bytes afterwards."""
    workspace = Workspace(tmp_path / "d")
    shutil.copytree(played.workspace.root, workspace.root)
    whole = workspace.ledger.read_bytes()
    there = move_ledger(workspace, "file", schema)
    assert not workspace.ledger.exists()
    assert move_ledger(workspace, schema, "file") == there
    assert workspace.ledger.read_bytes() == whole


def test_each_figure_of_the_documents_has_its_source(played: Played) -> None:
    """Amounts have a currency, sums add up, and what a picture shows is in a table."""
    state, settings = played.state, played.settings
    made = {
        kind: document_file(state, played.workspace, settings, kind, "md", None).decode()
        for kind in DOCUMENTS
    }
    made["board"] = board_file(state, played.workspace, settings, "md").decode()
    assert {kind: problems(text, state.today, currency_of(settings)) for kind, text in made.items()} == {
        kind: [] for kind in made
    }
    sources = made["board"].partition("## Sources")[2]
    assert re.search(
        r"\| \[FY\d\d v2 final\]\(inputs/budgets/\S+xlsx\) \| Budgets \| \d{4}-\d\d-\d\d \|", sources
    )
