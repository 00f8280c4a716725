"""How the tables of an input are understood, beside their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.extraction.dry_read import contents_of, layouts_of_copy
from smits_tui.process.state import Input
from smits_tui.tui.details.layout_text import columns_and_proofs, lines_with_kinds
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import QUIET, frame_title, text
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_watch.extraction.viewer.text import Line

if TYPE_CHECKING:
    from smits_tui.tui.host import Host


class LayoutScreen(ModeScreen):
    """Tables with their columns and proofs on the left, the lines of the selected one on the right."""

    TITLE_OF_HELP: ClassVar[str] = "Layout"
    HELP_TEXT: ClassVar[str] = (
        "How the tables of a file are understood: what each line is (title, header, group, data, total or "
        "note), what each column holds, and what adds up. Facts rest on this. Escape goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back"),
        Binding("o", "app.pop_screen", "Back", show=False),
    ]

    def __init__(self, path: str, file_lines: Sequence[Line], view: dict[str, Any]) -> None:
        """Create the screen.

        Args:
            path: of the input.
            file_lines: the text of the file, line by line.
            view: `tables`, and `reason` if the file can't be read; see `smits facts --layout --json`.
        """
        super().__init__()
        self._path, self._file_lines, self._view = path, file_lines, view

    def body(self) -> ComposeResult:
        """Tables, columns and proofs on the left, lines on the right."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield ListTable((("table", None), ("lines", 6)), id="first")
                with VerticalScroll(id="layout-columns"):
                    yield Static()
            with VerticalScroll(classes="part-detail", id="layout-lines"):
                yield Static()

    @property
    def _table(self) -> dict[str, Any] | None:
        key = self.query_one(ListTable).current
        tables = self._view["tables"]
        return tables[int(key)] if key is not None and int(key) < len(tables) else None

    def shown_in_full(self) -> str:
        """Columns, proofs and lines of the selected table as plain text."""
        table = self._table
        return (
            f"{columns_and_proofs(table).plain}\n\n{lines_with_kinds(self._file_lines, table).plain}"
            if table
            else ""
        )

    def show(self, _view: View) -> None:
        """Fill the list of tables; it doesn't depend on the record, since an archived file never changes."""
        tables = self._view["tables"]
        part = self.query_one(".part-list")
        part.border_title = frame_title(self._path)
        part.border_subtitle = counted(len(tables), "table")
        self.query_one(ListTable).fill(
            [str(n) for n in range(len(tables))], lambda key: _cells(tables, int(key))
        )
        self._show()

    @on(ListTable.RowHighlighted)
    def _show(self) -> None:
        table = self._table
        nothing = text(self._view["reason"] or "It has no tables; it is read as prose.", QUIET)
        self.query_one("#layout-columns Static", Static).update(
            columns_and_proofs(table) if table else nothing
        )
        lines = self.query_one("#layout-lines")
        lines.border_title = _counted(table) if table else ""
        self.query_one("#layout-lines Static", Static).update(
            lines_with_kinds(self._file_lines, table) if table else text("")
        )
        lines.scroll_home(animate=False)


def open_layout(smits: Host, item: Input) -> None:
    """Show how the tables of an input were understood, as soon as the file is open.

    Args:
        smits: the app.
        item: the input.
    """

    def read() -> tuple[list[Line], dict[str, Any]]:
        file_lines = contents_of(smits.workspace, item.sha256, item.path)
        return file_lines, layouts_of_copy(smits.workspace, item.sha256, item.path)

    smits.in_background(
        f"Opening {item.path}", read, lambda layout: smits.push_screen(LayoutScreen(item.path, *layout))
    )


def _cells(tables: Sequence[dict[str, Any]], number: int) -> Cells:
    table = tables[number]
    return text(table["table"] or f"table {number + 1}"), text(str(len(table["lines"])).rjust(6), QUIET)


def _counted(table: dict[str, Any]) -> str:
    """The number of lines of each kind, e.g. `1 header · 12 data · 1 total`."""
    kinds = Counter(str(line["kind"]) for line in table["lines"])
    return " · ".join(f"{count:,} {kind}" for kind, count in kinds.items())
