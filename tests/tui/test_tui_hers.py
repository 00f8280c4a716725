"""Deciding on many at once, seeing what follows, keys of one's own, and citations while writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea
from tui_support import filled, raise_trigger, run, said, shown, until, written_down

from smits_tui.ledger.record import Record
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.forms import TextForm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)


def test_many_are_marked_and_decided_with_what_follows_in_sight(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Marks survive a filter; what is similar is offered with the same reason; effects stand beside it."""
    for number, scope in enumerate(("roads", "water", "parks"), 10):
        raise_trigger(record, number, "medium", f"The budget for {scope} is -12.0 %")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        def title() -> str:
            return str(app.screen.query_one(".part-list").border_title)

        await pilot.press("2")
        await until(pilot, lambda: "roads" in shown(app))
        screen: Any = app.screen
        screen.reveal("T10")
        await until(pilot, lambda: "What a decision does" in shown(app))
        told = " ".join(screen.detail(app.view, "T10").plain.split())
        assert "a takes it into cycle 1" in told
        assert "x closes it" in told

        await pilot.press("slash", *"water", "enter")
        await until(pilot, lambda: screen.matches == 1)
        await pilot.press("ctrl+a")
        await until(pilot, lambda: "1 marked" in title())
        await pilot.press("escape")
        await until(pilot, lambda: screen.matches > 1 and "1 marked" in title())
        await pilot.press("slash", *"parks", "enter")
        await until(pilot, lambda: "1 of them hidden" in title())
        await pilot.press("escape", "asterisk")
        await until(pilot, lambda: f"{screen.matches - 1} marked" in title())
        await pilot.press("ctrl+a", "ctrl+a")
        await until(pilot, lambda: "marked" not in title())

        screen.reveal("T10")
        await until(pilot, lambda: screen.current == "T10")
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-do"))
        await pilot.press(*"planned", "enter")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "because planned" in shown(app))
        assert "T3" not in shown(app).partition("similar")[2].partition("Cancel")[0]  # another rule
        await pilot.press("end", "enter")
        statuses = app.record.state.trigger
        await until(pilot, lambda: (one := statuses("T12")) and one.status == "dismissed")
        assert [one.status for name in ("T11", "T3") if (one := statuses(name))] == ["dismissed", "open"]

    run(workspace, clock, test)


def test_keys_of_smits_toml_replace_those_of_the_manual(workspace: Workspace, clock: Any) -> None:
    """Also when the file is changed meanwhile; what can't be used is said, with the nearest name."""
    file = workspace.settings_file
    before = file.read_text(encoding="utf-8")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        own = {"triggers": "f2", "triggers.dismiss_trigger": "z", "list.down": "n", "trigers.defer": "d"}
        lines = "".join(f'"{name}" = "{key}"\n' for name, key in own.items())
        file.write_text(f"{before}\n[keys]\n{lines}", encoding="utf-8")
        await until(pilot, lambda: said(app, "did you mean 'triggers.defer'?"))
        await pilot.press("2")
        await pilot.press("f2")
        await until(pilot, lambda: app.current_mode == "triggers" and "z dismiss" in shown(app))
        screen: Any = app.screen
        first = screen.current
        await pilot.press("n")
        await until(pilot, lambda: screen.current != first)
        await pilot.press("x")
        await pilot.press("z")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and "Dismiss" in shown(app))

    run(workspace, clock, test, (200, 40))


def test_a_bracket_completes_a_citation(workspace: Workspace, clock: Any) -> None:
    """By the id, and by words of the path; the list beside the text narrows."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("5")
        screen: Any = app.screen
        await until(pilot, screen.filled.is_set)
        screen.reveal("mission-and-vision/vision")
        await until(pilot, lambda: screen.current == "mission-and-vision/vision")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, TextForm) and app.screen.query(TextArea))
        await until(pilot, lambda: "What can be cited" in shown(app))
        area = app.screen.query_one(TextArea)
        await pilot.press(*"Calm [fy27")
        await until(pilot, lambda: "tab puts [I1] in" in shown(app))
        await pilot.press("tab")
        await until(pilot, lambda: area.text == "Calm [I1]")
        await pilot.press(*" [")
        await until(pilot, lambda: area.suggestion.endswith("]"))
        await pilot.press("right")
        await until(pilot, lambda: area.text.startswith("Calm [I1] [I") and area.text.endswith("]"))
        await pilot.press("tab")  # no bracket is open: to the next field, as everywhere
        await until(pilot, lambda: app.focused is not area)

    run(workspace, clock, test)
