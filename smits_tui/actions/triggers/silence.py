"""What a file triggered, and why a rule did not fire."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from smits_rules.judges.explain import Explanation, evaluate
from smits_rules.model.field_values import UnfitValue
from smits_rules.model.rule import Pack, Rule
from smits_rules.vocabulary import Fact
from smits_rules.vocabulary.kinds.sidecars import described_by
from smits_rules.vocabulary.shown_number import counted
from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.triggers.explanations import condition_lines, trigger_json
from smits_tui.actions.triggers.merge import source_with_path
from smits_tui.process.state import Input, State, Trigger

SHOWN = 5
"""The most facts shown that came closest to firing."""

_NUMBERED = re.compile(r"([TtIi])\d+")

WeighedFact = tuple[Fact, Explanation]


def find_rule(pack: Pack, identifier: str) -> Rule:
    """The rule with an id.

    Raises:
        ActionRefused: there is none.
    """
    match = next((rule for rule in pack.rules if rule.id == identifier.strip().lower()), None)
    if match is None:
        numbered = _NUMBERED.fullmatch(identifier.strip())
        if numbered:
            kind = "trigger" if numbered[1].upper() == "T" else "input"
            raise ActionRefused(f"There is no {kind} '{identifier}'; `smits {kind}s` lists them.")
        best = nearest(identifier, [rule.id for rule in pack.rules])
        hint = f" Did you mean the rule '{best}'?" if best else ""
        raise ActionRefused(f"'{identifier}' is not a trigger, an input or a rule.{hint}")
    return match


def weigh(pack: Pack, rule: Rule, facts: Iterable[Fact]) -> list[WeighedFact]:
    """Evaluate a rule for facts: first those on which it fires, then those that came closest."""
    weighed: list[WeighedFact] = []
    for fact in facts:
        if fact.fact == rule.fact:
            try:
                weighed.append((fact, evaluate(rule, pack.limits, fact)))
            except UnfitValue:
                continue
    return sorted(weighed, key=_nearness)


def rule_json(state: State, rule: Rule, weighed: Sequence[WeighedFact]) -> dict[str, Any]:
    """Why a rule fires or not, for scripts."""
    paths = _paths(state)
    return {
        "rule": rule.id,
        "fact": rule.fact,
        "fires": any(explanation["fired"] for _, explanation in weighed),
        "facts": [
            {
                "subject": fact.case_subject,
                "source": source_with_path(fact.source, paths),
                "fact": fact.model_dump(mode="json", exclude={"source", "sources"}),
                **explanation,
            }
            for fact, explanation in weighed
        ],
        "triggers": [trigger.id for trigger in _raised_by(state, rule)],
    }


def rule_lines(state: State, rule: Rule, weighed: Sequence[WeighedFact]) -> list[str]:
    """The same as text: a sentence, then the closest facts, condition by condition."""
    paths = _paths(state)
    fired = [fact for fact, explanation in weighed if explanation["fired"]]
    lines = [_verdict(rule, weighed, len(fired))]
    raised = _raised_by(state, rule)
    if raised:
        lines.append(f"Its triggers: {', '.join(f'{t.id} ({t.status})' for t in raised[:SHOWN])}")
    for fact, explanation in weighed[:SHOWN]:
        lines += [
            "",
            f"{fact.case_subject or fact.fact}  [{source_with_path(fact.source, paths) or 'the calendar'}]",
        ]
        lines += [f"  {line}" for line in condition_lines(dict(explanation))]
        if explanation["turn"]:
            lines.append(f"  {explanation['turn']}")
        if fact.quote:
            lines.append(f'  "{fact.quote}"')
    if len(weighed) > SHOWN:
        lines += [
            "",
            f"{counted(len(weighed) - SHOWN, 'more fact was', 'more facts were')} further from firing.",
        ]
    return lines


def input_json(state: State, item: Input) -> dict[str, Any]:
    """What a file triggered, for scripts."""
    return {
        "id": item.id,
        "kind": item.kind,
        "path": item.path,
        "version": item.version,
        "status": item.status,
        "reason": item.reason,
        "received_at": item.received_at.isoformat(),
        "copy_of": item.copy_of,
        "facts": item.facts,
        "warnings": item.warnings,
        "triggers": [trigger_json(trigger) for trigger in touched_by(state, item)],
    }


def input_lines(state: State, item: Input) -> list[str]:
    """The same in words."""
    touching = touched_by(state, item)
    lines = [_what_it_did(item, touching), ""]
    when = item.received_at.astimezone()
    lines.append(f"{item.id}  {item.path}, version {item.version}, received {when:%Y-%m-%d %H:%M}")
    if item.facts:
        counts = Counter(str(fact["fact"]) for fact in item.facts)
        lines.append("It states " + ", ".join(f"{count} {kind}" for kind, count in counts.items()) + ".")
    lines += [f"! {warning}" for warning in item.warnings]
    for trigger in touching:
        lines += ["", f"{trigger.id}  {trigger.severity}, {trigger.standing}: {trigger.sentence}"]
        lines += [f"  {line}" for line in condition_lines(trigger.explanation)]
    return lines


def touched_by(state: State, item: Input) -> list[Trigger]:
    """The triggers based on an input, the most severe first."""
    return [trigger for trigger in state.triggers() if item.id in trigger.inputs]


def _what_it_did(item: Input, triggers: Sequence[Trigger]) -> str:
    if item.status == "rejected":
        return f"It triggered nothing, because it could not be read. {item.reason}"
    if item.status == "copy":
        return f"It triggered nothing, because it is a copy of {item.copy_of}."
    if item.status == "sidecar":
        return f"It states facts of {described_by(item.path)}, which is read and judged with them."
    if not item.judged:
        return "The rules have not judged it yet."
    if not triggers:
        return "It was read and judged; no rule matched its facts."
    ids = ", ".join(trigger.id for trigger in triggers)
    return f"{counted(len(triggers), 'trigger rests', 'triggers rest')} on it: {ids}."


def _verdict(rule: Rule, weighed: Sequence[WeighedFact], fired: int) -> str:
    if not weighed:
        return f"{rule.id} did not match: there is no {rule.fact} to check."
    if fired:
        return f"{rule.id} fires on {fired} of {counted(len(weighed), 'fact')} ({rule.fact})."
    nearest = weighed[0][1]["turn"]
    checked = f"{counted(len(weighed), 'fact')} checked"
    return f"{rule.id} did not match ({checked}: {rule.fact}). {nearest}".rstrip()


def _nearness(weighed: WeighedFact) -> tuple[bool, int, float]:
    """The sort key: fired first; then the fewest changes needed to fire, then the smallest change."""
    explanation = weighed[1]
    changes = explanation["changes"]
    distance = 0.0
    for change in changes:
        before, after = change["before"], change["after"]
        if isinstance(before, float | int) and isinstance(after, float | int):
            distance += abs(after - before) / max(abs(before), 1.0)
        else:
            distance += 10.0
    return not explanation["fired"], len(changes) or 99, distance


def _raised_by(state: State, rule: Rule) -> list[Trigger]:
    return [trigger for trigger in state.triggers() if trigger.rule == rule.id]


def _paths(state: State) -> dict[str, str]:
    return {item.id: item.path for item in state.inputs()}
