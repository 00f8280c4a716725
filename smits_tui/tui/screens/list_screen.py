"""A list with the details of the selected row beside it, the base of most modes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.session import ActionRefused
from smits_tui.presentation.field_labels import capitalised
from smits_tui.tui.details.links import linked, links_in, named, target_of
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import QUIET, frame_title, text
from smits_tui.tui.widgets.list_view import Cells, Column, ListTable

NameT = TypeVar("NameT")
SORT = Binding("S", "sort", "Sort", tooltip="In the next order; a click on a header sorts by its column")


@dataclass(frozen=True, slots=True)
class SortOrder:
    """An order in which a list can be shown."""

    column: int
    """The column by which it sorts, from 0."""
    words: str
    """As the head of the list names it, e.g. `newest first`."""
    value: Callable[[View, str], Any] | None = None
    """What is compared of a row; None is the order of the list itself."""
    descending: bool = False
    """Whether the largest value comes first."""

    def sorted(self, view: View, keys: Sequence[str]) -> Sequence[str]:
        """The rows in this order; rows without a value come last."""
        if self.value is None:
            return keys
        values = {key: self.value(view, key) for key in keys}
        valued = [key for key in keys if values[key] is not None]
        valued.sort(key=values.__getitem__, reverse=self.descending)
        return [*valued, *(key for key in keys if values[key] is None)]


class ListScreen(ModeScreen):
    """List and filter on the left, the detail on the right. Screens provide keys, cells and detail."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "L",
            "follow_link",
            "Go to",
            show=False,
            tooltip="Go to an id or a section that the detail names",
            id="list.go-to",
        ),
    ]
    DETAIL_TITLE: ClassVar[str] = ""
    """What stands beside the list, as the title of its frame."""
    COLUMNS: ClassVar[Sequence[Column]] = ()
    ORDERS: Sequence[SortOrder] = ()
    """The orders in which the list can be shown; it begins with the first one."""
    _order = 0
    """Which of the orders is shown."""
    _all: Sequence[str] = ()
    """The keys of the current view, before filtering."""
    _searchable: dict[str, str]
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
        """What the list shows, followed by `about` (its order and the filter), and something quieter."""

    @abstractmethod
    def detail(self, view: View, key: str | None) -> Content:
        """The details of the row under the cursor; `key` is None if the list is empty."""

    def arranged(self, view: View, keys: Sequence[str], order: SortOrder) -> Sequence[str]:
        """The rows in an order."""
        return order.sorted(view, keys)

    def searched(self, view: View, key: str) -> str:
        """The text of a row that is searched."""
        return " ".join(cell.plain for cell in self.cells(view, key))

    def matching(self, view: View, words: Sequence[str]) -> Sequence[str]:
        """The keys of the rows that contain all words, ignoring case."""
        if not words:
            return self._all
        if not self._searchable:
            self._searchable = {key: self.searched(view, key).casefold() for key in self._all}
        return [key for key in self._all if all(word in self._searchable[key] for word in words)]

    def body(self) -> ComposeResult:
        """The list and the detail."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield ListTable(self.COLUMNS, id="first")
                yield from self.below_list()
                yield Input(placeholder="words to filter by", classes="filter")
            with VerticalScroll(classes="part-detail") as detail:
                detail.border_title = self.DETAIL_TITLE
                yield from self.above_detail()
                yield Static(classes="list-detail")

    def below_list(self) -> ComposeResult:
        """A second detail below the list, for terminals with room for it."""
        yield from ()

    def above_detail(self) -> ComposeResult:
        """Widgets above the text of the detail."""
        yield from ()

    def show(self, view: View) -> None:
        """Fill the list, its head and the detail."""
        self._all, self._searchable = self.keys(view), {}
        if self.ORDERS:
            order = self.ORDERS[self._order]
            self._all = self.arranged(view, self._all, order)
            self.query_one(ListTable).mark_sorted(order.column, "▾" if order.descending else "▴")
        self._fill(view)

    def _fill(self, view: View) -> None:
        words = self.query_one(".filter", Input).value
        matching = self.matching(view, words.casefold().split())
        self.matches = len(matching)
        self.query_one(ListTable).fill(matching, lambda key: self.cells(view, key), self.take_wanted())
        about = f" · {self.ORDERS[self._order].words}" if self._order else ""
        summary, quiet = self.head(view, f"{about} · containing “{words}”" if words else about)
        part = self.query_one(".part-list")
        part.border_title, part.border_subtitle = frame_title(capitalised(summary)), frame_title(quiet)
        self.show_detail()

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        return self.query_one(ListTable).current

    def shown_in_full(self) -> str:
        """The detail as plain text."""
        return self._shown_detail().plain

    def _shown_detail(self) -> Content:
        """The detail, or where the filter hides every row, that sentence."""
        words = self.query_one(".filter", Input).value
        if self.current is None and words and self._all:
            count = counted(len(self._all), "row", "rows")
            return text(f"None of {count} contains “{words}”. Press escape to show all of them.", QUIET)
        return self.detail(self.smits.view, self.current)

    def show_detail(self) -> None:
        """Show the details of the row under the cursor."""
        shown = linked(self._shown_detail(), self.smits.view.state)
        detail = self.query_one(".list-detail", Static)
        detail.set_class(self.current is None, "-empty")
        detail.update(shown)

    def action_follow_link(self, name: str = "") -> None:
        """Go to what a link of the detail leads to; without a name, choose one of all its links."""
        state = self.smits.view.state
        if not name:
            from smits_tui.tui.dialogs.chooser import Chooser

            detail = self.shown_in_full()
            links = {name: detail[begin:end] for begin, end, name in links_in(state, detail)}
            links.pop(self.current or "", None)
            if not links:
                raise ActionRefused("Nothing in this detail leads elsewhere.")
            options = [(name, named(state, name) or label) for name, label in links.items()]
            self.app.push_screen(
                Chooser("Go to", options), lambda name: self.action_follow_link(name) if name else None
            )
            return
        target = target_of(state, name)
        if target is None:
            raise ActionRefused(f"There is no {name} on the day that is shown.")
        if self.app.screen_stack[0] is not self and target[0] != "questions":
            self.dismiss()
        self.app.call_later(self.smits.go, *target)

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

    def action_sort(self) -> None:
        """Show the list in the next order."""
        self._show_in((self._order + 1) % max(len(self.ORDERS), 1))

    @on(ListTable.HeaderClicked)
    def _on_header(self, event: ListTable.HeaderClicked) -> None:
        """Sort by the column that was clicked; clicked again, in its next order."""
        of_it = [number for number, order in enumerate(self.ORDERS) if order.column == event.column]
        if of_it:
            later = [number for number in of_it if number > self._order]
            self._show_in(later[0] if self._order in of_it and later else of_it[0])

    def _show_in(self, order: int) -> None:
        self._order = order
        self.show(self.smits.view)

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
