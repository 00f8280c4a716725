"""The step that adds the stakeholders, one by one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from smits_tui.presentation.setup.answers import AnswerRefused, stakeholder_of
from smits_tui.settings import Stakeholder
from smits_tui.tui.setup.steps import SetupStep
from smits_tui.tui.status_styles import QUIET, text
from smits_tui.tui.widgets.button import Button

_FIELDS = (
    ("name", "Name", "e.g. Kim Example"),
    ("role", "Role", "optional, e.g. CIO"),
    ("email", "E-mail", "optional, e.g. kim@example.org"),
)


class Person(Input):
    """A field for the next person."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Add, or next")]


class PersonRow(Horizontal):
    """A stakeholder in the list."""

    def __init__(self, person: Stakeholder) -> None:
        """Create the row.

        Args:
            person: the stakeholder.
        """
        super().__init__(classes="person")
        self.person = person

    def compose(self) -> ComposeResult:
        """The person's details, and a button to remove the person."""
        beside = " · ".join(part for part in (self.person.role, self.person.email) if part)
        yield Static(text(self.person.name) + text(f"  {beside}" if beside else "", QUIET))
        yield Button("Remove", compact=True, classes="remove")


class PeopleStep(SetupStep):
    """A list of people, and fields to add a person."""

    PREFIX = "person"

    def __init__(self, name: str, why: str, myself: str) -> None:
        """Create the step.

        Args:
            name: its title.
            why: what the answers are used for.
            myself: the name proposed for the first person.
        """
        super().__init__(name, why)
        self._myself = myself
        self.people: list[Stakeholder] = []

    def parts(self) -> ComposeResult:
        """The fields for the next person, the button to add the person, and the list."""
        for name, label, hint in _FIELDS:
            with Vertical(classes="question"), Horizontal(classes="row"):
                yield Label(label)
                value = self._myself if name == "name" else ""
                yield Person(value, placeholder=hint, id=f"person-{name}")
        with Horizontal(id="adding"):
            yield Button("Add to the list", compact=True, id="add")
            yield Static(text(f"You act as {self._myself}.", QUIET), id="myself")
        yield Static(id="listed")
        yield Vertical(id="people")

    def on_mount(self) -> None:
        """Show that the list is empty."""
        self._count()

    def arrive(self) -> None:
        """Focus the name."""
        super().arrive()
        self.query_one("#person-name", Input).focus()

    def finish(self) -> None:
        """Add the person in the fields, and check that the list is not empty.

        Raises:
            AnswerRefused: the fields are invalid, or the list is empty.
        """
        if self.is_typed:
            self._take()
        if not self.people:
            self.query_one("#person-name", Input).focus()
            raise AnswerRefused("At least one person must agree to the strategy; type a name, e.g. your own.")

    @property
    def is_typed(self) -> bool:
        """Whether the fields contain a person who is not in the list yet."""
        return any(value.strip() for value in self._typed())

    @on(Input.Changed)
    def _on_change(self) -> None:
        """Show at once why a person can't be added."""
        problem = ""
        try:
            if self.is_typed:
                stakeholder_of(*self._typed(), self.people)
        except AnswerRefused as refusal:
            problem = str(refusal)
            self._mark(refusal.field)
        else:
            self._mark("")
        self.post_message(self.Said(self, problem))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Add the person in the fields; if they are empty, enter goes to the next step."""
        if self.is_typed:
            event.stop()
            self._add()

    @on(Button.Pressed, "#add")
    def _on_add(self, event: Button.Pressed) -> None:
        event.stop()
        self._add()

    @on(Button.Pressed, ".remove")
    def _on_remove(self, event: Button.Pressed) -> None:
        event.stop()
        row = event.button.parent
        if isinstance(row, PersonRow) and row.person in self.people:
            self.people.remove(row.person)
            row.remove()
            self._count()
            self.query_one("#person-name", Input).focus()

    def _add(self) -> None:
        try:
            self._take()
        except AnswerRefused as refusal:
            self.post_message(self.Said(self, str(refusal)))
            self.point(refusal.field)
        else:
            self.query_one("#person-name", Input).focus()

    def _take(self) -> None:
        """Move the person in the fields to the list.

        Raises:
            AnswerRefused: the fields are invalid.
        """
        person = stakeholder_of(*self._typed(), self.people)
        self.people.append(person)
        # The newest first, so that it is visible however long the list is.
        self.query_one("#people").mount(PersonRow(person), before=0 if self.query(PersonRow) else None)
        for name, *_ in _FIELDS:
            self.query_one(f"#person-{name}", Input).value = ""
        self._count()

    def _mark(self, wrong: str) -> None:
        for name, *_ in _FIELDS:
            self.query_one(f"#person-{name}").set_class(name == wrong, "-wrong")

    def _typed(self) -> tuple[str, str, str]:
        name, role, email = (self.query_one(f"#person-{field}", Input).value for field, *_ in _FIELDS)
        return name, role, email

    def _count(self) -> None:
        count = len(self.people)
        sentence = "1 person must agree:" if count == 1 else f"{count} people must agree:"
        nobody = Content.styled("The list is empty.", QUIET)
        self.query_one("#listed", Static).update(text(sentence) if count else nobody)
