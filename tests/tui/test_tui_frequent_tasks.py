"""What is done most costs few keys from the Overview, and the manual says which."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import filled, is_filled, named, receive, run, shown, type_ahead, until, written_down

from smits_tui.actions.strategy.cycle import advance, assess_inputs
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import submit
from smits_tui.actions.strategy.records import set_record
from smits_tui.actions.triggers.triage import dismiss
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure, Scenario
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.dialogs.limit import LimitDialog
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.source import SourceScreen
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.screens.strategy.dependency_graph import DependencyGraphScreen
from smits_tui.tui.screens.strategy.document_viewer import DocumentViewerScreen
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.workspace import Workspace

MEASURES = ("Outages", "Answers in time", "Cost", "Reach", "Moves online", "Access", "Reports")
INTERFACE = Path(__file__).parents[2] / "docs" / "interface.md"


def keys_in_manual(task: str) -> list[str]:
    """The keys that the manual names for a task."""
    row = re.search(rf"(?m)^\| {task} \| (.+?) \|$", INTERFACE.read_text(encoding="utf-8"))
    assert row, task
    return re.findall(r"`([^`]+)`", row[1])


def test_frequent_tasks_take_the_keys_of_the_manual(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record, clock: Any
) -> None:
    """In one sitting; each begins on the Overview and ends where the thing is done or shown."""
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)
    assess_inputs(record, (), by="kim")
    dismiss(record, ["T3"], by="kim", reason="goals are yearly")
    named(workspace, "kim", "tom")
    write_section(record, "mission-and-vision", "vision", "All lights stay on [I1].", by="tom")
    for name in MEASURES:
        set_record(record, Measure, by="kim", text=name, values={"objective": "O1", "target": 9.0})

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        async def begin(task: str) -> list[str]:
            while len(app.screen_stack) > 1:
                app.pop_screen()
                await pilot.pause()
            await pilot.press("1")
            await until(pilot, lambda: app.current_mode == "overview" and app.screen.query("#first"))
            await until(pilot, lambda: "My tasks" in shown(app))
            return keys_in_manual(task)

        def status(identifier: str) -> str:
            trigger = app.record.state.trigger(identifier)
            return trigger.status if trigger else ""

        assert await begin("see what needs attention") == []
        assert "Triage T2, critical" in shown(app)

        await pilot.press(*await begin("see why a trigger was raised"))
        await until(pilot, lambda: app.current_mode == "triggers" and "Conditions" in shown(app))

        await pilot.press(*await begin("read what its file says"))
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))

        key, enter = await begin("dismiss it")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-do"))
        await pilot.press(*"old", enter)
        await until(pilot, lambda: status("T2") == "dismissed")

        key, _ = await begin("accept it")
        await until(pilot, lambda: "Triage T2" not in shown(app))
        await pilot.press(key)
        await until(pilot, lambda: status("T1") == "accepted")

        submit(record, workspace, "mission-and-vision", by="tom")
        enter, key, confirmed = await begin("agree to a document")
        await until(pilot, lambda: "kim has not agreed to the mission and vision" in shown(app))
        await pilot.press(enter)
        await until(pilot, lambda: isinstance(app.screen, DocumentViewerScreen) and "light" in shown(app))
        await until(pilot, lambda: is_filled(app))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press(confirmed)
        await until(pilot, lambda: "mission-and-vision/vision" in app.record.state.agreement("kim"))

        mode, key, enter = await begin("record the readings of a quarter")
        await pilot.press(mode, key)
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-M7"))
        type_ahead(app, [key for value in range(len(MEASURES)) for key in (*f"{value}.5", enter)])
        measures = app.record.state.records(Measure)
        await until(
            pilot,
            lambda: [one.readings[-1].value for one in app.record.state.records(Measure) if one.readings],
        )
        read = [
            (one.readings[-1].period, one.readings[-1].value) for one in app.record.state.records(Measure)
        ]
        assert read == [("2026-Q4", value + 0.5) for value in range(len(measures))]
        assert len([mode, key, *(enter for _ in measures)]) <= 10

        set_record(
            record, Scenario, by="kim", text=None, identifier="S1", values={"chosen": True, "why": "calm"}
        )
        advance(record, people_of(workspace.settings()), by="kim")
        enter, key = await begin("write the next section")
        await until(pilot, lambda: "'Summary' is not written" in shown(app))
        await pilot.press(enter)
        await until(pilot, lambda: app.current_mode == "deliverables" and isinstance(app.screen, ModeScreen))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, TextForm))
        # From the row of the document, too: which section comes next need not be searched for.
        await begin("write the next section")
        await pilot.press("5")
        await until(pilot, lambda: app.current_mode == "deliverables" and is_filled(app))
        screen: Any = app.screen
        screen.reveal("strategy-assessment")
        await until(pilot, lambda: screen.current == "strategy-assessment")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, TextForm) and "Summary" in shown(app))

        palette, enter = await begin("find an old decision")
        await pilot.press(palette, *"cloud")
        await until(pilot, lambda: "Move to the cloud" in shown(app))
        await pilot.press(enter)
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen))

        mode, key, _ = await begin("change a limit")
        await pilot.press(mode, key)
        await until(pilot, lambda: isinstance(app.screen, LimitDialog))

        clock.forward(hours=1)
        receive(record, 30, "budgets", "FY27.xlsx")
        await pilot.press(*await begin("see what is stale, and why"))
        await until(pilot, lambda: isinstance(app.screen, DependencyGraphScreen))
        await until(
            pilot,
            lambda: any("Vision" in line and "I1 (budgets/" in line for line in shown(app).splitlines()),
        )

    run(workspace, clock, test)
