"""Cycle: the steps of Plan, Do, Check and Act, what each misses, and leading it on."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions import cycling
from smits_tui.actions.days import day_from
from smits_tui.actions.standing import months_after
from smits_tui.process.gates import STEPS, Step, step_under_way
from smits_tui.process.records import RECORD_KINDS
from smits_tui.process.state import Cycle
from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET, lines, text
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.forms import KindChooser, RecordForm
from smits_tui.tui.screens.list_mode import ListScreen
from smits_tui.tui.widgets.tables import Row


class CycleScreen(ListScreen):
    """The guide through a cycle."""

    TITLE_OF_HELP: ClassVar[str] = "Cycle"
    HELP_TEXT: ClassVar[str] = (
        "The steps of the cycle. Each says what it is for, what it still misses and who can do that. N "
        "completes the step that is under way when nothing is missing; L says that all inputs were looked "
        "at; R writes a record down: an objective, a risk, an initiative ..."
    )
    COLUMNS = (("", 2), ("stage", 6), ("step", None), ("left", 5))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "advance", "Complete", tooltip="Complete the step that is under way"),
        Binding("r", "record", "Record", tooltip="Write an objective, a risk, an initiative ... down"),
        Binding("l", "look", "Looked at", tooltip="Say that all inputs were looked at"),
        Binding("o", "open_cycle", "Open", tooltip="Open a cycle without a trigger"),
        Binding("c", "close_cycle", "Close", tooltip="Close the cycle"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def rows(self, view: View) -> list[Row]:
        """All steps, with what is left to do in each."""
        cycle = view.state.cycle()
        return [self._row(step, cycle, view) for step in STEPS]

    def head(self, view: View, about: str) -> tuple[str, str]:
        """Which cycle it is, and why it was opened."""
        cycle = view.state.cycle()
        if cycle is None:
            waiting = ", ".join(trigger.id for trigger in view.state.waiting())
            return f"No cycle is under way{about}", f"waiting: {waiting}" if waiting else "o opens one"
        done = len(cycle.completed)
        why = ", ".join(cycle.triggers) or cycle.reason
        return (
            f"Cycle {cycle.number} · {cycle.stage} · {done} of {len(STEPS)} steps{about}",
            f"opened by {why}",
        )

    def detail(self, view: View, key: str | None) -> Content:
        """What a step is for, what it misses and who can do it."""
        step = next((step for step in STEPS if step.name == key), STEPS[0])
        cycle = view.state.cycle()
        parts = [text(step.title.capitalize(), "bold"), text(step.purpose), Content("")]
        if cycle is None:
            return lines(*parts, text("It begins when a trigger is accepted or a cycle is opened.", QUIET))
        if step.name in cycle.completed:
            return lines(*parts, text(f"Completed on {cycle.completed[step.name][:10]}.", "$text-success"))
        missing = view.missing.get(step.name, [])
        if not missing:
            return lines(*parts, text("Nothing is missing; n completes it.", "$text-success"))
        parts.append(text(f"{len(missing)} missing", "bold $text-warning"))
        for one in missing:
            parts += [Content(""), text(f"· {one.what}"), text(f"  {one.who}: smits {one.how}", QUIET)]
        return lines(*parts)

    def action_advance(self) -> None:
        """Complete the step that is under way."""
        self.do(
            lambda: cycling.advance(self.smits.record, self.smits.view.people, by=self.smits.person),
            "The step is completed.",
        )

    def action_look(self) -> None:
        """Mark all inputs as looked at."""
        self.do(
            lambda: cycling.assess_inputs(self.smits.record, (), by=self.smits.person),
            "All inputs were looked at.",
        )

    def action_record(self) -> None:
        """Choose a kind and fill in its form."""

        def chosen(kind: str | None) -> None:
            if kind:
                form = RecordForm(RECORD_KINDS[kind], self.smits.record, self.smits.person)
                self.app.push_screen(form, self._written)

        self.app.push_screen(KindChooser(), chosen)

    def action_open_cycle(self) -> None:
        """Ask why, and open a cycle."""

        def answer(reason: str) -> None:
            cycling.open_cycle(self.smits.record, by=self.smits.person, reason=reason)

        self._ask(
            Question(
                "Open a cycle", "Without a trigger, a cycle is opened for a reason.", "why", "Open", answer
            )
        )

    def action_close_cycle(self) -> None:
        """Ask for the day of the next review, and close the cycle."""
        state = self.smits.record.state
        months = self.smits.view.settings.calendar.review_every_months
        usual = months_after(state.today, months)

        def answer(written: str) -> None:
            day: dt.date = day_from(written, state.today) if written.strip() else usual
            smits = self.smits
            cycling.close_cycle(smits.record, smits.view.people, by=smits.person, next_review=day)

        about = f"The next review is on {usual} if nothing is typed."
        self._ask(Question("Close the cycle", about, str(usual), "Close", answer))

    def _ask(self, question: Question) -> None:
        def closed(was_done: bool | None) -> None:
            if was_done:
                self.smits.refresh_view()

        self.app.push_screen(question, closed)

    def _written(self, told: str | None) -> None:
        if told:
            self.smits.refresh_view()
            self.notify(told, markup=False)

    def _row(self, step: Step, cycle: Cycle | None, view: View) -> Row:
        icon, left, style = ".", "", QUIET
        if cycle and step.name in cycle.completed:
            icon, left, style = "+", "done", "$text-success"
        elif cycle and step is step_under_way(cycle):
            missing = view.missing.get(step.name, [])
            icon, left, style = ">", str(len(missing)) if missing else "ready", "bold $text-accent"
        shown = self.smits.cell_style(style)
        stage = Text(step.stage, style=self.smits.cell_style(QUIET))
        return step.name, (
            Text(icon, style=shown),
            stage,
            Text(step.title, style=shown),
            Text(left, style=shown),
        )
