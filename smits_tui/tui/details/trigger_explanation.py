"""Why a trigger was raised: the sentence first, then the conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.content import Content

from smits_rules.vocabulary.shown_number import shown_number
from smits_tui.actions.triggers.explanations import (
    condition_parts,
    history_line,
    lapse_line,
    no_file,
    source_lines,
)
from smits_tui.actions.triggers.matters import matter_of, news_sentence
from smits_tui.presentation.field_labels import (
    field_label,
    rule_label,
    with_choices,
    with_labels,
)
from smits_tui.process.deliverables.sections import title_of
from smits_tui.process.state import State, Trigger
from smits_tui.tui.status_styles import QUIET, SEVERITY, TRIGGER, lines, status, text

_WIDTHS = (20, 9)
"""Cells for a condition's field and value."""
_LONG = 18
"""A longer expected value is shown on a line of its own."""
_BAR = 16
"""Cells of the bar that shows the distance of a value from its limit."""


def explanation(
    state: State, trigger: Trigger, passage: Content | None = None, effects: Iterable[Content] = ()
) -> Content:
    """Why a trigger was raised, and its history.

    Args:
        state: the recorded state, including the trigger's inputs.
        trigger: the trigger.
        effects: what decisions would change, shown above the history.
        passage: of the file, with the fact's source marked; None shows the fact's quote.
    """
    parts = [text(trigger.sentence, "bold"), Content(""), _facts(trigger)]
    if not trigger.holds:
        parts.append(text(lapse_line(trigger), "$text-warning"))
    parts += _matter(state, trigger)
    parts += [
        *_section("Conditions"),
        *(_condition(condition) for condition in trigger.explanation.get("conditions", [])),
    ]
    for part in ("guard", "turn"):
        if trigger.explanation.get(part):
            parts += [Content(""), text(with_labels(str(trigger.explanation[part])), "italic")]
    parts += [*_section("Sources"), *_sources(state, trigger, passage)]
    if trigger.touches:
        parts += [*_section("Touches"), text(", ".join(map(title_of, trigger.touches)))]
    parts += effects
    parts += [*_section("History"), *(text(history_line(step)) for step in trigger.history)]
    return lines(*parts)


def _matter(state: State, trigger: Trigger) -> list[Content]:
    """The other triggers of its matter, and what is new in it."""
    of_it = matter_of(state, trigger)
    others = [other for other in of_it if other.id != trigger.id]
    if not others:
        return []
    other_triggers = ", ".join(f"{other.id} ({other.standing})" for other in others)
    return [text(line) for line in (f"Same matter: {other_triggers}", news_sentence(of_it)) if line]


def _facts(trigger: Trigger) -> Content:
    return Content("  ").join(
        [
            text(trigger.id, "bold $text-accent"),
            status(SEVERITY[trigger.severity]),
            status(TRIGGER[trigger.status]),
            *([status(TRIGGER["lapsed"])] if trigger.standing.endswith(", lapsed") else []),
            text(f"{rule_label(trigger.rule)}: {trigger.outcome}", QUIET),
            *([text(f"until {trigger.until}", QUIET)] if trigger.until else []),
        ]
    )


def _condition(condition: dict[str, Any]) -> Content:
    """`✓ change in percent  -12 %  at most -10 %`, aligned; a long list of values goes on the next line."""
    field, value, expected, limit = condition_parts(condition)
    field, value, expected = field_label(field), with_choices(value), with_choices(expected)
    mark = text("✓ ", "$text-success") if condition["holds"] else text("· ", QUIET)
    name, shown = (text(part.ljust(width)) for part, width in zip((field, value), _WIDTHS, strict=True))
    line = mark + name + Content(" ") + shown
    if condition["operator"] == "equals" and condition["holds"]:
        parts = [line]  # "own  is own" would say nothing more
    else:
        parts = [line + text(f" {expected}")] if len(expected) <= _LONG else [line, text(f"  {expected}")]
    bar = limit_bar(condition["value"], condition["expected"])
    if limit and bar:
        parts.append(text("  ") + bar + text(f"  {field_label(limit)}", QUIET))
    return lines(*parts)


def limit_bar(value: Any, limit: Any) -> Content | None:
    """A line with the limit (┃) and the value (●), and their distance; None unless both are numbers.

    The line spans the smallest to the largest of value, limit and 0.
    """
    numbers = (value, limit)
    if any(isinstance(figure, bool) or not isinstance(figure, int | float) for figure in numbers):
        return None
    low, high = min(*numbers, 0), max(*numbers, 0)
    if low == high:
        return None
    at, stop = (round((float(figure) - low) / (high - low) * (_BAR - 1)) for figure in numbers)
    cells = ["─"] * _BAR
    for number in range(min(at, stop), max(at, stop)):
        cells[number] = "━"
    cells[stop] = "┃"
    cells[at] = "●"
    apart = shown_number(abs(value - limit))
    return text("".join(cells), "$text-accent") + text(
        f"  {apart} apart" if apart != "0" else "  at the limit"
    )


def _sources(state: State, trigger: Trigger, passage: Content | None) -> list[Content]:
    shown = [text(line) for line in source_lines(state, trigger)] or [text(no_file(trigger), QUIET)]
    if passage:
        return [*shown, Content(""), passage]
    quote = trigger.fact.get("quote")
    return [*shown, text(f"“{quote}”", QUIET)] if quote else shown


def _section(title: str) -> list[Content]:
    return [Content(""), text(title, "bold $text-primary")]
