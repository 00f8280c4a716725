"""A whole cycle is led with keys alone: one key leads from task to task, and what it opens is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widgets import Checkbox, Input, Select, TextArea
from tui_support import is_filled, named, raise_trigger, receive, run, until

from smits_tui.actions.strategy.agreement.agreement import agree
from smits_tui.ledger.record import Record
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.strategy.document_viewer import DocumentViewerScreen
from smits_tui.workspace import Workspace

MOST_KEYS = 125
"""Of a whole cycle; text that is typed is not counted."""
KEYS_TO_AGREE = len(("d", "a", "ctrl+s"))
"""What tom presses at his own machine, to agree to what waits for him."""
PROGRESS = {"status": "under-way"}
CHOICE = {"chosen": True, "why": "It is calm."}
FIELDS: dict[str, dict[str, Any]] = {
    "scenario": {"text": "Go on", "benefits": "It is known.", "drawbacks": "It is slow."},
    "objective": {"text": "It stays up", "owner": "kim", "due": "2027-12-31"},
    "measure": {"text": "Outages", "objective": "O1", "target": "5"},
    "assumption": {"text": "Prices stay as they are"},
    "risk": {"text": "The database fails", "response": "A second one."},
    "initiative": {
        "text": "A second line",
        "objective": "O1",
        "owner": "kim",
        "start": "2027-04-01",
        "end": "2027-10-01",
        "budget": "1000",
        "status": "under-way",
    },
    "decision": {"text": "Go on", "outcome": "continue", "reasons": "It works.", "no_actions": True},
}
"""Kind of record -> what is typed into its form."""


class Hands:
    """Presses keys, and counts them."""

    def __init__(self, app: SmitsApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.count = app, pilot, 0

    async def press(self, *keys: str) -> None:
        """Press keys that are counted."""
        for key in keys:
            self.count += 1
            await self.pilot.press(key)

    async def shown(self, kind: type[Screen[Any]], part: str = "*") -> Screen[Any]:
        """Wait for a screen or dialog."""
        await until(self.pilot, lambda: isinstance(self.app.screen, kind) and self.app.screen.query(part))
        return self.app.screen

    async def recorded(self, *keys: str) -> None:
        """Press keys that record something, and wait until that is shown."""
        seq = self.app.record.seq
        await self.press(*keys)
        await until(
            self.pilot, lambda: self.app.record.seq > seq and self.app.view.seq == self.app.record.seq
        )
        await until(self.pilot, lambda: not isinstance(self.app.screen, ModalScreen) and is_filled(self.app))

    async def fill(self, values: dict[str, Any]) -> None:
        """Fill the form that is open; a choice costs a key, and text none."""
        form = await self.shown(Form, "#form-fields")
        for name, value in values.items():
            for field in form.query(f"#field-{name}"):
                assert isinstance(field, Input | Checkbox | Select)
                self.count += not isinstance(field, Input) and field.value != value
                field.value = value

    async def do(self, task: Task) -> None:
        """Do the task that is next."""
        await self.press("d")
        if task.kind is TaskKind.WRITE_SECTION:
            dialog = await self.shown(TextForm, "TextArea")
            dialog.query_one(TextArea).text = "We keep the light on [I1]."
        elif task.kind is TaskKind.AGREE:
            await self.shown(DocumentViewerScreen)
            await until(self.pilot, lambda: is_filled(self.app))
            await self.press("a")
            await self.shown(Confirm)
        elif task.kind is TaskKind.READ_MEASURE:
            await self.fill({"value": "4", "period": "2027-Q1"})
        elif task.kind is TaskKind.CHOOSE_SCENARIO:
            await self.fill(CHOICE)
        elif task.kind is TaskKind.REPORT_PROGRESS:
            await self.fill(PROGRESS)
        elif task.where.record:
            values = FIELDS[task.where.record]
            if "there is one" in task.what:
                values = values | CHOICE  # the second scenario is the chosen one
            await self.fill(values | {"text": f"{values['text']} ({self.count})"})
        elif task.kind is TaskKind.CLOSE_CYCLE:
            await self.shown(Prompt, "#dialog-do")
            await self.press("enter")
            await self.shown(Confirm, "#dialog-do")
        else:
            await self.shown(Confirm, "#dialog-do")
        await self.recorded("ctrl+s")


@pytest.mark.long
def test_a_whole_cycle_takes_few_keys(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record, clock: Any
) -> None:
    """From the Overview of a new workspace until the cycle is closed, by two people."""
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    named(workspace, "kim", "tom")
    receive(record, 1, "budgets", "FY27.xlsx")
    raise_trigger(record, 1, "high", "The 2027 budget fell.")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        hands = Hands(app, pilot)
        await hands.press("a")
        await hands.shown(Confirm, "#dialog-do")
        await hands.recorded("ctrl+s")
        while app.record.state.cycle():
            task = app.view.status.next
            if task.kind is TaskKind.AGREE and task.who == "tom":
                agree(record, app.view.settings, task.where.key, by="tom")
                hands.count += KEYS_TO_AGREE
                await until(pilot, _same(app, record))
            else:
                await hands.do(task)
        print(hands.count, "keys")
        assert hands.count <= MOST_KEYS

    run(workspace, clock, test)


def _same(app: SmitsApp, record: Record) -> Callable[[], bool]:
    """Whether the app shows what another process recorded."""
    return lambda: app.view.seq >= record.seq
