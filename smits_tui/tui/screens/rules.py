"""Rules: the limits and how near the facts are to them, the rules and their cases, and changing a limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from smits_rules.explain import Explanation
from smits_rules.rule import Pack, Rule
from smits_rules.vocabulary import SmitsError
from smits_tui.actions.limits import Limit, limits_of
from smits_tui.actions.opening import open_past
from smits_tui.actions.reassessment import load_rules
from smits_tui.actions.standing import KnownFacts, standing_facts
from smits_tui.actions.why import weigh
from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET, SEVERITY, lines, text
from smits_tui.tui.rules_detail import hint, limit_detail, rule_detail
from smits_tui.tui.screens.limit_dialog import LimitDialog
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.widgets.tables import ListTable, Row
from smits_tui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Weighed:
    """The rules held against the facts of a moment."""

    pack: Pack
    limits: dict[str, Limit]
    nearest: dict[str, tuple[str, Explanation]]
    """Rule -> the fact that comes nearest to it, and why it fires or not."""


class RulesScreen(ModeScreen):
    """A list of limits, or of rules, with one of them in full beside it."""

    TITLE_OF_HELP: ClassVar[str] = "Rules"
    HELP_TEXT: ClassVar[str] = (
        "When the strategy must be looked at. Limits show the value that fires a rule, the value of today "
        "that comes nearest, what is left between them and how that was. E changes a limit, after it was "
        "shown what the new value would have changed in the past. T shows the rules and their cases."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Change", tooltip="Change the limit, after trying it on the past"),
        Binding("t", "other_list", "Limits/rules", tooltip="Show the rules, or the limits"),
        Binding("escape", "back", "Back", show=False),
    ]

    class Found(Message):
        """The rules were weighed."""

        def __init__(self, weighed: Weighed | None, trouble: str = "") -> None:
            """Keep what was found, or why nothing could be."""
            super().__init__()
            self.weighed = weighed
            self.trouble = trouble

    def __init__(self) -> None:
        """Begin with the limits."""
        super().__init__()
        self._weighed: Weighed | None = None
        self._shows_rules = False
        self._seen: tuple[object, ...] = ()

    def body(self) -> ComposeResult:
        """The list and the detail."""
        with Horizontal(classes="two-parts"):
            with Vertical(classes="part-list"):
                yield Static(id="rules-shown")
                limits = (("limit", None), ("value", 7), ("now", 8), ("left", 8), ("history", 8))
                yield ListTable(limits, id="first")
                rules = (("rule", None), ("severity", 8), ("outcome", 8), ("today", 6))
                yield ListTable(rules, id="rules-list")
            with VerticalScroll(classes="part-detail", id="rules-detail"):
                yield Static(id="rules-text")

    def show(self, view: View) -> None:
        """Weigh the rules anew when what they depend on changed."""
        seen = (view.state.pack, view.state.judged_by, view.state.next_id("inputs"), view.state.today)
        if seen != self._seen:
            self._seen = seen
            self._weigh(self.smits.workspace, view.state.today)
        self._fill()

    @work(thread=True, exclusive=True)
    def _weigh(self, workspace: Workspace, today: dt.date) -> None:
        try:
            state = open_past(workspace, today).state
            pack = load_rules(workspace)
            facts = list(standing_facts(state, workspace.settings(), KnownFacts()))
            limits = {limit.name: limit for limit in limits_of(workspace, state)}
        except (SmitsError, OSError) as error:
            self.post_message(self.Found(None, str(error)))
            return
        nearest = {}
        for rule in pack.rules:
            weighed = weigh(pack, rule, facts)
            if weighed:
                nearest[rule.id] = (weighed[0][0].subject or rule.fact, weighed[0][1])
        self.post_message(self.Found(Weighed(pack, limits, nearest)))

    @on(Found)
    def _on_found(self, event: Found) -> None:
        self._weighed = event.weighed
        if event.trouble:
            self.query_one("#rules-text", Static).update(text(event.trouble, "$text-error"))
            return
        self._fill()

    def _fill(self) -> None:
        found = self._weighed
        limits = [self._limit_row(limit) for limit in found.limits.values()] if found else []
        rules = [self._rule_row(found, rule) for rule in found.pack.rules] if found else []
        self.query_one("#first", ListTable).fill(limits)
        self.query_one("#rules-list", ListTable).fill(rules)
        rows = rules if self._shows_rules else limits
        what = "rules" if self._shows_rules else "limits"
        other = "limits" if self._shows_rules else "rules"
        head = lines(text(f"{what} · {len(rows)}", "bold"), text(f"t shows the {other}", QUIET))
        self.query_one("#rules-shown", Static).update(head)
        self._show_detail()

    def _show_detail(self) -> None:
        found, current = self._weighed, self._table.current
        shown = hint([found] if found else [])
        if found and current:
            rule = next((rule for rule in found.pack.rules if rule.id == current), None)
            if self._shows_rules and rule:
                shown = rule_detail(rule, found.nearest.get(rule.id))
            elif current in found.limits:
                shown = limit_detail(found.limits[current], found.pack)
        self.query_one("#rules-text", Static).update(shown)

    @on(ListTable.RowHighlighted)
    def _on_cursor(self) -> None:
        self._show_detail()
        self.query_one("#rules-detail").scroll_home(animate=False)

    @on(ListTable.RowSelected)
    def _on_chosen(self) -> None:
        self.query_one("#rules-detail").focus()

    def action_other_list(self) -> None:
        """Show the rules instead of the limits, or the other way round."""
        self._shows_rules = not self._shows_rules
        self.set_class(self._shows_rules, "-rules")
        self._fill()
        self._table.focus()

    @property
    def _table(self) -> ListTable:
        """The list that is shown."""
        return self.query_one("#rules-list" if self._shows_rules else "#first", ListTable)

    def action_edit(self) -> None:
        """Change the limit under the cursor, or the first one of the rule under it."""
        found, current = self._weighed, self._table.current
        if not found or not current:
            return
        limit = found.limits.get(current) or next(
            (limit for limit in found.limits.values() if current in limit.rules), None
        )
        if limit is None:
            self.notify("This rule has no limit; change it in its file.")
            return
        dialog = LimitDialog(limit, self.smits.workspace, self.smits.record, self.smits.person)

        def closed(told: str | None) -> None:
            if told:
                self.smits.refresh_view()
                self.notify(told)

        self.app.push_screen(dialog, closed)

    def action_back(self) -> None:
        """Go back to the list."""
        self._table.focus()

    def _limit_row(self, limit: Limit) -> Row:
        quiet = self.smits.cell_style(QUIET)
        reached = limit.distance is not None and limit.distance <= 0
        left = self.smits.cell_style("$text-warning" if reached else "$text-success")
        cells = (
            Text(limit.name + (" *" if limit.own else "")),
            Text(_figure(limit.value)),
            Text(_figure(limit.current)),
            Text(_figure(limit.distance), style=left if limit.distance is not None else quiet),
            Text(limit.sparkline[-8:], style=quiet),
        )
        return limit.name, cells

    def _rule_row(self, found: Weighed, rule: Rule) -> Row:
        nearest = found.nearest.get(rule.id)
        fires = nearest is not None and nearest[1]["fired"]
        quiet = self.smits.cell_style(QUIET)
        look = SEVERITY[rule.severity]
        today = self.smits.cell_style("$text-warning") if fires else quiet
        cells = (
            Text(rule.id),
            Text(look.word, style=self.smits.cell_style(look.style)),
            Text(rule.outcome, style=quiet),
            Text("fires" if fires else "silent", style=today),
        )
        return rule.id, cells


def _figure(value: float | None) -> str:
    """A figure in few characters; a dash where there is none."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"
