"""A file beside its facts: the passage is marked; facts are corrected, added and removed where they stand."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from tui_support import filled, raise_trigger, run, said, shown, until

from smits_tui.actions.inputs.archive.store import keep
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.source import SourceScreen
from smits_tui.tui.widgets.file_view import FileView
from smits_tui.workspace import Workspace

FILE = b"Cost centre,2027\nNetwork,700000\nWorkplace,500000\nTotal,1200000\n"


@pytest.fixture(autouse=True)
def _a_budget(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record, clock: Any
) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    keep(workspace, FILE)
    received = InputReceived(
        id="I5",
        kind="budgets",
        path="budgets/plan.csv",
        sha256=hashlib.sha256(FILE).hexdigest(),
        size=len(FILE),
        mtime_ns=1,
        version=1,
    )
    common = {"source": "budgets/plan.csv#line 4", "quote": "Total | 1200000", "confidence": "read"}
    fact = {"fact": "budget", "period": "2027", "total": 1_200_000.0, **common}
    record.commit("watcher", lambda _state: [received, InputRead(id="I5", facts=(fact,))])


async def open_file(app: SmitsApp, pilot: Pilot[None]) -> None:
    await pilot.press("3", "enter")
    await until(pilot, lambda: "plan.csv" in shown(app))
    await pilot.press("down", "enter")
    await until(pilot, lambda: isinstance(app.screen, SourceScreen) and "Workplace" in shown(app))


async def filled_in(app: SmitsApp, pilot: Pilot[None], **values: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-total"))
    for name, value in values.items():
        app.screen.query_one(f"#field-{name}", Input).value = value
    await pilot.press("ctrl+s")


def facts(app: SmitsApp) -> list[Any]:
    item = app.view.state.input("I5")
    return [fact["total"] for fact in item.facts] if item else []


def test_a_fact_is_corrected_beside_its_passage(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_file(app, pilot)
        line = next(line for line in shown(app).splitlines() if "Total" in line and "1200000" in line)
        assert " 4 " in line
        await pilot.press("e")
        await filled_in(app, pilot, total="much")
        await until(pilot, lambda: "total: 'much' is not an amount" in shown(app))
        await filled_in(app, pilot, total="1250000", reason="a typing error")
        await until(pilot, lambda: facts(app) == [1_250_000.0])
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        await pilot.press("enter")
        await filled_in(app, pilot, total="900", period="2028")
        await until(pilot, lambda: facts(app) == [1_250_000.0, 900.0])
        await until(pilot, lambda: isinstance(app.screen, SourceScreen) and "2028" in shown(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query(Input))
        app.screen.query_one(Input).value = "it is none"
        await pilot.press("enter")
        await until(pilot, lambda: len(facts(app)) == 1)
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, SourceScreen))

    run(workspace, clock, test)


def test_where_there_is_room_the_file_of_a_trigger_stands_below_the_list(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """With its passage marked, as soon as the cursor rests; if smaller, in the explanation only."""
    source = ("I5", "budgets/plan.csv#line 4")
    raise_trigger(record, 9, "critical", "The 2028 budget fell.", source=source)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2", "g")
        await until(pilot, lambda: shown(app).count("1200000") == 2)
        below = app.screen.query_one(FileView)
        assert "budgets/plan.csv" in str(below.border_title)
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: shown(app).count("1200000") == 1)

    run(workspace, clock, test, (200, 60))


def test_inputs_are_filtered_and_lead_to_what_they_triggered(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3", "slash", *"fy27")
        await until(pilot, lambda: "Copy of FY" in shown(app) and "plan.csv" not in shown(app))
        await pilot.press("enter", "down", "down", "t")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "triggers" and "Open · 3" in shown(app))
        await pilot.press("S")
        await until(pilot, lambda: "Open · 3 · newest first" in shown(app))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen) and "can't be shown" in shown(app))

    run(workspace, clock, test)


def test_a_rejected_file_is_tried_again_and_others_are_not(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3", "enter")
        await until(pilot, lambda: "broken.xlsx" in shown(app))
        await pilot.press("down", "r")
        await until(pilot, lambda: said(app, "I5 was not rejected"))
        await pilot.press("down", "down", "r")
        await until(pilot, lambda: said(app, "No copy of budgets/broken.xlsx was kept"))
        kept = workspace.archive / f"{2:064d}"[:2] / f"{2:064d}"[2:]
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(b"broken")
        await pilot.press("r")
        await until(pilot, lambda: [one.id for one in app.view.state.inputs_with("received")] == ["I2"])

    run(workspace, clock, test)
