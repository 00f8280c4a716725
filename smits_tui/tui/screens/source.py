"""An input in full: the facts that were read of it, and the file beside them with the passage marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from smits_rules.vocabulary import RECORDED, fact_from
from smits_tui.actions.correcting import correct
from smits_tui.actions.opening import ActionRefused
from smits_tui.plain import plain
from smits_tui.process.state import Input
from smits_tui.tui.fact_form import fact_form
from smits_tui.tui.input_detail import fact_lines
from smits_tui.tui.looks import QUIET, lines, text
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.forms import Chooser
from smits_tui.tui.source_text import line_above, source_text
from smits_tui.tui.widgets.keys import KeyBar
from smits_tui.tui.widgets.tables import ListTable, Row
from smits_watch.reading.contents import Line, find_place

if TYPE_CHECKING:
    from smits_tui.tui.app import SmitsApp


class SourceScreen(ModalScreen[None]):
    """Facts at the left, the file at the right; facts can be corrected, added and removed."""

    AUTO_FOCUS = "#first"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back"),
        Binding("e", "correct", "Correct", tooltip="Change a field of the fact"),
        Binding("n", "add", "Add", tooltip="Add a fact that was not read"),
        Binding("x", "remove", "Remove", tooltip="Remove a fact that is none"),
    ]

    def __init__(self, smits: SmitsApp, identifier: str, said: list[Line], anchor: str = "") -> None:
        """Make it.

        Args:
            smits: whose view holds the input, and whose record takes corrections.
            identifier: of the input.
            said: what the file says, line by line.
            anchor: of the fact that is shown first; the first one if not given.
        """
        super().__init__()
        self._smits, self._identifier, self._said, self._anchor = smits, identifier, said, anchor

    def compose(self) -> ComposeResult:
        """Facts and file side by side, with the fact in full above the file."""
        with Vertical(id="source"):
            yield Static(text(self._item.path, "bold"), id="source-head")
            with Horizontal(classes="two-parts"):
                with Vertical(classes="part-list"):
                    yield ListTable((("fact", 15), ("what", None)), id="first")
                with Vertical(classes="part-detail"):
                    yield Static(id="source-fact")
                    with VerticalScroll(id="source-file"):
                        yield Static(id="source-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the facts once there is room for them."""
        self.call_after_refresh(self._fill)

    @property
    def _item(self) -> Input:
        item = self._smits.view.state.input(self._identifier)
        if item is None:
            raise ActionRefused(f"There is no input {self._identifier} on this day.")
        return item

    @property
    def _fact(self) -> dict[str, Any] | None:
        key = self.query_one(ListTable).current
        facts = self._item.facts
        return facts[int(key)] if key is not None and int(key) < len(facts) else None

    def _fill(self) -> None:
        facts = self._item.facts
        wanted = next((n for n, fact in enumerate(facts) if _anchor(fact) == self._anchor), None)
        rows = [_row(number, fact) for number, fact in enumerate(facts)]
        self.query_one(ListTable).fill(rows, None if wanted is None else str(wanted))
        self._show()

    @on(ListTable.RowHighlighted)
    def _show(self) -> None:
        fact = self._fact
        shown = lines(*fact_lines(fact)) if fact else text("No facts were read of it.", QUIET)
        place = find_place(self._said, _anchor(fact), str(fact.get("quote", ""))) if fact else None
        self.query_one("#source-fact", Static).update(shown)
        self.query_one("#source-text", Static).update(source_text(self._said, place))
        file = self.query_one("#source-file", VerticalScroll)
        self.call_after_refresh(file.scroll_to, y=max(0, line_above(self._said, place) - 5), animate=False)

    @on(ListTable.RowSelected)
    def action_correct(self) -> None:
        """Change the fact under the cursor."""
        fact = self._fact
        if fact is None:
            raise ActionRefused("There is no fact to correct; n adds one.")
        self._form(str(fact["fact"]), fact)

    def action_add(self) -> None:
        """Choose a type and fill in a new fact."""
        kinds = [(name, f"{name}: {_about(kind)}") for name, kind in RECORDED.items()]
        self.app.push_screen(
            Chooser("Add a fact", kinds), lambda name: self._form(name, None) if name else None
        )

    def action_remove(self) -> None:
        """Ask why, and remove the fact under the cursor."""
        fact = self._fact
        if fact is None:
            raise ActionRefused("There is no fact to remove.")
        smits, item = self._smits, self._item
        subject = fact_from(fact).subject

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

        about = f"{fact['fact']} {subject} is no fact."
        question = Question("Remove a fact", about, "why", "Remove", answer)
        self.app.push_screen(question, lambda done: self._changed("The fact is removed.") if done else None)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()

    def _form(self, name: str, fact: dict[str, Any] | None) -> None:
        form = fact_form(self._smits.record, self._identifier, self._smits.person, name, fact)
        self.app.push_screen(form, lambda told: self._changed(told) if told else None)

    def _changed(self, told: str) -> None:
        self._smits.refresh_view()
        self._anchor = ""
        self._fill()
        self.notify(told)


def _anchor(fact: dict[str, Any] | None) -> str:
    return str((fact or {}).get("source", "")).partition("#")[2]


def _about(kind: type[Any]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _row(number: int, fact: dict[str, Any]) -> Row:
    subject = plain(fact_from(fact).subject, lines=False)
    return str(number), (Text(str(fact["fact"])), Text(subject))
