"""What a deliverable still needs before it can be submitted, agreed and approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.citations import uncited, unknown_inputs
from smits_tui.process.deliverables.content import content_of, fingerprints
from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.deliverables.staleness import Cause, stale_sections
from smits_tui.process.state import Cycle, Objection, State, Trigger, Version
from smits_tui.process.tasks import ANYBODY, Location, Task, TaskKind

_AFTER_PLAN = ("tactical-plan", "strategy-review")
"""Deliverables for which changes in their foundations wait for the next cycle's Plan."""


@dataclass(frozen=True, slots=True)
class People:
    """The people whose agreement counts."""

    stakeholders: tuple[str, ...]
    quorum_pct: float


def document_ready(state: State, cycle: Cycle, kind: str) -> Iterator[Task]:
    """The tasks that remain before a document counts as submitted in this cycle."""
    problems = list(document_problems(state, kind))
    yield from problems
    if problems:
        return
    newest = newest_version(state, kind)
    title = DOCUMENTS[kind].title.lower()
    if newest is None or newest.cycle != cycle.number:
        what = f"The {title} is not submitted in this cycle."
        yield Task(TaskKind.SUBMIT, what, where=at(kind))
    elif newest.sections != fingerprints(state, kind):
        what = f"The {title} has changed since it was submitted."
        yield Task(TaskKind.SUBMIT, what, where=at(kind))
    elif (trigger := newer_trigger(state, cycle, newest)) is not None:
        what = f"{trigger.id} was accepted after the {title} was submitted; weigh it, and submit it again."
        yield Task(TaskKind.SUBMIT, what, where=at(kind))


def document_problems(state: State, kind: str) -> Iterator[Task]:
    """The tasks before a document can be submitted: empty and stale sections, claims without a source."""
    document = DOCUMENTS[kind]
    for section, content in zip(document.sections, content_of(state, kind), strict=False):
        if section.text and not content.text.strip():
            what = f"The section '{section.title}' is not written."
            yield Task(TaskKind.WRITE_SECTION, what, where=at(kind, section.name))
        for record in section.needed:
            if not content.records.get(record):
                what = f"The section '{section.title}' has no {record}."
                yield Task(TaskKind.WRITE_RECORD, what, where=record_location(record))
    for name in unknown_inputs(state, document):
        what = f"It cites {name}, which is not an input."
        yield Task(TaskKind.CHECK_CITATION, what, where=Location("inputs"))
    for claim in uncited(state, document):
        start = claim.text if len(claim.text) <= 60 else f"{claim.text[:60]}..."
        what = f"A claim in '{claim.section}' cites no input: {start}"
        yield Task(TaskKind.SOURCE_CLAIM, what, where=at(kind, claim.section), about=claim.fingerprint)
    yield from _renewals(state, kind)


def newer_trigger(state: State, cycle: Cycle, version: Version) -> Trigger | None:
    """The newest trigger of a cycle, if it was accepted after an assessment report was submitted.

    Other deliverables depend on the report; for them there is none.
    """
    if version.deliverable != "strategy-assessment":
        return None
    taken = [
        (accepted, trigger)
        for trigger in state.triggers("accepted")
        if trigger.cycle == cycle.number and trigger.holds and (accepted := trigger.accepted_at)
    ]
    accepted, trigger = max(taken, key=lambda pair: pair[0], default=(None, None))
    return trigger if accepted is not None and accepted > version.submitted_at else None


def _renewals(state: State, kind: str) -> Iterator[Task]:
    """The tasks that renew stale content of a document, each at its cause rather than where it shows."""
    cycle, newest = state.cycle(), newest_version(state, kind)
    if kind == "strategy-review" and (newest is None or cycle is None or newest.cycle != cycle.number):
        return  # the review of an earlier cycle is not renewed: this cycle has its own
    stale = stale_sections(state)
    tasks: dict[tuple[TaskKind, Location], Task] = {}
    for path in stale:
        if path.startswith(f"{kind}/"):
            for task in _causes(state, stale, path, kind):
                tasks.setdefault((task.kind, task.where), task)
    yield from tasks.values()


