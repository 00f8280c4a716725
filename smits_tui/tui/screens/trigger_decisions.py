"""Marking triggers and deciding on them: accept, dismiss, defer, reopen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from smits_tui.actions.triggers import triage
from smits_tui.actions.triggers.matters import similar
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.process.state import Trigger
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.widgets.list_view import ListTable

FEWEST_OFFERED = 2
"""A single similar trigger is not offered: a question more would cost as many keys as dismissing it."""


class TriggerDecisions(ListScreen):
    """A list of triggers; what is marked is decided together, else what is under the cursor."""

    def __init__(self) -> None:
        """Create the list without marks."""
        super().__init__()
        self._marked: set[str] = set()
        """The marked triggers; they stay marked while a filter hides them."""
        self._triggers: dict[str, Trigger] = {}
        """Those of the status that is shown."""

    def action_mark(self) -> None:
        """Mark or unmark the trigger under the cursor, and go on to the next."""
        table = self.query_one(ListTable)
        if table.current:
            self._marked ^= {table.current}
            self.show(self.smits.view)
            table.action_move(1)

    def action_mark_matter(self) -> None:
        """Mark or unmark all listed triggers of the matter under the cursor."""
        trigger = self._triggers.get(self.current or "")
        if trigger is None:
            return
        of_it = {
            key
            for key in self.query_one(ListTable).keys
            if key == trigger.id or (trigger.matter and self._triggers[key].matter == trigger.matter)
        }
        self._marked = self._marked - of_it if of_it <= self._marked else self._marked | of_it
        self.show(self.smits.view)

    def action_mark_all(self) -> None:
        """Mark all triggers that are shown, or unmark them if all of them are marked."""
        shown = set(self.query_one(ListTable).keys)
        self._marked = self._marked - shown if shown <= self._marked else self._marked | shown
        self.show(self.smits.view)

    def action_invert_marks(self) -> None:
        """Mark what is shown and not marked, and unmark the others that are shown."""
        self._marked ^= set(self.query_one(ListTable).keys)
        self.show(self.smits.view)

    def action_accept(self) -> None:
        """Accept the marked triggers, or the one under the cursor."""
        chosen = self._chosen()
        if not chosen:
            return
        state = self.smits.record.state
        number, under_way = triage.cycle_of_accepted(state), state.cycle()
        names = ", ".join(chosen)
        if under_way:  # can be reopened until the cycle has assessed it
            self._done(self._accepted(chosen))
            return
        follows = (
            f"This opens cycle {number} with {names}: the steps of Plan, Do, Check and Act begin, and a "
            "cycle that is open can only be closed at its end."
        )
        self.confirm(f"Open cycle {number}?", follows, "Accept", lambda: self._accepted(chosen))

    def _accepted(self, chosen: list[str]) -> str:
        number = triage.accept(self.smits.record, chosen, by=self.smits.person)
        self._marked.clear()
        return f"{', '.join(chosen)} accepted into cycle {number}."

    def action_dismiss_trigger(self) -> None:
        """Ask for the reason, and dismiss."""
        chosen = self._chosen()

        reasons: list[str] = []

        def dismiss(reason: str) -> None:
            triage.dismiss(self.smits.record, chosen, by=self.smits.person, reason=reason)
            reasons.append(reason)

        def offer() -> None:
            self._offer_similar(chosen, reasons[-1])

        self._ask(chosen, "Dismiss", "why no action is needed", dismiss, "dismissed", offer)

    def _offer_similar(self, dismissed: list[str], reason: str) -> None:
        """Offer to dismiss what the same rules raised on files of the same folder, for the same reason."""
        state = self.smits.record.state
        alike = similar(state, dismissed)
        if len(alike) < FEWEST_OFFERED:
            return
        names = ", ".join(trigger.id for trigger in alike)

        def decide(key: str | None) -> None:
            if key == "all":
                similar_ids = [trigger.id for trigger in alike]
                triage.dismiss(self.smits.record, similar_ids, by=self.smits.person, reason=reason)
                self._done(f"{names} dismissed.")
            elif key == "mark":
                self._marked = {trigger.id for trigger in alike}
                self.show(self.smits.view)

        options = [
            ("", "Leave them open"),
            ("mark", f"Mark them, to look at them first: {names}"),
            ("all", f"Dismiss them as well, because {reason}"),
        ]
        chooser = Chooser(f"{len(alike)} open triggers are similar", options)
        self.app.push_screen(chooser, lambda key: self.smits.attempt(lambda: decide(key)))

    def action_defer(self) -> None:
        """Ask for the date, and defer."""
        chosen = self._chosen()

        def defer(day: str) -> None:
            until = typed_date(day, self.smits.view.state.today)
            triage.defer(self.smits.record, chosen, by=self.smits.person, until=until)

        today = self.smits.view.state.today
        self._ask(chosen, "Defer", f"date, e.g. {today + dt.timedelta(days=30)} or +30", defer, "deferred")

    def action_reopen(self) -> None:
        """Ask for the reason, and reopen."""
        chosen = self._chosen()

        def reopen(reason: str) -> None:
            triage.reopen(self.smits.record, chosen, by=self.smits.person, reason=reason)

        self._ask(chosen, "Reopen", "what has changed since it was decided", reopen, "reopened")

    def _ask(
        self,
        chosen: list[str],
        title: str,
        hint: str,
        act: Callable[[str], None],
        done: str,
        then: Callable[[], None] | None = None,
    ) -> None:
        if not chosen:
            return

        def closed(was_done: bool | None) -> None:
            if was_done:
                self._done(f"{', '.join(chosen)} {done}.")
                if then is not None:
                    then()

        triggers = [self.smits.view.state.trigger(identifier) for identifier in chosen]
        about = "\n".join(f"{t.id}: {t.because}" for t in triggers[:5] if t)
        slot = self.smits.draft(f"{title} {' '.join(chosen)}")
        question = Prompt(f"{title} {', '.join(chosen)}", about, hint, title, act, draft=slot)
        self.app.push_screen(question, closed)

    def _done(self, message: str) -> None:
        self._marked.clear()
        self.smits.refresh_view()
        self.notify(message)

    def _chosen(self) -> list[str]:
        current = self.current
        marked = [key for key in self._triggers if key in self._marked]
        return marked or ([current] if current else [])
