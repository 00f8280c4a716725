"""Deciding on many at once, seeing what follows, keys of one's own, and citations while writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from tui_support import click_on, filled, raise_trigger, row_of, run, said, shown, until, written_down

from smits_tui.ledger.record import Record
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.details.links import links_in
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.workspace import Workspace, make_workspace


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
        await until(
            pilot, lambda: app.current_mode == "triggers" and "a accept  z dismiss  f defer" in shown(app)
        )
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


def test_a_file_is_completed_while_typed_and_its_kind_is_guessed_and_asked(
    workspace: Workspace, clock: Any, tmp_path: Path
) -> None:
    """The cursor is on budgets; what looks like a regulation is asked about, with the guess first."""
    act = (
        "Regulation (EU) 2027/77 of the European Parliament on the resilience of networks\n\n"
        "Article 1\nThis Regulation applies to operators of essential services in the Member States.\n\n"
        "Article 2\nThis Regulation shall enter into force on the twentieth day following its publication. "
        "It shall apply from 1 October 2028.\n"
    )
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "Networks act.txt").write_text(act, encoding="utf-8")
    (folder / "~$act.docx").write_text("who has it open", encoding="utf-8")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3")
        screen: Any = app.screen
        await until(pilot, screen.filled.is_set)
        screen.reveal("budgets")
        await until(pilot, lambda: screen.current == "budgets")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-answer"))
        line = app.screen.query_one(Input)
        line.value = f"{folder}/~$act.docx"
        await pilot.press("enter")
        await until(pilot, lambda: "which is never read" in shown(app))
        assert isinstance(app.screen, Prompt)  # another path can be typed
        line.value = f"{folder}/"
        await pilot.press(*"Netw")
        await until(pilot, lambda: line._suggestion.endswith("Networks act.txt"))
        await pilot.press("right")
        await until(pilot, lambda: line.value == f"{folder}/Networks act.txt")
        await pilot.press("enter")
        await until(
            pilot, lambda: isinstance(app.screen, Chooser) and "What is Networks act.txt?" in shown(app)
        )
        assert "regulations: its words and tables look like it" in shown(app)
        await pilot.press("enter")
        await until(pilot, (workspace.inputs / "regulations" / "Networks act.txt").exists)
        assert not (workspace.inputs / "budgets" / "Networks act.txt").exists()

    run(workspace, clock, test)


def test_another_workspace_is_opened_from_the_palette(
    workspace: Workspace, clock: Any, tmp_path: Path
) -> None:
    """One that was open before is listed; the interface ends and names where to go on."""
    other = make_workspace(tmp_path / "elsewhere", "Elsewhere Ltd")

    async def visit(_app: SmitsApp, _pilot: Pilot[None]) -> None:
        """Being there once is enough."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        commands = {one.title: one.callback for one in app.get_system_commands(app.screen)}
        commands["Open workspace ..."]()
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "elsewhere" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.next_workspace)
        assert app.next_workspace == other

    run(other, clock, visit)
    run(workspace, clock, test)


def test_ids_and_sections_in_a_detail_lead_there(workspace: Workspace, clock: Any) -> None:
    """By a click, and by a key that lists them."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        screen: Any = app.screen
        await until(pilot, screen.filled.is_set)
        cells_and_ids = "plan.xlsx#IT!W1, U1:W1, A-2, W1 and T1"
        assert [name for _, _, name in links_in(app.view.state, cells_and_ids)] == ["W1", "T1"]
        screen.reveal("T1")
        await until(pilot, lambda: screen.current == "T1" and "(I1, version" in shown(app))
        await click_on(pilot, app, "I1, version"[:2])
        await until(pilot, lambda: app.current_mode == "inputs" and row_of(app) == "I1")
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "T2" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "triggers" and str(row_of(app)).startswith("T"))

    run(workspace, clock, test)
