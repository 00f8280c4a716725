"""The input folders as a tree, with the versions of their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.overview import FolderStatus
from smits_tui.plain import plain
from smits_tui.process.state import Input
from smits_tui.tui.following import View
from smits_tui.tui.looks import INPUT, QUIET, age

MOST_FILES = 300
"""A folder shows so many files, the newest; a filter finds the others."""


class InputTree(Tree[str]):
    """Folders, and below each the files that contain the words that are looked for, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "scroll_home", "First", show=False),
        Binding("G", "scroll_end", "Last", show=False),
    ]

    def __init__(self, cell_style: Callable[[str], Style], *, id: str, classes: str) -> None:  # noqa: A002
        """Make the folders, closed.

        Args:
            cell_style: gives the colours of labels.
            id: for styles and queries.
            classes: for styles.
        """
        super().__init__("inputs", id=id, classes=classes)
        self.show_root = False
        self.guide_depth = 2
        self._style = cell_style
        self._filled: dict[str, tuple[object, ...]] = {}
        self._view: View | None = None
        self._words: Sequence[str] = ()

    def on_mount(self) -> None:
        """Show all folders."""
        for kind in INPUT_KINDS:
            self.root.add(Text(kind), data=kind, expand=False)
        self.root.expand()
        self.cursor_line = 0

    def show(self, view: View, words: Sequence[str], wanted: str | None) -> int:
        """Show a view.

        Args:
            view: what is shown.
            words: files whose path contains all of them; their folders are opened.
            wanted: id of the file on which the cursor is to be.

        Returns:
            How many files contain the words.
        """
        self._view, self._words = view, words
        found = self._found(view)
        item = view.state.input(wanted) if wanted else None
        for node, folder in zip(self.root.children, view.status.folders, strict=True):
            node.set_label(self._folder(folder, view))
            node.allow_expand = folder.last is not None
            if (words and found[folder.kind]) or (item and item.kind == folder.kind):
                node.expand()
            if node.is_expanded:
                self._fill(node, found[folder.kind], wanted)
        return sum(map(len, found.values()))

    def open_folder(self, node: TreeNode[str]) -> None:
        """Fill a folder that was opened."""
        if self._view and node.data in INPUT_KINDS:
            self._fill(node, self._found(self._view)[str(node.data)], None)

    def _found(self, view: View) -> dict[str, list[Input]]:
        return {
            kind: [item for path, item in files if all(word in path for word in self._words)]
            for kind, files in view.files.items()
        }

    def _fill(self, node: TreeNode[str], items: list[Input], wanted: str | None) -> None:
        """Show a folder's files; only when they are others than before, so that the cursor stays."""
        items = items[: -MOST_FILES - 1 : -1]
        shown = tuple((item.id, item.status) for item in items)
        current = wanted or (self.cursor_node.data if self.cursor_node else None)
        if self._filled.get(str(node.data)) != shown:
            self._filled[str(node.data)] = shown
            node.remove_children()
            for item in items:
                node.add_leaf(self._file(item), data=item.id)
        elif wanted is None:
            return
        leaf = next((leaf for leaf in node.children if leaf.data == current), None)
        if leaf is not None:
            self.call_after_refresh(self.move_cursor, leaf)

    def _folder(self, folder: FolderStatus, view: View) -> Text:
        quiet = self._style(QUIET)
        label = Text(f"{folder.kind} " if folder.last else f"  {folder.kind} ")
        count = folder.recorded + folder.rejected
        label.append(f"{count} · {age(folder.last, view.now)}" if count else "nothing yet", style=quiet)
        if folder.rejected:
            label.append(f" · x {folder.rejected} rejected", style=self._style("$text-error"))
        return label

    def _file(self, item: Input) -> Text:
        look = INPUT[item.status]
        name = plain(item.path.partition("/")[2], lines=False)
        label = Text(f"{look.icon} ", style=self._style(look.style))
        label.append(name)
        label.append(f" v{item.version}" if item.version > 1 else "", style=self._style(QUIET))
        return label
