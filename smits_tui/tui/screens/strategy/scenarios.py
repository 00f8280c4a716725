"""Scenarios side by side, and choosing one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import HorizontalScroll, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import set_record
from smits_tui.process.entries.records import Scenario
from smits_tui.process.state import Recorded
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.status_styles import QUIET, frame_title, lines, text


class ScenarioColumn(VerticalScroll, can_focus=True):
    """One scenario."""

    def __init__(self, scenario: Recorded[Scenario]) -> None:
        """Create the column."""
        super().__init__(classes="scenario")
        self.scenario = scenario
        self.border_title = frame_title(scenario.id)

    def compose(self) -> ComposeResult:
        """Its text, benefits, drawbacks and cost, and whether it was chosen."""
        data = self.scenario.data
        cost = "not known" if data.cost is None else f"{data.cost:,.0f}"
        parts = [text(self.scenario.text, "bold"), Content("")]
        if data.chosen:
            parts += [text("+ chosen", "bold $text-success"), text(data.why), Content("")]
        for title, content in (("For it", data.benefits), ("Against it", data.drawbacks), ("Cost", cost)):
            parts += [text(title, "bold $text-primary"), text(content or "not stated"), Content("")]
        yield Static(lines(*parts))


class ScenariosScreen(RecordKeeping):
    """One column per scenario; one scenario is chosen, with a reason."""

    TITLE_OF_HELP: ClassVar[str] = "Scenarios"
    HELP_TEXT: ClassVar[str] = (
        "The options, side by side. Of two or more, one is chosen, with reasons. Tab moves from one to "
        "the next. Escape goes back to the cycle."
    )
    CHANGES = frozenset({"new", "edit", "choose", "retire"})
    AUTO_FOCUS = ".scenario"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", tooltip="Add a scenario"),
        Binding("e", "edit", "Change", tooltip="Change the selected scenario"),
        Binding("enter", "edit", show=False),
        Binding("a", "choose", "Choose", tooltip="Choose it, with reasons"),
        Binding("x", "retire", "Retire", tooltip="Retire it, with a reason"),
        Binding("right", "app.focus_next", "Next", show=False),
        Binding("left", "app.focus_previous", "Previous", show=False),
        Binding("escape", "app.pop_screen", "Back"),
    ]

    def __init__(self) -> None:
        """Create the screen without a view."""
        super().__init__()
        self._shown: list[Recorded[Scenario]] | None = None

    def body(self) -> ComposeResult:
        """The columns."""
        yield HorizontalScroll(id="scenarios")

    def show(self, view: View) -> None:
        """Rebuild the columns after a change."""
        records = view.state.records(Scenario)
        if records != self._shown:
            self._shown = records
            self.call_later(self._columns, records)

    async def _columns(self, scenarios: list[Recorded[Scenario]]) -> None:
        container = self.query_one("#scenarios")
        kept = self._focused
        await container.remove_children()
        if not scenarios:
            await container.mount(Static(text("There are no scenarios yet; press n to add one.", QUIET)))
            return
        columns = [ScenarioColumn(scenario) for scenario in scenarios]
        for column in columns:
            column.styles.width = f"{100 / len(columns):.2f}%"
        await container.mount(*columns)
        same = (column for column in columns if kept and column.scenario.id == kept.scenario.id)
        self.set_focus(next(same, columns[0]))

    def shown_in_full(self) -> str:
        """All scenarios as text."""
        return "\n\n".join(f"{scenario.id} {scenario.text}" for scenario in self._shown or ())

    def action_new(self) -> None:
        """Add a scenario."""
        self.fill_in(Scenario)

    def action_edit(self) -> None:
        """Change the scenario that has the focus."""
        self.fill_in(Scenario, self._chosen())

    def action_choose(self) -> None:
        """Ask for the reason, and choose the focused scenario."""
        scenario = self._chosen()

        def answer(why: str) -> None:
            set_record(
                self.smits.record,
                Scenario,
                by=self.smits.person,
                identifier=scenario.id,
                values={"chosen": True, "why": why},
            )

        question = Prompt(
            f"Choose {scenario.id}",
            scenario.text,
            "reasons for choosing it",
            "Choose",
            answer,
            draft=self.smits.draft(f"choose {scenario.id}"),
        )
        self.ask(question, f"{scenario.id} is chosen.")

    def action_retire(self) -> None:
        """Ask for the reason, and retire the scenario."""
        self.give_up(self._chosen())

    @property
    def _focused(self) -> ScenarioColumn | None:
        return self.focused if isinstance(self.focused, ScenarioColumn) else None

    def _chosen(self) -> Recorded[Scenario]:
        column = self._focused
        if column is None:
            raise ActionRefused("There is no scenario here; press n to add one.")
        return column.scenario
