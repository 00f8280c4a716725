"""The first run: a short set-up where there is no workspace yet."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Footer, Input, Label, Static

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.founding import found_workspace
from smits_tui.actions.opening import person
from smits_tui.tui.looks import text
from smits_tui.workspace import Workspace

_ABOUT = (
    "There is no workspace here yet. It is a folder in which your team drops what it receives: budgets, "
    "regulations, vendors' letters. Everything can be changed later in smits.toml."
)
_FIELDS = (
    ("folder", "Folder", "strategy", "where it is made"),
    ("organisation", "Organisation", "", "its name"),
    ("jurisdictions", "Where regulations bind you", "EU", "country codes or EU, e.g. EU, DE"),
    ("stakeholders", "Who must agree to the strategy", "", "Name, role; Name, role"),
)


class SetupApp(App[Workspace]):
    """Asks for what a workspace needs and makes it; gives the workspace, or nothing when it was left."""

    TITLE = "smits"
    CSS_PATH = "styles.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "make", "Make", priority=True),
        Binding("escape", "quit", "Leave"),
    ]

    def compose(self) -> ComposeResult:
        """What it is for, the fields, what is wrong, the buttons."""
        with VerticalScroll(id="setup"), Vertical(id="dialog") as dialog:
            dialog.border_title = "Welcome to smits"
            yield Static(text(_ABOUT), id="dialog-about")
            for name, label, value, hint in _FIELDS:
                yield Label(label)
                yield Input(value, placeholder=hint, id=f"field-{name}")
            yield Static(id="dialog-refusal")
            with Horizontal(id="dialog-buttons"):
                yield Button("Make it", variant="primary", id="dialog-do")
                yield Button("Leave", id="dialog-cancel")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#field-organisation").focus()

    @on(Button.Pressed, "#dialog-do")
    @on(Input.Submitted)
    def action_make(self) -> None:
        """Make the workspace, or say why it can't be made."""
        answers = {name: self.query_one(f"#field-{name}", Input).value for name, *_ in _FIELDS}
        try:
            made = found_workspace(**answers, by=person(None))
        except (SmitsError, OSError) as error:
            self.query_one("#dialog-refusal", Static).update(text(error, "$text-error"))
            return
        self.exit(made)

    @on(Button.Pressed, "#dialog-cancel")
    def _leave(self) -> None:
        self.exit(None)
