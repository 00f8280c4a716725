"""Triggers: what the rules raised and why, and people's decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import ClassVar, get_args

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer

from smits_tui.actions.all_clear import silence
from smits_tui.actions.inputs.extraction.dry_read import contents_of
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.triggers import triage
from smits_tui.actions.triggers.explanations import no_file, source_places
from smits_tui.actions.triggers.matters import matters
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.process.state import Trigger, TriggerStatus
from smits_tui.tui.details.source_text import passage
from smits_tui.tui.details.trigger_explanation import explanation
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.source import open_source
from smits_tui.tui.screens.list_screen import ListScreen, next_of
from smits_tui.tui.status_styles import QUIET, SEVERITY, TRIGGER, since, text
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_watch.extraction.viewer_text import Line, find_place

FILTERS: tuple[TriggerStatus | None, ...] = (*get_args(TriggerStatus), None)
"""The status filters, in order; None shows all."""
ORDERS = ("severity", "newest", "oldest", "rule")
PASSAGE_SECONDS = 0.6
"""How long the cursor stays on a trigger before its file is opened."""


class TriggersScreen(ListScreen):
    """A list with the explanation beside it."""

    TITLE_OF_HELP: ClassVar[str] = "Triggers"
    HELP_TEXT: ClassVar[str] = (
        "What the rules raised. Each line is a trigger: a rule and the subject it matched, with the "
        "reason beside it. A accepts it into a cycle, X dismisses it with a reason, F defers it until a "
        "date; U reopens a decision. Triggers of one cause, e.g. the same budget or product, stand "
        "together: M marks all of them, space marks one, and what is marked is decided together."
    )
    CHANGES = frozenset({"accept", "dismiss_trigger", "defer", "reopen"})
    COLUMNS = (("", 2), ("id", 5), ("why", None), ("since", 6))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept", tooltip="Add it to the cycle, or open one"),
        Binding("x", "dismiss_trigger", "Dismiss", tooltip="Dismiss it, with a reason"),
        Binding("f", "defer", "Defer", tooltip="Defer it until a date"),
        Binding("space", "mark", "Mark", tooltip="Mark several to decide together"),
        Binding("m", "mark_matter", "Matter", tooltip="Mark all of the same cause, to decide them together"),
        Binding("t", "next_filter", "Status", tooltip="Open, accepted, dismissed, deferred, lapsed or all"),
        Binding("S", "sort", "Sort", tooltip="By severity, by age, by rule"),
        Binding("v", "passage", "Passage", tooltip="The file it comes from, with the passage marked"),
        Binding("u", "reopen", "Reopen", tooltip="Reopen it, with a reason"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Create the screen with the open triggers."""
        super().__init__()
        self._status: TriggerStatus | None = "open"
        self._marked: set[str] = set()
        self._order = ORDERS[0]
        self._triggers: dict[str, Trigger] = {}
        """Those of the status that is shown."""
        self._below: set[str] = set()
        """Those that stand below another one of their matter."""
        self._passages: dict[str, Content] = {}
        """Trigger -> the passage of the file on which it rests, once somebody stayed on it."""
        self._resting: Timer | None = None
        self._rests_on: str | None = None
        """The trigger on which the cursor stays."""

    def keys(self, view: View) -> Sequence[str]:
        """The triggers with the selected status, in the selected order, grouped by matter."""
        triggers = list(view.undecided) if self._status == "open" else view.state.triggers(self._status)
        if self._order == "newest":
            triggers.sort(key=lambda trigger: trigger.raised_at, reverse=True)
        elif self._order == "oldest":
            triggers.sort(key=lambda trigger: trigger.raised_at)
        elif self._order == "rule":
            triggers.sort(key=lambda trigger: (trigger.rule, trigger.subject))
        listed = matters(triggers)
        self._triggers = {trigger.id: trigger for matter in listed for trigger in matter.triggers}
        self._below = {trigger.id for matter in listed for trigger in matter.others}
        return list(self._triggers)

    def cells(self, view: View, key: str) -> Cells:
        """Severity or mark, the reason, and the age."""
        trigger = self._triggers[key]
        style = SEVERITY[trigger.severity]
        return (
            text("* " if key in self._marked else style.icon, style.style),
            text(key, QUIET),
            text("└ " if key in self._below else "", QUIET)
            + text(trigger.sentence, "" if trigger.holds else QUIET),
            text(since(trigger.raised_at, view.now).rjust(6), QUIET),
        )

    def reveal(self, key: str) -> None:
        """Select a trigger whatever its status; from there it is decided alone."""
        self._marked.clear()
        trigger = self.smits.view.state.trigger(key)
        if trigger and self._status not in (None, trigger.status):
            self._status = trigger.status
        super().reveal(key)

    def matching(self, view: View, words: Sequence[str]) -> Sequence[str]:
        """The triggers that contain all words; the others lose their mark."""
        matching = super().matching(view, words)
        self._marked &= set(matching)
        return matching

    def searched(self, view: View, key: str) -> str:  # noqa: ARG002
        """The text of the row, with severity, rule and subject, which the row doesn't show."""
        trigger = self._triggers[key]
        return f"{key} {trigger.severity} {trigger.rule} {trigger.subject} {trigger.because}"

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The status filter, and the number of triggers with each status."""
        marked = f" · {len(self._marked)} marked" if self._marked else ""
        counts = view.status.triggers
        # Five counts don't fit 80 columns, so zeros are left out once a trigger has lapsed.
        names = [name for name in counts if counts[name] or not (counts["lapsed"] or name == "lapsed")]
        rest = "  ".join(f"{TRIGGER[name].icon} {counts[name]} {name}" for name in names)
        order = "" if self._order == ORDERS[0] else f" by {self._order}"
        return f"{self._status or 'all'} · {self.matches}{order}{about}{marked}", rest

    def detail(self, view: View, key: str | None) -> Content:
        """Why the trigger under the cursor was raised."""
        trigger = view.state.trigger(key) if key else None
        if trigger is not None:
            return explanation(view.state, trigger, self._passages.get(trigger.id))
        hint = f"There is no {self._status} trigger here. " if self._status else "There are no triggers yet. "
        if self._status in ("open", None):
            hint += f"{silence(view.state)} "
        return text(hint + "Drop a file into one of the folders below inputs/ to have it judged.", QUIET)

    def show_detail(self) -> None:
        """Show the explanation at once, and the passage of the file once the cursor rests."""
        super().show_detail()
        if self.current != self._rests_on:
            self._rest()

    def on_screen_resume(self) -> None:
        """Look up the passage of the trigger under the cursor."""
        if self._ready:
            self._rest()

    def _rest(self) -> None:
        self._rests_on = self.current
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(PASSAGE_SECONDS, self._look_up)

    def _look_up(self) -> None:
        """Open the file of the trigger under the cursor, to show its passage."""
        trigger = self._triggers.get(self.current or "")
        source = next(source_places(self.smits.view.state, trigger), None) if trigger else None
        if trigger is None or source is None or trigger.id in self._passages or not self.is_current:
            return
        workspace, (item, anchor), quote = self.smits.workspace, source, str(trigger.fact.get("quote", ""))
        self.smits.in_background(
            f"Opening {item.path}",
            lambda: _passage(contents_of(workspace, item.sha256, item.path), anchor, quote),
            lambda content: self._take_passage(trigger.id, content),
            unseen=True,
        )

    def _take_passage(self, identifier: str, content: Content | None) -> None:
        if content is not None and self.is_mounted:
            self._passages[identifier] = content
            if self.current == identifier:
                super().show_detail()

    def action_next_filter(self) -> None:
        """Show the next status."""
        self._status = next_of(self._status, FILTERS)
        self.show(self.smits.view)

    @on(ListTable.HeaderClicked)
    def action_sort(self) -> None:
        """Show the triggers in the next order."""
        self._order = next_of(self._order, ORDERS)
        self.show(self.smits.view)

    def action_passage(self) -> None:
        """Show the files of the trigger under the cursor, with the passage marked."""
        trigger = self.smits.view.state.trigger(self.current or "")
        places = list(source_places(self.smits.view.state, trigger)) if trigger else []
        if not places:
            grounds = no_file(trigger) if trigger else "the calendar"
            raise ActionRefused(f"It comes from {grounds}, not from a file.")
        if len(places) == 1:
            open_source(self.smits, *places[0])
            return
        options = [(str(number), f"{item.path} {anchor}") for number, (item, anchor) in enumerate(places)]
        chooser = Chooser("Which file?", options)
        self.app.push_screen(chooser, lambda key: open_source(self.smits, *places[int(key)]) if key else None)

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

        def dismiss(reason: str) -> None:
            triage.dismiss(self.smits.record, chosen, by=self.smits.person, reason=reason)

        self._ask(chosen, "Dismiss", "why no action is needed", dismiss, "dismissed")

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

    def _ask(self, chosen: list[str], title: str, hint: str, act: Callable[[str], None], done: str) -> None:
        if not chosen:
            return

        def closed(was_done: bool | None) -> None:
            if was_done:
                self._done(f"{', '.join(chosen)} {done}.")

        triggers = [self.smits.view.state.trigger(identifier) for identifier in chosen]
        about = "\n".join(f"{t.id}: {t.because}" for t in triggers[:5] if t)
        slot = self.smits.draft(f"{title} {' '.join(chosen)}")
        question = Prompt(f"{title} {', '.join(chosen)}", about, hint, title, act, draft=slot)
        self.app.push_screen(question, closed)

    def _done(self, report: str) -> None:
        self._marked.clear()
        self.smits.refresh_view()
        self.notify(report)

    def _chosen(self) -> list[str]:
        current = self.current
        marked = [key for key in self.query_one(ListTable).keys if key in self._marked]
        return marked or ([current] if current else [])


def _passage(lines: list[Line], anchor: str, quote: str) -> Content | None:
    """The passage of a file; None if the file or the location is missing."""
    location = find_place(lines, anchor, quote)
    return passage(lines, location, quote) if location else None
