"""The set-up: asks step by step for the settings of a workspace, then creates it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import ContentSwitcher, Footer, Input, Static

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.session import person
from smits_tui.actions.setup.creation import Founding, found_workspace
from smits_tui.actions.setup.team import found_for_team
from smits_tui.ledger.engines import team_membership
from smits_tui.presentation.setup.answers import AnswerRefused
from smits_tui.presentation.setup.joining import (
    address_of,
    joining_questions,
    joining_summary,
    site_name_of,
)
from smits_tui.presentation.setup.limits import limit_questions
from smits_tui.presentation.setup.location import folder_of
from smits_tui.presentation.setup.questions import calendar_questions, organisation_questions
from smits_tui.presentation.setup.summary import founding_of, summary
from smits_tui.tui.runtime.boundary import BoundedApp
from smits_tui.tui.runtime.ui_state import recall, state_folder
from smits_tui.tui.setup.people import PeopleStep
from smits_tui.tui.setup.questions import OrganisationStep, QuestionStep, TeamStep
from smits_tui.tui.setup.stepper import StepName, Stepper
from smits_tui.tui.setup.steps import ReadyStep, SetupStep
from smits_tui.tui.status_styles import text
from smits_tui.tui.themes import THEMES
from smits_tui.tui.widgets.button import Button
from smits_tui.workspace import Workspace

_ORGANISATION = (
    "There is no workspace here yet. A workspace is a folder where your team drops what it receives: "
    "budgets, regulations, vendor letters. Regulations from other countries or on other topics will be "
    "ignored."
)
_STAKEHOLDERS = "Everyone listed here must agree to the strategy and its documents before they take effect."
_CALENDAR = (
    "smits reminds you to review the strategy, and warns you when no file of a kind has arrived for this "
    "many days. Leave the days empty where you expect nothing."
)
_LIMITS = (
    "From these values on, smits asks you to look at the strategy again. The shipped values are a good start."
)
_READY = (
    "This will be created. Everything can be changed later: in the file smits.toml of the folder, limits in "
    "the Rules mode. Next time, start smits in this folder."
)
_TEAM = (
    "A team on several machines keeps its record in a PostgreSQL database, which somebody has prepared with "
    "`smits team init`. Its settings are taken over."
)
_JOIN = (
    "Nothing was created yet. If you join, the folder becomes a workspace that uses the record of the team, "
    "and its overview opens. Next time, start smits in this folder."
)


class SetupApp(BoundedApp[Workspace]):
    """Asks for a workspace's settings and creates it; returns the workspace, or None if the person quits."""

    TITLE = "smits"
    CSS_PATH = "../setup.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide")]  # noqa: RUF012  # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high"), (32, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "Next"),
        Binding("escape", "go_back", "Back"),
        Binding("ctrl+b", "go_back", "Back", show=False, priority=True),
        Binding("ctrl+s", "make", "Create workspace", priority=True),
        Binding("ctrl+s", "join", "Join", priority=True),
        Binding("ctrl+t", "choose_team", "Join a team", priority=True),
    ]

    def __init__(self) -> None:
        """Create the app at the first step."""
        super().__init__(state_folder() / "interface-error.log")
        self._myself = person(None)
        self._at = 0
        self._untouched: tuple[object, ...] = ()
        """The initial values of the steps."""
        self._is_leaving = False
        """Whether the last action was to ask for quitting."""
        self._people = PeopleStep("Stakeholders", _STAKEHOLDERS, self._myself)
        self._last = ReadyStep("Ready", _READY)
        self.steps: tuple[SetupStep, ...] = (
            OrganisationStep("Organisation", _ORGANISATION, organisation_questions()),
            self._people,
            QuestionStep("Calendar", _CALENDAR, calendar_questions()),
            QuestionStep("Limits", _LIMITS, limit_questions()),
            self._last,
        )
        self._summary = ReadyStep("Join", _JOIN)
        self._team_steps: tuple[SetupStep, ...] = (
            TeamStep("Team", _TEAM, joining_questions()),
            self._summary,
        )
        self._path: tuple[SetupStep, ...] = self.steps
        """The steps of a new record, or those of joining a team."""

    def compose(self) -> ComposeResult:
        """The steps' names, the current step, the error and the buttons."""
        with Vertical(id="setup") as frame:
            frame.border_title = "Welcome to smits"
            yield Stepper([step.title for step in self.steps])
            with ContentSwitcher(initial=self.steps[0].id):
                yield from (*self.steps, *self._team_steps)
            with Horizontal(id="foot"):
                yield Static(id="said")
                with Horizontal(id="buttons"):
                    yield Button("Leave", id="back")
                    yield Button("Next", variant="primary", id="next")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Apply the interface's theme, and show the first step."""
        for theme in THEMES:
            self.register_theme(theme)
        remembered = recall().theme
        if remembered in self.available_themes:
            self.theme = remembered
        self._untouched = self._typed()
        self._show(0)

    def _typed(self) -> tuple[object, ...]:
        """The current values of the steps."""
        steps = (*self.steps, *self._team_steps)
        return (*(step.answers() for step in steps), tuple(self._people.people))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the current path leads to."""
        joins = self._path is self._team_steps
        offered = {"make": not joins, "join": joins, "choose_team": not joins and not self._at}
        return offered.get(action, super().check_action(action, parameters))

    def founding(self) -> Founding:
        """The workspace that the answers describe.

        Raises:
            AnswerRefused: an answer is invalid.
            PackError: the rules are invalid with these limits.
        """
        answers = {key: answer for step in self.steps for key, answer in step.answers().items()}
        return founding_of(answers, self._people.people)

    @on(Button.Pressed, "#next")
    @on(Input.Submitted)
    def action_next(self) -> None:
        """Go to the next step, or create the workspace at the last one."""
        if self._path is self._team_steps:
            self.action_join() if self._at else self._ask_team()
        elif self.steps[self._at] is self._last:
            self.action_make()
        else:
            self._go(self._at + 1)

    @on(Button.Pressed, "#back")
    async def action_go_back(self) -> None:
        """Go back one step; from the first, leave, after a confirmation if something was typed."""
        if self._at:
            self._show(self._at - 1)
        elif self._path is self._team_steps:
            await self._take_path(self.steps)
        elif self._is_leaving or self._typed() == self._untouched:
            self.exit(None)
        else:
            self._say("What you typed will be lost; press again to quit.")
            self._is_leaving = True

    def action_make(self) -> None:
        """Create the workspace, or report why it can't be created."""
        if not self._go(len(self.steps) - 1):
            return
        try:
            made = found_workspace(self.founding(), by=self._myself)
        except SmitsError as error:
            self._say(str(error))
        except OSError as error:
            self._say(f"It can't be created: {error.strerror or error}. Go back and choose another folder.")
        else:
            self.exit(made)

    @on(Button.Pressed, "#joining")
    async def action_choose_team(self) -> None:
        """Ask where the record of a team is, instead of beginning a new one."""
        await self._take_path(self._team_steps)

    async def _take_path(self, path: tuple[SetupStep, ...]) -> None:
        self._path = path
        await self.query_one(Stepper).rename([step.title for step in path])
        self._show(0)

    def _team_answers(self) -> tuple[str, Path, str]:
        """Address, folder and site.

        Raises:
            AnswerRefused: one is wrong.
        """
        step = self._team_steps[0]
        step.finish()
        answers = step.answers()
        return address_of(answers["address"]), folder_of(answers["folder"]), site_name_of(answers["site"])

    @work(exclusive=True)
    async def _ask_team(self) -> None:
        """Show what the login may do with the record of the team, or why it can't be used."""
        try:
            address, folder, site = answers = self._team_answers()
            self._say("Asking the server ...", "$text-muted")
            member = await asyncio.to_thread(team_membership, address)
            if self._at or self._path is not self._team_steps or answers != self._team_answers():
                return  # the person went on meanwhile
            self._summary.show(joining_summary(member, folder, site))
            self._show(1)
        except SmitsError as refusal:
            self._refuse_team(refusal)

    @work(exclusive=True)
    async def action_join(self) -> None:
        """Create the workspace that uses the record of the team, or report why not."""
        try:
            address, folder, site = self._team_answers()
            self._say("Joining ...", "$text-muted")
            made = await asyncio.to_thread(found_for_team, folder, address, site=site)
        except SmitsError as refusal:
            self._refuse_team(refusal)
        except OSError as error:
            self._say(f"It can't be created: {error.strerror or error}. Go back and choose another folder.")
        else:
            self.exit(made)

    def _refuse_team(self, refusal: SmitsError) -> None:
        if self._path is not self._team_steps:
            return
        if self._at:
            self._show(0)
        field = refusal.field if isinstance(refusal, AnswerRefused) else "address"
        self._path[0].point(field)
        self._say(str(refusal))

    @on(StepName.Chosen)
    def _on_chosen(self, event: StepName.Chosen) -> None:
        if event.step < self._at:
            self._show(event.step)
        elif self._path is self._team_steps:
            self._ask_team()
        else:
            self._go(event.step)

    @on(SetupStep.Said)
    def _on_said(self, event: SetupStep.Said) -> None:
        if event.step is self._path[self._at]:
            self._say(event.words, "$text-warning")

    def _go(self, target: int) -> bool:
        """Go to a step, or to the first incomplete one before it; returns whether the step was reached."""
        for number, step in enumerate(self.steps[:target]):
            try:
                step.finish()
                if number == len(self.steps) - 2:
                    self._last.show(summary(self.founding()))
            except SmitsError as refusal:
                self._show(number, arrive=number != self._at)
                if isinstance(refusal, AnswerRefused):
                    step.point(refusal.field)
                self._say(str(refusal))
                return False
        self._show(target)
        return True

    def _show(self, number: int, *, arrive: bool = True) -> None:
        self._at = number
        step = self._path[number]
        self.query_one(ContentSwitcher).current = step.id
        self.query_one(Stepper).show(number)
        self.query_one("#back", Button).label = "Leave" if step is self.steps[0] else "Back"
        ends: dict[SetupStep, str] = {self._last: "Create workspace", self._summary: "Join"}
        self.query_one("#next", Button).label = ends.get(step, "Next")
        self.refresh_bindings()
        self._say("")
        if arrive:
            step.arrive()
        if step in ends:
            self.query_one("#next", Button).focus()

    def _say(self, words: str, style: str = "$text-error") -> None:
        self._is_leaving = False
        self.query_one("#said", Static).update(text(words, style))
