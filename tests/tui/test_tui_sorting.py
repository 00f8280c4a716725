"""Lists say how they are sorted, tell what is grave, and the items of the Overview open themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import (
    click_on,
    filled,
    is_filled,
    raise_trigger,
    receive,
    row_of,
    run,
    shown,
    until,
    written_down,
)

from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.asked import AskedCandidate, AskedQuestion
from smits_tui.process.entries.entry import InputRead
from smits_tui.process.entries.records import Measure
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.tui.widgets.list_view import ListTable
from smits_tui.workspace import Workspace

ALIKE = "The newest 2027 budget of the department for {} is -12.0 % against the one before"


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)
    for number, scope in enumerate(("roads", "water", "parks", "schools"), 10):
        raise_trigger(record, number, "high", ALIKE.format(scope))
    for name, target, value in (
        ("Outages", 5.0, 4.0),
        ("Answers in time", 90.0, 40.25),
        ("Score", 9.0, None),
    ):
        made = set_record(record, Measure, by="kim", text=name, values={"target": target, "baseline": 20.0})
        if value is not None:
            record_reading(record, made.id, value=value, period="2027-Q1", by="kim", note="")


def doubtful(record: Record) -> None:
    """In one folder, a file that asks and one that was not understood."""
    candidates = tuple(AskedCandidate(answer=name, meaning="880,000") for name in ("Revised", "Final"))
    asked = AskedQuestion(id="Q1", topic="amount-column", text="Which column?", candidates=candidates)
    for number, name in ((20, "asks.xlsx"), (21, "silent.xlsx")):
        receive(record, number, "budgets", name)
    read = [
        InputRead(id="I20", understood="questions", questions=(asked,)),
        InputRead(id="I21", understood="nothing"),
    ]
    record.commit("watcher", lambda _state: read)


def rows_on_screen(app: SmitsApp) -> list[str]:
    """What stands in the rows of the list that has the focus, without their ids."""
    table = app.screen.query_one("#first", ListTable)
    lines = [line[table.region.x : table.region.right] for line in shown(app).splitlines()]
    return [line[7:].strip() for line in lines[table.region.y + 1 : table.region.bottom] if line.strip()]


def test_each_list_sorts_by_its_columns_and_says_how(workspace: Workspace, clock: Any) -> None:
    """By S in turn, and by a click on a header; the last order leads to the first."""

    async def in_all_orders(app: SmitsApp, pilot: Pilot[None]) -> None:
        screen: Any = app.screen
        assert isinstance(screen, ListScreen)
        assert {order.column for order in screen.ORDERS} <= set(range(len(screen.COLUMNS)))
        title = screen.query_one(".part-list")
        for order in (*screen.ORDERS[1:], screen.ORDERS[0]):
            await pilot.press("S")
            is_first = order is screen.ORDERS[0]
            await until(pilot, lambda w=order.words, f=is_first: f or w in str(title.border_title))
            if order.value is not None and not isinstance(order.value(app.view, screen.current), tuple):
                keys = [key for key in screen.query_one(ListTable).keys if key in screen._all]
                values = [value for key in keys if (value := order.value(app.view, key)) is not None]
                if app.current_mode not in ("triggers", "inputs"):  # there, some stay together
                    assert values == sorted(values, reverse=order.descending), order

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for key in "2368":
            await pilot.press(key)
            await until(pilot, lambda: is_filled(app) and app.screen.query_one("#first", ListTable).keys)
            await in_all_orders(app, pilot)
        await pilot.press("7")
        for _ in range(4):  # limits, rules, packs, vocabulary
            await until(pilot, lambda: is_filled(app) and app.screen.query_one("#first", ListTable).keys)
            await in_all_orders(app, pilot)
            await pilot.press("t")
        await pilot.press("4", "t")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and app.screen.filled.is_set())
        await in_all_orders(app, pilot)
        await pilot.press("escape", "6")
        await click_on(pilot, app, "measure ")
        await until(pilot, lambda: "by name" in shown(app) and "measure▴" in shown(app))
        rows = rows_on_screen(app)
        assert [row.split()[0] for row in rows[:3]] == ["Answers", "Outages", "Score"]

    run(workspace, clock, test, (110, 30))


def test_rows_read_differently_where_things_differ(workspace: Workspace, clock: Any) -> None:
    """Four triggers with one sentence but for a word, in the list, among the tasks and in the box."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for scope in ("roads", "water", "parks", "schools"):
            await until(pilot, lambda scope=scope: shown(app).count(scope[:5]) >= 1)
        await pilot.press("2")
        await until(pilot, lambda: "parks" in shown(app))
        listed = [row for row in rows_on_screen(app) if "newest" in row]
        assert len(listed) == 4
        assert len({row[: row.rindex("…") + 6] for row in listed}) == 4, listed

    run(workspace, clock, test, (80, 24))


def test_items_of_the_overview_open_the_item_itself(workspace: Workspace, clock: Any) -> None:
    """Each box is a list; a trigger leads to that trigger, a day to what is due, a folder to that folder."""

    async def opened(app: SmitsApp, pilot: Pilot[None], box: str, row: str) -> None:
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "overview" and is_filled(app))
        table = app.screen.query_one(f"#{box}", ListTable)
        await until(pilot, lambda: row in table.keys)
        table.focus()
        await pilot.press("g")
        for _ in range(list(table.keys).index(row)):
            await pilot.press("j")
        await pilot.press("enter")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for box, mode, key in (
            ("triggers", "triggers", "T12"),
            ("deliverables", "deliverables", "strategy-plan"),
            ("inputs", "inputs", "goals"),
        ):
            await opened(app, pilot, box, f"{mode} {key}")
            await until(pilot, lambda mode=mode: app.current_mode == mode)
            await until(pilot, lambda key=key: row_of(app) == key)
        await opened(app, pilot, "triggers", "triggers T13")
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "overview" and is_filled(app))
        await pilot.press("x")  # the cursor of the box is still on it
        await until(pilot, lambda: "Dismiss T13" in shown(app))

    run(workspace, clock, test)


def test_what_was_not_understood_is_seen_beside_what_is_asked(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """A folder with both names both, in the list and on the Overview."""
    doubtful(record)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "1 file was not understood" in shown(app))
        assert "1 file has questions" in shown(app)
        assert next(line for line in shown(app).splitlines() if "budgets  " in line).count("x?") == 1
        await pilot.press("3")
        await until(pilot, lambda: "▶ budgets" in shown(app))
        row = next(line for line in shown(app).splitlines() if "▶ budgets" in line)
        assert "? 1" in row
        assert "2 without facts" in row  # one was rejected as well
        await pilot.press("enter")
        await until(pilot, lambda: "silent.xlsx" in shown(app))
        told = {
            name: line
            for line in shown(app).splitlines()
            for name in ("asks", "silent")
            if f"{name}.x" in line
        }
        assert "? 1" in told["asks"]
        assert "x silent.xlsx" in told["silent"]
        assert "not understood" in told["silent"]

    run(workspace, clock, test)
