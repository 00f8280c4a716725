"""No frame hands the terminal what a person or a file wrote as a command: lists, titles, dialogs, forms."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import filled, raise_trigger, receive, run, shown, still

from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure, Objective, Risk
from smits_tui.tui.app import SmitsApp
from smits_tui.workspace import Workspace

HOSTILE = "\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\u202eX\x7f\u2028Y [red]x"
OPENING = {
    "overview": ("first", ()),
    "triggers": ("T10", ("enter", "a")),
    "inputs": ("I10", ("enter", "n")),
    "cycle": ("assess", ("t", "b", "v")),
    "deliverables": ("mission-and-vision/own", ("e", "v")),
    "measures": ("M1", ("e", "t")),
    "rules": ("breach_pct", ("e",)),
    "history": ("12", ("enter",)),
}
"""Mode -> a row about what is hostile, and the keys that open something."""


@pytest.fixture(autouse=True)
def _of_its_own(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")


def unsafe(frame: str) -> set[str]:
    return {char for char in frame if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")}


def test_no_frame_has_what_a_terminal_would_obey(workspace: Workspace, record: Record, clock: Any) -> None:
    """A cycle's reason stood in a title as it was written, and cleared the screen of whoever looked."""
    filled(record, clock)
    open_cycle(record, by=f"kim {HOSTILE}", reason=f"why {HOSTILE}")
    receive(record, 10, "goals", f"{HOSTILE}.md")
    raise_trigger(record, 10, "critical", f"{HOSTILE} ends its support.")
    set_record(record, Objective, by="kim", text=HOSTILE, values={"owner": HOSTILE})
    set_record(record, Risk, by="kim", text=HOSTILE, values={})
    measured = {"objective": "O1", "target": 5.0, "unit": HOSTILE}
    set_record(record, Measure, by="kim", text=HOSTILE, values=measured)
    for section in ("mission", "vision"):
        write_section(record, "mission-and-vision", section, f"We {HOSTILE}", by="kim")
    write_section(record, "mission-and-vision", "own", f"We {HOSTILE}", by="kim", title=HOSTILE)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for mode, (row, keys) in OPENING.items():
            await app.go(mode, row)
            for key in ("", *keys):
                if key:
                    await pilot.press(key)
                await still(pilot)
                opened[mode, key] = len(app.screen_stack) > 1
                assert not unsafe(shown(app)), (mode, key, shown(app))
                while len(app.screen_stack) > 1:
                    await app.pop_screen()

    opened: dict[tuple[str, str], bool] = {}
    run(workspace, clock, test)
    assert opened["deliverables", "e"]
    assert opened["cycle", "t"]
    assert opened["inputs", "n"]
