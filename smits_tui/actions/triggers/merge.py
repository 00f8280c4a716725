"""Merges decisions into triggers: one per rule and subject."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from smits_rules.judges.decision import Judged
from smits_rules.vocabulary.severity import Outcome, Severity
from smits_tui.process.entries.entry import TriggerLapsed, TriggerRaised, TriggerUpdated
from smits_tui.process.state import SEVERITIES, State, Trigger

ENGINE_RULE = "engine-disagreement"
"""The rule id of a trigger about a fact on which the judges disagree, or that the engine refused."""

TOLERANCE = 0.1
"""A figure that worsened by no more than this share does not raise a decided trigger again."""
_DIRECTIONS = {"at_least": 1, "above": 1, "at_most": -1, "below": -1}
"""Comparison operators -> the direction that is worse."""
_STAGES = ("stage_days",)
_DAYS = ("effective_date", "due")
_COUNTDOWNS = ("days_until", "days", "overdue_days", "behind_days", "behind_pct", "waiting_days")

RuleSubject = tuple[str, str]
"""Rule and subject."""
TriggerChange = TriggerRaised | TriggerUpdated | TriggerLapsed
"""The entry for one case of a judgement."""


class InputPaths(Protocol):
    """Paths of inputs by their ids, e.g. a dict."""

    def get(self, identifier: str, default: str, /) -> str:
        """The path, or the default for an unknown input."""


class TriggerCase(Protocol):
    """A result for a rule and a subject: a decision, or a failure to decide."""

    @property
    def rule(self) -> str: ...  # noqa: D102  # as in `Decision`
    @property
    def trigger(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> Outcome: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102
    @property
    def touches(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def because(self) -> str: ...  # noqa: D102
    @property
    def sources(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def fact(self) -> dict[str, Any]: ...  # noqa: D102
    @property
    def explanation(self) -> dict[str, Any]: ...  # noqa: D102
    @property
    def cause(self) -> str: ...  # noqa: D102
    @property
    def fingerprint(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trigger that no rule raised."""

    subject: str
    because: str
    sources: tuple[str, ...]
    fact: dict[str, Any]
    explanation: dict[str, Any]
    rule: str = ENGINE_RULE
    trigger: str = "engine"
    outcome: Outcome = "review"
    severity: Severity = "high"
    touches: tuple[str, ...] = ()

    @property
    def cause(self) -> str:
        """What can't be judged."""
        return self.subject.casefold()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the problem."""
        return hashlib.sha256(json.dumps(self.explanation, sort_keys=True).encode()).hexdigest()[:16]


def merge(
    state: State,
    decisions: Sequence[TriggerCase],
    pack: str,
    paths: Mapping[str, str] = MappingProxyType({}),
    over: Iterable[RuleSubject] | None = None,
) -> list[TriggerChange]:
    """Compute the entries for new decisions.

    The last decision on a case counts. A new case is raised; an undecided one with changed values is
    updated; a decided one is raised again if it got worse, an accepted one also if it had lapsed.
    A dismissed one that returns unchanged stays dismissed and holds again. A case that is no longer met
    lapses, whatever was decided on it, unless its fact could not be judged this time.

    Args:
        state: contains the current cases.
        decisions: the rules' decisions on the facts in force, including those on which cases are based.
        pack: hash of these rules.
        paths: of inputs that are not in the state, by id.
        over: the cases that are no longer met; None means all without a decision.
    """
    latest = {(decision.rule, decision.subject): decision for decision in decisions}
    number = state.next_id("triggers")
    entries: list[TriggerChange] = []
    for case, decision in latest.items():
        current = state.case(*case)
        same = current is not None and current.fingerprint == decision.fingerprint
        if current is not None and same and current.holds:
            continue
        evidence = _evidence(decision, StatePaths(state, paths), pack)
        settled = current is not None and (same or not _is_worse(current, decision))
        if current is not None and settled and _decided(current) and current.holds:
            continue
        if current is not None and (not _decided(current) or (settled and current.status == "dismissed")):
            entries.append(TriggerUpdated(id=current.id, **evidence))
            continue
        about = {"rule": decision.rule, "trigger": decision.trigger, "subject": decision.subject}
        entries.append(TriggerRaised(id=f"T{number}", **about, **evidence))
        number += 1
    doubtful = state.triggers() if over is None else filter(None, (state.case(*case) for case in over))
    lapsed = [trigger for trigger in doubtful if _over(trigger, latest)]
    return [*entries, *(TriggerLapsed(id=t.id, reason=_why_over(state, t), pack=pack) for t in lapsed)]


def troubles(judged: Judged) -> list[TriggerCase]:
    """A case for each fact on which the judges disagree or that the engine refused, for a person to check."""
    fact = judged.fact
    subject = f"{fact.fact} {fact.case_subject}".strip()
    if judged.refused:
        because = f"The rules could not judge {subject}: {judged.refused}"
        explanation: dict[str, Any] = {"refused": judged.refused}
    elif judged.disagreement:
        both = judged.disagreement
        because = (
            f"The two judges disagree on {subject}: durable_rules fires {_rules(both.engine)}, "
            f"the explanation {_rules(both.explained)}. Check it by hand."
        )
        explanation = {"engine": sorted(both.engine), "explained": sorted(both.explained)}
    else:
        return []
    return [
        Trouble(
            subject=subject,
            because=because,
            sources=(fact.source,) if fact.source else (),
            fact=fact.model_dump(mode="json"),
            explanation=explanation,
        )
    ]


def fact_of(trigger: Trigger) -> tuple[str, str]:
    """Type and subject of a trigger's fact."""
    fact_type = str(trigger.fact.get("fact", ""))
    if trigger.rule == ENGINE_RULE:
        return fact_type, trigger.subject.removeprefix(fact_type).strip()
    return fact_type, trigger.subject


