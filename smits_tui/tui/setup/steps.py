"""The base of the set-up's steps, and the last step, which shows what will be created."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Label, Static

from smits_tui.tui.status_styles import text


class SetupStep(VerticalScroll, can_focus=False):
    """One page of the set-up."""

    PREFIX = "q"
    """The prefix of the ids of its fields."""

    class Said(Message):
        """The status of the text being typed; blank if there is no problem."""

        def __init__(self, step: SetupStep, words: str) -> None:
            """Create the message.

            Args:
                step: in which it is typed.
                words: a sentence, or blank.
            """
            super().__init__()
            self.step, self.words = step, words

    def __init__(self, name: str, why: str) -> None:
        """Create the step.

        Args:
            name: its title.
            why: what the answers are used for.
        """
        super().__init__(id=f"step-{name.lower()}", classes="step")
        self.title, self._why = name, why

    def compose(self) -> ComposeResult:
        """The purpose of the step, then its fields."""
        yield Static(text(self._why), classes="why")
        yield from self.parts()

    def parts(self) -> ComposeResult:
        """The fields of the step."""
        yield from ()

    def arrive(self) -> None:
        """Focus the first field."""
        self.scroll_home(animate=False)

    def answers(self) -> dict[str, str]:
        """Key of the question -> answer as typed."""
        return {}

    def finish(self) -> None:
        """Check all answers before the next step.

        Raises:
            AnswerRefused: an answer is missing or invalid.
        """

    def point(self, field: str) -> None:
        """Focus the field that a refusal is about."""
        for field_widget in self.query(f"#{self.PREFIX}-{field}"):
            field_widget.add_class("-wrong")
            field_widget.focus()


class ReadyStep(SetupStep, can_focus=True):
    """The last step: a summary before the workspace is created."""

    def parts(self) -> ComposeResult:
        """The rows of the summary."""
        yield Vertical(classes="summary")

    def show(self, summary: Sequence[tuple[str, str]]) -> None:
        """Show what will be created: label and text of each row."""
        rows = [
            Horizontal(Label(text(label)), Static(text(content)), classes="row") for label, content in summary
        ]
        table = self.query_one(".summary")
        table.remove_children()
        table.mount(*rows)
