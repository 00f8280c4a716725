"""The board pack: the decisions requested from a board, and the information for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from smits_tui.actions.strategy.background import (
    actions_of,
    assumptions_of,
    changes_since,
    decided,
    initiatives_of,
    money_of,
    trends_of,
)
from smits_tui.actions.strategy.deliverables.documents import documents_of
from smits_tui.actions.strategy.deliverables.publication import currency_of, text_of
from smits_tui.actions.strategy.review_day import review_day
from smits_tui.actions.strategy.sources import origin_of, with_sources
from smits_tui.actions.triggers.decision_days import decision_day
from smits_tui.actions.triggers.matters import matters
from smits_tui.clock import local_day
from smits_tui.documents.background import (
    AskedDecision,
    AssumptionState,
    Background,
    BoardPack,
    DecidedTrigger,
    RiskLine,
)
from smits_tui.documents.export import export
from smits_tui.documents.links import listed, moved
from smits_tui.documents.markdown import render_board
from smits_tui.process.deliverables.status import Deliverable
from smits_tui.process.entries.records import Decision, Risk
from smits_tui.process.state import State, Trigger
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

_MOST_DECISIONS = 8
"""They must fit one page, and a board can't properly decide on more."""
_MOST_TRIGGERS = 20
_CALLS_FOR = {
    "reassess": "The rule calls for a reassessment.",
    "review": "The rule calls for a review.",
    "note": "For information.",
}
_GRADES = ("high", "medium", "low")


def board_file(
    state: State,
    workspace: Workspace,
    settings: Settings,
    form: str,
    since: dt.date | None = None,
    inputs: str = "inputs/",
) -> bytes:
    """The board pack as a file.

    Args:
        state: the recorded state.
        workspace: with the archive, which contains the versions in force.
        settings: stakeholders, currency, calendar.
        form: md, html, docx, pdf or pptx.
        since: the date of the last meeting; None uses the date on which the last cycle was closed.
        inputs: the path of the inputs folder relative to the file, ending in a slash.

    Raises:
        ExportUnavailable: a program or extra for the format is not installed.
    """
    text = with_sources(state, render_board(board_pack(state, workspace, settings, since)), "Sources")
    text = moved(text, inputs)
    return export(text, form, state.today, landscape=True)


def board_pack(
    state: State, workspace: Workspace, settings: Settings, since: dt.date | None = None
) -> BoardPack:
    """The contents of a board pack; see `board_file`."""
    begin = since or last_meeting(state)
    documents = documents_of(state, settings)
    asked = _shortened(list(_asked(state, documents)))
    shown = {identifier for decision in asked for identifier in decision.triggers}
    triggers = _news(state, begin, shown)
    return BoardPack(
        background=_background(state, workspace, settings, documents),
        asked=asked,
        risks=_risks(state),
        since=begin,
        raised=triggers[:_MOST_TRIGGERS],
        more=max(0, len(triggers) - _MOST_TRIGGERS),
        decisions=[
            (decision.id, decision.data.outcome, decision.text, local_day(decision.set_at), decision.set_by)
            for decision in state.records(Decision)
        ],
    )


def last_meeting(state: State) -> dt.date:
    """The date on which the last cycle was closed, or else the first day of the record."""
    closed = [cycle.closed_at for cycle in state.cycles() if cycle.closed_at]
    return local_day(closed[-1]) if closed else state.began or state.today


def _news(state: State, since: dt.date, shown: Collection[str]) -> list[DecidedTrigger]:
    """What was raised or decided since a day and is not asked for above; open ones first.

    Triggers of one matter on which the same was decided stand together.
    """
    news = [
        trigger
        for trigger in state.triggers()
        if trigger.id not in shown and _is_news(decided(state, trigger), since)
    ]
    rows = [
        replace(
            decided(state, group[0]),
            id=", ".join(trigger.id for trigger in group),
            sources=_sources_of(group),
            origin=origin_of(state, group),
        )
        for matter in matters(news)
        for group in _by_decision(matter.triggers)
    ]
    return sorted(rows, key=lambda row: row.decided is not None)


def _by_decision(triggers: Sequence[Trigger]) -> list[list[Trigger]]:
    groups: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        groups.setdefault(trigger.status, []).append(trigger)
    return list(groups.values())


def _sources_of(triggers: Sequence[Trigger]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for trigger in triggers for source in trigger.sources))