class StatePaths:
    """The paths of inputs by their ids, looked up on request."""

    def __init__(self, state: State, others: Mapping[str, str] = MappingProxyType({})) -> None:
        """Look up paths in a state, or among additional ones."""
        self._state, self._others = state, others

    def get(self, identifier: str, default: str) -> str:
        """See `InputPaths.get`."""
        item = self._state.input(identifier)
        return self._others.get(identifier) or (item.path if item else default)


def _decided(trigger: Trigger) -> bool:
    return trigger.status in ("accepted", "dismissed")


def _is_worse(trigger: Trigger, decision: TriggerCase) -> bool:
    """Whether a case is more severe than when people decided on it.

    It is if its severity rose, if something other than a figure changed, if its date reached the next
    stage or was moved forward, or if a figure exceeds its limit by more than the tolerance beyond before.
    """
    if SEVERITIES.index(decision.severity) < SEVERITIES.index(trigger.severity):
        return True
    before = {(c["field"], c["operator"]): c["value"] for c in trigger.explanation.get("conditions", ())}
    now = {(c["field"], c["operator"]): c["value"] for c in decision.explanation.get("conditions", ())}
    if not now or before.keys() != now.keys():
        return True
    if any(decision.fact.get(name) != trigger.fact.get(name) for name in _STAGES):
        return True
    if any(str(decision.fact.get(name)) < str(trigger.fact.get(name)) for name in _DAYS):
        return True
    return any(_beyond(*key, before[key], value) for key, value in now.items())


def _beyond(field: str, operator: str, before: Any, now: Any) -> bool:
    """Whether a value went further beyond its limit; a countdown is compared by its stages and days."""
    if field in _COUNTDOWNS or now == before:
        return False
    if not isinstance(now, int | float) or not isinstance(before, int | float) or operator not in _DIRECTIONS:
        return True
    return _DIRECTIONS[operator] * (now - before) > TOLERANCE * abs(before)


def _over(trigger: Trigger, met: Collection[tuple[str, str]]) -> bool:
    """Whether a trigger's condition is no longer met; False if its fact can't be judged this time."""
    in_trouble = (ENGINE_RULE, " ".join(fact_of(trigger)).strip()) in met
    return trigger.holds and not in_trouble and (trigger.rule, trigger.subject) not in met


def _why_over(state: State, trigger: Trigger) -> str:
    """Why a trigger lapses, as a sentence."""
    item = state.input(trigger.input) if trigger.input else None
    newest = state.newest(item.path) if item else None
    if item and newest and newest.id != item.id and newest.status == "read":
        return f"{newest.id} replaced {item.id} ({item.path}), and the facts no longer meet this rule."
    return "The facts no longer meet this rule."


def _evidence(decision: TriggerCase, paths: InputPaths, pack: str) -> dict[str, Any]:
    """The evidence of a decision as recorded: sources by path, and by input beside it."""
    inputs = tuple(source.partition("#")[0] for source in decision.sources)
    sources = [source_with_path(source, paths) for source in decision.sources]
    fact = dict(decision.fact)
    fact["source"] = source_with_path(str(fact.get("source", "")), paths)
    if "sources" in fact:
        fact["sources"] = sources
    return {
        "outcome": decision.outcome,
        "severity": decision.severity,
        "because": decision.because,
        "touches": decision.touches,
        "sources": tuple(sources),
        "inputs": inputs,
        "input": inputs[0] if inputs else None,
        "fact": fact,
        "explanation": decision.explanation,
        "matter": decision.cause,
        "fingerprint": decision.fingerprint,
        "pack": pack,
    }


def by_input(source: str, identifier: str) -> str:
    """A source with its input's id instead of its path, because versions of a file share their path."""
    return f"{identifier}#{source.partition('#')[2]}"


def source_with_path(source: str, paths: InputPaths) -> str:
    """A source with its path again: `I3#IT!F14` -> `budgets/FY27.xlsx#IT!F14`."""
    identifier, _, anchor = source.partition("#")
    return f"{paths.get(identifier, identifier)}#{anchor}" if source else ""


def _rules(fired: Collection[str]) -> str:
    return ", ".join(sorted(fired)) or "no rule"
