"""Why a trigger was raised, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smits_rules.model.operators import operator_words
from smits_rules.vocabulary.shown_number import shown_number, with_unit
from smits_tui.actions.triggers.matters import matter_of, news_sentence
from smits_tui.process.state import Input, State, Trigger


def trigger_json(trigger: Trigger) -> dict[str, Any]:
    """A trigger in the format of `smits triggers --json`."""
    return {
        "id": trigger.id,
        "rule": trigger.rule,
        "trigger": trigger.trigger,
        "matter": trigger.matter,
        "outcome": trigger.outcome,
        "severity": trigger.severity,
        "status": trigger.status,
        "subject": trigger.subject,
        "because": trigger.because,
        "sources": trigger.sources,
        "raised_at": trigger.raised_at.isoformat(),
        "updated_at": trigger.updated_at.isoformat(),
        "holds": trigger.holds,
        "touches": trigger.touches,
        "until": trigger.until.isoformat() if trigger.until else None,
        "cycle": trigger.cycle,
    }


def explanation_json(state: State, trigger: Trigger) -> dict[str, Any]:
    """Everything known about why a trigger was raised, for scripts."""
    return {
        **trigger_json(trigger),
        "fact": trigger.fact,
        "conditions": trigger.explanation.get("conditions", []),
        "guard": trigger.explanation.get("guard", ""),
        "turn": trigger.explanation.get("turn", ""),
        "explanation": trigger.explanation,
        "inputs": [
            {"id": item.id, "path": item.path, "version": item.version, "received_at": item.received_at}
            for item in map(state.input, trigger.inputs)
            if item
        ],
        "pack": trigger.pack,
        "history": trigger.history,
    }


def explanation_lines(state: State, trigger: Trigger) -> list[str]:
    """The same as text: sentence, conditions, sources, smallest change, history."""
    lines = [trigger.sentence, ""]
    lines.append(
        f"{trigger.id}  rule {trigger.rule}, {trigger.severity}, {trigger.outcome}, {trigger.standing}"
    )
    if not trigger.holds:
        lines.append(lapse_line(trigger))
    of_it = matter_of(state, trigger)
    if len(of_it) > 1:
        others = ", ".join(f"{other.id} ({other.standing})" for other in of_it if other.id != trigger.id)
        lines += filter(None, (f"Same matter: {others}", news_sentence(of_it)))
    lines += ["", "Conditions"]
    lines += [f"  {line}" for line in condition_lines(trigger.explanation)]
    for part in ("guard", "turn"):
        if trigger.explanation.get(part):
            lines += ["", str(trigger.explanation[part])]
    lines += ["", "Sources"]
    lines += [f"  {line}" for line in source_lines(state, trigger)] or [f"  {no_file(trigger)}"]
    if trigger.fact.get("quote"):
        lines.append(f'  "{trigger.fact["quote"]}"')
    if trigger.touches:
        lines += ["", f"Touches {', '.join(trigger.touches)}"]
    lines += ["", "History"]
    lines += [f"  {history_line(step)}" for step in trigger.history]
    return lines


def lapse_line(trigger: Trigger) -> str:
    """Why a trigger lapsed, and when."""
    last = next((step for step in reversed(trigger.history) if step["type"] == "trigger.lapsed"), None)
    if last is None:
        return "Lapsed: the facts no longer meet this rule."
    return f"Lapsed on {str(last['at'])[:10]}: {last['reason']}"


def source_lines(state: State, trigger: Trigger) -> list[str]:
    """Each source of a trigger, with the version and date of its file."""
    lines = []
    for source, identifier in zip(trigger.sources, trigger.inputs, strict=True):
        item = state.input(identifier)
        when = (
            f"  ({item.id}, version {item.version}, {item.received_at.astimezone():%Y-%m-%d})" if item else ""
        )
        lines.append(f"{source}{when}")
    return lines


def no_file(trigger: Trigger) -> str:
    """The source of a trigger that is not a file: a record that people keep, or the calendar."""
    record = record_named(trigger)
    return f"the record of {record[0]} {record[1]}" if record else "the calendar"


def record_named(trigger: Trigger) -> tuple[str, str] | None:
    """The kind and the id of the record that a trigger is about; None if it is about no record."""
    kinds = ("initiative", "objective", "action", "measure")
    kind = next((kind for kind in kinds if trigger.fact.get(kind)), None)
    return (kind, str(trigger.fact[kind])) if kind else None


def source_places(state: State, trigger: Trigger) -> Iterator[tuple[Input, str]]:
    """Each input of a trigger, with the anchor in it."""
    for source, identifier in zip(trigger.sources, trigger.inputs, strict=True):
        item = state.input(identifier)
        if item:
            yield item, source.partition("#")[2]


def condition_lines(explanation: dict[str, Any]) -> list[str]:
    """Each condition as `[x] change_pct -12.0 % at most -10 % (limits.budget_cut_pct)`."""
    lines = []
    for condition in explanation.get("conditions", []):
        field, value, expected, limit = condition_parts(condition)
        mark = "x" if condition["holds"] else " "
        lines.append(f"[{mark}] {field} {value} {expected}{f' ({limit})' if limit else ''}")
    return lines


def condition_parts(condition: dict[str, Any]) -> tuple[str, str, str, str]:
    """Field, value, expectation (`at most -10 %`) and the limit's name, or blank."""
    unit = str(condition.get("unit") or "")
    operator = operator_words(str(condition["operator"]))
    value = "unknown" if condition["value"] is None else with_unit(_shown(condition["value"]), unit)
    if condition["operator"] == "missing":
        expected = "is not stated" if condition["expected"] else "is stated"
    else:
        expected = f"{operator} {with_unit(_shown(condition['expected']), unit)}"
    return str(condition["field"]), value, expected, condition.get("limit") or ""


def history_line(step: dict[str, Any]) -> str:
    """One line of a trigger's history."""
    what = str(step["type"]).partition(".")[2]
    reason = step.get("reason") or step.get("because") or ""
    until = f" until {step['until']}" if step.get("until") else ""
    return f"{str(step['at'])[:16].replace('T', ' ')}  {what}{until} by {step['by']}  {reason}".rstrip()


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return shown_number(value)
    if isinstance(value, list | tuple):
        return ", ".join(_shown(part) for part in value)
    return str(value)
