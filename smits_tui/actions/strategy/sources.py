"""Where the figures of documents come from: files with their dates, records of people, the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smits_rules.vocabulary.kinds import INPUT_KINDS
from smits_tui.actions.triggers.explanations import record_named
from smits_tui.clock import local_day
from smits_tui.documents.background import Recording
from smits_tui.documents.links import linked_files, relinked
from smits_tui.documents.markdown import CitedInput, long_day, render_sources
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.state import Input, Recorded, State, Trigger


def cited(state: State, item: Input) -> CitedInput:
    """An input as documents cite it, with the file in which it lies."""
    file = item
    while file.part_of and (container := state.input(file.part_of)) is not None:
        file = container
    kind = INPUT_KINDS[item.kind].title if item.kind in INPUT_KINDS else item.kind
    return CitedInput(item.path, kind, local_day(item.received_at), file.path)


def with_sources(
    state: State,
    markdown: str,
    title: str,
    *,
    above: Sequence[str] = (),
    estimates: Sequence[Recording] = (),
) -> str:
    """A document with a last section that lists the files to which it links, each with its date.

    Args:
        state: the recorded state.
        markdown: with links to inputs; those to parts of a container become links to the container.
        title: of the section.
        above: files that the document lists already.
        estimates: who recorded what scenarios cost.
    """
    files = [
        cited(state, item) for path in linked_files(markdown) if (item := state.newest(path)) is not None
    ]
    moved = relinked(markdown, {file.path: file.file for file in files})
    listed = [file for file in files if file.file not in above and file.path not in above]
    if not (listed or estimates):
        return moved
    return f"{moved.rstrip()}\n\n{render_sources(title, listed, estimates)}"


def origin_of(state: State, triggers: Sequence[Trigger]) -> str:
    """Where triggers without files come from: records, with who recorded them when, or the calendar."""
    return "; ".join(dict.fromkeys(_origin(state, trigger) for trigger in triggers if not trigger.sources))


def _origin(state: State, trigger: Trigger) -> str:
    kind, identifier = record_named(trigger) or ("", "")
    record: Recorded[Any] | None = state.record_of(RECORD_KINDS[kind], identifier) if kind else None
    if record is None:
        return "the calendar"
    by, at = record.set_by, record.set_at
    if record.readings:
        by, at = record.readings[-1].by, record.readings[-1].at
    return f"{identifier}, recorded by {by} on {long_day(local_day(at))}"
