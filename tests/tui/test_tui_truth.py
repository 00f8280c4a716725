"""What a screen shows is the record as it is now: whenever it is shown, and whenever an entry arrives."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.color import Color
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input, Static
from tui_support import filled, receive, run, said, shown, until, written_down

from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.rules.limits.change import set_limit
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.screens.history import HistoryScreen
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace

IDLE_SECONDS = 5.0
CONTAINS = {
    "overview": "Triage T2",
    "triggers": "The 2027 budget is -12.0 %",
    "inputs": "Inputs · 2",
    "cycle": "Assess the inputs",
    "deliverables": "Mission and vision",
    "measures": "Outages",
    "rules": "budget cut in percent",
    "history": "opened cycle 1",
}
"""Mode -> what it shows of a workspace in use."""


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)
    set_record(record, Measure, by="kim", text="Outages", values={"objective": "O1", "target": 5.0})


async def at_rest(app: SmitsApp, pilot: Pilot[None]) -> None:
    """Wait until the screens of all modes were made ahead."""
    await until(pilot, lambda: all(map(app.has_mode, MODE_BY_NAME)) and not app._idle._waiting)


def marked(app: SmitsApp) -> str:
    """The mode at which the bar of the shown screen points."""
    bar: Any = app.screen.query_one("#bar-modes", Static).content
    return " ".join(
        bar.plain[span.start : span.end] for span in bar.spans if "on $primary" in str(span.style)
    )


def test_every_mode_that_was_made_ahead_is_marked_and_filled(
    workspace: Workspace, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some seconds after opening, each key leads to the mode that the bar then names, with its content.

    All widgets of a screen are styled again only if the theme changed, not when it is made or shown: that is
    most of the work of the key.
    """
    styled: list[DOMNode] = []
    update = App.update_styles

    def counted(app: App[None], node: DOMNode, animate: bool = True) -> None:
        styled.append(node)
        update(app, node, animate)

    monkeypatch.setattr(App, "update_styles", counted)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await at_rest(app, pilot)
        for _ in range(2):
            for key, mode in enumerate(MODE_BY_NAME, 1):
                await pilot.press(str(key))
                await until(pilot, lambda text=CONTAINS[mode]: text in shown(app))
                assert app.current_mode == mode
                assert marked(app).split() == [str(key), mode.title()]
        await pilot.press("2")
        await until(pilot, lambda: CONTAINS["triggers"] in shown(app))
        assert [node for node in styled if isinstance(node, ModeScreen)] == []
        styled.clear()
        await pilot.press("3")
        await until(pilot, lambda: CONTAINS["inputs"] in shown(app))
        assert app.screen not in styled
        app.theme = "smits-high-contrast"
        await pilot.press("2")
        await until(pilot, lambda: CONTAINS["triggers"] in shown(app) and app.screen in styled)
        assert app.screen.styles.background == Color.parse(app.theme_variables["background"])

    run(workspace, clock, test)


@pytest.mark.long
def test_every_mode_stays_itself_while_nobody_does_anything(workspace: Workspace, clock: Any) -> None:
    """Five idle seconds: timers, the work of idle moments and the watcher have had their turn."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for key, mode in enumerate(MODE_BY_NAME, 1):
            await pilot.press(str(key))
            await until(pilot, lambda text=CONTAINS[mode]: text in shown(app))
            begin = time.monotonic()
            await until(pilot, lambda begin=begin: time.monotonic() - begin > IDLE_SECONDS)
            assert (app.current_mode, marked(app).split()) == (mode, [str(key), mode.title()])
            assert CONTAINS[mode] in shown(app)

    run(workspace, clock, test)


def test_what_came_while_another_mode_was_shown_is_there_when_a_mode_is_shown_again(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await at_rest(app, pilot)
        await pilot.press("3", "1")
        receive(record, 9, "goals", "Goals.md")
        await until(pilot, lambda: app.view.seq == record.seq)
        await pilot.press("3")
        await until(pilot, lambda: "Inputs · 3" in shown(app))

    run(workspace, clock, test)


def test_rules_are_weighed_again_when_a_fact_or_a_limit_changes(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    """Nothing new came, but what came was corrected, and a limit was changed in another process."""

    receive(record, 10, "budgets", "FY27.xlsx")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        def limit() -> Any:
            weighed = app.screen._weighed  # type: ignore[attr-defined]
            return weighed and weighed.limits["budget_cut_pct"]

        await pilot.press("7")
        await until(pilot, lambda: limit() and limit().current != pytest.approx(-5.0))
        total = {"total": "836000"}
        correct(
            record, "I10", by="kim", reason="a page was missing", action="change", fact="budget", values=total
        )
        await until(pilot, lambda: limit().current == pytest.approx(-5.0))
        set_limit(workspace, record, "budget_cut_pct", -20.0, by="kim", reason="agreed")
        await until(pilot, lambda: limit().value == -20.0)

    run(workspace, clock, test)


def test_a_rule_file_that_can_not_be_used_is_told_in_the_rules_and_forgotten_once_it_is_mended(
    workspace: Workspace, clock: Any
) -> None:
    """Rule files are changed in an editor beside the interface."""
    pack = workspace.rules / "own.toml"

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("7")
        await until(pilot, lambda: "budget cut in percent" in shown(app))
        pack.write_text("rules = 3\n", encoding="utf-8")
        await until(pilot, lambda: "own.toml" in shown(app))
        pack.unlink()
        await until(pilot, lambda: "own.toml" not in shown(app) and "budget cut in percent" in shown(app))

    run(workspace, clock, test)


def test_ages_go_on_while_nothing_happens(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        await until(pilot, lambda: " 2 d" in shown(app))
        clock.forward(hours=25)
        await until(pilot, lambda: " 3 d" in shown(app))

    run(workspace, clock, test)


def test_verify_names_what_was_rewritten_since_it_was_kept(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """In History as on the command line: the line of an old message is compared with the record."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        tip = record.ledger.tip
        for kept, verdict in ((tip.hash, "still has"), ("f" * 64, "was rewritten since")):
            await pilot.press("8")
            await until(pilot, lambda: isinstance(app.screen, HistoryScreen) and app.screen.filled.is_set())
            await pilot.press("i")
            await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query(Input))
            app.screen.query_one(Input).value = f"{tip.seq}:{kept}"
            await pilot.press("enter")
            await until(pilot, lambda words=verdict: words in shown(app) or said(app, words))
            await pilot.press("escape")

    run(workspace, clock, test)
