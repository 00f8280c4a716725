"""A list with the details of the selected row beside it, the base of most modes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from smits_tui.tui.live_view import View
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import frame_title
from smits_tui.tui.widgets.list_view import Cells, Column, ListTable

NameT = TypeVar("NameT")


class ListScreen(ModeScreen):
    """List and filter on the left, the detail on the right. Screens provide keys, cells and detail."""

    COLUMNS: ClassVar[Sequence[Column]] = ()
    _all: Sequence[str] = ()
    """The keys of the current view, before filtering."""
    _said: dict[str, str]
    """Key -> text to search in; computed for the current view once somebody filters."""
    matches = 0
    """The number of rows that contain the words."""

    @abstractmethod
    def keys(self, view: View) -> Sequence[str]:
        """The keys of all rows, in order."""

    @abstractmethod
    def cells(self, view: View, key: str) -> Cells:
        """The cells of a row; called for visible rows only."""

    @abstractmethod
    def head(self, view: View, about: str) -> tuple[str, str]:
        """A summary of the list, followed by `about` (the words of the filter), and a dimmed remark."""

    @abstractmethod
    def detail(self, view: View, key: str | None) -> Content:
        """The details of the row under the cursor; `key` is None if the list is empty."""

    def searched(self, view: View, key: str) -> str:
        """The text of a row that is searched."""
        return " ".join(cell.plain for cell in self.cells(view, key))

    def matching(self, view: View, words: Sequence[str]) -> Sequence[str]:
        """The keys of the rows that contain all words, ignoring case."""
        if not words:
            return self._all
        if not self._said:
            self._said = {key: self.searched(view, key).casefold() for key in self._all}
        return [key for key in self._all if all(word in self._said[key] for word in words)]

    def body(self) -> ComposeResult:
        """The list and the detail."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield ListTable(self.COLUMNS, id="first")
                yield Input(placeholder="words to filter by", classes="filter")
            with VerticalScroll(classes="part-detail"):
                yield from self.above_detail()
                yield Static(classes="list-detail")

    def above_detail(self) -> ComposeResult:
        """Widgets above the text of the detail."""
        yield from ()

    def show(self, view: View) -> None:
        """Fill the list, its head and the detail."""
        self._all, self._said = self.keys(view), {}
        self._fill(view)

    def _fill(self, view: View) -> None:
        words = self.query_one(".filter", Input).value
        matching = self.matching(view, words.casefold().split())
        self.matches = len(matching)
        self.query_one(ListTable).fill(matching, lambda key: self.cells(view, key), self.take_wanted())
        summary, quiet = self.head(view, f" · containing “{words}”" if words else "")
        part = self.query_one(".part-list")
        part.border_title, part.border_subtitle = frame_title(summary), frame_title(quiet)
        self.show_detail()

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        return self.query_one(ListTable).current

    def shown_in_full(self) -> str:
        """The detail as plain text."""
        return self.detail(self.smits.view, self.current).plain

    def show_detail(self) -> None:
        """Show the details of the row under the cursor."""
        shown = self.detail(self.smits.view, self.current)
        self.query_one(".list-detail", Static).update(shown)

    @on(ListTable.RowHighlighted)
    def _on_cursor(self) -> None:
        self.remember_chosen(self.current)
        self.show_detail()
        self.query_one(".part-detail").scroll_home(animate=False)

    @on(ListTable.RowSelected)
    def _on_chosen(self) -> None:
        self.open_chosen()

    def open_chosen(self) -> None:
        """Focus the detail."""
        self.query_one(".part-detail").focus()

    @on(Input.Changed, ".filter")
    def _on_words(self) -> None:
        self._fill(self.smits.view)

    @on(Input.Submitted, ".filter")
    def _on_words_done(self) -> None:
        self.query_one(ListTable).focus()

    def action_filter(self) -> None:
        """Ask for words to filter by."""
        words = self.query_one(".filter", Input)
        words.add_class("-asked")
        words.focus()

    @property
    def is_at_rest(self) -> bool:
        """Whether the list has the focus and no filter."""
        return self.focused is self.query_one(ListTable) and not self.query_one(".filter", Input).value

    def action_back(self) -> None:
        """Leave the detail, then the filter, then a list that was opened from a mode."""
        if self.is_at_rest and self.app.screen_stack[0] is not self:
            self.dismiss()
            return
        words, table = self.query_one(".filter", Input), self.query_one(ListTable)
        if self.focused is words or (words.value and self.focused is table):
            with self.app.batch_update(), words.prevent(Input.Changed):
                words.value = ""
                words.remove_class("-asked")
                table.focus()
                self._fill(self.smits.view)
        else:
            table.focus()


def next_of(name: NameT, others: Iterable[NameT]) -> NameT:
    """The name that follows, cyclically."""
    names = list(others)
    return names[(names.index(name) + 1) % len(names)]
