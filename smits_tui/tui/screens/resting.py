"""What rests on what: inputs, and the sections that rest on them, drawn as a graph with what is stale."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.plain import plain
from smits_tui.process.sections import DOCUMENTS, downstream
from smits_tui.process.staleness import Cause
from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET
from smits_tui.tui.screens.mode import ModeScreen


class RestingScreen(ModeScreen):
    """A root for each kind of input, below it what rests on it, section by section."""

    TITLE_OF_HELP: ClassVar[str] = "Graph"
    HELP_TEXT: ClassVar[str] = (
        "Which sections rest on which inputs, and which on those: what is stale, and how that came through. "
        "Enter goes to the section. T shows all, or only what is stale. Escape goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "toggle_all", "Stale/all", tooltip="Only what is stale, or all"),
        Binding("escape", "app.pop_screen", "Back"),
    ]

    def __init__(self) -> None:
        """Begin with everything."""
        super().__init__()
        self._only_stale = False
        self._drawn: object = None

    def body(self) -> ComposeResult:
        """The graph."""
        tree: Tree[str] = Tree("inputs", id="first", classes="graph")
        tree.show_root = False
        tree.guide_depth = 3
        yield tree

    def show(self, view: View) -> None:
        """Draw the graph anew when something became stale or current."""
        stale = {path: causes for one in view.deliverables for path, causes in one.stale.items()}
        drawn = (self._only_stale, stale)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        tree: Tree[str] = self.query_one(Tree)
        tree.clear()
        for kind in INPUT_KINDS:
            paths = [
                f"{document.kind}/{section.name}"
                for document in DOCUMENTS.values()
                for section in document.sections
                if kind in section.inputs
            ]
            shown = [path for path in paths if path in stale or not self._only_stale]
            if shown:
                root = tree.root.add(Text(f"inputs/{kind}", style="bold"), expand=True)
                for path in shown:
                    self._branch(root, path, stale)
        tree.root.expand()
        if not tree.root.children:
            tree.root.add_leaf(Text("Nothing is stale.", style=self.smits.cell_style(QUIET)))

    def shown_in_full(self) -> str:
        """What is stale, and why."""
        found = [one.stale for one in self.smits.view.deliverables]
        return "\n".join(
            f"{path}: {cause.text}" for stale in found for path, causes in stale.items() for cause in causes
        )

    def _branch(self, node: TreeNode[str], path: str, stale: dict[str, list[Cause]]) -> None:
        below = [other for other in downstream(path) if other in stale or not self._only_stale]
        causes = stale.get(path, [])
        style = self.smits.cell_style("$text-warning" if causes else "$foreground")
        label = Text(f"{'x' if causes else '+'} {path}", style=style)
        if causes:
            label.append(f"  {plain(causes[0].text, lines=False)}", style=self.smits.cell_style(QUIET))
        branch = node.add(label, data=path, expand=True, allow_expand=bool(below))
        for other in below:
            self._branch(branch, other, stale)

    def action_toggle_all(self) -> None:
        """Show only what is stale, or all."""
        self._only_stale = not self._only_stale
        self.show(self.smits.view)

    @on(Tree.NodeSelected)
    async def _go(self, event: Tree.NodeSelected[str]) -> None:
        if event.node.data:
            self.app.pop_screen()
            await self.smits.go("deliverables", event.node.data)
