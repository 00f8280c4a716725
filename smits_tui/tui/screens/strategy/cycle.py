"""Cycle: the steps of Plan, Do, Check and Act, and the remaining tasks of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.rules.regret import regret_sentences
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy import cycle
from smits_tui.actions.strategy.review_day import months_after
from smits_tui.presentation.field_labels import capitalised
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.gates import STEPS, step_under_way
from smits_tui.process.tasks import first_for
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.tui.screens.strategy.scenarios import ScenariosScreen
from smits_tui.tui.screens.strategy.swot import SwotScreen
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.task_keys import key_of
from smits_tui.tui.widgets.list_view import Cells

STEP_OF = {step.name: step for step in STEPS}


class CycleScreen(RecordKeeping, ListScreen):
    """Guides through a cycle."""

    TITLE_OF_HELP: ClassVar[str] = "Cycle"
    HELP_TEXT: ClassVar[str] = (
        "The steps of the cycle: what each is for, what is left to do and who can do it. `d` goes to the "
        "first task. `p` completes the current step once nothing is left to do; `l` marks all inputs as "
        "reviewed. `n` adds a record: an objective, a risk, an initiative ...; `t` shows all records, `b` "
        "the SWOT board, `v` the scenarios side by side."
    )
    CHANGES = frozenset({"advance", "look", "write", "open_cycle", "close_cycle", "reassess"})
    DETAIL_TITLE = "Step"
    COLUMNS = (("", 1), ("stage", 5), ("step", None), ("", 7))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "lead", "Do it", tooltip="The first task of the step, with its form or question"),
        Binding("p", "advance", "Complete", tooltip="Complete the current step"),
        Binding("n", "write", "Write", tooltip="Add an objective, a risk, an initiative or another record"),
        Binding("t", "records", "Records", tooltip="All records; change or retire them"),
        Binding("b", "board", "SWOT", tooltip="Strengths, weaknesses, opportunities and threats as a board"),
        Binding("v", "scenarios", "Scenarios", tooltip="The scenarios, side by side"),
        Binding("l", "look", "Reviewed", tooltip="Mark all inputs as reviewed"),
        Binding("O", "open_cycle", "Open", tooltip="Open a cycle without a trigger"),
        Binding("C", "close_cycle", "Close", tooltip="Close the cycle"),
        Binding("x", "reassess", "End", tooltip="End it before Act because the strategy must be reassessed"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def keys(self, view: View) -> Sequence[str]:
        """All steps; the cursor starts on the current one."""
        if not self._all and view.cycle:
            self._wanted = step_under_way(view.cycle).name
        return [step.name for step in STEPS]

    def cells(self, view: View, key: str) -> Cells:
        """A step with its remaining tasks."""
        step, cycle = STEP_OF[key], view.cycle
        icon, left, style = ".", "", QUIET
        if cycle and key in cycle.completed:
            icon, left, style = "+", "done", "$text-success"
        elif cycle and step is step_under_way(cycle):
            tasks = view.tasks.get(key, [])
            icon, left, style = ">", f"{len(tasks)} left" if tasks else "ready", "bold $text-accent"
        return text(icon, style), text(step.stage, QUIET), text(step.title, style), text(left, style)

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The cycle, and why it was opened."""
        cycle = view.cycle
        if cycle is None:
            waiting = ", ".join(trigger.id for trigger in view.state.waiting())
            return f"No cycle is open{about}", f"waiting: {waiting}" if waiting else "shift+o opens one"
        done = len(cycle.completed)
        return (
            f"Cycle {cycle.number} · {cycle.stage} · {done} of {len(STEPS)} steps{about}",
            f"opened for {view.opened_by}",
        )

    def detail(self, view: View, key: str | None) -> Content:
        """The purpose of a step, its remaining tasks and who can do them."""
        step, cycle = STEP_OF.get(key or "", STEPS[0]), view.cycle
        parts = [text(capitalised(step.title), "bold"), text(step.purpose), Content("")]
        if cycle is None:
            return lines(*parts, text("It begins when you accept a trigger or open a cycle.", QUIET))
        if step.name in cycle.completed:
            return lines(*parts, text(f"Completed on {cycle.completed[step.name][:10]}.", "$text-success"))
        tasks = view.tasks.get(step.name, [])
        if not tasks:
            return lines(*parts, text("Nothing is left to do; p completes it.", "$text-success"))
        parts.append(text(f"{len(tasks)} left to do; d goes to the first", "bold $text-warning"))
        for task in tasks:
            who = ": ".join(filter(None, (task.who, key_of(task))))
            parts += [Content(""), text(f"· {task.what}"), text(f"  {who}", QUIET)]
        return lines(*parts)

    async def action_lead(self) -> None:
        """Do the first task of the step under the cursor, or else what is next."""
        view = self.smits.view
        tasks = view.tasks.get(self.current or "", [])
        await self.smits.do_task(
            first_for(tasks, self.smits.person) or (tasks[0] if tasks else view.status.next)
        )

    def action_advance(self) -> None:
        """Complete the current step."""
        people = self.smits.view.people
        now = cycle.check_advance(self.smits.record.state, people)
        following = STEPS[STEPS.index(now.step) + 1]

        def act() -> str:
            under_way = cycle.advance(self.smits.record, people, by=self.smits.person)
            self.reveal(under_way.name)
            return f"Step completed. Up next: '{under_way.title}'."

        follows = f"A completed step can't be reopened. The next step is '{following.title}'."
        self.confirm(f"Complete '{now.step.title}'?", follows, "Complete", act)

    def action_look(self) -> None:
        """Mark all inputs as reviewed."""
        marked = cycle.to_assess(self.smits.record.state, ())
        who, count = self.smits.person, counted(len(marked), "input")

        def act() -> str:
            done = cycle.assess_inputs(self.smits.record, marked, by=who)
            return f"{counted(len(done), 'input is', 'inputs are')} marked as reviewed."

        follows = f"The record will permanently state that {who} reviewed {count}."
        self.confirm("Mark all inputs as reviewed?", follows, "Reviewed", act)

    def action_write(self) -> None:
        """Choose a kind of record and fill in its form."""
        kinds = [(kind, capitalised(model.title)) for kind, model in RECORD_KINDS.items()]
        self.app.push_screen(
            Chooser("Add a record", kinds), lambda kind: self.fill_in(RECORD_KINDS[kind]) if kind else None
        )

    def action_records(self) -> None:
        """Show all records."""
        self.app.push_screen(RecordsScreen())

    def action_board(self) -> None:
        """Show the SWOT board."""
        self.app.push_screen(SwotScreen())

    def action_scenarios(self) -> None:
        """Show the scenarios side by side."""
        self.app.push_screen(ScenariosScreen())

    def action_open_cycle(self) -> None:
        """Ask for the reason, and open a cycle."""

        def answer(reason: str) -> None:
            cycle.open_cycle(self.smits.record, by=self.smits.person, reason=reason)

        about = "A cycle without a trigger needs a reason. A cycle can only be closed after its last step."
        self.ask(
            Prompt("Open a cycle", about, "why", "Open", answer, draft=self.smits.draft("open a cycle")),
            "The cycle is open.",
        )

    def action_close_cycle(self) -> None:
        """Ask for the date of the next review, and close the cycle."""
        state, usual = self.smits.view.state, self._usual_review()

        def answer(written: str) -> None:
            day = typed_date(written, state.today) if written.strip() else usual
            self.app.call_later(self._ask_to_close, day)

        under_way = state.cycle()
        hindsight = regret_sentences(state, under_way.number) if under_way else []
        about = "\n".join(
            [f"Leave this empty for a next review on {usual}.", *cycle.left_open(state), *hindsight]
        )
        self.app.push_screen(Prompt("Close the cycle", about, str(usual), "Go on", answer))

    def action_reassess(self) -> None:
        """Ask for the reason, and end the cycle before Act."""

        def answer(reason: str) -> None:
            if not reason.strip():
                raise ActionRefused("Say why the strategy must be reassessed.")
            self._close(self._usual_review(), reason)

        about = "It ends before Act; the triggers accepted meanwhile open the next cycle."
        self.ask(
            Prompt("End the cycle early", about, "why", "End it", answer, draft=self.smits.draft("reassess")),
            "The cycle has ended.",
        )

    def _ask_to_close(self, day: dt.date) -> None:
        def act() -> str:
            self._close(day, None)
            return "The cycle is closed."

        follows = (
            "What was agreed on becomes the baseline against which new inputs are measured, and the cycle "
            f"can't be opened again. The next review is on {day}."
        )
        self.confirm("Close the cycle?", follows, "Close", act)

    def _close(self, next_review: dt.date, reassess: str | None) -> None:
        cycle.close_cycle(
            self.smits.record,
            self.smits.view.people,
            by=self.smits.person,
            next_review=next_review,
            reassess=reassess,
        )

    def _usual_review(self) -> dt.date:
        months = self.smits.view.settings.calendar.review_every_months
        return months_after(self.smits.view.state.today, months)
