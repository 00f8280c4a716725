"""The status of each deliverable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from smits_tui.process.deliverables.agreement import Agreement, agreement_on
from smits_tui.process.deliverables.comments import SectionComment, comments_on
from smits_tui.process.deliverables.content import content_of, fingerprints, looks_back
from smits_tui.process.deliverables.gates import People, newest_version
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.deliverables.staleness import Cause, stale_sections
from smits_tui.process.state import State, Version

STATUSES = ("not started", "draft", "submitted", "objected", "agreed", "approved", "stale", "overdue")
"""The statuses of a document; `superseded` is a version replaced by a newer approved one."""


@dataclass(frozen=True, slots=True)
class Deliverable:
    """One document."""

    kind: str
    title: str
    status: str
    version: int
    """The newest submitted version; 0 if none."""
    approved: int | None
    """The version in force."""
    changed: tuple[str, ...]
    """Sections that differ from the newest version."""
    stale: Mapping[str, list[Cause]]
    """Stale sections with their causes."""
    agreement: Agreement | None
    due: dt.date | None
    updated_at: dt.datetime | None
    comments: tuple[SectionComment, ...] = ()
    """Those that were not withdrawn, in the order of the sections."""

    def open_comments(self, section: str = "") -> int:
        """How many comments are neither resolved nor withdrawn, on one section or on all."""
        return sum(
            1 for comment in self.comments if comment.is_open and section in ("", comment.comment.section)
        )


def deliverables(state: State, people: People, due: Mapping[str, dt.date]) -> list[Deliverable]:
    """All five documents with their status.

    Args:
        state: the recorded state.
        people: the people whose agreement counts.
        due: kind -> due date.
    """
    stale = stale_sections(state)
    return [_deliverable(state, kind, people, due.get(kind), stale) for kind in DOCUMENTS]


def version_status(versions: list[Version], version: Version) -> str:
    """The status of a single version: submitted, approved or superseded."""
    later = any(other.approved_at and other.version > version.version for other in versions)
    if version.approved_at:
        return "superseded" if later else "approved"
    return "superseded" if later else "submitted"


def _deliverable(
    state: State, kind: str, people: People, due: dt.date | None, all_stale: Mapping[str, list[Cause]]
) -> Deliverable:
    newest = newest_version(state, kind)
    approved = [version for version in state.versions_of(kind) if version.approved_at]
    now = fingerprints(state, kind)
    changed = tuple(name for name in now if newest is None or newest.sections.get(name) != now[name])
    is_past = kind == "strategy-review" and newest is not None and looks_back(state)
    if is_past and newest is not None and newest.approved_at:
        changed = ()
    stale = {
        path: causes for path, causes in all_stale.items() if path.startswith(f"{kind}/") and not is_past
    }
    agreement = (
        agreement_on(state, newest, people.stakeholders, people.quorum_pct) if newest is not None else None
    )
    written = [section.confirmed_at for section in state.sections(kind)]
    status = _status(state, kind, newest, agreement, changed=bool(changed), stale=bool(stale))
    if due is not None and due < state.today and status not in ("approved", "stale"):
        status = "overdue"
    return Deliverable(
        kind=kind,
        title=DOCUMENTS[kind].title,
        status=status,
        version=newest.version if newest else 0,
        approved=approved[-1].version if approved else None,
        changed=changed if newest else (),
        stale=stale,
        agreement=agreement,
        due=due,
        updated_at=max([*written, *([newest.submitted_at] if newest else [])], default=None),
        comments=comments_on(state, kind, now),
    )


def _status(
    state: State,
    kind: str,
    newest: Version | None,
    agreement: Agreement | None,
    *,
    changed: bool,
    stale: bool,
) -> str:
    if newest is None or agreement is None:
        return "not started" if all(content.empty for content in content_of(state, kind)) else "draft"
    if changed:
        return "draft"
    if stale:
        return "stale"
    if newest.approved_at:
        return "approved"
    if agreement.objections:
        return "objected"
    return "agreed" if agreement.complete else "submitted"
