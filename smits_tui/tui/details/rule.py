"""The details of a limit or a rule."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from smits_rules.judges.explain import Explanation
from smits_rules.model.operators import operator_words
from smits_rules.model.rule import Condition, Pack, Rule
from smits_rules.model.templates import with_placeholders
from smits_rules.vocabulary import FACT_TYPES, fields_of
from smits_rules.vocabulary.shown_number import counted, shown_number
from smits_tui.actions.rules.limits.distances import Limit
from smits_tui.presentation.field_labels import (
    capitalised,
    fact_label,
    field_label,
    field_value,
    rule_label,
    with_choices,
    with_labels,
)
from smits_tui.process.deliverables.sections import title_of
from smits_tui.tui.status_styles import QUIET, SEVERITY, lines, status, text

MOST_DECIMALS = 4
"""The most decimals of a limit and of what is compared with it."""


def limit_detail(limit: Limit, pack: Pack) -> Content:
    """A limit, its distance to the facts over time, and the rules that use it."""
    unit = "" if limit.unit == "currency" else f" {limit.unit}".rstrip()
    parts = [
        text(capitalised(field_label(limit.name)), "bold"),
        Content(""),
        text(limit_figure(limit, limit.value) + unit) + _whose(limit),
    ]
    if limit.current is None:
        parts.append(text("No current fact is compared with it.", QUIET))
    else:
        parts.append(
            text(f"now {limit_figure(limit, limit.current)}{unit}") + text(f"  {limit.subject}", QUIET)
        )
        parts.append(_distance(limit, unit))
    if limit.history:
        low, high = min(limit.history), max(limit.history)
        parts += [Content(""), text(limit.sparkline, "$text-accent")]
        extent = f"from {limit_figure(limit, low)} to {limit_figure(limit, high)}{unit}"
        parts.append(text(f"{extent}, on the days with new files", QUIET))
    for rule in pack.rules:
        if rule.id in limit.rules:
            parts += [Content(""), *_rule(rule)]
    return lines(*parts)


def rule_detail(rule: Rule, nearest: tuple[str, Explanation] | None) -> Content:
    """A rule, its cases, and how close today's facts are."""
    parts = _rule(rule)
    parts += [Content(""), text("Conditions", "bold $text-primary")]
    parts += [text(f"· {_condition(condition)}") for condition in rule.when]
    for number, alternative in enumerate(rule.any_of, 1):
        parts.append(text(f"or {number}: " + ", ".join(_condition(condition) for condition in alternative)))
    parts += [Content(""), text("Today", "bold $text-primary")]
    if nearest is None:
        parts.append(text(f"There is no {fact_label(rule.fact)} to judge.", QUIET))
    else:
        subject, explanation = nearest
        fires = "It fires on" if explanation["fired"] else "It does not fire; the closest fact is"
        parts += [text(f"{fires} {subject}."), text(with_labels(explanation["turn"]), "italic")]
    if rule.cases:
        parts += [Content(""), text("Cases", "bold $text-primary")]
    for case in rule.cases:
        mark = text("fires   ", "$text-success") if case.fires else text("silent  ", QUIET)
        parts.append(
            mark + text(", ".join(f"{field_label(name)} {field_value(value)}" for name, value in case.fields))
        )
    return lines(*parts)


def pack_detail(file: str, rules: Sequence[Rule]) -> Content:
    """The rules of a file."""
    parts = [text(file, "bold"), text(counted(len(rules), "rule"), QUIET), Content("")]
    return lines(*parts, *(text(f"{rule.line:>4}  {rule_label(rule.id)}") for rule in rules))


def fact_detail(name: str) -> Content:
    """A fact type: its fields with types and units."""
    kind = FACT_TYPES[name]
    parts = [text(capitalised(fact_label(name)), "bold"), text((kind.__doc__ or "").strip()), Content("")]
    for field in fields_of(kind).values():
        unit = f", {field.unit}" if field.unit else ""
        parts.append(
            text(field_label(field.name), "bold $text-accent") + text(f"  {field.type}{unit}", QUIET)
        )
        parts.append(text(f"  {field.explanation}"))
        if field.choices:
            parts.append(text(f"  {', '.join(map(fact_label, field.choices))}", QUIET))
    return lines(*parts)


def limit_figure(limit: Limit, value: float | None) -> str:
    """A figure of a limit, with the limit's own decimals and one more; a dash if there is none.

    Whole numbers from 1,000 on: amounts and counts, of which a fraction says nothing.
    """
    if value is None:
        return "-"
    own = len(shown_number(limit.value, MOST_DECIMALS).partition(".")[2])
    return shown_number(value, 0 if abs(value) >= 1_000 else min(own + 1, MOST_DECIMALS))


def hint(shown: Sequence[object]) -> Content:
    """Content for an empty selection."""
    return text("" if shown else "Evaluating the facts ...", QUIET)


def _whose(limit: Limit) -> Content:
    return text("  set by your team" if limit.own else "  shipped with smits", QUIET)


def _distance(limit: Limit, unit: str) -> Content:
    left = limit.distance or 0.0
    shown = limit_figure(limit, abs(left)) + unit
    if left > 0:
        return text(f"{shown} left before it fires", "$text-success")
    return text(f"reached; {shown} beyond", "$text-warning")


def _rule(rule: Rule) -> list[Content]:
    touched = ", ".join(map(title_of, rule.touches)) or "nothing"
    return [
        text(capitalised(rule_label(rule.id)), "bold") + Content("  ") + status(SEVERITY[rule.severity]),
        text(with_placeholders(rule.because, field_label)),
        text(f"on {fact_label(rule.fact)}: {rule.outcome}; touches {touched}", QUIET),
        text(f"{rule.file}, line {rule.line}", QUIET),
    ]


def _condition(condition: Condition) -> str:
    expected = condition.expected
    shown = ", ".join(map(str, expected)) if isinstance(expected, tuple) else str(expected)
    limit = f" ({field_label(condition.limit)})" if condition.limit else ""
    unit = f" {condition.unit}" if condition.unit and condition.unit != "currency" else ""
    named = f"{field_label(condition.field)} {operator_words(condition.operator)}"
    return f"{named} {with_choices(shown)}{unit}{limit}"
