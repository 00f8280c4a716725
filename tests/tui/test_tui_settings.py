"""People, calendar and organisation are changed in the interface; smits.toml keeps its comments."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from tui_support import confirm, filled, named, run, said, shown, until

from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.record import Record
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.screens.people import PeopleScreen
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record, clock: Any
) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    named(workspace, "kim", "tom")
    file = workspace.settings_file
    file.write_text("# ours since 2026\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    filled(record, clock)


async def fill_in(app: SmitsApp, pilot: Pilot[None], command: Any, **values: str) -> None:
    """Open a form, type into its fields, and write it."""
    command()
    await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#dialog-do"))
    form = app.screen
    for name, value in values.items():
        form.query_one(f"#field-{name}", Input).value = value
    await pilot.press("ctrl+s")


def test_people_calendar_and_organisation_are_changed_here(workspace: Workspace, clock: Any) -> None:
    """What is wrong is refused in the form, and the file stays as it was."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        commands = {one.title: one.callback for one in app.get_system_commands(app.screen)}
        commands["Stakeholders"]()
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and "tom" in shown(app))
        people: Any = app.screen
        before = workspace.settings_file.read_text(encoding="utf-8")
        await fill_in(app, pilot, people.action_new, name="TOM")
        await until(pilot, lambda: "tom" in str(app.screen.query_one("#dialog-refusal").render()).casefold())
        assert workspace.settings_file.read_text(encoding="utf-8") == before
        typed = {"name": "Ines Weber", "role": "CFO", "logins": "ines, iw@host"}
        for name, value in typed.items():
            app.screen.query_one(f"#field-{name}", Input).value = value
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, PeopleScreen) and "Ines Weber" in shown(app))
        people.reveal("tom")
        await until(pilot, lambda: people.current == "tom")
        await pilot.press("x")
        await confirm(pilot)
        await until(
            pilot, lambda: [one.name for one in workspace.settings().stakeholders] == ["kim", "Ines Weber"]
        )
        assert workspace.settings().stakeholders[1].logins == ("ines", "iw@host")
        await pilot.press("escape")

        due = {"strategy-plan": "31 May 2027"}
        await fill_in(app, pilot, app.action_calendar, months="6", **due)
        await until(pilot, lambda: said(app, "The calendar is changed."))
        settings = workspace.settings()
        assert settings.calendar.review_every_months == 6
        assert settings.due == {"strategy-plan": dt.date(2027, 5, 31)}
        await until(pilot, lambda: "Strategy plan is due" in shown(app))

        await fill_in(app, pilot, app.action_organisation, currency="euro")
        await until(pilot, lambda: "currency" in shown(app) and isinstance(app.screen, Form))
        assert workspace.settings() == settings
        app.screen.query_one("#field-currency", Input).value = "chf"
        app.screen.query_one("#field-also_known_as", Input).value = "Acme Group, ACME AG"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: workspace.settings().currency == "CHF")
        assert workspace.settings().also_known_as == ("Acme Group", "ACME AG")

    run(workspace, clock, test)
    assert workspace.settings_file.read_text(encoding="utf-8").startswith("# ours since 2026\n")
    told = [line.decode() for line in open_ledger(workspace).lines()]
    changed = [line for line in told if '"settings.changed"' in line]
    assert "Ines Weber was added" in changed[-4]
    assert "tom was removed" in changed[-3]
    assert "the calendar was changed" in changed[-2]
    assert '"currency":"CHF"' in changed[-1]
