"""Triggers: what the rules raised, why, and what people decide on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar, get_args

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from smits_rules.vocabulary import SmitsError
from smits_tui.actions import triage
from smits_tui.actions.days import day_from
from smits_tui.plain import plain
from smits_tui.process.state import Trigger, TriggerStatus
from smits_tui.tui.explanation import explanation
from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET, SEVERITY, TRIGGER, age, lines, text
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.widgets.tables import MOST_ROWS, ListTable, Row

FILTERS: tuple[TriggerStatus | None, ...] = (*get_args(TriggerStatus), None)
"""The statuses that are shown one after another; None shows all."""


class TriggersScreen(ModeScreen):
    """A list with the explanation beside it."""

    TITLE_OF_HELP: ClassVar[str] = "Triggers"
    HELP_TEXT: ClassVar[str] = (
        "What the rules raised. Each line is one case: a rule and what it speaks of. Beside it stands why it "
        "was raised. Accept it into a cycle, dismiss it with a reason, or defer it until a day. With space "
        "several are marked and decided together."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept", tooltip="Take it into the cycle, or open one"),
        Binding("d", "dismiss_trigger", "Dismiss", tooltip="It needs no action, for a reason"),
        Binding("f", "defer", "Defer", tooltip="Put it off until a day"),
        Binding("space", "mark", "Mark", tooltip="Decide several together"),
        Binding("t", "next_filter", "Status", tooltip="Show open, accepted, dismissed, deferred, all"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Begin with what is open."""
        super().__init__()
        self._status: TriggerStatus | None = "open"
        self._marked: set[str] = set()

    def body(self) -> ComposeResult:
        """The list, the filter, the explanation."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield Static(id="triggers-shown")
                columns = (("", 2), ("id", 4), ("why", None), ("since", 10))
                yield ListTable(columns, id="first")
                yield Input(placeholder="words to look for", id="triggers-filter", classes="filter")
            with VerticalScroll(classes="part-detail", id="triggers-detail"):
                yield Static(id="triggers-explanation")

    def show(self, view: View) -> None:
        """Fill the list and the explanation."""
        found = [t for t in view.state.triggers(self._status) if self._wanted(t)]
        self._marked &= {trigger.id for trigger in found}
        self.query_one(ListTable).fill([self._row(trigger, view) for trigger in found])
        self._show_head(view, len(found))
        self._show_explanation(view)

    def _show_head(self, view: View, count: int) -> None:
        marked = f" · {len(self._marked)} marked" if self._marked else ""
        words = self.query_one("#triggers-filter", Input).value
        about = f" · containing “{words}”" if words else ""
        most = f", the first {MOST_ROWS} are shown; / finds others" if count > MOST_ROWS else ""
        shown = f"{self._status or 'all'} · {count}{most}{about}{marked}"
        counts = view.status.triggers
        rest = "  ".join(f"{TRIGGER[name].icon} {counts[name]} {name}" for name in counts)
        self.query_one("#triggers-shown", Static).update(lines(text(shown, "bold"), text(rest, QUIET)))

    def _show_explanation(self, view: View) -> None:
        trigger = self._current(view)
        if trigger is None:
            what = self._status or ""
            hint = f"There is no {what} trigger here. " if what else "There is no trigger yet. "
            shown = text(hint + "Drop a file into the folders below inputs/ and the rules look at it.", QUIET)
        else:
            shown = explanation(view.state, trigger)
        self.query_one("#triggers-explanation", Static).update(shown)

    @on(ListTable.RowHighlighted)
    def _on_cursor(self) -> None:
        self._show_explanation(self.smits.view)
        self.query_one("#triggers-detail").scroll_home(animate=False)

    @on(ListTable.RowSelected)
    def _on_chosen(self) -> None:
        self.query_one("#triggers-detail").focus()

    @on(Input.Changed, "#triggers-filter")
    def _on_words(self) -> None:
        self.show(self.smits.view)

    @on(Input.Submitted, "#triggers-filter")
    def _on_words_done(self) -> None:
        self.query_one(ListTable).focus()

    def action_filter(self) -> None:
        """Ask for words."""
        words = self.query_one("#triggers-filter", Input)
        words.add_class("-asked")
        words.focus()

    def action_back(self) -> None:
        """Leave the explanation, then the filter."""
        words = self.query_one("#triggers-filter", Input)
        if self.focused is words or (words.value and self.focused is self.query_one(ListTable)):
            words.value = ""
            words.remove_class("-asked")
        self.query_one(ListTable).focus()

    def action_next_filter(self) -> None:
        """Show the next status."""
        self._status = FILTERS[(FILTERS.index(self._status) + 1) % len(FILTERS)]
        self.show(self.smits.view)

    def action_mark(self) -> None:
        """Mark or unmark the trigger under the cursor, and go on to the next."""
        table = self.query_one(ListTable)
        if table.current:
            self._marked ^= {table.current}
            self.show(self.smits.view)
            table.action_cursor_down()

    def action_accept(self) -> None:
        """Accept what is marked, or what is under the cursor."""
        chosen = self._chosen()
        if not chosen:
            return
        try:
            number = triage.accept(self.smits.record, chosen, by=self.smits.person)
        except SmitsError as error:
            self.smits.refuse(error)
            return
        self._done(f"{', '.join(chosen)} accepted into cycle {number}.")

    def action_dismiss_trigger(self) -> None:
        """Ask for the reason and dismiss."""
        chosen = self._chosen()

        def dismiss(reason: str) -> None:
            triage.dismiss(self.smits.record, chosen, by=self.smits.person, reason=reason)

        self._ask(chosen, "Dismiss", "why no action is needed", dismiss, "dismissed")

    def action_defer(self) -> None:
        """Ask for the day and defer."""
        chosen = self._chosen()

        def defer(day: str) -> None:
            until = day_from(day, self.smits.record.state.today)
            triage.defer(self.smits.record, chosen, by=self.smits.person, until=until)

        today = self.smits.view.state.today
        self._ask(
            chosen, "Defer", f"until when, e.g. {today + dt.timedelta(days=30)} or +30", defer, "deferred"
        )

    def _ask(self, chosen: list[str], title: str, hint: str, act: Callable[[str], None], done: str) -> None:
        if not chosen:
            return

        def closed(was_done: bool | None) -> None:
            if was_done:
                self._done(f"{', '.join(chosen)} {done}.")

        known = [self.smits.view.state.trigger(identifier) for identifier in chosen]
        about = "\n".join(f"{t.id}: {t.because}" for t in known[:5] if t)
        question = Question(f"{title} {', '.join(chosen)}", about, hint, title, act)
        self.app.push_screen(question, closed)

    def _done(self, told: str) -> None:
        self._marked.clear()
        self.smits.refresh_view()
        self.notify(told, markup=False)

    def _chosen(self) -> list[str]:
        current = self.query_one(ListTable).current
        marked = [key for key, _ in self.query_one(ListTable).shown if key in self._marked]
        return marked or ([current] if current else [])

    def _current(self, view: View) -> Trigger | None:
        current = self.query_one(ListTable).current
        return view.state.trigger(current) if current else None

    def _wanted(self, trigger: Trigger) -> bool:
        words = self.query_one("#triggers-filter", Input).value.casefold().split()
        told = (
            f"{trigger.id} {trigger.severity} {trigger.rule} {trigger.subject} {trigger.because}".casefold()
        )
        return all(word in told for word in words)

    def _row(self, trigger: Trigger, view: View) -> Row:
        look = SEVERITY[trigger.severity]
        mark = "* " if trigger.id in self._marked else look.icon
        style = self.smits.cell_style(look.style)
        quiet = self.smits.cell_style(QUIET)
        cells = (
            Text(mark, style=style),
            Text(trigger.id, style=quiet),
            Text(plain(trigger.because, lines=False), no_wrap=True, overflow="ellipsis"),
            Text(age(trigger.raised_at, view.now), style=quiet),
        )
        return trigger.id, cells
