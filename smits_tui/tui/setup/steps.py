"""The base of all steps of the set-up, and the last step, which shows what will be created."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Label, Static

from smits_tui.actions.setup.creation import Founding
from smits_tui.presentation.setup.summary import summary
from smits_tui.tui.status_styles import text


class SetupStep(VerticalScroll, can_focus=False):
    """One page of the set-up."""

    PREFIX = "q"
    """What the ids of its fields begin with."""

    class Said(Message):
        """Something about what is being typed; no words when all is well."""

        def __init__(self, step: SetupStep, words: str) -> None:
            """Initialise the message.

            Args:
                step: in which it is typed.
                words: a sentence, or nothing.
            """
            super().__init__()
            self.step, self.words = step, words

    def __init__(self, name: str, why: str) -> None:
        """Initialise the widget.

        Args:
            name: what is asked.
            why: what the answers are for.
        """
        super().__init__(id=f"step-{name.lower()}", classes="step")
        self.title, self._why = name, why

    def compose(self) -> ComposeResult:
        """Why it is asked, then what is asked."""
        yield Static(text(self._why), classes="why")
        yield from self.parts()

    def parts(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def arrive(self) -> None:
        """Take the focus."""
        self.scroll_home(animate=False)

    def answers(self) -> dict[str, str]:
        """Key of the question -> what is written."""
        return {}

    def finish(self) -> None:
        """Check everything before the next step.

        Raises:
            AnswerRefused: something is missing or wrong.
        """

    def point(self, field: str) -> None:
        """Lead to the field that a refusal is about."""
        for found in self.query(f"#{self.PREFIX}-{field}"):
            found.add_class("-wrong")
            found.focus()


class ReadyStep(SetupStep, can_focus=True):
    """The last step: everything once more before it is made."""

    def parts(self) -> ComposeResult:
        """Rows to be filled."""
        yield Vertical(id="summary")

    def show(self, founding: Founding) -> None:
        """Show what will be made."""
        rows = [
            Horizontal(Label(text(label)), Static(text(said)), classes="row")
            for label, said in summary(founding)
        ]
        table = self.query_one("#summary")
        table.remove_children()
        table.mount(*rows)