def _is_news(trigger: DecidedTrigger, since: dt.date) -> bool:
    return trigger.status != "lapsed" and max(trigger.raised, trigger.decided or trigger.raised) >= since


def _background(
    state: State, workspace: Workspace, settings: Settings, documents: list[Deliverable]
) -> Background:
    changes = []
    for document in documents:
        versions = state.versions_of(document.kind)
        newest = versions[-1] if versions and not document.changed else None
        if newest is not None and newest.approved_at:
            continue
        text = text_of(state, document.kind, document.version, currency_of(settings))
        if (change := changes_since(state, workspace, document.kind, text, newest)) is not None:
            changes.append(change)
    return Background(
        organisation=state.organisation,
        day=state.today,
        currency=currency_of(settings),
        periods_shown=5,
        next_review=review_day(state, settings),
        changes=changes,
        initiatives=initiatives_of(state),
        money=money_of(state, settings),
        trends=trends_of(state),
        assumptions=assumptions_of(state),
        actions=actions_of(state),
    )


def _asked(state: State, documents: list[Deliverable]) -> Iterator[AskedDecision]:
    """The decisions requested: broken or contested items first, then by severity.

    Triggers that only repeat that an assumption is broken stand with it; those of one matter stand together.
    """
    triggers = state.triggers("open")
    broken = [
        assumption_state for assumption_state in assumptions_of(state) if assumption_state.holds == "broken"
    ]
    for assumption in broken:
        ids = [assumption_state.id for assumption_state in triggers if _repeats(assumption_state, assumption)]
        what = f"Change the strategy, or drop the assumption {assumption.id}: {assumption.text}"
        why = f"It is broken; the facts say {assumption.actual}.{f' See {listed(ids)}.' if ids else ''}"
        yield AskedDecision(
            what, why, None, (assumption.source,) if assumption.source else (), "", tuple(ids)
        )
    for document in documents:
        yield from _asked_of(document)
    rest = [
        assumption_state
        for assumption_state in triggers
        if not any(_repeats(assumption_state, assumption) for assumption in broken)
    ]
    for matter in matters(rest):
        ids = [assumption_state.id for assumption_state in matter.triggers]
        days = [
            day for assumption_state in matter.triggers if (day := decision_day(assumption_state)) is not None
        ]
        sources = _sources_of(matter.triggers)
        why = f"{matter.first.severity.capitalize()}. {_CALLS_FOR[matter.first.outcome]}"
        what = f"Accept or dismiss {listed(ids)}: {matter.first.sentence}"
        yield AskedDecision(
            what, why, min(days, default=None), sources, origin_of(state, matter.triggers), tuple(ids)
        )


def _repeats(trigger: Trigger, assumption: AssumptionState) -> bool:
    return trigger.fact.get("fact") == "assumption" and trigger.fact.get("text") == assumption.text


def _asked_of(document: Deliverable) -> Iterator[AskedDecision]:
    agreement = document.agreement
    if agreement is None or document.status not in ("submitted", "objected", "agreed", "overdue"):
        return
    for objection in agreement.objections:
        what = f"Answer the objection {objection.id} to the {document.title.lower()} ({objection.section})"
        yield AskedDecision(what, f"{objection.stakeholder}: {objection.text}", document.due)
    named = f"{document.title.lower()}, version {document.version}"
    if agreement.complete:
        yield AskedDecision(f"Approve the {named}", "All who are needed agreed.", document.due)
    else:
        missing = ", ".join(agreement.missing)
        yield AskedDecision(f"Agree to the {named}", f"Not agreed yet: {missing}.", document.due)


def _shortened(asked: list[AskedDecision]) -> list[AskedDecision]:
    """The decisions that fit a page, and a line with the number of the others."""
    rest = len(asked) - _MOST_DECISIONS
    if rest <= 1:
        return asked
    return [
        *asked[:_MOST_DECISIONS],
        AskedDecision(f"{rest} more triggers are open", "see the triggers", None),
    ]


def _risks(state: State) -> list[RiskLine]:
    """All risks, the most severe first."""
    risks = [
        RiskLine(
            risk.id,
            risk.text,
            risk.data.likelihood,
            risk.data.impact,
            risk.data.response,
            risk.data.owner,
            local_day(risk.made_at),
        )
        for risk in state.records(Risk)
    ]
    return sorted(risks, key=lambda risk: _GRADES.index(risk.likelihood) + _GRADES.index(risk.impact))
