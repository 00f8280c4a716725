"""Inputs: what came into each folder, what was read of it, and what it did."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, Tree
from textual.widgets.tree import TreeNode

from smits_rules.vocabulary import INPUT_KINDS, SmitsError
from smits_tui.actions.adding import add_file, typed_path
from smits_tui.actions.opening import ActionRefused, open_past
from smits_tui.actions.overview import FolderStatus
from smits_tui.actions.rehearsing import rehearsal_lines, rehearse
from smits_tui.plain import plain
from smits_tui.process.state import Input
from smits_tui.tui.following import View
from smits_tui.tui.input_detail import detail
from smits_tui.tui.looks import INPUT, QUIET, age, lines, text
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.mode import ModeScreen


class InputTree(Tree[str]):
    """Folders with the versions of their files, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "scroll_home", "First", show=False),
        Binding("G", "scroll_end", "Last", show=False),
    ]


class InputsScreen(ModeScreen):
    """Folders as a tree, what was read beside them."""

    TITLE_OF_HELP: ClassVar[str] = "Inputs"
    HELP_TEXT: ClassVar[str] = (
        "The input folders and every file that came into them. Enter opens a folder; beside it stands what "
        "was read of a file and where, why one was rejected, and which triggers rest on it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", tooltip="Copy a file into the folder under the cursor"),
        Binding("h", "rehearse", "Rehearse", tooltip="What a file would trigger; nothing is recorded"),
        Binding("escape", "back", "Back", show=False),
    ]

    class Rehearsed(Message):
        """It is known what a file would bring."""

        def __init__(self, told: list[str]) -> None:
            """Keep it, line by line."""
            super().__init__()
            self.told = told

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._filled: dict[str, tuple[object, ...]] = {}

    def body(self) -> ComposeResult:
        """The tree and the detail."""
        with Horizontal(classes="two-parts"):
            tree = InputTree("inputs", id="first", classes="part-list")
            tree.show_root = False
            tree.guide_depth = 2
            yield tree
            with VerticalScroll(classes="part-detail", id="inputs-detail"):
                yield Static(id="inputs-text")

    def on_mount(self) -> None:
        """Show all folders, closed."""
        tree = self.query_one(InputTree)
        for kind in INPUT_KINDS:
            tree.root.add(Text(kind), data=kind, expand=False)
        tree.root.expand()
        tree.cursor_line = 0

    def show(self, view: View) -> None:
        """Fill the tree where it is open, and the detail."""
        tree = self.query_one(InputTree)
        for node, folder in zip(tree.root.children, view.status.folders, strict=True):
            node.set_label(self._folder(folder, view))
            node.allow_expand = folder.last is not None
            if node.is_expanded:
                self._fill(node, view)
        self._show_detail(view)

    def _fill(self, node: TreeNode[str], view: View) -> None:
        """Show a folder's files; only when they are others than before, so that the cursor stays."""
        items = [item for item in view.state.inputs() if item.kind == node.data][::-1]
        shown = tuple((item.id, item.status) for item in items)
        if self._filled.get(str(node.data)) == shown:
            return
        self._filled[str(node.data)] = shown
        tree = self.query_one(InputTree)
        current = tree.cursor_node.data if tree.cursor_node else None
        node.remove_children()
        for item in items:
            leaf = node.add_leaf(self._file(item), data=item.id)
            if item.id == current:
                self.call_after_refresh(tree.move_cursor, leaf)

    def _folder(self, folder: FolderStatus, view: View) -> Text:
        quiet = self.smits.cell_style(QUIET)
        label = Text(f"{folder.kind} " if folder.last else f"  {folder.kind} ")
        count = folder.recorded + folder.rejected
        label.append(f"{count} · {age(folder.last, view.now)}" if count else "nothing yet", style=quiet)
        if folder.rejected:
            label.append(f" · x {folder.rejected} rejected", style=self.smits.cell_style("$text-error"))
        return label

    def _file(self, item: Input) -> Text:
        look = INPUT[item.status]
        name = plain(item.path.partition("/")[2], lines=False)
        label = Text(f"{look.icon} ", style=self.smits.cell_style(look.style))
        label.append(name)
        label.append(f" v{item.version}" if item.version > 1 else "", style=self.smits.cell_style(QUIET))
        return label

    @on(InputTree.NodeExpanded)
    def _on_expanded(self, event: InputTree.NodeExpanded[str]) -> None:
        if event.node.data:
            self._fill(event.node, self.smits.view)

    @on(InputTree.NodeHighlighted)
    def _on_cursor(self) -> None:
        self._show_detail(self.smits.view)
        self.query_one("#inputs-detail").scroll_home(animate=False)

    def _show_detail(self, view: View) -> None:
        node = self.query_one(InputTree).cursor_node
        item = view.state.input(str(node.data)) if node and node.data else None
        self.query_one("#inputs-text", Static).update(detail(view, item) if item else self._hint(node))

    def _hint(self, node: TreeNode[str] | None) -> Content:
        if node is None or not node.data:
            return text("Choose a folder.", QUIET)
        folder = f"inputs/{node.data}/"
        return text(f"Drop files into {folder}; enter shows what came. Sub-folders are allowed.", QUIET)

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped on the window comes as its path."""
        try:
            path = typed_path(event.text)
        except ActionRefused:
            return
        self._ask_to_add(str(path))

    def action_add(self) -> None:
        """Ask for a path, and copy the file into the folder under the cursor."""
        self._ask_to_add("")

    def action_rehearse(self) -> None:
        """Ask for a path, and say what the file would trigger."""

        def answer(written: str) -> None:
            path = typed_path(written)
            self.query_one("#inputs-text", Static).update(text("Reading and judging it ...", QUIET))
            self._rehearse(path, self._kind())

        about = f"As a file of {self._kind()}; nothing is recorded."
        self.app.push_screen(Question("Rehearse a file", about, "path of a file", "Rehearse", answer))

    @work(thread=True, exclusive=True)
    def _rehearse(self, path: Path, kind: str) -> None:
        workspace, today = self.smits.workspace, self.smits.record.state.today
        try:
            state = open_past(workspace, today).state
            told = rehearsal_lines(rehearse(workspace, state, [path], kind))
        except (SmitsError, OSError) as error:
            told = [str(error)]
        self.post_message(self.Rehearsed(told))

    @on(Rehearsed)
    def _on_rehearsed(self, event: Rehearsed) -> None:
        shown = [text("If it were dropped now:", "bold"), *map(text, event.told)]
        self.query_one("#inputs-text", Static).update(lines(*shown))

    def _ask_to_add(self, path: str) -> None:
        kind = self._kind()

        def answer(written: str) -> None:
            try:
                added = add_file(self.smits.workspace, typed_path(written), kind)
            except OSError as error:
                raise ActionRefused(f"It can't be copied: {error.strerror}.") from error
            self.notify(f"{added.name} lies in {kind} now.", markup=False)

        question = Question(
            f"Add to {kind}", f"It is copied into inputs/{kind}/.", "path of a file", "Add", answer
        )
        question.typed = path
        self.app.push_screen(question)

    def _kind(self) -> str:
        """The folder under the cursor, or that of the file under it."""
        node = self.query_one(InputTree).cursor_node
        if node is None or not node.data:
            return INPUT_KINDS[0]
        item = self.smits.view.state.input(str(node.data))
        return item.kind if item else str(node.data)

    def action_back(self) -> None:
        """Go back to the tree."""
        self.query_one(InputTree).focus()
