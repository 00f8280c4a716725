"""A list with one of its things in full beside it: what most modes are."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET, lines, text
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.widgets.tables import ListTable, Row


class ListScreen(ModeScreen):
    """Head, list and filter at the left, the detail at the right. Screens give rows and detail."""

    COLUMNS: ClassVar[Sequence[tuple[str, int | None]]] = ()
    _all_rows: Sequence[Row] = ()
    """Of the view that is shown, before words are looked for."""
    matches = 0
    """Rows that contain the words."""

    @abstractmethod
    def rows(self, view: View) -> list[Row]:
        """The rows of the list."""

    @abstractmethod
    def head(self, view: View, about: str) -> tuple[str, str]:
        """What the list shows, followed by `about` (the words that are looked for), and a quieter line."""

    @abstractmethod
    def detail(self, view: View, key: str | None) -> Content:
        """The thing under the cursor in full; None where the list is empty."""

    def searched(self, row: Row) -> str:
        """The text of a row in which words are looked for, in lower case."""
        return " ".join(cell.plain for cell in row[1]).casefold()

    def matching(self, words: Sequence[str]) -> list[Row]:
        """The rows that contain all words, whatever their case."""
        if not words:
            return list(self._all_rows)
        told = ((row, self.searched(row)) for row in self._all_rows)
        return [row for row, said in told if all(word in said for word in words)]

    def body(self) -> ComposeResult:
        """The list and the detail."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield Static(classes="list-head")
                yield ListTable(self.COLUMNS, id="first")
                yield Input(placeholder="words to look for", classes="filter")
            with VerticalScroll(classes="part-detail"):
                yield from self.above_detail()
                yield Static(classes="list-detail")

    def above_detail(self) -> ComposeResult:
        """Widgets that stand above the text of the detail."""
        yield from ()

    def show(self, view: View) -> None:
        """Fill the list, its head and the detail."""
        self._all_rows = self.rows(view)
        self._fill(view)

    def _fill(self, view: View) -> None:
        words = self.query_one(".filter", Input).value
        rows = self.matching(words.casefold().split())
        self.matches = len(rows)
        self.query_one(ListTable).fill(rows, self.take_wanted())
        said, quiet = self.head(view, f" · containing “{words}”" if words else "")
        self.query_one(".list-head", Static).update(lines(text(said, "bold"), text(quiet, QUIET)))
        self.show_detail()

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        return self.query_one(ListTable).current

    def shown_in_full(self) -> str:
        """The detail as plain text."""
        return self.detail(self.smits.view, self.current).plain

    def show_detail(self) -> None:
        """Show the thing under the cursor in full."""
        shown = self.detail(self.smits.view, self.current)
        self.query_one(".list-detail", Static).update(shown)

    @on(ListTable.RowHighlighted)
    def _on_cursor(self) -> None:
        self.remember_chosen(self.current)
        self.show_detail()
        self.query_one(".part-detail").scroll_home(animate=False)

    @on(ListTable.RowSelected)
    def _on_chosen(self) -> None:
        self.query_one(".part-detail").focus()

    @on(Input.Changed, ".filter")
    def _on_words(self) -> None:
        self._fill(self.smits.view)

    @on(Input.Submitted, ".filter")
    def _on_words_done(self) -> None:
        self.query_one(ListTable).focus()

    def action_filter(self) -> None:
        """Ask for words."""
        words = self.query_one(".filter", Input)
        words.add_class("-asked")
        words.focus()

    @property
    def is_at_rest(self) -> bool:
        """Whether the list has the focus and shows everything."""
        return self.focused is self.query_one(ListTable) and not self.query_one(".filter", Input).value

    def action_back(self) -> None:
        """Leave the detail, then the filter."""
        words = self.query_one(".filter", Input)
        if self.focused is words or (words.value and self.focused is self.query_one(ListTable)):
            words.value = ""
            words.remove_class("-asked")
        self.query_one(ListTable).focus()
