"""The lists of the Rules mode: their columns, orders and rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, get_args

from smits_rules.model.rule import Rule
from smits_rules.vocabulary import FACT_TYPES
from smits_tui.actions.rules.limits.distances import Limit
from smits_tui.actions.rules.rule_figures import RuleFigures
from smits_tui.presentation.field_labels import fact_label, field_label, rule_label
from smits_tui.process.state import SEVERITIES
from smits_tui.tui.details.rule import limit_figure
from smits_tui.tui.screens.list_screen import SortOrder
from smits_tui.tui.status_styles import QUIET, SEVERITY, text
from smits_tui.tui.widgets.list_view import Cells, Column

Listed = Literal["limits", "rules", "packs", "vocabulary"]
LISTS: tuple[Listed, ...] = get_args(Listed)
COLUMNS: dict[Listed, Sequence[Column]] = {
    "limits": (("limit", None), ("  value", 7), ("    now", 7), ("   left", 8), ("before", 6)),
    "rules": (("rule", None), ("severity", 8), ("outcome", 8), ("today", 6)),
    "packs": (("file", None), ("rules", 5)),
    "vocabulary": (("fact", None), ("fields", 6)),
}
DETAIL_TITLES: dict[Listed, str] = {
    "limits": "Limit",
    "rules": "Rule",
    "packs": "Pack",
    "vocabulary": "Fact",
}
"""The title of the selected row's detail."""


def orders_of(listed: Listed, figures: Callable[[], RuleFigures]) -> Sequence[SortOrder]:
    """The orders of a list.

    Args:
        listed: which list.
        figures: what was weighed; asked when somebody sorts.
    """
    in_order = SortOrder(0, "as in the packs")
    if listed == "limits":
        return (
            in_order,
            SortOrder(0, "by name", lambda _, key: field_label(key)),
            SortOrder(1, "highest limit first", lambda _, key: figures().limits[key].value, True),
            SortOrder(2, "highest value first", lambda _, key: figures().limits[key].current, True),
            SortOrder(3, "reached and nearest first", lambda _, key: _relative_distance(figures(), key)),
        )
    if listed == "rules":
        return (
            in_order,
            SortOrder(0, "by name", lambda _, key: key),
            SortOrder(1, "gravest first", lambda _, key: SEVERITIES.index(figures().rules[key].severity)),
            SortOrder(2, "by outcome", lambda _, key: figures().rules[key].outcome),
            SortOrder(3, "those that fire first", lambda _, key: not _fires(figures(), key)),
        )
    if listed == "packs":
        return (
            SortOrder(0, "in order of loading"),
            SortOrder(0, "by name", lambda _, key: key),
            SortOrder(1, "most rules first", lambda _, key: len(figures().files[key]), True),
        )
    return (
        SortOrder(0, "as in the manual"),
        SortOrder(0, "by name", lambda _, key: key),
        SortOrder(1, "most fields first", lambda _, key: len(FACT_TYPES[key].model_fields), True),
    )


def limit_cells(limit: Limit) -> Cells:
    """A limit, today's value, the margin between them, and its trend."""
    reached = limit.distance is not None and limit.distance <= 0
    style = QUIET if limit.distance is None else "$text-warning" if reached else "$text-success"
    return (
        text(field_label(limit.name) + (" *" if limit.own else "")),
        text(limit_figure(limit, limit.value).rjust(7)),
        text(limit_figure(limit, limit.current).rjust(7)),
        text(limit_figure(limit, limit.distance).rjust(8), style),
        text(limit.sparkline[-6:], QUIET),
    )


def rule_cells(figures: RuleFigures, rule: Rule) -> Cells:
    """A rule with its outcome, and whether it fires today."""
    style = SEVERITY[rule.severity]
    today = text("fires", "$text-warning") if _fires(figures, rule.id) else text("silent", QUIET)
    return text(rule_label(rule.id)), text(style.word, style.style), text(rule.outcome, QUIET), today


def _fires(figures: RuleFigures, rule: str) -> bool:
    """Whether a rule fires on a fact of today."""
    nearest = figures.nearest.get(rule)
    return nearest is not None and bool(nearest[1]["fired"])


def _relative_distance(figures: RuleFigures, name: str) -> float | None:
    """What is left to a limit as a part of it, so that percent and amounts compare; None without a value."""
    limit = figures.limits[name]
    return None if limit.distance is None else limit.distance / max(abs(limit.value), 1)


def fact_cells(name: str) -> Cells:
    """A fact type, and how many fields it has."""
    return text(fact_label(name)), text(len(FACT_TYPES[name].model_fields))
