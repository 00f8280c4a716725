"""Actions on the file under the cursor: show, retry, withdraw, restore, waive, review, import."""

from __future__ import annotations

from collections.abc import Callable

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.plan_import import import_plan
from smits_tui.actions.inputs.retry import retry
from smits_tui.actions.inputs.withdrawal import restore_input, waive_input, withdraw_input
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy import cycle
from smits_tui.process.state import Input
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.source import open_source
from smits_tui.tui.screens.files.table_layout import open_layout
from smits_tui.tui.screens.list_screen import ListScreen


class ReasonScreen(ListScreen):
    """A list whose inputs can be withdrawn or waived, with a reason."""

    def do_with_reason(self, title: str, item: Input, about: str, act: Callable[..., str], done: str) -> None:
        """Ask for a reason, and act on an input with it.

        Args:
            title: of the dialog and its button.
            item: the input.
            about: what is said below the title.
            act: called with the record, the input's id, `by` and `reason`.
            done: what is reported then.
        """
        record, person = self.smits.record, self.smits.person

        def answer(reason: str) -> None:
            act(record, item.id, by=person, reason=reason)

        draft = self.smits.draft(f"{title} {item.id}")
        self.ask(Prompt(f"{title} {item.id}", about, "why", title, answer, draft=draft), done)


class FileActions(ReasonScreen):
    """A list of files and folders, and the actions on the file under the cursor."""

    def action_source(self) -> None:
        """Show the file under the cursor with the sources of its facts."""
        open_source(self.smits, self._file())

    def action_layout(self) -> None:
        """Show how the tables of the file under the cursor were understood."""
        open_layout(self.smits, self._file())

    def action_triggers(self) -> None:
        """Go to a trigger that is based on the file."""
        item = self._file()
        triggers = [trigger for trigger in self.smits.view.state.triggers() if item.id in trigger.inputs]
        if not triggers:
            raise ActionRefused(f"Nothing was triggered by {item.id}.")
        if len(triggers) == 1:
            self._go(triggers[0].id)
            return
        options = [(trigger.id, f"{trigger.id} {trigger.sentence}") for trigger in triggers]
        self.app.push_screen(Chooser(f"What {item.id} triggered", options), self._go)

    def _go(self, trigger: str | None) -> None:
        if trigger:
            self.app.call_later(self.smits.go, "triggers", trigger)

    def action_retry(self) -> None:
        """Read the file under the cursor again."""
        item = self._file()
        self.do(
            lambda: retry(self.smits.record, self.smits.workspace, item.id, by=self.smits.person),
            f"{item.path} will be read again.",
        )

    def action_withdraw(self) -> None:
        """Ask for the reason, and withdraw the file under the cursor."""
        item = self._file()
        resting = [
            trigger.id
            for trigger in self.smits.view.state.triggers()
            if item.id in trigger.inputs and trigger.holds
        ]
        follows = f"It carries {counted(len(item.facts), 'fact')}, which will no longer count."
        if resting:
            follows += f" These are judged again: {', '.join(resting)}."
        self.do_with_reason(
            "Withdraw", item, f"{item.path}\n{follows}", withdraw_input, f"{item.path} is withdrawn."
        )

    def action_restore(self) -> None:
        """Restore the file under the cursor."""
        item = self._file()
        self.do(
            lambda: restore_input(self.smits.record, item.id, by=self.smits.person),
            f"{item.path} counts again.",
        )

    def action_waive(self) -> None:
        """Ask for the reason, and accept that the file under the cursor is not understood."""
        item = self._file()
        if not item.is_in_doubt:
            raise ActionRefused(f"{item.id} can't be waived: only a file that was not understood can.")
        follows = "No decision will be based on it; the cycle can continue."
        self.do_with_reason("Waive", item, f"{item.path}\n{follows}", waive_input, f"{item.path} is waived.")

    def action_look(self) -> None:
        """Mark the file under the cursor as reviewed."""
        item, who = self._file(), self.smits.person
        cycle.to_assess(self.smits.record.state, (item.id,))

        def act() -> str:
            cycle.assess_inputs(self.smits.record, (item.id,), by=who)
            return f"{item.path} is marked as reviewed."

        follows = f"The record will permanently state that {who} reviewed {item.path}."
        self.confirm(f"Mark {item.id} as reviewed?", follows, "Reviewed", act)

    def action_import_plan(self) -> None:
        """Import the sections of the plan under the cursor, and propose its objectives."""
        item = self._file()
        if item.kind != "strategy-plans":
            raise ActionRefused("Choose a file of strategy-plans; only a plan can be imported.")

        def act() -> str:
            done = import_plan(self.smits.record, self.smits.workspace, item.id, by=self.smits.person)
            sections = counted(len(done.sections), "section")
            return f"Imported: {sections} and {counted(len(done.objectives), 'proposed objective')}."

        follows = (
            f"The sections of {item.path} are added to the strategy plan where it has none yet, and its "
            "objectives are proposed."
        )
        self.confirm("Import the plan?", follows, "Import", act)

    def _file(self) -> Input:
        item = self.smits.view.state.input(self.current or "")
        if item is None:
            raise ActionRefused("Choose a file; enter opens a folder.")
        return item
