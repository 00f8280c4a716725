"""How soon the interface opens and answers keys, with a large record against an empty one, in the same run.

Opening is measured as people see it: a process in a terminal of its own, from its start until words stand on
the screen, against a Textual app with one widget. Keys are pressed by Pilot. It sleeps between looks, so what
is measured of a key is the work that it causes: the processor time until nothing is left to be done, with all
that is drawn.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, get_args

from textual.app import App, ComposeResult
from textual.widgets import Static

from smits_rules.model.rule import Severity
from smits_tui.actions.session import open_record, record_settings
from smits_tui.heartbeat import Heartbeat, write_heartbeat
from smits_tui.process.entries.entry import EntryData, InputRead, InputReceived, TriggerRaised
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace, make_workspace

INPUTS = 10_000
TRIGGERS = 2_000
ROUNDS = 5
KEYS = ("down", "down", "down", "up", "enter", "escape", "slash", "a", "b", "escape", "escape")
SETTLED_SECONDS = 8.0
"""After so long without a key, what the interface does ahead is done."""
ONE_WIDGET = """
from textual.app import App
from textual.widgets import Static

class OneWidget(App):
    def compose(self):
        yield Static("one widget")

OneWidget().run()
"""


class OneWidget(App[None]):
    """The floor: a Textual app with one widget."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static("smits")


def main() -> None:
    """Open both, press the same keys in every mode, and compare."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # a watcher may still be ending
        os.environ["SMITS_STATE_DIR"] = folder
        workspaces = {
            "empty": _workspace(Path(folder) / "empty", 0, 0),
            "large": _workspace(Path(folder) / "large", INPUTS, TRIGGERS),
        }
        _openings(workspaces, folder)
        _keys(workspaces)


def _openings(workspaces: dict[str, Workspace], folder: str) -> None:
    """From the start of a process until the frame of the Overview stands there, and until it is filled."""
    frames: dict[str, list[float]] = {name: [] for name in ("one", *workspaces)}
    filled: dict[str, list[float]] = {name: [] for name in ("one", *workspaces)}
    for round_ in range(ROUNDS + 1):  # the first one compiles the modules
        times = {"one": _opened([sys.executable, "-c", ONE_WIDGET], (b"one widget",) * 2, folder)}
        for name, workspace in workspaces.items():
            command = [sys.executable, "-m", "smits_tui"]
            os.environ["SMITS_WORKSPACE"] = str(workspace.root)
            times[name] = _opened(command, (b"Overview", b"review"), folder)
        for name, (frame, all_of_it) in times.items():
            if round_:
                frames[name].append(frame)
                filled[name].append(all_of_it)
    del os.environ["SMITS_WORKSPACE"]
    floor = median(filled["one"])
    print(f"a one-widget app opens in {floor:.2f} s")
    for name in workspaces:
        frame, whole = median(frames[name]), median(filled[name])
        print(
            f"{name:6} shows its frame after {frame:.2f} s, ratio {frame / floor:.1f}; "
            f"the record after {whole:.2f} s, ratio {whole / floor:.1f}"
        )


def _opened(command: list[str], words: tuple[bytes, bytes], folder: str) -> tuple[float, float]:
    """Seconds from the start of a process in a terminal of 120 x 40 until each of two words is shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.update({"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "TERM": "xterm-256color"})
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    started, told, seen = time.perf_counter(), b"", []
    try:
        while len(seen) < len(words):
            if not select.select([terminal], [], [], 60)[0]:
                raise TimeoutError(told[-500:])
            told += os.read(terminal, 65_536)
            while len(seen) < len(words) and words[len(seen)] in told:
                seen.append(time.perf_counter() - started)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
    return seen[0], seen[1]


def _keys(workspaces: dict[str, Workspace]) -> None:
    floor = asyncio.run(_pressed(OneWidget()))
    print(f"a key costs {1000 * _p95(floor):.0f} ms (p95) of Pilot alone")
    found = {}
    for name, workspace in workspaces.items():
        # A daemon watches already, so that its start is not measured with the keys.
        beat = Heartbeat(state="watching", host="another machine", at=dt.datetime.max.replace(tzinfo=dt.UTC))
        write_heartbeat(workspace.heartbeat, beat)
        times = asyncio.run(_pressed(SmitsApp(workspace)))
        found[name] = _p95(times)
        print(f"{name:6} answers a key in {1000 * found[name]:.0f} ms (p95), {1000 * max(times):.0f} at most")
    ratio = found["large"] / found["empty"]
    print(f"a key with {INPUTS:,} inputs and {TRIGGERS:,} triggers: ratio {ratio:.2f}")


async def _pressed(app: App[Any]) -> list[float]:
    """Seconds of work of each key, in every mode; also of the key that shows the mode."""
    times: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        while isinstance(app, SmitsApp) and not (
            isinstance(app.screen, ModeScreen) and app.screen.filled.is_set()
        ):
            await pilot.pause(0.01)
        await pilot.pause(SETTLED_SECONDS if isinstance(app, SmitsApp) else 0.1)
        for mode in range(1, len(MODE_BY_NAME) + 1):
            for key in (str(mode), *KEYS):
                await pilot.pause(0.05)
                before = time.process_time()
                await pilot.press(key)
                times.append(time.process_time() - before)
            await pilot.press("escape")
    return times


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


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
                severity=get_args(Severity)[number % 4],
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
