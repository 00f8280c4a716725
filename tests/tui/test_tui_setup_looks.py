"""How the set-up looks, as pictures: a change of looks must be meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
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
Picture = Callable[[SetupApp, str], None]
"""Compares what the set-up shows now with the picture of that name."""


@pytest.fixture(autouse=True)
def _the_same_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMITS_USER", "kim")
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> Picture:
    """Looks at a set-up that goes on; a picture is kept under the test's name and its own."""
    pictures = snapshot.use_extension(SVGImageExtension)

    def compare(app: SetupApp, name: str) -> None:
        assert pictures(name=name) == app.export_screenshot(simplify=True)

    return compare


def walk(size: tuple[int, int], faults: Mapping[str, tuple[str, str]], picture: Picture) -> None:
    """Answer step by step in one run; look at each step, or at those with a fault only.

    Args:
        size: of the terminal, in cells.
        faults: step -> a field and what is wrongly typed there; none looks at all steps as they are.
        picture: what looks.
    """

    async def walking() -> None:
        app = SetupApp()
        async with app.run_test(size=size) as pilot:
            for step in STEPS:
                await until(pilot, partial(is_shown, app, step))
                await answer(pilot, step)
                if step in faults:
                    field = app.query_one(f"#{faults[step][0]}", Input)
                    right, field.value = field.value, faults[step][1]
                if step in faults or not faults:
                    await still(pilot)
                    await pilot.wait_for_scheduled_animations()  # a field that comes into sight
                    await still(pilot)
                    picture(app, step)
                if step in faults:
                    field.value = right
                if step == "stakeholders":
                    for later in ("person-name", "person-email"):
                        app.query_one(f"#{later}", Input).value = ""
                app.query_one("#next", Button).press()

    asyncio.run(walking())


async def answer(pilot: Pilot[Any], step: str) -> None:
    """Type what the step asks for; one person is added and the next one begun."""
    for field, value in TYPED.get(step, {}).items():
        pilot.app.query_one(f"#{field}", Input).value = value
    if step == "stakeholders":
        await pilot.press("enter")
        pilot.app.query_one("#person-name", Input).value = "Tom Okafor"


def is_shown(app: App[Any], step: str) -> bool:
    return app.query_one(ContentSwitcher).current == f"step-{step}"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=("80x24", "120x40"))
def test_each_step(picture: Picture, size: tuple[int, int]) -> None:
    """On a small and on a usual terminal."""
    walk(size, {}, picture)


def test_what_is_wrong(picture: Picture) -> None:
    """The field is marked and a sentence stands beside the buttons."""
    walk((80, 24), WRONG, picture)


def test_where_there_is_little_room(picture: Picture) -> None:
    """Less than anybody has: it scrolls, the buttons and what is wrong stay."""
    walk((40, 12), {step: WRONG[step] for step in ("stakeholders", "limits")}, picture)
