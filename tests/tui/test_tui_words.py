"""Plain words: no screen shows slugs, snake_case, commands or hashes; tasks stand in order of gravity."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button
from tui_support import filled, named, receive, run, shown, still, until, written_down

from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import FACT_TYPES, fields_of
from smits_tui.actions.rules.limits.distances import Limit, limits_of
from smits_tui.actions.strategy.agreement.agreement import agree
from smits_tui.actions.strategy.agreement.objections import object_to
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import submit
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.chain import chain
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.protocol import START
from smits_tui.ledger.record import Record
from smits_tui.presentation.entry_sentences import sentence_of
from smits_tui.presentation.field_labels import described_label, field_label, with_choices, with_labels
from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.entries.records import Measure
from smits_tui.process.entries.registry import ENTRY_TYPES
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.details.rule import limit_figure
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette.commands import actions_of
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace

_DOCUMENT = "|".join(DOCUMENTS)
_NAMES = "|".join(
    name for name in (*FACT_TYPES, *(rule.id for rule in load_pack(shipped_packs()).rules)) if "-" in name
)
"""Rules and fact types, which have names with hyphens in files only."""
PROGRAM_SPEECH = re.compile(
    rf"(?<![\w/-])(?:{_NAMES})(?![\w./-])|SMITS_USER|"
    rf"\{{[a-z_]+[:}}]|\b[a-z]+(?:_[a-z]+)+\b|`[^`]+`|\b[0-9a-f]{{16,}}\b|\b(?:{_DOCUMENT})/[a-z-]+|\{{\""
)
"""Names of rules, fact types and variables, fields in braces, snake_case, commands in backticks, hashes,
paths of sections, raw JSON."""


@pytest.fixture(autouse=True)
def _in_the_middle(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record, clock: Any
) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    named(workspace, "kim", "tom")
    filled(record, clock)
    written_down(record)
    set_record(record, Measure, by="kim", text="Outages", values={"objective": "O1", "target": 5.0})
    write_section(record, "mission-and-vision", "vision", "Nobody waits [I1].", by="kim")
    submit(record, workspace, "mission-and-vision", by="tom")
    agree(record, workspace.settings(), "mission-and-vision", by="kim", sections=("vision",))
    object_to(record, workspace.settings(), "mission-and-vision", "mission", "Too short.", by="tom")
    receive(record, 1, "budgets", "FY27.xlsx")


@pytest.mark.long
def test_no_screen_speaks_as_a_program(workspace: Workspace, clock: Any) -> None:
    """Every row of every mode with its detail, and every dialog that a key opens."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        spoken: dict[str, set[str]] = {}
        for mode in MODE_BY_NAME.values():
            await pilot.press(mode.key)
            await until(pilot, lambda: isinstance(app.screen, ModeScreen) and app.screen.filled.is_set())
            await still(pilot)
            screen: Any = app.screen
            rows = list(screen.query("ListTable").first().keys) if screen.query("ListTable") else []
            for row in rows[:30] if mode.name != "overview" else ():
                screen.reveal(row)
                await pilot.pause()
                spoken.setdefault(mode.name, set()).update(PROGRAM_SPEECH.findall(shown(app)))
            for binding in actions_of(screen_of(mode.name)):
                if len(binding.key) == 1:
                    await pilot.press(binding.key)
                    await pilot.pause()
                    if app.screen.query(Button):
                        said = PROGRAM_SPEECH.findall(shown(app))
                        spoken.setdefault(f"{mode.name} {binding.key}", set()).update(said)
                    while len(app.screen_stack) > 1:
                        app.pop_screen()
                        await pilot.pause()
        assert {name: said for name, said in spoken.items() if said} == {}

    run(workspace, clock, test)


def test_every_entry_type_is_a_sentence_of_its_own(workspace: Workspace, record: Record) -> None:
    """No type is left to its name, and what was recorded here names files and titles, not ids."""
    from smits_tui.presentation import entry_sentences

    assert set(entry_sentences._SENTENCES) == set(ENTRY_TYPES)
    sentences = [sentence_of(entry, record.state) for entry in chain(open_ledger(workspace).lines(START))]
    assert "agreed to “Vision of the mission and vision”, version 1, as kim" in sentences
    assert "objected to “Mission of the mission and vision”: Too short." in sentences
    assert "could not read budgets/broken.xlsx: It is damaged; ask the sender for it again." in sentences
    assert not [sentence for sentence in sentences if PROGRAM_SPEECH.search(sentence)]


@pytest.mark.parametrize(
    ("limit", "value", "figure"),
    [
        (-10.0, -8.333_333, "-8.3"),
        (-10.0, -12.0, "-12"),
        (0.25, 0.142_857, "0.143"),
        (0.25, 0.25, "0.25"),
        (250_000.0, 5_808_000.4, "5,808,000"),
        (5.0, None, "-"),
    ],
)
def test_figures_of_a_limit_have_one_precision(limit: float, value: float | None, figure: str) -> None:
    """The limit's own decimals and one more: a limit is never rounded, and what is compared with it fits."""
    named = Limit("a", limit, "%", "at_most", (), own=False, current=None, subject="", history=())
    assert limit_figure(named, value) == figure


def test_names_of_fields_are_words_and_names_of_files_stay(workspace: Workspace, record: Record) -> None:
    assert field_label("age_days") == "age in days"
    assert field_label("limits.budget_cut_pct") == "budget cut in percent"
    assert described_label("benefits", "its benefits") == "Benefits"
    assert described_label("no_actions", "no corrective action is needed").startswith("No actions: no corr")
    names = {name for kind in FACT_TYPES.values() for name in fields_of(kind)}
    names |= {limit.name for limit in limits_of(workspace, record.state)}
    assert not [name for name in names if "_" in field_label(name)]
    assert with_choices("one of end-of-life, end-of-support") == "one of end of life, end of support"
    assert with_choices("goals/end-of-life.csv, an all-in price") == "goals/end-of-life.csv, an all-in price"
    sentence = "It would not have fired had change_pct been -9.9 % (my_change_file.csv)."
    assert with_labels(sentence) == "It would not have fired had change been -9.9 % (my_change_file.csv)."
    assert (
        title_of("strategy-assessment/external-factors")
        == "External factors of the strategy assessment report"
    )


def test_my_tasks_begin_with_the_gravest_and_lead_to_each(workspace: Workspace, clock: Any) -> None:
    """An untriaged critical trigger before a section to write; enter goes to it."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: "My tasks" in shown(app) and "Triage T2, critical" in shown(app))
        table: Any = app.screen.query_one("#first")
        tasks = [app.screen._tasks[key].what for key in table.keys]  # type: ignore[attr-defined]
        ids = [what.split()[1].rstrip(",") for what in tasks if what.startswith("Triage")]
        assert ids == ["T2", "T1", "T3"]
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.current_mode == "triggers")
        await until(pilot, lambda: getattr(app.screen, "current", "") == "T1")

    run(workspace, clock, test)
