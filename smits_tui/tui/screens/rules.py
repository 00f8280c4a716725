"""Rules: limits with their distance to the facts, rules with their test cases, and changing a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.worker import Worker

from smits_rules.judges.rule_tests import Tried, try_cases
from smits_rules.packs.lint import lint
from smits_rules.packs.loading import check_pack, load_pack, shipped_packs
from smits_rules.vocabulary import FACT_TYPES, SmitsError
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.rules.rule_figures import RuleFigures, Weighing
from smits_tui.actions.rules.simulation.backtest import backtest, difference_lines, quality_rows
from smits_tui.actions.session import ActionRefused
from smits_tui.presentation.field_labels import rule_label
from smits_tui.tui.details.rule import fact_detail, hint, limit_detail, pack_detail, rule_detail
from smits_tui.tui.dialogs.limit import LimitDialog
from smits_tui.tui.dialogs.prompts import Note
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import SORT, ListScreen, next_of
from smits_tui.tui.screens.rule_lists import (
    COLUMNS,
    DETAIL_TITLES,
    LISTS,
    Listed,
    fact_cells,
    limit_cells,
    orders_of,
    rule_cells,
)
from smits_tui.tui.status_styles import columns, lines, text
from smits_tui.tui.widgets.list_view import Cells, ListTable


class RulesScreen(ListScreen):
    """A list of limits, rules, packs or fact types, and the selected one in full."""

    TITLE_OF_HELP: ClassVar[str] = "Rules"
    HELP_TEXT: ClassVar[str] = (
        "When the strategy must be reassessed. Limits show the value that fires a rule, the closest value "
        "today, what is left between the two, and how it has developed. `e` changes a limit after showing "
        "what the new value would have changed in the past. `t` switches to the rules and their cases, the "
        "packs, and the vocabulary. `T` runs all cases, `i` looks for mistakes, `h` replays the past."
    )
    DETAIL_TITLE = DETAIL_TITLES["limits"]
    CHANGES = frozenset({"edit"})
    COLUMNS = COLUMNS["limits"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Change", tooltip="Change the limit, after trying it on the past"),
        Binding("t", "other_list", "List", tooltip="Limits, rules, packs, vocabulary"),
        Binding("T", "cases", "Cases", tooltip="Run the test cases of all rules on both judges"),
        Binding("i", "check", "Check", tooltip="Errors in the packs, and likely mistakes"),
        Binding("h", "backtest", "Back-test", tooltip="What the rules would have raised in the past"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Create the screen with the list of limits."""
        super().__init__()
        self._weighed: RuleFigures | None = None
        self._kept = Weighing()
        self._list: Listed = "limits"
        self._weighed_at: object = None
        """The entries, day, settings and rules of what was weighed last."""
        self._weighing: Worker[None] | None = None
        self._problem = ""
        """Why the rules can't be weighed."""
        self.ORDERS = orders_of(self._list, self._figures)

    def _figures(self) -> RuleFigures:
        """What was weighed; a list has no rows before that."""
        if self._weighed is None:
            raise ActionRefused("The facts are being judged; wait a moment.")
        return self._weighed

    def show(self, view: View) -> None:
        """Evaluate the rules again after an entry, on another day, and when settings or rules change."""
        if self.is_current:
            self._weigh(view)
        super().show(view)

    def _catch_up(self) -> None:
        """Show the view; a screen created in advance evaluates the rules once, before somebody opens it."""
        super()._catch_up()
        if self._ready and self.smits.is_open and self._weighed_at is None:
            self._weigh(self.smits.view)

    def _weigh(self, view: View) -> None:
        """Evaluate the rules in a thread, unless that was done for this view or is under way."""
        at = (view.seq, view.state.today, view.configured)
        is_weighing = self._weighing is not None and not self._weighing.is_finished
        if at == self._weighed_at or is_weighing:
            return
        self._weighed_at = at
        workspace, state = self.smits.workspace, view.snapshot
        weighing = self._kept if view.as_of is None else Weighing()

        def weigh_now() -> RuleFigures | str:
            try:
                return weighing.run(workspace, state)
            except (SmitsError, OSError) as error:
                return str(error)

        self._weighing = self.smits.in_background("Evaluating the facts", weigh_now, self._take, unseen=True)

    def _take(self, result: RuleFigures | str) -> None:
        self._weighing = None
        if isinstance(result, RuleFigures):
            self._weighed, self._problem = result, ""
        else:
            self._problem = result
        if self.is_mounted and self.is_current:
            self.show(self.smits.view)  # changes made meanwhile are evaluated next

    def keys(self, view: View) -> Sequence[str]:  # noqa: ARG002  # what was weighed of it is shown
        """The keys of the current list."""
        figures = self._weighed
        if figures is None:
            return []
        if self._list == "limits":
            return list(figures.limits)
        if self._list == "rules":
            return list(figures.rules)
        return list(figures.files if self._list == "packs" else FACT_TYPES)

    def cells(self, view: View, key: str) -> Cells:  # noqa: ARG002
        """A row of the current list."""
        figures = self._weighed
        if self._list == "vocabulary" or figures is None:
            return fact_cells(key)
        if self._list == "limits":
            return limit_cells(figures.limits[key])
        if self._list == "rules":
            return rule_cells(figures, figures.rules[key])
        return text(key), text(len(figures.files[key]))

    def searched(self, view: View, key: str) -> str:
        """The text of a row, and the name that files and commands use."""
        return f"{super().searched(view, key)} {key}"

    def head(self, view: View, about: str) -> tuple[str, str]:  # noqa: ARG002
        """The name of the current list."""
        following = next_of(self._list, LISTS)
        return f"{self._list} · {self.matches}{about}", f"t shows the {following}"

    def detail(self, view: View, key: str | None) -> Content:  # noqa: ARG002
        """A limit, a rule, a pack or a fact type."""
        figures = self._weighed
        if self._problem:
            return text(self._problem, "$text-error")
        if figures is None or key is None:
            return hint([figures] if figures else [])
        if self._list == "limits" and key in figures.limits:
            return limit_detail(figures.limits[key], figures.pack)
        if self._list == "packs" and key in figures.files:
            return pack_detail(key, figures.files[key])
        if self._list == "vocabulary" and key in FACT_TYPES:
            return fact_detail(key)
        rule = figures.rules.get(key)
        return rule_detail(rule, figures.nearest.get(rule.id)) if rule else text("")

    def action_other_list(self) -> None:
        """Show the next list."""
        self._list = next_of(self._list, LISTS)
        self.ORDERS, self._order = orders_of(self._list, self._figures), 0
        table = self.query_one(ListTable)
        table.set_columns(COLUMNS[self._list])
        self.query_one(".part-detail").border_title = DETAIL_TITLES[self._list]
        super().show(self.smits.view)
        table.focus()

    def action_cases(self) -> None:
        """Run the test cases of all rules."""
        workspace = self.smits.workspace
        self.smits.in_background(
            "Running the test cases", lambda: list(try_cases(load_rules(workspace))), self._show_cases
        )

    def _show_cases(self, tried: list[Tried]) -> None:
        failed = [failure for failure in tried if not failure.passed]
        lines_shown = [
            text(f"{len(tried)} test cases were run on both judges, {len(failed)} failed.", "bold")
        ]
        for failure in failed:
            wanted = "fire" if failure.case.fires else "stay silent"
            where = f"{rule_label(failure.rule.id)}, {failure.rule.file}:{failure.case.line}"
            lines_shown.append(text(f"{where}: it should {wanted}", "$text-error"))
        self.app.push_screen(Note("Cases", lines(*lines_shown)))

    def action_check(self) -> None:
        """Check for mistakes, overlaps, gaps and contradictions."""
        workspace = self.smits.workspace

        def checked() -> Content:
            files = [*shipped_packs(), *workspace.own_packs()]
            wrong = check_pack(files)
            odd = [] if wrong else lint(load_pack(files))
            lines_shown = [text(problem, "$text-error") for problem in wrong]
            lines_shown += [text(problem, "$text-warning") for problem in odd]
            return lines(*(lines_shown or [text("No problems were found in the rules.", "$text-success")]))

        self.smits.in_background(
            "Checking the rules",
            checked,
            lambda lines_shown: self.app.push_screen(Note("Rules", lines_shown)),
        )

    def action_backtest(self) -> None:
        """Replay the recorded past under the rules in force."""
        workspace, state = self.smits.workspace, self.smits.view.snapshot

        def replay() -> Content:
            result = backtest(workspace, state)
            head, *rows = columns(quality_rows(result, rule_label))
            return lines(
                *map(text, difference_lines(result, rule_label)), Content(""), head.stylize("bold"), *rows
            )

        self.smits.in_background(
            "Replaying the past", replay, lambda content: self.app.push_screen(Note("The past", content))
        )

    def action_edit(self) -> None:
        """Change the limit under the cursor, or the first limit of the rule under the cursor."""
        figures, current = self._figures(), self.current
        if not current:
            raise ActionRefused("Choose a limit or a rule; none matches the filter.")
        limit = figures.limits.get(current) or next(
            (limit for limit in figures.limits.values() if current in limit.rules), None
        )
        if limit is None:
            raise ActionRefused("This rule has no limit; change it in its file.")
        self.ask_form(LimitDialog(limit, self.smits.workspace, self.smits.record, self.smits.person))
