"""The top of every screen: organisation, cycle, watcher, and the modes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from smits_tui.process.gates import STEPS
from smits_tui.tui.live_view import View
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.status_styles import QUIET, health, text
from smits_tui.tui.widgets.keys import KeyText, pressing

if TYPE_CHECKING:
    from smits_tui.tui.host import Host

PAST = "bold $background on $text-warning"
"""The style while a day of the past is shown."""
MARGINS = 4
"""Empty cells of the first line."""
LEAST_NAME = 8
"""The fewest cells of the organisation's name that are shown."""
BADGES = {"triggers": "!", "inputs": "?"}
"""Mode -> the mark after its name while it has unseen arrivals."""
ROOMY = 100
"""With this many cells, there are blanks between the keys and the names of modes."""
WHOLE_NAMES = 76
"""With fewer cells, the names of modes are abbreviated, so that the last ones can be seen and clicked."""


class TopBar(Vertical):
    """Shows the current location and the modes, in two lines."""

    def compose(self) -> ComposeResult:
        """Two texts, and one for all modes."""
        with Horizontal(id="bar-where"):
            yield Static(text("Reading the ledger ..."), id="bar-organisation")
            yield Static(id="bar-state")
        yield KeyText(self._modes(), id="bar-modes")

    def show(self, view: View) -> None:
        """Show a view."""
        where = self._where(view)
        state = text(where) + text("   ")
        state += health(view.status.watcher, is_short=self.app.size.width < ROOMY)
        if view.status.rules:
            state += text(" · other rules than the team", "$text-warning")
        organisation = self._whose(view, self.app.size.width - state.cell_length - MARGINS)
        if view.as_of:
            line = text(f" AS OF {view.as_of} · READ-ONLY · ctrl+t: today ", PAST)
            organisation = line + text(" ") + organisation
        self.query_one("#bar-organisation", Static).update(organisation, layout=False)
        self.query_one("#bar-state", Static).update(state)
        self.query_one("#bar-modes", Static).update(self._modes(), layout=False)

    def _whose(self, view: View, room: int) -> Content:
        """The organisation and the acting person; with little room the organisation is cut first."""
        organisation, who = text(view.status.organisation, "bold"), self._smits.actor
        acts = text(f" · {who.name}") + text(f" ({who.origin_label})", QUIET)
        if organisation.cell_length + acts.cell_length > room:
            acts = text(f" · {who.name}")
        return organisation.truncate(max(room - acts.cell_length, LEAST_NAME), ellipsis=True) + acts

    @property
    def _smits(self) -> Host:
        """The app, as screens know it."""
        return cast("Host", self.app)

    def _where(self, view: View) -> str:
        """The cycle, stage and step; with little room the step as a number."""
        cycle = view.status.cycle
        if cycle is None:
            return "no cycle"
        step = cycle.step
        if self.app.size.width < ROOMY:
            titles = [step_of_stage.title for step_of_stage in STEPS if step_of_stage.stage == cycle.stage]
            step = f"step {titles.index(cycle.step) + 1} of {len(titles)}"
        return f"cycle {cycle.number} · {cycle.stage.upper()} · {step}"

    def _modes(self) -> Content:
        """The keys and names of all modes; a click opens the mode."""
        width = self.app.size.width
        gap = " " if width >= ROOMY else ""
        shown = []
        for name, mode in MODE_BY_NAME.items():
            here = name == self.app.current_mode
            news = text(BADGES[name], "bold $text-warning") if self._smits.unseen().get(name) else text(" ")
            label = (
                text(f"{gap}{mode.key}", "bold $text-accent")
                + text(gap + (mode.title if width >= WHOLE_NAMES else mode.short))
                + news
            )
            label += text(gap)
            shown.append(pressing(mode.key, label.stylize("bold on $primary-muted") if here else label))
        return Content("").join(shown)
