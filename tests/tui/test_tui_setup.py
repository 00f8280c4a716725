"""The first run: who has no workspace is led to one, not to an error."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input, Static
from tui_support import until

from smits_tui.actions.opening import open_record
from smits_tui.tui.setup import SetupApp


def test_a_workspace_is_made_and_what_is_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMITS_USER", "kim")
    folder = tmp_path / "strategy"

    async def running() -> SetupApp:
        app = SetupApp()
        async with app.run_test(size=(100, 36)) as pilot:
            await pilot.pause()
            app.query_one("#field-folder", Input).value = str(folder)
            await pilot.press("ctrl+s")
            refusal = app.query_one("#dialog-refusal", Static)
            await until(pilot, lambda: "name of the organisation" in str(refusal.content))
            assert not folder.exists()
            app.query_one("#field-organisation", Input).value = 'Acme "North" [x]'
            app.query_one("#field-stakeholders", Input).value = "Mara, CIO; Tom"
            await pilot.press("ctrl+s")
            await until(pilot, (folder / "smits.toml").exists)
        return app

    made = asyncio.run(running()).return_value
    assert made is not None
    settings = made.settings()
    assert (settings.organisation, settings.jurisdictions) == ('Acme "North" [x]', ("EU",))
    assert [(one.name, one.role) for one in settings.stakeholders] == [("Mara", "CIO"), ("Tom", "")]
    record, _ = open_record(made)
    assert record.state.organisation == 'Acme "North" [x]'
