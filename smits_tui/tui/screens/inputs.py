"""Inputs: what came into each folder, what was read of it, and what it did."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input as Line
from textual.widgets import Static

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions import cycling
from smits_tui.actions.adding import add_file, typed_path
from smits_tui.actions.importing import import_plan
from smits_tui.actions.opening import ActionRefused, open_past
from smits_tui.actions.peeking import contents_of
from smits_tui.actions.rehearsing import rehearsal_lines, rehearse
from smits_tui.actions.retrying import retry
from smits_tui.process.state import Input
from smits_tui.tui.following import View
from smits_tui.tui.input_detail import detail
from smits_tui.tui.looks import QUIET, lines, text
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.forms import Chooser
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.screens.source import SourceScreen
from smits_tui.tui.widgets.input_tree import InputTree


class InputsScreen(ModeScreen):
    """Folders as a tree, what was read beside them."""

    TITLE_OF_HELP: ClassVar[str] = "Inputs"
    HELP_TEXT: ClassVar[str] = (
        "The input folders and every file that came into them. Enter opens a folder, and a file with the "
        "passages of its facts marked, where they can be corrected. Beside the tree stands what was read of "
        "a file, why one was rejected, and which triggers rest on it. A file dropped on the window is "
        "added to the folder under the cursor."
    )
    CHANGES = frozenset({"add", "retry", "look", "import_plan"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", tooltip="Copy a file into the folder under the cursor"),
        Binding("h", "rehearse", "Rehearse", tooltip="What a file would trigger; nothing is recorded"),
        Binding("s", "source", "Source", tooltip="The file with the passages marked; correct its facts"),
        Binding("t", "triggers", "Triggers", tooltip="Go to what the file triggered"),
        Binding("r", "retry", "Retry", tooltip="Read a rejected file once more"),
        Binding("l", "look", "Looked at", tooltip="Say that the file was looked at and weighed"),
        Binding("i", "import_plan", "Import", tooltip="Take an existing strategy plan over"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    _rehearsed: Content | None = None
    """What a file would trigger; shown until the cursor moves."""

    def body(self) -> ComposeResult:
        """The tree and the detail."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield InputTree(self.smits.cell_style, id="first", classes="")
                yield Line(placeholder="words to look for", classes="filter")
            with VerticalScroll(classes="part-detail", id="inputs-detail"):
                yield Static(id="inputs-text")

    def show(self, view: View) -> None:
        """Fill the tree where it is open, and the detail."""
        words = self.query_one(".filter", Line).value.casefold().split()
        self.query_one(InputTree).show(view, words, self.take_wanted())
        self._show_detail(view)

    @property
    def current(self) -> Input | None:
        """The file under the cursor."""
        node = self.query_one(InputTree).cursor_node
        return self.smits.view.state.input(str(node.data)) if node and node.data else None

    def shown_in_full(self) -> str:
        """What is known of the file, as plain text."""
        item = self.current
        return detail(self.smits.view, item).plain if item else ""

    @on(InputTree.NodeExpanded)
    def _on_expanded(self, event: InputTree.NodeExpanded[str]) -> None:
        self.query_one(InputTree).open_folder(event.node)

    @on(InputTree.NodeHighlighted)
    def _on_cursor(self) -> None:
        if not self.smits.is_open:
            return
        item, self._rehearsed = self.current, None
        self.remember_chosen(item.id if item else None)
        self._show_detail(self.smits.view)
        self.query_one("#inputs-detail").scroll_home(animate=False)

    @on(InputTree.NodeSelected)
    def _on_selected(self, event: InputTree.NodeSelected[str]) -> None:
        if event.node.data not in INPUT_KINDS:
            self.action_source()

    @on(Line.Changed, ".filter")
    def _on_words(self) -> None:
        self.show(self.smits.view)

    @on(Line.Submitted, ".filter")
    def _on_words_done(self) -> None:
        self.query_one(InputTree).focus()

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped on the window comes as its path."""
        try:
            path = typed_path(event.text)
        except ActionRefused:
            return
        self._ask_to_add(str(path))

    def action_filter(self) -> None:
        """Ask for words."""
        words = self.query_one(".filter", Line)
        words.add_class("-asked")
        words.focus()

    def action_back(self) -> None:
        """Leave the filter, and go back to the tree."""
        words = self.query_one(".filter", Line)
        words.value = ""
        words.remove_class("-asked")
        self.query_one(InputTree).focus()

    def action_source(self) -> None:
        """Show the file under the cursor with the passages of its facts."""
        item = self._file()
        workspace, smits = self.smits.workspace, self.smits
        self.smits.in_background(
            f"Opening {item.path}",
            lambda: contents_of(workspace, item.sha256, item.path),
            lambda said: smits.push_screen(SourceScreen(smits, item.id, said)),
        )

    def action_triggers(self) -> None:
        """Go to a trigger that rests on the file."""
        item = self._file()
        found = [one for one in self.smits.view.state.triggers() if item.id in one.inputs]
        if not found:
            raise ActionRefused(f"Nothing was triggered by {item.id}.")
        if len(found) == 1:
            self._go(found[0].id)
            return
        options = [(one.id, f"{one.id} {one.because}") for one in found]
        self.app.push_screen(Chooser(f"What {item.id} triggered", options), self._go)

    def _go(self, trigger: str | None) -> None:
        if trigger:
            self.app.call_later(self.smits.go, "triggers", trigger)

    def action_retry(self) -> None:
        """Let the file under the cursor be read again."""
        item = self._file()
        self.do(
            lambda: retry(self.smits.record, self.smits.workspace, item.id, by=self.smits.person),
            f"{item.path} is read again.",
        )

    def action_look(self) -> None:
        """Say that the file under the cursor was looked at."""
        item = self._file()
        self.do(
            lambda: cycling.assess_inputs(self.smits.record, (item.id,), by=self.smits.person),
            f"{item.id} was looked at.",
        )

    def action_import_plan(self) -> None:
        """Take the sections of the plan under the cursor over, and propose its objectives."""
        item = self._file()
        done = import_plan(self.smits.record, self.smits.workspace, item.id, by=self.smits.person)
        sections, objectives = ", ".join(done.sections) or "none", ", ".join(done.objectives) or "none"
        self.done(f"Sections: {sections}. Proposed objectives: {objectives}.")

    def action_add(self) -> None:
        """Ask for a path, and copy the file into the folder under the cursor."""
        self._ask_to_add("")

    def action_rehearse(self) -> None:
        """Ask for a path, and say what the file would trigger."""
        kind, workspace, today = self._kind(), self.smits.workspace, self.smits.view.state.today

        def judge(path: Path) -> list[str]:
            return rehearsal_lines(rehearse(workspace, open_past(workspace, today).state, [path], kind))

        def answer(written: str) -> None:
            path = typed_path(written)
            self.smits.in_background(f"Rehearsing {path.name}", lambda: judge(path), self._show_rehearsal)

        about = f"As a file of {kind}; nothing is recorded."
        self.app.push_screen(Question("Rehearse a file", about, "path of a file", "Rehearse", answer))

    def _show_rehearsal(self, told: list[str]) -> None:
        self._rehearsed = lines(text("If it were dropped now:", "bold"), *map(text, told))
        self._show_detail(self.smits.view)

    def _ask_to_add(self, path: str) -> None:
        kind = self._kind()

        def answer(written: str) -> None:
            try:
                added = add_file(self.smits.workspace, typed_path(written), kind)
            except OSError as error:
                raise ActionRefused(f"It can't be copied: {error.strerror}.") from error
            self.notify(f"{added.name} lies in {kind} now.")

        about = f"It is copied into inputs/{kind}/."
        self.app.push_screen(Question(f"Add to {kind}", about, "path of a file", "Add", answer, typed=path))

    def _show_detail(self, view: View) -> None:
        item = self.current
        shown = self._rehearsed or (detail(view, item) if item else self._hint())
        self.query_one("#inputs-text", Static).update(shown)

    def _hint(self) -> Content:
        folder = f"inputs/{self._kind()}/"
        return text(f"Drop files into {folder}; enter shows what came. Sub-folders are allowed.", QUIET)

    def _file(self) -> Input:
        item = self.current
        if item is None:
            raise ActionRefused("Choose a file; enter opens a folder.")
        return item

    def _kind(self) -> str:
        """The folder under the cursor, or that of the file under it."""
        item, node = self.current, self.query_one(InputTree).cursor_node
        if item:
            return item.kind
        known = (str(one.data) for one in (node, node.parent if node else None) if one and one.data)
        return next((kind for kind in known if kind in INPUT_KINDS), INPUT_KINDS[0])
