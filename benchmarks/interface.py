"""How soon the interface answers a key, with a large record against an empty one, in the same run."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import Static

from smits_tui.actions.opening import open_record, record_settings
from smits_tui.process.entries import EntryData, InputRead, InputReceived, TriggerRaised
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace, make_workspace

INPUTS = 10_000
TRIGGERS = 2_000
KEYS = ("down", "down", "down", "up", "enter", "escape", "slash", "a", "b", "escape", "escape")
MODES = ("1", "2", "3", "4", "5", "6", "8")


class OneWidget(App[None]):
    """The floor: a Textual app with one widget."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static("smits")


def main() -> None:
    """Open both, press the same keys in every mode, and compare."""
    with TemporaryDirectory() as folder:
        os.environ["SMITS_STATE_DIR"] = folder
        asyncio.run(_timed(OneWidget(), keys=False))  # the first one also loads what Textual loads once
        floor = min(asyncio.run(_timed(OneWidget(), keys=False))[0] for _ in range(3))
        small = _workspace(Path(folder) / "small", 0, 0)
        large = _workspace(Path(folder) / "large", INPUTS, TRIGGERS)
        found = {}
        for name, workspace in (("empty", small), ("large", large)):
            opening, shown, keys = asyncio.run(_timed(SmitsApp(workspace, watch=False), keys=True))
            p95 = quantiles(keys, n=20)[-1]
            found[name] = p95
            print(
                f"{name:6} opens in {opening:.2f} s, {opening / floor:.1f} times a one-widget app, "
                f"and shows the record after {shown:.2f} s; "
                f"a key is answered in {1000 * p95:.0f} ms (p95), {1000 * max(keys):.0f} ms at most"
            )
        ratio = found["large"] / found["empty"]
        print(f"a key with {INPUTS:,} inputs and {TRIGGERS:,} triggers: ratio {ratio:.2f}")


async def _timed(app: App[Any], *, keys: bool) -> tuple[float, float, list[float]]:
    """Seconds until it is open, until the record is shown, and of each key with all that follows from it."""
    started = time.perf_counter()
    times: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        opened = time.perf_counter() - started
        while isinstance(app, SmitsApp) and not isinstance(app.screen, ModeScreen):
            await pilot.pause(0.005)
        await pilot.pause()
        shown = time.perf_counter() - started
        for mode in MODES if keys else ():
            await pilot.press(mode)
            await pilot.pause(0.3)
            for key in KEYS:
                before = time.perf_counter()
                await pilot.press(key)
                times.append(time.perf_counter() - before)
            await pilot.press("escape")
    return opened, shown, times


def _workspace(root: Path, inputs: int, triggers: int) -> Workspace:
    workspace = make_workspace(root, "Acme")
    record, _ = open_record(workspace, lambda: dt.datetime.now(dt.UTC))
    record_settings(record, workspace, "kim", "made")
    entries: list[EntryData] = []
    for number in range(1, inputs + 1):
        kind = ("budgets", "regulations", "vendor-notices")[number % 3]
        name = f"I{number}"
        fact = {
            "fact": "budget",
            "period": str(number),
            "total": 1.0,
            "source": f"{kind}/{number}.csv#line 1",
        }
        received = InputReceived(
            id=name,
            kind=kind,
            path=f"{kind}/{number}.csv",
            sha256=f"{number:064d}",
            size=1,
            mtime_ns=1,
            version=1,
        )
        entries += [received, InputRead(id=name, facts=(fact,))]
    for number in range(1, triggers + 1):
        entries.append(
            TriggerRaised(
                id=f"T{number}",
                rule="r",
                trigger="budget",
                subject=str(number),
                outcome="review",
                severity=("critical", "high", "medium", "low")[number % 4],  # type: ignore[arg-type]
                because=f"The budget of {number} fell.",
                inputs=(f"I{number}",),
                sources=(f"budgets/{number}.csv#line 1",),
                input=f"I{number}",
                fact={},
                explanation={},
                fingerprint=str(number),
                pack="p",
            )
        )
    if entries:
        record.commit("watcher", lambda _state: entries)
    record.save()
    return workspace


if __name__ == "__main__":
    main()
