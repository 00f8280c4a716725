"""An input in full: its facts, and the file with the passage marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from smits_rules.vocabulary import INPUT_KINDS, RECORDED, fact_from
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.inputs.extraction.dry_read import contents_of
from smits_tui.actions.session import ActionRefused
from smits_tui.presentation.field_labels import fact_label
from smits_tui.process.state import Input
from smits_tui.tui.details.input import fact_lines
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.fact_form import fact_form
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.table_layout import open_layout
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import QUIET, frame_title, lines, text
from smits_tui.tui.widgets.file_view import FileView
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_watch.extraction.viewer.text import Line, find_place

if TYPE_CHECKING:
    from smits_tui.tui.host import Host


class SourceScreen(ModeScreen):
    """Facts on the left, the file on the right; facts can be corrected, added and removed."""

    TITLE_OF_HELP: ClassVar[str] = "Source"
    HELP_TEXT: ClassVar[str] = (
        "The facts of a file, and beside them the file with the passage of the selected fact marked. `e` "
        "corrects a fact, `n` adds a missing one, `x` removes a wrong one; the rules then judge the file "
        "again, and later versions of it keep the correction. Escape goes back."
    )
    CHANGES = frozenset({"correct", "add", "remove"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "correct", "Correct", tooltip="Change a field of the fact"),
        Binding("n", "add", "Add", tooltip="Add a missing fact"),
        Binding("x", "remove", "Remove", tooltip="Remove a wrong fact"),
        Binding(
            "o",
            "layout",
            "Layout",
            tooltip="How its tables are understood: lines, columns, and what adds up",
        ),
        Binding("escape", "app.pop_screen", "Back"),
    ]

    def __init__(self, identifier: str, file_lines: list[Line], anchor: str = "") -> None:
        """Create the screen.

        Args:
            identifier: of the input.
            file_lines: the text of the file, line by line.
            anchor: of the fact to select; the first one if blank.
        """
        super().__init__()
        self._identifier, self._file_lines, self._anchor = identifier, file_lines, anchor

    def body(self) -> ComposeResult:
        """Facts and file side by side, with the complete fact above the file."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield ListTable((("fact", 15), ("what", None)), id="first")
            with Vertical(classes="part-detail"):
                yield Static(id="source-fact")
                yield FileView(id="source-file")

    @property
    def _item(self) -> Input:
        item = self.smits.view.state.input(self._identifier)
        if item is None:
            raise ActionRefused(f"There is no input {self._identifier} on this day.")
        return item

    @property
    def _fact(self) -> dict[str, Any] | None:
        key = self.query_one(ListTable).current
        item = self.smits.view.state.input(self._identifier)
        facts = item.facts if item else []
        return facts[int(key)] if key is not None and int(key) < len(facts) else None

    def shown_in_full(self) -> str:
        """The fact as plain text."""
        fact = self._fact
        return lines(*fact_lines(fact)).plain if fact else ""

    def show(self, view: View) -> None:
        """Fill the list; it is empty on a day on which the file had not been read yet."""
        item = view.state.input(self._identifier)
        facts = item.facts if item else []
        part = self.query_one(".part-list")
        part.border_title = frame_title(item.path if item else "not read yet")
        part.border_subtitle = counted(len(facts), "fact")
        wanted = next((n for n, fact in enumerate(facts) if _anchor(fact) == self._anchor), None)
        keys = [str(number) for number in range(len(facts))]
        self.query_one(ListTable).fill(
            keys, lambda key: _cells(facts[int(key)]), None if wanted is None else str(wanted)
        )
        self._anchor = ""
        self._show()

    @on(ListTable.RowHighlighted)
    def _show(self) -> None:
        fact = self._fact
        shown = lines(*fact_lines(fact)) if fact else text("Nothing has been read from it.", QUIET)
        quote = str(fact.get("quote", "")) if fact else ""
        location = find_place(self._file_lines, _anchor(fact), quote) if fact else None
        self.query_one("#source-fact", Static).update(shown)
        self.query_one(FileView).show_file(self._file_lines, location, quote)

    @on(ListTable.RowSelected)
    def action_correct(self) -> None:
        """Change the fact under the cursor."""
        fact = self._fact
        if fact is None:
            raise ActionRefused("There is no fact to correct; press n to add one.")
        self._form(str(fact["fact"]), fact)

    def action_add(self) -> None:
        """Choose a type, starting with those usual for the input kind, and fill in a new fact."""
        kind = INPUT_KINDS.get(self._item.kind)
        usual = kind.stated if kind else ()
        types = [*usual, *(name for name in RECORDED if name not in usual)]
        options = [(name, f"{fact_label(name)}: {_about(RECORDED[name])}") for name in types]
        self.app.push_screen(
            Chooser("Add a fact", options), lambda name: self._form(name, None) if name else None
        )

    def action_layout(self) -> None:
        """Show how the tables of the file are understood."""
        open_layout(self.smits, self._item)

    def action_remove(self) -> None:
        """Ask for the reason, and remove the fact under the cursor."""
        fact = self._fact
        if fact is None:
            raise ActionRefused("There is no fact to remove.")
        smits, item = self.smits, self._item
        subject = fact_from(fact).case_subject

        def answer(reason: str) -> None:
            correct(
                smits.record,
                item.id,
                by=smits.person,
                reason=reason,
                action="remove",
                fact=str(fact["fact"]),
                subject=subject,
            )

        about = f"{fact_label(str(fact['fact']))} {subject} is not a fact."
        question = Prompt(
            "Remove a fact",
            about,
            "why",
            "Remove",
            answer,
            draft=self.smits.draft(f"remove {self._identifier} {about}"),
        )
        self.ask(question, "The fact is removed.")

    def _form(self, name: str, fact: dict[str, Any] | None) -> None:
        smits = self.smits
        subject = fact_from(fact).case_subject if fact else ""
        draft = smits.draft(f"fact {self._identifier} {name} {subject if fact else 'new'}")
        form = fact_form(smits.record, self._identifier, smits.person, name, fact, smits.view.typing, draft)
        self.ask_form(form)


def open_source(smits: Host, item: Input, anchor: str = "") -> None:
    """Show an input with the file beside it, as soon as the file is open.

    Args:
        smits: the app.
        item: the input.
        anchor: of the fact to select; the first one if blank.
    """
    smits.in_background(
        f"Opening {item.path}",
        lambda: contents_of(smits.workspace, item.sha256, item.path),
        lambda file_lines: smits.push_screen(SourceScreen(item.id, file_lines, anchor)),
    )


def _anchor(fact: dict[str, Any] | None) -> str:
    return str((fact or {}).get("source", "")).partition("#")[2]


def _about(kind: type[Any]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _cells(fact: dict[str, Any]) -> Cells:
    return text(fact_label(str(fact["fact"]))), text(fact_from(fact).case_subject)
