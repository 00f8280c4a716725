"""Overview: what is next, what has triggered, what is current, whether the inputs are fresh."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content

from smits_tui.actions.exporting import days_of
from smits_tui.actions.overview import FolderStatus
from smits_tui.process.sections import DOCUMENTS
from smits_tui.process.state import Trigger
from smits_tui.tui.following import View
from smits_tui.tui.leading import way_to
from smits_tui.tui.looks import DELIVERABLE, QUIET, SEVERITY, STAGES, age, lines, text
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.widgets.panel import Panel

MOST_DATES = 5
"""Days coming up that are shown."""


class OverviewScreen(ModeScreen):
    """Answers in ten seconds where the strategy stands."""

    TITLE_OF_HELP: ClassVar[str] = "Overview"
    HELP_TEXT: ClassVar[str] = (
        "Where the strategy stands: what is next, the cycle, what has triggered, the deliverables and how "
        "fresh the inputs are. Tab goes from box to box, enter opens what a box is about; on what is "
        "next it leads to where that is done."
    )

    def body(self) -> ComposeResult:
        """Five boxes."""
        with Grid(id="overview"):
            first = Panel("Next", "triggers", id="first")
            yield first
            yield Panel("Cycle", "cycle", id="cycle")
            yield Panel("Triggers", "triggers", id="triggers")
            yield Panel("Deliverables", "deliverables", id="deliverables")
            yield Panel("Inputs", "inputs", id="inputs")

    async def on_panel_opened(self, event: Panel.Opened) -> None:
        """Lead from what is next to where it is done."""
        command = self.smits.view.status.command
        if event.panel == "first" and command:
            event.stop()
            way = way_to(command)
            await self.smits.go(way.mode, way.key)

    def show(self, view: View) -> None:
        """Fill the boxes."""
        self.query_one("#first", Panel).show(text(view.status.next))
        self.query_one("#cycle", Panel).show(_cycle(view))
        triggers = self.query_one("#triggers", Panel)
        open_ones = view.status.triggers["open"]
        triggers.border_title = f"Triggers: {open_ones} open" if open_ones else "Triggers"
        triggers.show(_triggers(view))
        self.query_one("#deliverables", Panel).show(_deliverables(view))
        self.query_one("#inputs", Panel).show(_inputs(view))


def _cycle(view: View) -> Content:
    cycle = view.status.cycle
    steps = [
        text(f"● {stage}", "bold $text-accent")
        if cycle and cycle.stage == stage
        else text(f"○ {stage}", QUIET)
        for stage in STAGES
    ]
    stepper = text(" ─ ", QUIET).join(steps)
    dates = _dates(view)
    if cycle is None:
        hint = text("No cycle; an accepted trigger opens one.", QUIET)
        return lines(stepper, hint, *dates)
    under_way = view.state.cycle()
    why = ", ".join(cycle.triggers) or (under_way.reason if under_way else "")
    opened = f"cycle {cycle.number}, opened {age(cycle.opened_at, view.now)} by {why}"
    left = f", {len(cycle.missing)} missing" if cycle.missing else ", done"
    return lines(stepper, text(f"Now: {cycle.step}") + text(left, QUIET), text(opened, QUIET), *dates)


def _dates(view: View) -> list[Content]:
    """The next days that are to be kept, the first first."""
    today = view.state.today
    coming = sorted((day, what) for _, what, day in days_of(view.state, view.settings) if day >= today)
    return [
        text(f"{day}  {what}") + text(f"  in {(day - today).days} d", QUIET)
        for day, what in coming[:MOST_DATES]
    ]


def _triggers(view: View) -> Content:
    undecided = view.state.triggers("open")
    if not undecided:
        return text("None is open.", QUIET)
    return lines(*(_trigger(trigger) for trigger in undecided))


def _trigger(trigger: Trigger) -> Content:
    look = SEVERITY[trigger.severity]
    return text(f"{look.icon} {look.word:<9}", look.style) + text(trigger.because)


def _deliverables(view: View) -> Content:
    shown = []
    for one in view.status.deliverables:
        version = f" v{one.version}" if one.version else ""
        look = DELIVERABLE[one.status]
        asked = f"  waiting for {', '.join(one.missing)}" if one.status == "submitted" else ""
        told = text(DOCUMENTS[one.kind].title.lower() + version) + text(asked, QUIET)
        shown.append(text(f"{look.icon} {look.word:<13}", look.style) + told)
    return lines(*shown)


def _inputs(view: View) -> Content:
    if not any(folder.last for folder in view.status.folders):
        return text("Nothing yet; drop files into inputs/.", QUIET)
    silent = {
        t.fact.get("kind") for t in view.state.triggers("open") if t.rule == "input-silence" and t.holds
    }
    folders = sorted(view.status.folders, key=_freshness)
    return lines(*(_folder(folder, view, silent=folder.kind in silent) for folder in folders))


def _freshness(folder: FolderStatus) -> float:
    return -folder.last.timestamp() if folder.last else 0.0


def _folder(folder: FolderStatus, view: View, *, silent: bool) -> Content:
    """Mark, kind, count, age, and what is wrong in words."""
    mark, word, style = ("~", "silent", "$text-warning") if silent else (" ", "", "")
    if folder.rejected:
        mark, word, style = "x", f"{folder.rejected} rejected", "$text-error"
    since = age(folder.last, view.now).removesuffix(" ago").removeprefix("just ")
    shown = text(f"{mark} ", style) + text(
        f"{folder.kind:<21}{folder.recorded:>3}", "" if folder.last else QUIET
    )
    return shown + text(f"  {since:<8}", QUIET) + text(word, style)
