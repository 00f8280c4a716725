"""What the tests of the interface share: a record with something in it, and running the app on it."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.records import set_record
from smits_tui.heartbeat import Heartbeat, write_heartbeat
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, InputRejected, TriggerRaised
from smits_tui.process.entries.records import Objective, Scenario, SwotPoint
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace

HOSTILE = "[red]Vendor[/red] \x1b[2J\u202e [link=x]"
"""A name that must come out as the letters it is made of."""
WAIT_SECONDS = 30.0
"""How long a condition is waited for."""


def named(workspace: Workspace, *names: str) -> None:
    """Name the people who agree and approve in smits.toml."""
    people = "".join(f'[[stakeholders]]\nname = "{name}"\n\n' for name in names)
    text = workspace.settings_file.read_text(encoding="utf-8").replace("[calendar]", f"{people}[calendar]")
    workspace.settings_file.write_text(text, encoding="utf-8")


def receive(
    record: Record, number: int, kind: str, name: str, *, reason: str = "", copy: str | None = None
) -> str:
    """Record an input; with a reason it is rejected, else it was read and states one fact."""
    identifier = f"I{number}"
    received = InputReceived(
        id=identifier,
        kind=kind,
        path=f"{kind}/{name}",
        sha256=f"{number:064d}",
        size=6_036,
        mtime_ns=1,
        version=record.state.versions(f"{kind}/{name}") + 1,
        copy_of=copy,
    )
    fact = {
        "fact": "budget",
        "source": f"{kind}/{name}#IT!B7",
        "quote": "Total | 880,000",
        "confidence": "read",
        "period": "2027",
        "total": 880_000.0,
        "currency": "EUR",
    }
    done = (
        InputRejected(id=identifier, status="unreadable", reason=reason)
        if reason
        else InputRead(id=identifier, facts=(fact,), summary={"totals": {"2027": 880_000}}, warnings=())
    )
    record.commit("watcher", lambda _state: [received, done] if copy is None else [received])
    return identifier


def raise_trigger(
    record: Record,
    number: int,
    severity: Any,
    because: str,
    rule: str = "budget-cut",
    source: tuple[str, str] = ("I1", "budgets/FY27.xlsx#IT!B7"),
) -> str:
    """Record a trigger that rests on an input."""
    data = TriggerRaised(
        id=f"T{number}",
        rule=rule,
        trigger="budget",
        subject=f"2027-{number}",
        outcome="reassess",
        severity=severity,
        because=because,
        touches=("strategy-plan",),
        sources=(source[1],),
        inputs=(source[0],),
        input=source[0],
        fact={"fact": "budget-change", "quote": "Total | 880,000"},
        explanation={
            "conditions": [
                {
                    "field": "change_pct",
                    "operator": "at_most",
                    "expected": -10.0,
                    "limit": "limits.budget_cut_pct",
                    "value": -12.0,
                    "holds": True,
                    "unit": "%",
                    "alternative": None,
                }
            ],
            "turn": "It would not have fired had change_pct been -9.9 % instead of -12 %.",
        },
        fingerprint=str(number),
        pack="p",
    )
    record.commit("watcher", lambda _state: [data])
    return data.id


def filled(record: Record, clock: Any) -> None:
    """A workspace in use."""
    receive(record, 1, "budgets", "FY27.xlsx")
    receive(record, 2, "budgets", "broken.xlsx", reason="It is damaged; ask the sender for it again.")
    receive(record, 3, "budgets", "Copy of FY27.xlsx", copy="I1")
    receive(record, 4, "vendor-notices", HOSTILE + ".pdf")
    raise_trigger(
        record, 1, "high", "The 2027 budget is -12.0 % against the baseline: 880,000 instead of 1,000,000."
    )
    raise_trigger(record, 2, "critical", f"Support of {HOSTILE} ends on 30 June 2027.")
    raise_trigger(
        record, 3, "low", "Nothing came into goals for longer than the 100 days expected.", "input-silence"
    )
    clock.now += dt.timedelta(days=2)


def written_down(record: Record) -> None:
    """Some records of a cycle that is under way."""
    open_cycle(record, by="kim", reason="the yearly plan")
    set_record(record, Objective, by="kim", text="Stay up", values={"owner": "kim"})
    for quadrant, words in (("strength", "Our people"), ("threat", f"{HOSTILE} ends its support")):
        values = {"quadrant": quadrant, "evidence": ("I1",)}
        set_record(record, SwotPoint, by="kim", text=words, values=values)
    for words, cost in (("Stay as we are", 10_000.0), ("Move to the cloud", 250_000.0)):
        values = {"benefits": "It is known.", "drawbacks": "It is slow.", "cost": cost}
        set_record(record, Scenario, by="kim", text=words, values=values)
    write_section(record, "mission-and-vision", "mission", "We keep the *light* on [I1].", by="kim")


def interface(workspace: Workspace, clock: Any) -> SmitsApp:
    """The interface as users have it, beside a daemon that watches the folders."""
    for_long = clock() + dt.timedelta(days=3_650)
    beat = Heartbeat(state="watching", host="another machine", at=for_long, folders=len(INPUT_KINDS))
    write_heartbeat(workspace.heartbeat, beat)
    return SmitsApp(workspace, clock=clock)


def run(
    workspace: Workspace,
    clock: Any,
    test: Callable[[SmitsApp, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
) -> None:
    """Run the app without a terminal and a test in it."""

    async def running() -> None:
        app = interface(workspace, clock)
        async with app.run_test(size=size) as pilot:
            await until(
                pilot,
                lambda: app.is_open and isinstance(app.screen, ModeScreen) and app.screen.filled.is_set(),
            )
            await test(app, pilot)

    asyncio.run(running())
    # The interface goes on after an error of its own; a test must not.
    assert not error_log(workspace).exists(), error_log(workspace).read_text(encoding="utf-8")


def is_filled(app: SmitsApp) -> bool:
    """Whether a mode, or what is opened from one, is shown with its content."""
    return isinstance(app.screen, ModeScreen) and app.screen.filled.is_set()


def row_of(app: SmitsApp) -> str | None:
    """The row under the cursor of the list that is shown."""
    screen: Any = app.screen
    return str(screen.current) if screen.current is not None else None


def type_ahead(app: App[Any], keys: Iterable[str]) -> None:
    """Type faster than the app works, as a slow line or a paste delivers keys; enter is a key's name."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else "\r" if key == "enter" else None))


