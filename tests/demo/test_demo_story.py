"""The sample story: it is marked as such, looks like what people get, and plays to its end."""

from __future__ import annotations

import datetime as dt
import email
import json
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.opening import open_record
from smits_tui.demo.runner import Told, play
from smits_tui.demo.sample import MARK
from smits_tui.demo.story import story
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


def test_every_file_says_that_it_is_a_sample(tmp_path: Path) -> None:
    """Nobody may ever take one for a real budget."""
    for number, episode in enumerate(story(TODAY).episodes):
        if "from mail" in episode.path:
            continue
        file = tmp_path / f"{number}{Path(episode.path).suffix}"
        episode.write(file)
        assert MARK in texts(file), episode.path


def test_files_come_in_order_into_real_folders_and_in_many_forms() -> None:
    """People get workbooks, mails, PDF, pages and exports."""
    episodes = story(TODAY).episodes
    assert [e.day for e in episodes] == sorted(e.day for e in episodes)
    assert episodes[-1].day == TODAY
    assert {e.path.partition("/")[0] for e in episodes} <= set(INPUT_KINDS)
    assert {Path(e.path).suffix for e in episodes} >= {
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
        for number, episode in enumerate(story(TODAY).episodes):
            episode.write(tmp_path / name / str(number))
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[Told]]:
    told: list[Told] = []
    return play(tmp_path_factory.mktemp("demo") / "w", story(TODAY), told.append), told


def test_it_plays_to_a_cycle_that_was_opened_by_the_cut(played: tuple[Workspace, list[Told]]) -> None:
    """Every episode goes the real way and ends as its title says."""
    workspace, told = played
    record, _ = open_record(workspace)
    rules = {trigger.rule: trigger for trigger in record.state.triggers()}
    assert rules["budget-cut"].status == "accepted"
    assert rules["budget-cut"].fact["change_pct"] == pytest.approx(-12)
    assert rules["product-price-rise"].status == "dismissed"
    assert rules["regulation-due"].severity == "high"
    assert rules["product-end-of-life"].fact["services"][0] == "Customer billing"
    assert {"product-vulnerable", "corporate-event", "opportunity-large", "input-silence"} <= rules.keys()
    cycle = record.state.cycle()
    assert cycle is not None
    assert cycle.triggers == [rules["budget-cut"].id]
    acts = sum(len(episode.then) for episode in story(TODAY).episodes)
    assert [t.type for t in told].count("act") == acts


def test_the_broken_file_and_the_copy_are_told_apart(played: tuple[Workspace, list[Told]]) -> None:
    """One is rejected, the other nothing new."""
    record, _ = open_record(played[0])
    by_status: dict[str, Any] = {}
    for item in record.state.inputs():
        by_status.setdefault(item.status, []).append(item.path)
    assert [path.rpartition("/")[2] for path in by_status["rejected"]] == ["FY28 IT budget (from mail).xlsx"]
    assert [path.rpartition("/")[2] for path in by_status["copy"]] == ["Copy of FY28 IT budget.xlsx"]


def test_the_command_prints_the_story_and_ends_well(smits: Any, tmp_path: Path) -> None:
    """`smits demo --headless` is what people try first."""
    done = smits("demo", str(tmp_path / "d"), "--headless", "--json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"episode", "act", "raised", "rejected"} <= {line["type"] for line in lines}
    assert "Sample data" in done.stderr