def _causes(state: State, stale: Mapping[str, Sequence[Cause]], path: str, kind: str) -> Iterator[Task]:
    """The tasks after which a section is no longer stale; dependencies between sections have no cycles."""
    for cause in stale[path]:
        trigger = state.trigger(cause.trigger) if cause.trigger else None
        if cause.inherited and cause.through is not None:
            if kind not in _AFTER_PLAN:
                yield from _causes(state, stale, cause.through, kind)
        elif trigger is not None and trigger.status == "open":
            what = f"{trigger.id} is not triaged, and puts '{title_of(path)}' in question: {trigger.because}"
            yield Task(TaskKind.TRIAGE, what, where=Location("triggers", trigger.id))
        elif trigger is None or not _waits(state, trigger):
            what = f"'{title_of(path)}' is stale: {cause.text}"
            yield Task(TaskKind.RENEW_SECTION, what, where=at(path))


def _waits(state: State, trigger: Trigger) -> bool:
    """Whether a trigger was accepted for a later cycle, which will assess it."""
    cycle = state.cycle()
    return cycle is not None and trigger.cycle is not None and trigger.cycle > cycle.number


def newest_version(state: State, kind: str) -> Version | None:
    """The newest version of a document."""
    versions = state.versions_of(kind)
    return versions[-1] if versions else None


def not_approved(state: State, kind: str, people: People, number: int) -> Iterator[Task]:
    """The tasks that remain before a document of a cycle is in force: agreements and the approval."""
    title = DOCUMENTS[kind].title.lower()
    version = newest_version(state, kind)
    if version is None or version.cycle != number:
        what = f"The {title} is not submitted in this cycle."
        yield Task(TaskKind.SUBMIT, what, where=at(kind))
        return
    if version.approved_at is not None:
        return
    agreement = agreement_on(state, version, people.stakeholders, people.quorum_pct)
    if not people.stakeholders:
        yield Task(TaskKind.NAME_STAKEHOLDERS, "No stakeholder is named in smits.toml.")
    for objection in agreement.objections:
        yield _answer(objection, version, people)
    if len(agreement.agreed) < agreement.needed:
        for name in agreement.missing:
            yield Task(TaskKind.AGREE, f"{name} has not agreed to the {title}.", name, at(kind))
    elif not agreement.objections:
        yield _approval(kind, version, agreement.agreed, people)


def _answer(objection: Objection, version: Version, people: People) -> Task:
    """The task to answer an objection: for the submitter, but not if the objection is the submitter's own."""
    others = tuple(name for name in people.stakeholders if name != objection.by)
    can = (version.submitted_by,) if version.submitted_by != objection.by else others
    what = f"{objection.stakeholder} objects to '{objection.section}': {objection.text}"
    where = at(version.deliverable, objection.section)
    who = " or ".join(can) or ANYBODY
    return Task(TaskKind.ANSWER_OBJECTION, what, who, where, objection.id, can)


def _approval(kind: str, version: Version, agreed: Sequence[str], people: People) -> Task:
    """The task to approve, for stakeholders; nobody may be the only approver of their own submission."""
    title = DOCUMENTS[kind].title.lower()
    alone = set(agreed) <= {version.submitted_by}
    can = tuple(name for name in people.stakeholders if not (alone and name == version.submitted_by))
    if not can:
        what = f"{version.submitted_by} submitted the {title} and is the only one who can approve it."
        return Task(TaskKind.NAME_STAKEHOLDERS, f"{what} Name another stakeholder in smits.toml.")
    what = f"The {title} is agreed, but not approved."
    return Task(TaskKind.APPROVE, what, " or ".join(can), at(kind), can=can)


def at(kind: str, section: str = "") -> Location:
    """Where a deliverable, or a section of it, is edited."""
    return Location("deliverables", f"{kind}/{section}" if section else kind)


def record_location(kind: str, identifier: str = "") -> Location:
    """Where a record is added or changed."""
    return Location("cycle", identifier, kind)
