"""What accepting, dismissing or deferring a trigger changes, shown before somebody decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.content import Content

from smits_tui.actions.triggers.triage import cycle_of_accepted
from smits_tui.process.deliverables.sections import title_of
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.state import Recorded, Trigger
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import QUIET, text

MOST_RECORDS = 6
"""Records that are named; more would push the history out of sight."""


def decision_effects(view: View, trigger: Trigger) -> Iterator[Content]:
    """Lines that say what each decision does; none for a trigger that is not open.

    Args:
        view: the cycle, the stale sections and the records as they are now.
        trigger: which waits for a decision.
    """
    if trigger.status != "open" or view.as_of:
        return
    stale = [
        path
        for document in view.deliverables
        for path, causes in document.stale.items()
        if any(cause.trigger == trigger.id for cause in causes)
    ]
    number = cycle_of_accepted(view.state)
    yield Content("")
    yield text("What a decision does", "bold $text-primary")
    opens = f"opens cycle {number}" if view.cycle is None else f"takes it into cycle {number}"
    if stale:
        titles = ", ".join(map(title_of, stale))
        yield text("a  ", "$text-accent") + text(f"{opens}; these sections must be renewed: {titles}")
        yield text("x  ", "$text-accent") + text("closes it; they are not stale because of it any more")
        yield text("f  ", "$text-accent") + text("the same until the date that you name")
    else:
        yield text("a  ", "$text-accent") + text(f"{opens}; no section is stale because of it")
        yield text("x  ", "$text-accent") + text("closes it; nothing in the documents changes")
    records = [f"{record.id} {record.text}" for record in _resting(view, trigger)]
    if records:
        more = f" and {len(records) - MOST_RECORDS} more" if len(records) > MOST_RECORDS else ""
        yield text("It concerns ", QUIET) + text("; ".join(records[:MOST_RECORDS]) + more, QUIET)


def _resting(view: View, trigger: Trigger) -> Iterator[Recorded[Any]]:
    """The records that its fact names, what these serve, and those whose evidence is one of its files."""
    named = {str(value) for value in trigger.fact.values() if isinstance(value, str)}
    records = [record for model in RECORD_KINDS.values() for record in view.state.records(model)]
    by_id = {record.id: record for record in records}
    direct = [
        record
        for record in records
        if record.id in named or set(getattr(record.data, "evidence", ())) & set(trigger.inputs)
    ]
    served = [
        by_id[objective] for record in direct if (objective := getattr(record.data, "objective", "")) in by_id
    ]
    yield from {record.id: record for record in (*served, *direct)}.values()
