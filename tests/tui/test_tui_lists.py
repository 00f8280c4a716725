"""The list of every mode: any number of rows, keys, mouse, and what is drawn of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_tui.tui.widgets.row_layout import COMPARED_ROWS

MANY = 100_000


class OneList(App[None]):
    """A list and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield ListTable((("id", 6), ("name", None), ("end", 3)), id="first")

    @property
    def table(self) -> ListTable:
        return self.query_one(ListTable)

    def cells(self, key: str) -> Cells:
        self.asked.append(key)
        return Content(key), Content(f"row 日本 {key} " * 10), Content("end")

    def lines(self) -> list[str]:
        return ["".join(part.text for part in strip) for strip in self.screen._compositor.render_strips()]

    @on(ListTable.RowSelected)
    def _selected(self) -> None:
        self.heard.append(f"selected {self.table.current}")

    @on(ListTable.RowHighlighted)
    def _highlighted(self) -> None:
        self.heard.append(f"at {self.table.current}")

    @on(ListTable.HeaderClicked)
    def _header(self, event: ListTable.HeaderClicked) -> None:
        self.heard.append(f"header {event.column}")


def run(test: Callable[[OneList, Pilot[None]], Awaitable[None]], size: tuple[int, int] = (60, 12)) -> None:
    async def running() -> None:
        app = OneList()
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await test(app, pilot)

    asyncio.run(running())


def test_only_rows_on_the_screen_are_made() -> None:
    """A hundred thousand rows cost no more than ten."""

    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill([str(number) for number in range(MANY)], app.cells)
        await pilot.pause()
        assert 10 < len(set(app.asked)) <= COMPARED_ROWS
        await pilot.press("G")
        await pilot.pause()
        assert app.table.current == str(MANY - 1)
        assert len(set(app.asked)) <= 2 * COMPARED_ROWS
        assert app.lines()[-1].strip().startswith(str(MANY - 1))

    run(test)


def test_keys_move_and_choose() -> None:
    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill([str(number) for number in range(50)], app.cells)
        app.table.focus()
        for key, current in (
            *(("down", "1"), ("j", "2"), ("k", "1"), ("up", "0"), ("up", "0"), ("pagedown", "10")),
            *(("end", "49"), ("down", "49"), ("pageup", "39"), ("home", "0"), ("G", "49"), ("g", "0")),
        ):
            await pilot.press(key)
            assert app.table.current == current, key
        await pilot.press("enter")
        assert app.heard[-1] == "selected 0"

    run(test)


def test_the_mouse_moves_chooses_and_scrolls() -> None:
    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill([str(number) for number in range(50)], app.cells)
        await pilot.click(ListTable, offset=(5, 4))
        assert app.table.current == "3"
        await pilot.click(ListTable, offset=(5, 4))
        assert app.heard[-1] == "selected 3"
        await pilot.click(ListTable, offset=(5, 0))
        assert app.heard[-1] == "header 0"
        await pilot.click(ListTable, offset=(20, 0))
        assert app.heard[-1] == "header 1"
        await pilot.click(ListTable, offset=(57, 0))
        assert app.heard[-1] == "header 2"
        await pilot.hover(ListTable, offset=(5, 6))
        assert app.table.hovered == 5
        app.table.scroll_to(y=20, animate=False)
        await pilot.pause()
        await pilot.click(ListTable, offset=(5, 1))
        assert app.table.current == "20"

    run(test)


def test_the_cursor_stays_on_its_row_when_rows_come_and_go() -> None:
    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill(["a", "b", "c"], app.cells)
        await pilot.press("down")
        app.heard.clear()
        app.table.fill(["new", "a", "b", "c"], app.cells)
        await pilot.pause()
        assert (app.table.current, app.heard) == ("b", [])
        app.table.fill(["new", "a", "c"], app.cells)
        await pilot.pause()
        assert (app.table.current, app.heard) == ("c", ["at c"])
        app.table.fill(["new", "a", "c"], app.cells, "new")
        await pilot.pause()
        assert app.table.current == "new"
        app.table.fill([], app.cells)
        await pilot.press("down", "enter", "G")
        assert (app.table.current, app.heard[-1]) == (None, "at None")

    run(test)


def test_rows_fit_any_width() -> None:
    """Wide letters and long texts are cut where the column ends, and the last column stays in sight."""

    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill(["a", "b"], app.cells)
        for width in (120, 60, 23, 8, 2):
            await pilot.resize_terminal(width, 6)
            await pilot.pause()
            assert all(Content(line).cell_length == width for line in app.lines())
        await pilot.resize_terminal(40, 6)
        await pilot.pause()
        assert app.lines()[1].rstrip().endswith("…  end")

    run(test)


def test_cells_change_when_the_theme_does(monkeypatch: Any) -> None:
    """Nothing that was drawn before is kept."""

    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill(["a"], app.cells)
        await pilot.pause()
        before = app.export_screenshot()
        app.theme = "textual-light"
        await pilot.pause()
        assert app.export_screenshot() != before

    run(test)


def test_rows_that_begin_alike_are_cut_where_they_still_differ() -> None:
    """Two things never read the same; a column may be shown only where there is room for it."""
    texts = [
        *(
            "The newest 2015 budget of the department for roads is -12 %",
            "Something else, but long as well " * 3,
        ),
        *(
            "The newest 2015 budget of the department for water is -12 %",
            "inputs/budgets/Plan of the city 1.xlsx",
        ),
        *(
            "The newest 2015 budget of the department for water is -13 %",
            "inputs/budgets/Plan of the city 2.xlsx",
        ),
    ]

    class Alike(OneList):
        def compose(self) -> ComposeResult:
            yield ListTable((("name", None), ("from", 8, 70)), id="first")

        def cells(self, key: str) -> Cells:
            return Content(texts[int(key)]), Content("aside")

    async def running() -> None:
        app = Alike()
        async with app.run_test(size=(34, 12)) as pilot:
            app.table.fill([str(number) for number in range(len(texts))], app.cells)
            await pilot.pause()
            rows = app.lines()[1 : len(texts) + 1]
            assert len(set(rows)) == len(texts), rows
            assert rows[0].strip().startswith("The…")
            assert "roads" in rows[0]
            assert rows[1].strip() == "Something else, but long as wel…"
            assert "aside" not in "".join(app.lines())
            await pilot.resize_terminal(90, 12)
            await pilot.pause()
            assert "aside" in app.lines()[1]

    asyncio.run(running())


def test_an_empty_list_says_why() -> None:
    async def test(app: OneList, pilot: Pilot[None]) -> None:
        app.table.fill([], app.cells, note="Nothing has arrived yet. " * 4)
        await pilot.pause()
        assert "Nothing has arrived yet." in app.lines()[1]
        assert "yet." in app.lines()[2]

    run(test)
