"""Triggers: what the rules raised and why, and people's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import ScreenResume
from textual.timer import Timer

from smits_tui.actions.all_clear import silence
from smits_tui.actions.inputs.extraction.dry_read import contents_of
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.triggers.decision_days import decision_day
from smits_tui.actions.triggers.explanations import no_file, source_places
from smits_tui.actions.triggers.matters import matters
from smits_tui.presentation.field_labels import rule_label
from smits_tui.process.state import Trigger, TriggerStatus
from smits_tui.tui.details.decision_effects import decision_effects
from smits_tui.tui.details.source_text import passage
from smits_tui.tui.details.trigger_explanation import explanation
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.source import open_source
from smits_tui.tui.screens.list_screen import SORT, SortOrder, next_of
from smits_tui.tui.screens.trigger_decisions import TriggerDecisions
from smits_tui.tui.status_styles import QUIET, SEVERITY, TRIGGER, frame_title, since, text
from smits_tui.tui.widgets.file_view import FileView
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_watch.extraction.viewer.text import Line, TextLocation, find_place

FILTERS: tuple[TriggerStatus | None, ...] = (*get_args(TriggerStatus), None)
"""The statuses that are shown one after another; None shows all."""
PASSAGE_SECONDS = 0.6
"""How long the cursor stays on a trigger before its file is opened."""
MOST_PASSAGES = 20
"""Passages that are kept with their files; going back and forth opens no file again."""


@dataclass(frozen=True, slots=True)
class FilePassage:
    """A passage of a file."""

    path: str
    """Of the file, below inputs/."""
    lines: list[Line]
    """Its text."""
    location: TextLocation | None
    """None if it is not found: then the beginning is shown."""
    quote: str


class TriggersScreen(TriggerDecisions):
    """A list with the explanation beside it."""

    TITLE_OF_HELP: ClassVar[str] = "Triggers"
    HELP_TEXT: ClassVar[str] = (
        "What the rules raised. Each line is a trigger: a rule and the subject it matched, with the reason "
        "beside it. `a` accepts it into a cycle, `x` dismisses it with a reason, `f` defers it until a "
        "date; `u` reopens a decision. Triggers of one cause, e.g. the same budget or product, stand "
        "together: `m` marks all of them, space marks one, and what is marked is decided together."
    )
    CHANGES = frozenset({"accept", "dismiss_trigger", "defer", "reopen"})
    DETAIL_TITLE = "Why"
    COLUMNS = (("", 2), ("id", 5), ("why", None), ("file", 24, 84), ("decide by", 10, 84), ("since", 6))
    ORDERS = (
        SortOrder(0, "gravest first"),
        SortOrder(5, "newest first", lambda view, key: _trigger(view, key).raised_at, descending=True),
        SortOrder(5, "oldest first", lambda view, key: _trigger(view, key).raised_at),
        SortOrder(1, "by number", lambda _, key: _number(key)),
        SortOrder(1, "highest number first", lambda _, key: _number(key), descending=True),
        SortOrder(2, "by rule", lambda view, key: (_trigger(view, key).rule, _trigger(view, key).subject)),
        SortOrder(3, "by file", lambda view, key: file_of_trigger(view, _trigger(view, key)) or None),
        SortOrder(4, "next deadline first", lambda view, key: decision_day(_trigger(view, key))),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept", tooltip="Add it to the cycle, or open one"),
        Binding("x", "dismiss_trigger", "Dismiss", tooltip="Dismiss it, with a reason"),
        Binding("f", "defer", "Defer", tooltip="Defer it until a date"),
        Binding("space", "mark", "Mark", tooltip="Mark several to decide together"),
        Binding("m", "mark_matter", "Matter", tooltip="Mark all of the same cause, to decide them together"),
        Binding(
            "ctrl+a", "mark_all", "Mark all", show=False, tooltip="Mark all that are shown, or unmark them"
        ),
        Binding(
            "asterisk",
            "invert_marks",
            "Invert",
            show=False,
            key_display="*",
            tooltip="Mark what is shown and not marked, unmark the rest",
        ),
        Binding("t", "next_filter", "Status", tooltip="Open, accepted, dismissed, deferred, lapsed or all"),
        SORT,
        Binding("v", "passage", "Passage", tooltip="The file it comes from, with the passage marked"),
        Binding("u", "reopen", "Reopen", tooltip="Reopen it, with a reason"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Create the screen with the open triggers."""
        super().__init__()
        self._status: TriggerStatus | None = "open"
        self._below: set[str] = set()
        """Those that stand below another one of their matter."""
        self._passages: dict[str, FilePassage | None] = {}
        """Trigger -> the passage of the file on which it rests, once somebody stayed on it."""
        self._resting: Timer | None = None
        self._rests_on: str | None = None
        """The trigger on which the cursor stays."""

    def below_list(self) -> ComposeResult:
        """The file of the trigger under the cursor."""
        yield FileView(id="trigger-file")

    def keys(self, view: View) -> Sequence[str]:
        """The triggers of the status that is shown, the gravest first."""
        triggers = view.undecided if self._status == "open" else view.state.triggers(self._status)
        self._triggers = {trigger.id: trigger for trigger in triggers}
        self._marked &= set(self._triggers)
        return list(self._triggers)

    def arranged(self, view: View, keys: Sequence[str], order: SortOrder) -> Sequence[str]:
        """The triggers in an order, those of a matter together."""
        listed = matters(self._triggers[key] for key in order.sorted(view, keys))
        self._below = {trigger.id for matter in listed for trigger in matter.others}
        return [trigger.id for matter in listed for trigger in matter.triggers]

    def cells(self, view: View, key: str) -> Cells:
        """Severity or mark, the reason, and the age."""
        trigger = self._triggers[key]
        style = SEVERITY[trigger.severity]
        return (
            text("* " if key in self._marked else style.icon, style.style),
            text(key, QUIET),
            text("└ " if key in self._below else "", QUIET)
            + text(trigger.sentence, "" if trigger.holds else QUIET),
            text(file_of_trigger(view, trigger), QUIET),
            text(decision_day(trigger) or "", QUIET),
            text(since(trigger.raised_at, view.now).rjust(6), QUIET),
        )

    def reveal(self, key: str) -> None:
        """Select a trigger whatever its status; from there it is decided alone."""
        self._marked.clear()
        trigger = self.smits.view.state.trigger(key)
        if trigger and self._status not in (None, trigger.status):
            self._status = trigger.status
        super().reveal(key)

    def searched(self, view: View, key: str) -> str:  # noqa: ARG002
        """The text of the row, with severity, rule and subject, which the row doesn't show."""
        trigger = self._triggers[key]
        rule = f"{trigger.rule} {rule_label(trigger.rule)}"  # as files and commands name it, and as shown
        return f"{key} {trigger.severity} {rule} {trigger.subject} {trigger.because}"

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The status filter, and the number of triggers with each status."""
        hidden = len(self._marked - set(self.query_one(ListTable).keys))
        marked = f" · {len(self._marked)} marked" if self._marked else ""
        marked += f", {hidden} of them hidden by the filter" if hidden else ""
        counts = view.status.triggers
        # Five counts don't fit 80 columns, so zeros are left out.
        names = [name for name in counts if counts[name] or name == "open"]
        rest = "  ".join(f"{TRIGGER[name].icon} {counts[name]} {name}" for name in names)
        return f"{self._status or 'all'} · {self.matches}{about}{marked}", rest

    def detail(self, view: View, key: str | None) -> Content:
        """Why the trigger under the cursor was raised."""
        trigger = view.state.trigger(key) if key else None
        if trigger is not None:
            effects = decision_effects(view, trigger)
            place = self._passages.get(trigger.id)
            at = place.location if place else None
            shown = passage(place.lines, at, place.quote) if place and at else None
            return explanation(view.state, trigger, shown, effects)
        hint = f"There is no {self._status} trigger here. " if self._status else "There are no triggers yet. "
        if self._status in ("open", None):
            hint += f"{silence(view.state)} "
        return text(hint + "Drop a file into one of the folders below inputs/ to have it judged.", QUIET)

    def show_detail(self) -> None:
        """Show the explanation at once, and the passage of the file once the cursor rests."""
        super().show_detail()
        self._show_file()
        if self.current != self._rests_on:
            self._rest()

    def on_screen_resume(self, event: ScreenResume) -> None:  # noqa: ARG002
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
            lambda: _passage(contents_of(workspace, item.sha256, item.path), item.path, anchor, quote),
            lambda content: self._take_passage(trigger.id, content),
            unseen=True,
        )

    def _take_passage(self, identifier: str, place: FilePassage | None) -> None:
        if place is not None and self.is_mounted:
            if len(self._passages) >= MOST_PASSAGES:
                self._passages.pop(next(iter(self._passages)))
            self._passages[identifier] = place
            if self.current == identifier:
                super().show_detail()
                self._show_file()

    def _show_file(self) -> None:
        """Show the file around the passage below the list, which is seen where there is room."""
        place, below = self._passages.get(self.current or ""), self.query_one(FileView)
        below.set_class(place is not None, "-filled")
        if place:
            below.border_title = frame_title(place.path)
            below.show_file(place.lines, place.location, place.quote)

    def action_next_filter(self) -> None:
        """Show the next status."""
        self._status = next_of(self._status, FILTERS)
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


def file_of_trigger(view: View, trigger: Trigger) -> str:
    """The name of the newest file on which a trigger rests; blank where it rests on none."""
    item = view.state.input(trigger.inputs[-1]) if trigger.inputs else None
    return item.path.partition("/")[2] if item else ""


def _trigger(view: View, key: str) -> Trigger:
    """A trigger that is listed."""
    trigger = view.state.trigger(key)
    if trigger is None:
        raise KeyError(key)
    return trigger


def _number(key: str) -> int:
    """The number in an id, so that T9 comes before T10."""
    return int(key[1:])


def _passage(lines: list[Line], path: str, anchor: str, quote: str) -> FilePassage | None:
    """The passage of a file; None if the file is missing."""
    return FilePassage(path, lines, find_place(lines, anchor, quote), quote) if lines else None