def error_log(workspace: Workspace) -> Path:
    """Where the interface keeps what failed."""
    return workspace.hidden / "interface-error.log"


def shown(app: App[Any]) -> str:
    """Everything on the screen as text, line by line."""
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


async def click_on(pilot: Pilot[None], app: SmitsApp, words: str) -> None:
    """Click in the middle of words that stand on the screen, the topmost of several."""
    await until(pilot, lambda: words in shown(app))
    y, line = next((y, line) for y, line in enumerate(shown(app).splitlines()) if words in line)
    await pilot.click(offset=(cell_len(line[: line.index(words)]) + cell_len(words) // 2, y))


async def click(
    pilot: Pilot[None], what: str | type[Widget] | Widget, offset: tuple[int, int] = (0, 0)
) -> None:
    """Click on a widget once it stands where it stays: what was just written may move it by a line."""
    screen = pilot.app.screen
    widget = what if isinstance(what, Widget) else screen.query(what).first()
    seen: list[object] = []

    def rests() -> bool:
        seen.append(widget.region)
        return bool(widget.region.area) and seen[-3:] == [widget.region] * 3

    await until(pilot, rests)
    await pilot.click(widget)


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the app work until a condition holds; fail when it does not in time.

    What is waited for may take a thread or a process of its own, which a busy machine starts late.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        await pilot.pause(0.02)
        if condition():
            return
    raise AssertionError(f"not in time: {inspect.getsource(condition).strip()}\n{shown(pilot.app)}")


async def confirm(pilot: Pilot[None]) -> None:
    """Confirm what asks first."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Confirm) and pilot.app.screen.query("#dialog-do"))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: not isinstance(pilot.app.screen, Confirm))


async def still(pilot: Pilot[None]) -> None:
    """Let the app work until nothing runs in the background and three looks in a row show the same.

    Cursors stop to blink: how far that is when a picture is taken is chance.
    """
    looks: list[object] = []
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        for field in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
            field.cursor_blink = False
        await pilot.pause(0.02)
        if not all(worker.is_finished for worker in pilot.app.workers):
            looks.clear()
            continue
        looks.append(pilot.app.screen._compositor.render_strips())
        if len(looks) >= 3 and looks[-1] == looks[-2] == looks[-3]:
            return
    raise AssertionError("the screen does not come to rest")


def said(app: SmitsApp, words: str) -> bool:
    """Whether a toast said something."""
    return any(words in toast.message for toast in app._notifications)
