"""How the set-up looks, as pictures: a change of looks must be meant."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Button, ContentSwitcher, Input
from tui_support import still, until

from smits_tui.tui.setup import SetupApp

STEPS = ("organisation", "stakeholders", "calendar", "limits", "ready")
TYPED: dict[str, dict[str, str]] = {
    "organisation": {"q-organisation": "Größe & Söhne [red] 🏢"},
    "stakeholders": {"person-name": "Mara Lind", "person-role": "CIO", "person-email": "mara@example.org"},
    "limits": {"q-limit-budget_cut_pct": "-12"},
}
WRONG = {
    "organisation": ("q-jurisdictions", "EU, Germny"),
    "stakeholders": ("person-email", "mara@"),
    "calendar": ("q-review", "often"),
    "limits": ("q-limit-price_rise_pct", "-5"),
}


@pytest.fixture(autouse=True)
def _the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMITS_USER", "kim")
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def ready(step: str, wrong: tuple[str, str] | None = None) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Answer up to a step, type something wrong there, and wait until nothing moves any more."""

    async def wait(pilot: Pilot[Any]) -> None:
        app = pilot.app
        for reached in STEPS:
            await until(pilot, functools.partial(_is_shown, app, reached))
            for field, value in TYPED.get(reached, {}).items():
                app.query_one(f"#{field}", Input).value = value
            if reached == step:
                break
            app.query_one("#next", Button).press()
        if step == "stakeholders":
            await pilot.press("enter")
            app.query_one("#person-name", Input).value = "Tom Okafor"
        if wrong:
            app.query_one(f"#{wrong[0]}", Input).value = wrong[1]
        await still(pilot)

    return wait


def _is_shown(app: App[Any], step: str) -> bool:
    return app.query_one(ContentSwitcher).current == f"step-{step}"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("step", STEPS)
def test_each_step(snap_compare: Callable[..., bool], step: str, size: tuple[int, int]) -> None:
    """On a small and on a usual terminal."""
    assert snap_compare(SetupApp(), terminal_size=size, run_before=ready(step))


@pytest.mark.parametrize("step", WRONG)
def test_what_is_wrong(snap_compare: Callable[..., bool], step: str) -> None:
    """The field is marked and a sentence stands beside the buttons."""
    assert snap_compare(SetupApp(), terminal_size=(80, 24), run_before=ready(step, WRONG[step]))


@pytest.mark.parametrize("step", ["stakeholders", "limits"])
def test_where_there_is_little_room(snap_compare: Callable[..., bool], step: str) -> None:
    """Less than anybody has: it scrolls, the buttons and what is wrong stay."""
    assert snap_compare(SetupApp(), terminal_size=(40, 12), run_before=ready(step, WRONG[step]))
