"""Inputs: the files in each folder, the facts read from them, and what they triggered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input as TextField

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.status import FolderStatus
from smits_tui.tui.details.input import detail, folder_detail
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.new_files import NewFiles
from smits_tui.tui.screens.files.orders import INPUT_ORDERS
from smits_tui.tui.screens.list_screen import SORT, SortOrder
from smits_tui.tui.status_styles import QUIET, input_look, since, text
from smits_tui.tui.widgets.list_view import Cells, ListTable


class InputsScreen(NewFiles):
    """Folders as a tree, and the facts read from the selected file."""

    TITLE_OF_HELP: ClassVar[str] = "Inputs"
    HELP_TEXT: ClassVar[str] = (
        "The input folders and every file that arrived in them. Enter opens a folder, or a file with the "
        "passages of its facts marked, where you can correct them. Beside the list you see the facts of a "
        "file, why it was rejected or not understood, and which triggers rest on it. Withdraw a wrong file; "
        "waive one that need not be understood. A file dropped on the window is added to the selected "
        "folder."
    )
    CHANGES = frozenset({"add", "retry", "look", "import_plan", "withdraw", "restore", "waive"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Add", tooltip="Copy a file into the folder under the cursor"),
        Binding("h", "rehearse", "Rehearse", tooltip="What a file would trigger; nothing is recorded"),
        Binding("v", "source", "Source", tooltip="The file with the passages marked; correct its facts"),
        Binding(
            "o",
            "layout",
            "Layout",
            tooltip="How its tables are understood: lines, columns, and what adds up",
        ),
        Binding("t", "triggers", "Triggers", tooltip="Go to what the file triggered"),
        Binding("r", "retry", "Retry", tooltip="Read a rejected file again"),
        Binding(
            "question_mark",
            "questions",
            "Questions",
            key_display="?",
            tooltip="The questions of this file, or of all files",
        ),
        Binding("x", "withdraw", "Withdraw", tooltip="Withdraw a file, with a reason"),
        Binding("u", "restore", "Restore", tooltip="Restore a withdrawn file"),
        Binding("w", "waive", "Waive", tooltip="Waive a file that was not understood, with a reason"),
        Binding("l", "look", "Reviewed", tooltip="Mark the file as reviewed"),
        Binding("I", "import_plan", "Import", tooltip="Import an existing strategy plan"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("right", "unfold", "Unfold", show=False),
        Binding("left", "fold", "Fold", show=False),
        Binding("escape", "back", "Back", show=False),
    ]

    DETAIL_TITLE = "File"
    COLUMNS = (("folder", None), ("no.", 4), ("since", 6), ("asks", 4), ("status", 16))
    ORDERS = INPUT_ORDERS

    def __init__(self) -> None:
        """Create the screen with all folders closed."""
        super().__init__()
        self._open: set[str] = set()
        """Kinds of the folders that are open."""

    def keys(self, view: View) -> Sequence[str]:
        """The folders, each followed by its files if it is open, the newest first."""
        item = view.state.input(self._wanted) if self._wanted else None
        if item:
            self._open.add(item.kind)
        return self._lines(view, {kind: view.files[kind] for kind in self._open})

    def arranged(self, view: View, keys: Sequence[str], order: SortOrder) -> Sequence[str]:
        """The folders in an order, and the files of each."""
        if order.value is None:
            return keys
        files: dict[str, list[str]] = {}
        for key in keys:
            if key in INPUT_KINDS:
                of_it = files.setdefault(key, [])
            else:
                of_it.append(key)
        folders = order.sorted(view, list(files))
        return [key for kind in folders for key in (kind, *order.sorted(view, files[kind]))]

    def matching(self, view: View, words: Sequence[str]) -> Sequence[str]:
        """The files that contain all words, with their folders open."""
        if not words:
            return self._all
        matching = {
            kind: [(path, name) for path, name in files if all(word in path for word in words)]
            for kind, files in view.files.items()
        }
        matching = {kind: files for kind, files in matching.items() if files}
        shown = [key for key in self._lines(view, matching) if key not in INPUT_KINDS or key in matching]
        return self.arranged(view, shown, self.ORDERS[self._order])

    def cells(self, view: View, key: str) -> Cells:
        """A folder with its number of files and newest date, or one of its files."""
        if key in INPUT_KINDS:
            return self._folder_cells(view, view.folders[key])
        item = view.state.input(key)
        if item is None:
            return (text(""),) * len(self.COLUMNS)
        style = input_look(item)
        name = item.path.partition("/")[2] + (f" v{item.version}" if item.version > 1 else "")
        return (
            text(f"    {style.icon} ", style.style) + text(name),
            text(""),
            text(since(item.received_at, view.now).rjust(6), QUIET),
            _asks(len(view.state.questions(of=item.id)) if item.is_in_doubt else 0),
            text("" if item.outcome == "understood" else style.word, style.style),
        )

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The number of files."""
        inputs = view.status.inputs
        rejected = f" · {inputs['rejected']} rejected" if inputs["rejected"] else ""
        waiting = f" · {inputs['set_aside']} waiting" if inputs["set_aside"] else ""
        asked = f" · {inputs['questions']} with questions" if inputs["questions"] else ""
        silent = f" · {inputs['not_understood']} not understood" if inputs["not_understood"] else ""
        sentence = f"inputs · {inputs['recorded']:,}{rejected}{asked}{silent}{waiting}{about}"
        return sentence, "enter opens a folder or a file"

    def detail(self, view: View, key: str | None) -> Content:
        """The details of the file or folder under the cursor, or the result of a rehearsal."""
        if self._rehearsed:
            return self._rehearsed
        if key is None:
            return text("No file matches the filter.", QUIET)
        item = view.state.input(key)
        return detail(view, item) if item else folder_detail(view, key)

    def _lines(self, view: View, files: dict[str, list[tuple[str, str]]]) -> list[str]:
        return [
            key
            for folder in view.status.folders
            for key in (folder.kind, *(identifier for _, identifier in reversed(files.get(folder.kind, ()))))
        ]

    def _folder_cells(self, view: View, folder: FolderStatus) -> Cells:
        is_open = folder.kind in self._open or bool(self.query_one(".filter", TextField).value)
        mark = "  " if not view.files[folder.kind] else "▼ " if is_open else "▶ "
        note = text("silent" if folder.kind in view.silent else "", "$text-warning")
        if folder.rejected:
            note = text(f"{folder.rejected} rejected", "$text-error")
        if folder.not_understood:
            note = text(f"{folder.not_understood} not understood", "bold $text-error")
        if folder.not_understood and folder.rejected:
            note = text(f"{folder.not_understood + folder.rejected} without facts", "bold $text-error")
        return (
            text(mark, QUIET) + text(folder.kind, "bold" if folder.last else QUIET),
            text(str(folder.recorded + folder.rejected).rjust(4), "" if folder.last else QUIET),
            text(since(folder.last, view.now).rjust(6), QUIET),
            _asks(folder.in_doubt - folder.not_understood),
            note,
        )

    @on(ListTable.RowHighlighted)
    def _on_other(self) -> None:
        self._rehearsed = None

    def open_chosen(self) -> None:
        """Open or close the folder under the cursor, or show the file."""
        if self.current in INPUT_KINDS:
            self._open ^= {str(self.current)}
            self.show(self.smits.view)
        elif self.current:
            self.action_source()

    def action_unfold(self) -> None:
        """Open the folder under the cursor."""
        if self.current in INPUT_KINDS and self.current not in self._open:
            self.open_chosen()

    def action_fold(self) -> None:
        """Close the folder under the cursor, or that of the file under it."""
        self._open.discard(self._kind())
        self.reveal(self._kind())

    def action_questions(self) -> None:
        """Show the open questions about the file under the cursor, or about all files of a folder."""
        item = self.smits.view.state.input(self.current or "")
        if item is None:
            self.smits.show_questions()
            return
        asked = self.smits.view.state.questions(of=item.id)
        if not asked and not item.is_in_doubt:
            raise ActionRefused(f"{item.id} has no open questions.")
        self.smits.show_questions(asked[0].id if asked else item.id)


def _asks(count: int) -> Content:
    """How many questions a file asks, or files of a folder have."""
    return text(f"? {count}" if count else "", "bold $text-warning")
