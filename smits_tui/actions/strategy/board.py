"""The board pack: the decisions requested from a board, and the information for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from smits_tui.actions.strategy.background import (
    actions_of,
    assumptions_of,
    changes_since,
    decided,
    decision_day,
    initiatives_of,
    money_of,
    trends_of,
)
from smits_tui.actions.strategy.deliverables import currency_of, documents_of, text_of
from smits_tui.actions.strategy.review_day import review_day
from smits_tui.clock import local_day
from smits_tui.documents.background import AskedDecision, Background, BoardPack, DecidedTrigger, RiskLine
from smits_tui.documents.export import export
from smits_tui.documents.links import moved
from smits_tui.documents.markdown import render_board
from smits_tui.process.deliverables.status import Deliverable
from smits_tui.process.entries.records import Decision, Risk
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

_MOST_DECISIONS = 8
"""They must fit one page, and a board can't properly decide on more."""
_MOST_TRIGGERS = 20
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
    text = moved(render_board(board_pack(state, workspace, settings, since)), inputs)
    return export(text, form, state.today, landscape=True)


def board_pack(
    state: State, workspace: Workspace, settings: Settings, since: dt.date | None = None
) -> BoardPack:
    """The contents of a board pack; see `board_file`."""
    begin = since or last_meeting(state)
    documents = documents_of(state, settings)
    triggers = sorted(
        (one for one in map(decided, state.triggers()) if _is_news(one, begin)),
        key=lambda one: one.decided is not None,
    )
    return BoardPack(
        background=_background(state, workspace, settings, documents),
        asked=_shortened(list(_asked(state, documents))),
        risks=_risks(state),
        since=begin,
        raised=triggers[:_MOST_TRIGGERS],
        more=max(0, len(triggers) - _MOST_TRIGGERS),
        decisions=[
            (one.id, one.data.outcome, one.text, local_day(one.set_at), one.set_by)
            for one in state.records(Decision)
        ],
    )


def last_meeting(state: State) -> dt.date:
    """The date on which the last cycle was closed, or else the first day of the record."""
    closed = [cycle.closed_at for cycle in state.cycles() if cycle.closed_at]
    return local_day(closed[-1]) if closed else state.began or state.today


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
    """The decisions requested: broken or contested items first, then by severity."""
    for assumption in assumptions_of(state):
        if assumption.holds == "broken":
            what = f"Change the strategy, or drop the assumption {assumption.id}: {assumption.text}"
            why = f"It is broken; the facts say {assumption.actual}."
            yield AskedDecision(what, why, None, (assumption.source,) if assumption.source else ())
    for document in documents:
        yield from _asked_of(document)
    for trigger in state.triggers("open"):
        why = (
            f"{trigger.severity}: it asks to {trigger.outcome}"
            if trigger.outcome != "note"
            else trigger.severity
        )
        sources = tuple(dict.fromkeys(trigger.sources))
        yield AskedDecision(
            f"Accept or dismiss {trigger.id}: {trigger.sentence}", why, decision_day(trigger), sources
        )


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
            one.id,
            one.text,
            one.data.likelihood,
            one.data.impact,
            one.data.response,
            one.data.owner,
            local_day(one.made_at),
        )
        for one in state.records(Risk)
    ]
    return sorted(risks, key=lambda one: _GRADES.index(one.likelihood) + _GRADES.index(one.impact))
