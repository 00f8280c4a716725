"""Back-tests rules on the recorded past before they take effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from smits_rules.backtest import Backtest, CaseKey, Decided, Quality, Raised, compare, replay
from smits_rules.model.rule import Pack
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.rules.simulation.replay import moments
from smits_tui.clock import local_day
from smits_tui.ledger.chain import chain
from smits_tui.ledger.engines import open_ledger
from smits_tui.process.entries.entry import Entry, TriggerAccepted, TriggerDismissed
from smits_tui.process.state import State
from smits_tui.workspace import Workspace

_DECISIONS: dict[str, Decided] = {TriggerAccepted.type: "accepted", TriggerDismissed.type: "dismissed"}


def backtest(
    workspace: Workspace, state: State, *, pack: Path | None = None, since: dt.date | None = None
) -> Backtest:
    """Replay the past with rules.

    Args:
        workspace: with the record and the rules.
        state: the recorded state.
        pack: a rule file that replaces the team's file of that name, or is added; the result is the
            difference to the rules in force. Without it, the rules in force are compared with the record.
        since: the first day that counts.

    Raises:
        PackError: a pack is invalid.
        SettingsError: smits.toml is invalid.
        LedgerDamaged: the record is inconsistent.
    """
    now = load_rules(workspace)
    if pack is None:
        return _backtest(workspace, state, now, None, since)
    return _backtest(workspace, state, load_rules(workspace, {pack.name: pack}), now, since)


def decisions_on_cases(state: State) -> dict[CaseKey, list[Decided]]:
    """Each decision of people on each case, including cases that were raised again or reopened."""
    decided: dict[CaseKey, list[Decided]] = {}
    for trigger in state.triggers():
        for step in trigger.history:
            if step["type"] in _DECISIONS:
                decided.setdefault((trigger.rule, trigger.subject), []).append(_DECISIONS[step["type"]])
    return decided


def backtest_json(result: Backtest) -> dict[str, Any]:
    """A back-test for scripts."""
    return {
        "raised": len(result.raised),
        "added": [_raised_json(raised) for raised in result.added],
        "removed": [_raised_json(raised) for raised in result.removed],
        "rules": [
            {
                "rule": quality.rule,
                "raised": quality.raised,
                "accepted": quality.accepted,
                "dismissed": quality.dismissed,
                "missed": quality.missed,
                "precision": quality.precision,
                "recall": quality.recall,
            }
            for quality in result.quality
        ],
    }


def difference_lines(result: Backtest, named: Callable[[str], str] = str) -> list[str]:
    """What would have been added and removed, in words.

    Args:
        result: of the back-test.
        named: the name of a rule as it is shown.
    """
    lines = [f"+ {_raised_line(raised, named)}" for raised in result.added]
    lines += [f"- {_raised_line(raised, named)}" for raised in result.removed]
    return lines or ["Nothing would have changed."]


def quality_rows(result: Backtest, named: Callable[[str], str] = str) -> list[tuple[str, ...]]:
    """A header and a row per rule: raised, accepted, dismissed, missed, precision, recall.

    Args:
        result: of the back-test.
        named: the name of a rule as it is shown.
    """
    head = ("rule", "raised", "accepted", "dismissed", "missed", "precision", "recall")
    return [head, *(_quality_row(quality, named) for quality in result.quality)]


def _quality_row(quality: Quality, named: Callable[[str], str]) -> tuple[str, ...]:
    counts = (quality.raised, quality.accepted, quality.dismissed, quality.missed)
    return (named(quality.rule), *map(str, counts), _share(quality.precision), _share(quality.recall))


def _backtest(
    workspace: Workspace, state: State, candidate: Pack, other: Pack | None, since: dt.date | None
) -> Backtest:
    settings = workspace.settings()
    entries: list[Entry] = list(chain(open_ledger(workspace).lines()))
    days = list(moments(entries, settings, state.today, since))
    theirs = list(replay(other, days)) if other else _recorded(state, since)
    return compare(replay(candidate, days), theirs, decisions_on_cases(state))


def _recorded(state: State, since: dt.date | None) -> list[Raised]:
    """The cases of the record, each with its first trigger."""
    first: dict[CaseKey, Raised] = {}
    for trigger in sorted(state.triggers(), key=lambda trigger: trigger.raised_at):
        day = local_day(trigger.raised_at)
        if since is None or day >= since:
            raised = Raised(
                trigger.rule, trigger.subject, day, trigger.severity, trigger.outcome, trigger.because
            )
            first.setdefault(raised.case, raised)
    return list(first.values())


def _raised_json(raised: Raised) -> dict[str, Any]:
    return {
        "rule": raised.rule,
        "subject": raised.subject,
        "day": raised.day.isoformat(),
        "severity": raised.severity,
        "outcome": raised.outcome,
        "because": raised.because,
    }


def _raised_line(raised: Raised, named: Callable[[str], str]) -> str:
    return f"{raised.day}  {raised.severity:8}  {named(raised.rule)}  {raised.because}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f} %"
