"""The dependency graph: inputs, the sections that depend on them, and which of these are stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.process.deliverables.sections import DOCUMENTS, downstream, evidence_of, title_of
from smits_tui.process.deliverables.staleness import Cause
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.widgets.list_view import Cells


@dataclass(frozen=True, slots=True)
class Node:
    """A node: an input kind, or a section that depends on it."""

    name: str
    """The input kind, or the path of the section."""
    branch: str
    """The lines drawn before it."""


class DependencyGraphScreen(ListScreen):
    """A tree for each input kind, with the sections that depend on it."""

    TITLE_OF_HELP: ClassVar[str] = "Graph"
    HELP_TEXT: ClassVar[str] = (
        "Which sections depend on which inputs and other sections, what is stale, and why. Enter goes to "
        "the section. `t` shows everything, or only what is stale. Escape goes back."
    )
    DETAIL_TITLE = "Section"
    COLUMNS = (("", None),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "toggle_all", "Stale/all", tooltip="Only what is stale, or all"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, *, only_stale: bool = False) -> None:
        """Create the screen.

        Args:
            only_stale: begin with the stale sections and the reason of each, instead of the whole graph.
        """
        super().__init__()
        self._only_stale = only_stale
        self._stale: dict[str, list[Cause]] = {}
        """Path of a section -> why it is stale."""
        self._drawn: dict[str, Node] = {}

    def keys(self, view: View) -> Sequence[str]:
        """The nodes from top to bottom; a section appears in every place where it depends on something."""
        self._stale = {
            path: causes for deliverable in view.deliverables for path, causes in deliverable.stale.items()
        }
        self._drawn = {str(index): node for index, node in enumerate(self._graph())}
        return list(self._drawn)

    def cells(self, view: View, key: str) -> Cells:  # noqa: ARG002
        """A node with its lines."""
        node = self._drawn[key]
        if not node.branch:
            return (text(f"inputs/{node.name}", "bold"),)
        causes = self._stale.get(node.name)
        style = "$text-warning" if causes else ""
        note = text("")
        if causes:
            note = text(f"  {causes[0].text}" if self._only_stale else "  stale", style)
        shown = text(f"{'x' if causes else '+'} {title_of(node.name)}", style)
        return (text(node.branch, QUIET) + shown + note,)

    def head(self, view: View, about: str) -> tuple[str, str]:  # noqa: ARG002
        """The number of stale sections."""
        count = f"{len(self._stale)} stale sections" if self._stale else "nothing is stale"
        return f"dependencies · {count}{about}", "only what is stale" if self._only_stale else "all"

    def detail(self, view: View, key: str | None) -> Content:  # noqa: ARG002
        """Why a section is stale, what it depends on, and what depends on it."""
        node = self._drawn.get(key or "")
        if node is None:
            return text("Nothing is stale; press t to show everything.", QUIET)
        if not node.branch:
            resting = [text(title_of(path)) for path in _sections() if node.name in evidence_of(path)]
            about = INPUT_KINDS[node.name].about
            head = (text(f"inputs/{node.name}", "bold"), text(about, QUIET), Content(""))
            return lines(*head, text("Used by", "bold $text-primary"), *resting)
        kind, _, name = node.name.partition("/")
        section = DOCUMENTS[kind].section(name)
        causes = [text(f"· {cause.text}") for cause in self._stale.get(node.name, ())]
        state = text("x stale", "bold $text-warning") if causes else text("+ up to date", "$text-success")
        parts = [
            text(f"{DOCUMENTS[kind].title}: {section.title if section else name}", "bold"),
            state,
            *causes,
        ]
        rests = [
            *(f"inputs/{path}" for path in evidence_of(node.name)),
            *(section.rests_on if section else ()),
        ]
        for title, paths in (("Depends on", rests), ("Used by", list(downstream(node.name)))):
            parts += [Content(""), text(title, "bold $text-primary")]
            titles = [path if path.startswith("inputs/") else title_of(path) for path in paths]
            parts += [text(path) for path in titles] or [text("nothing", QUIET)]
        return lines(*parts, Content(""), text("enter opens it", QUIET))

    def _graph(self) -> Iterator[Node]:
        if self._only_stale:  # each once, in the order of the documents: most rest on several inputs
            yield from (Node(path, " ") for path in _sections() if path in self._stale)
            return
        for kind in INPUT_KINDS:
            paths = [path for path in _sections() if kind in evidence_of(path)]
            if paths:
                yield Node(kind, "")
                yield from self._branches(paths, "")

    def _branches(self, paths: Sequence[str], above: str) -> Iterator[Node]:
        for path in paths:
            last = path == paths[-1]
            yield Node(path, above + ("└─ " if last else "├─ "))
            yield from self._branches(list(downstream(path)), above + ("   " if last else "│  "))

    def action_toggle_all(self) -> None:
        """Show only stale nodes, or all."""
        self._only_stale = not self._only_stale
        self.show(self.smits.view)

    def open_chosen(self) -> None:
        """Go to the section."""
        node = self._drawn.get(self.current or "")
        if node:
            self.dismiss()
            mode = "deliverables" if node.branch else "inputs"
            self.app.call_later(self.smits.go, mode, node.name)


def _sections() -> list[str]:
    return [
        f"{document.kind}/{section.name}" for document in DOCUMENTS.values() for section in document.sections
    ]
