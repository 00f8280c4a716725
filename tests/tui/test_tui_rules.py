"""The Rules mode: limits with their distance, and changing one after it was tried on the past."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from tui_support import click, run, shown, type_ahead, until

from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, RulesChanged
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.limit import LimitDialog
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _a_budget_that_fell(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    for number, total in ((1, 1000), (2, 920)):
        path = "budgets/a.csv"
        received = InputReceived(
            id=f"I{number}",
            kind="budgets",
            path=path,
            sha256=f"{number:064d}",
            size=1,
            mtime_ns=1,
            version=number,
        )
        fact = {"fact": "budget", "period": "2027", "total": total, "source": f"{path}#line 1"}
        read = InputRead(id=f"I{number}", facts=(fact,))
        record.commit("watcher", lambda _state, new=(received, read): list(new))
        clock.forward(days=1)


async def open_rules(app: SmitsApp, pilot: Pilot[None]) -> None:
    await pilot.press("7")
    expected = ("budget cut in percent", "2 % left before it fires")
    await until(pilot, lambda: all(part in shown(app) for part in expected))


def test_limits_show_what_is_left_and_rules_how_near_they_are(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_rules(app, pilot)
        assert "now -8 %" in shown(app)
        # The limit's own precision, or one decimal more: -8.000000001 would hide what matters.
        row = next(line for line in shown(app).splitlines() if "budget cut in percent" in line)
        assert row.split("percent")[1].split()[:3] == ["-10", "-8", "2"]
        await pilot.press("t")
        await until(pilot, lambda: "Rules · " in shown(app) and "It does not fire; the closest" in shown(app))
        assert "budget cut " in shown(app)
        assert "budget-cut" not in shown(app)
        await pilot.press("t")
        await until(pilot, lambda: "Packs · " in shown(app) and "budgets" in shown(app))
        await pilot.press("t")
        await until(pilot, lambda: "Vocabulary · " in shown(app) and "scope" in shown(app))
        assert "vendor notice" in shown(app)
        assert "vendor-notice" not in shown(app)
        await pilot.press("t")
        await until(pilot, lambda: "Limits · " in shown(app))

    run(workspace, clock, test)


def test_a_limit_is_changed_only_after_it_was_tried_and_with_a_reason(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """The back-test is seen before the change; each refusal stands in the dialog."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_rules(app, pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, LimitDialog) and app.screen.query("#dialog-value"))
        app.screen.query_one("#dialog-value", Input).value = "much"
        await click(pilot, "#dialog-try")
        await until(pilot, lambda: "'much' is not a number" in shown(app))
        app.screen.query_one("#dialog-value", Input).value = "300,000"
        app.screen.query_one("#dialog-value", Input).focus()
        await pilot.press("enter")
        await until(pilot, lambda: "300,000 can be 300000 or 300" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "Not saved yet" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LimitDialog))
        app.screen.query_one("#dialog-value", Input).value = "8"
        app.screen.query_one("#dialog-value", Input).focus()
        await pilot.press("enter")
        await until(pilot, lambda: "is set below zero" in shown(app))
        app.screen.query_one("#dialog-value", Input).value = "-5"
        await click(pilot, "#dialog-do")
        await until(pilot, lambda: "Replay the past with the value first" in shown(app))
        app.screen.query_one("#dialog-value", Input).focus()
        type_ahead(app, [*"-5", "enter", *"we"])
        await until(pilot, lambda: app.screen.query_one("#dialog-answer", Input).value)
        # What is typed while the past is replayed belongs to the reason, and not to the number.
        assert app.screen.query_one("#dialog-value", Input).value == "-5"
        assert app.screen.query_one("#dialog-answer", Input).value == "we"
        app.screen.query_one("#dialog-answer", Input).value = ""
        await until(pilot, lambda: "With -5, in the past" in shown(app) and "budget cut " in shown(app))
        await click(pilot, "#dialog-do")
        await until(pilot, lambda: "Give a reason for changing the limit" in shown(app))
        assert load_rules(workspace).limits["budget_cut_pct"] == -10
        app.screen.query_one("#dialog-answer", Input).value = "we have no slack"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: load_rules(workspace).limits["budget_cut_pct"] == -5)
        await until(pilot, lambda: not isinstance(app.screen, LimitDialog))

    run(workspace, clock, test)
    record.catch_up()
    (entry,) = [e for e in _entries(record) if e.type == RulesChanged.type]
    assert entry.by == "kim"
    assert entry.data["changed"] == {"budget_cut_pct": {"before": -10, "after": -5}}
    assert entry.data["reason"] == "we have no slack"


def test_escape_changes_nothing(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_rules(app, pilot)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, LimitDialog))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, LimitDialog))
        assert load_rules(workspace).limits["budget_cut_pct"] == -10

    run(workspace, clock, test)


def _entries(record: Record) -> list[Any]:
    from smits_tui.ledger.chain import chain

    return list(chain(record.ledger.lines()))  # type: ignore[attr-defined]


def test_rules_are_evaluated_before_somebody_opens_them(workspace: Workspace, clock: Any) -> None:
    """With a large record that takes a second, during which each key would wait."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        def screens() -> list[Any]:
            return app._screen_stacks["rules"] if app.has_mode("rules") else []

        await until(pilot, lambda: any(screen._weighed for screen in screens()))
        assert app.current_mode == "overview"
        await pilot.press("7")
        await until(pilot, lambda: "Limits" in shown(app))

    run(workspace, clock, test)
