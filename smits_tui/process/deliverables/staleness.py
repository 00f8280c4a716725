"""The sections whose foundations changed since they were last confirmed, and the causes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from smits_tui.process.deliverables.citations import section_inputs
from smits_tui.process.deliverables.sections import (
    DOCUMENTS,
    DeliverableOutline,
    Section,
    downstream,
    evidence_of,
    title_of,
)
from smits_tui.process.state import State, Trigger, Version


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a section is stale."""

    section: str
    """Path of the section, `deliverable/section`."""
    text: str
    """In words."""
    trigger: str | None = None
    input: str | None = None
    """The new input."""
    through: str | None = None
    """The section that it depends on, if the cause is there."""
    inherited: bool = False
    """Whether that section is stale itself, rather than changed."""


def stale_sections(state: State) -> dict[str, list[Cause]]:
    """Every stale section with its causes, as path -> causes. Only submitted sections can be stale.

    A section is stale if, since it was last written or confirmed,
    - a trigger that asks for reassessment or review was raised on an input of a kind it depends on,
    - an input that it cites has a new version,
    - or a section that it depends on was submitted with changed content;
    and if a section that it depends on is stale.
    """
    causes_by_path: dict[str, list[Cause]] = {}
    versions = {kind: history[-1] for kind in DOCUMENTS if (history := state.versions_of(kind))}
    if not versions:
        return {}
    triggers = [t for t in state.triggers() if _counts(state, t)]
    for kind in versions:
        document = DOCUMENTS[kind]
        for section in document.sections:
            causes = list(_direct(state, document, section, triggers))
            if causes:
                causes_by_path[f"{kind}/{section.name}"] = causes
    for trigger in triggers:
        _touch_rest(state, trigger, versions, causes_by_path)
    return _closed(causes_by_path, set(versions))


def _counts(state: State, trigger: Trigger) -> bool:
    """Whether a trigger makes documents stale; not once its case was raised again with other values."""
    if trigger.status not in ("open", "accepted") or not trigger.holds or trigger.outcome == "note":
        return False
    newest = state.case(trigger.rule, trigger.subject)
    return newest is None or newest.id == trigger.id


def _direct(
    state: State, document: DeliverableOutline, section: Section, triggers: list[Trigger]
) -> Iterator[Cause]:
    path = f"{document.kind}/{section.name}"
    since = _confirmed(state, path)
    if since is None:
        return
    evidence = set(evidence_of(path))
    for trigger in triggers:
        if trigger.updated_at > since and _kinds(state, trigger) & evidence:
            yield Cause(path, trigger.because, trigger.id, trigger.input)
    for identifier in section_inputs(state, document, section):
        item = state.input(identifier)
        newest = state.newest(item.path) if item else None
        if item and newest and newest.id != item.id and newest.received_at > since:
            yield Cause(path, f"{item.id} ({item.path}) was replaced by {newest.id}.", input=newest.id)
    for other in section.rests_on:
        change = _changed_since(state, other, since)
        if change:
            text = f"'{title_of(other)}' changed in version {change.version}."
            yield Cause(path, text, through=other)


def _changed_since(state: State, path: str, since: dt.datetime) -> Version | None:
    """The version in which a section was submitted with other content than at a moment."""
    kind, _, name = path.partition("/")
    history = state.versions_of(kind)
    before = [version for version in history if version.submitted_at <= since]
    if not history or not before:
        return None
    mark = before[-1].sections.get(name)
    later = [v for v in history if v.submitted_at > since]
    if not later or later[-1].sections.get(name) == mark:
        return None
    return next(version for version in later if version.sections.get(name) != mark)


def _touch_rest(
    state: State, trigger: Trigger, versions: dict[str, Version], causes_by_path: dict[str, list[Cause]]
) -> None:
    """Make a whole document stale if a rule names it but none of its sections depends on that input kind."""
    touched = [kind for kind in trigger.touches if kind in versions]
    reached = _resting_on(frozenset(_kinds(state, trigger))) if touched else frozenset()
    for kind in touched:
        if kind in reached:
            continue
        for section in DOCUMENTS[kind].sections:
            path = f"{kind}/{section.name}"
            since = _confirmed(state, path)
            if since is not None and trigger.updated_at > since:
                cause = Cause(path, trigger.because, trigger.id, trigger.input)
                causes_by_path.setdefault(path, []).append(cause)


@cache
def _resting_on(kinds: frozenset[str]) -> frozenset[str]:
    """The documents with sections that depend on input kinds, directly or indirectly."""
    waiting = [
        f"{document.kind}/{section.name}"
        for document in DOCUMENTS.values()
        for section in document.sections
        if kinds.intersection(evidence_of(f"{document.kind}/{section.name}"))
    ]
    documents: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path not in documents:
            documents.add(path)
            waiting += downstream(path)
    return frozenset(path.partition("/")[0] for path in documents)


def _closed(causes_by_path: dict[str, list[Cause]], submitted: set[str]) -> dict[str, list[Cause]]:
    """Add the sections that depend on stale ones, each with the section between."""
    result = {path: list(causes) for path, causes in causes_by_path.items()}
    waiting = list(causes_by_path)
    while waiting:
        path = waiting.pop(0)
        for other in downstream(path):
            if other.partition("/")[0] not in submitted:
                continue
            if other not in result:
                waiting.append(other)
            causes_of_other = result.setdefault(other, [])
            if not any(cause.through == path for cause in causes_of_other):
                first = result[path][0]
                sentence = f"'{title_of(path)}' is stale: {first.text}"
                causes_of_other.append(
                    Cause(other, sentence, first.trigger, first.input, path, inherited=True)
                )
    return result


def _confirmed(state: State, path: str) -> dt.datetime | None:
    """When a section was last written or confirmed; the whole review is confirmed by its submission."""
    written = state.section(path)
    if written is None:
        return None
    kind = written.deliverable
    submitted = (
        [version.submitted_at for version in state.versions_of(kind)] if kind == "strategy-review" else []
    )
    return max([written.confirmed_at, *submitted])


def _kinds(state: State, trigger: Trigger) -> set[str]:
    """The kind of the input that led to a trigger, and the trigger's own kind."""
    item = state.input(trigger.input) if trigger.input else None
    return {trigger.trigger, *([item.kind] if item else [])}
