"""The steps of a cycle and their gates: the tasks that are left, and who can do them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smits_tui.process.agreement import agreement_on
from smits_tui.process.citations import uncited, unknown_inputs
from smits_tui.process.deliverable_content import content_of, fingerprints
from smits_tui.process.entries.records import (
    CorrectiveAction,
    Decision,
    Initiative,
    Measure,
    Objective,
    Scenario,
)
from smits_tui.process.sections import DOCUMENTS
from smits_tui.process.staleness import stale_sections
from smits_tui.process.state import Cycle, Recorded, State, Version
from smits_tui.process.tasks import ANYBODY, Location, Task, TaskKind

STAGES = ("Plan", "Do", "Check", "Act")


@dataclass(frozen=True, slots=True)
class People:
    """Whose agreement counts."""

    stakeholders: tuple[str, ...]
    quorum_pct: float


GateCheck = Callable[[State, Cycle, People], Iterator[Task]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cycle."""

    name: str
    stage: str
    title: str
    purpose: str
    gate: GateCheck

    def tasks(self, state: State, cycle: Cycle, people: People) -> list[Task]:
        """The tasks that are left before its gate is met."""
        return list(self.gate(state, cycle, people))


def step_under_way(cycle: Cycle) -> Step:
    """The first step that was not completed; the last one of all when all were."""
    return next((step for step in STEPS if step.name not in cycle.completed), STEPS[-1])


def document_ready(state: State, cycle: Cycle, kind: str) -> Iterator[Task]:
    """The tasks that are left before a document counts as submitted in this cycle."""
    problems = list(document_problems(state, kind))
    yield from problems
    if problems:
        return
    newest = newest_version(state, kind)
    title = DOCUMENTS[kind].title.lower()
    if newest is None or newest.cycle != cycle.number:
        what = f"The {title} is not submitted in this cycle."
        yield Task(TaskKind.SUBMIT, what, where=_at(kind))
    elif newest.sections != fingerprints(state, kind):
        what = f"The {title} has changed since it was submitted."
        yield Task(TaskKind.SUBMIT, what, where=_at(kind))


def document_problems(state: State, kind: str) -> Iterator[Task]:
    """The tasks before a document can be submitted: empty and stale sections, claims without a source."""
    document = DOCUMENTS[kind]
    for section, content in zip(document.sections, content_of(state, kind), strict=False):
        if section.text and not content.text.strip():
            what = f"The section '{section.title}' is not written."
            yield Task(TaskKind.WRITE_SECTION, what, where=_at(kind, section.name))
        for record in section.needed:
            if not content.records.get(record):
                what = f"The section '{section.title}' has no {record}."
                yield Task(TaskKind.WRITE_RECORD, what, where=_record(record))
    for name in unknown_inputs(state, document):
        what = f"It cites {name}, which is not an input."
        yield Task(TaskKind.CHECK_CITATION, what, where=Location("inputs"))
    for claim in uncited(state, document):
        start = claim.text if len(claim.text) <= 60 else f"{claim.text[:60]}..."
        what = f"A claim in '{claim.section}' cites no input: {start}"
        yield Task(TaskKind.SOURCE_CLAIM, what, where=_at(kind, claim.section), about=claim.fingerprint)
    for path, causes in stale_sections(state).items():
        if path.startswith(f"{kind}/"):
            what = f"The section {path} is stale: {causes[0].text}"
            yield Task(TaskKind.RENEW_SECTION, what, where=_at(path))


def newest_version(state: State, kind: str) -> Version | None:
    """The newest version of a document."""
    versions = state.versions_of(kind)
    return versions[-1] if versions else None


def not_approved(state: State, kind: str, people: People, number: int) -> Iterator[Task]:
    """The tasks before a document of a cycle is in force: who must still agree, and the approval."""
    title = DOCUMENTS[kind].title.lower()
    version = newest_version(state, kind)
    if version is None or version.cycle != number:
        what = f"The {title} is not submitted in this cycle."
        yield Task(TaskKind.SUBMIT, what, where=_at(kind))
        return
    if version.approved_at is not None:
        return
    agreement = agreement_on(state, version, people.stakeholders, people.quorum_pct)
    if not people.stakeholders:
        yield Task(TaskKind.NAME_STAKEHOLDERS, "No stakeholder is named in smits.toml.")
    for objection in agreement.objections:
        what = f"{objection.stakeholder} objects to '{objection.section}': {objection.text}"
        where = _at(kind, objection.section)
        yield Task(TaskKind.ANSWER_OBJECTION, what, version.submitted_by, where, objection.id)
    if len(agreement.agreed) < agreement.needed:
        for name in agreement.missing:
            yield Task(TaskKind.AGREE, f"{name} has not agreed to the {title}.", name, _at(kind))
    elif not agreement.objections:
        what = f"The {title} is agreed, but not approved."
        yield Task(TaskKind.APPROVE, what, where=_at(kind))


def _at(kind: str, section: str = "") -> Location:
    return Location("deliverables", f"{kind}/{section}" if section else kind)


def _record(kind: str, identifier: str = "") -> Location:
    return Location("cycle", identifier, kind)


def _inputs_assessed(state: State, _cycle: Cycle, _people: People) -> Iterator[Task]:
    baseline = state.baseline or 0
    new = [
        item.id
        for item in state.inputs()
        if item.seq > baseline
        and item.status in ("read", "rejected")
        and item.assessed_at is None
        and item.withdrawn is None
    ]
    if new:
        shown = ", ".join(new[:8]) + (f" and {len(new) - 8} more" if len(new) > 8 else "")
        counted = "1 input has" if len(new) == 1 else f"{len(new)} inputs have"
        what = f"{counted} not been reviewed yet: {shown}."
        yield Task(TaskKind.ASSESS_INPUTS, what, where=Location("inputs", new[0]))
    yield from _not_understood(state)
    for trigger in state.triggers("open"):
        what = f"{trigger.id} is not triaged: {trigger.because}"
        yield Task(TaskKind.TRIAGE, what, where=Location("triggers", trigger.id))


def _not_understood(state: State) -> Iterator[Task]:
    """Files that must be answered or waived, because no rule uses them until then."""
    for item in state.inputs():
        if not item.is_in_doubt:
            continue
        if item.understood == "questions":
            asked = state.questions(of=item.id)
            names = ", ".join(question.id for question in asked) or "its questions"
            what = f"{item.path} can be read in two ways: answer {names}."
            where = Location("questions", asked[0].id if asked else "")
            yield Task(TaskKind.ANSWER_QUESTION, what, where=where)
        else:
            what = f"{item.path} was read but not understood: correct its facts, withdraw it, or waive it."
            yield Task(TaskKind.WAIVE_INPUT, what, where=Location("questions", item.id))


def _assessment(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    options = state.records(Scenario)
    if len(options) < 2:
        what = "Fewer than two scenarios are compared."
        yield Task(TaskKind.WRITE_RECORD, what, where=_record("scenario"))
    elif not any(one.data.chosen for one in options):
        where = _record("scenario", options[0].id)
        yield Task(TaskKind.CHOOSE_SCENARIO, "No scenario is chosen.", where=where)
    yield from document_ready(state, cycle, "strategy-assessment")


def _mission(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    for name in ("mission", "vision"):
        written = state.section(f"mission-and-vision/{name}")
        if written is not None and written.confirmed_at < cycle.opened_at:
            what = f"The {name} was neither rewritten nor confirmed in this cycle."
            yield Task(TaskKind.CONFIRM_SECTION, what, where=_at("mission-and-vision", name))
    yield from document_ready(state, cycle, "mission-and-vision")


def _plan(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    for objective in state.records(Objective):
        if objective.data.proposed:
            what = f"{objective.id} is only proposed: {objective.text}"
            yield Task(TaskKind.SETTLE_PROPOSAL, what, where=_record("objective", objective.id))
        elif not any(one.data.objective == objective.id for one in state.records(Measure)):
            what = f"{objective.id} has no measure: {objective.text}"
            yield Task(TaskKind.ADD_MEASURE, what, where=_record("measure"), about=objective.id)
    yield from document_ready(state, cycle, "strategy-plan")


def _agreed(state: State, cycle: Cycle, people: People) -> Iterator[Task]:
    for kind in ("strategy-assessment", "mission-and-vision", "strategy-plan"):
        yield from not_approved(state, kind, people, cycle.number)


def _tactical(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    for objective in state.records(Objective):
        serving = [one for one in state.records(Initiative) if one.data.objective == objective.id]
        whole = [
            i for i in serving if i.data.owner and i.data.start and i.data.end and i.data.budget is not None
        ]
        if not whole:
            what = f"{objective.id} has no initiative with owner, dates and budget: {objective.text}"
            where = _record("initiative", serving[0].id if serving else "")
            yield Task(TaskKind.PLAN_INITIATIVE, what, where=where, about=objective.id)
    yield from document_ready(state, cycle, "tactical-plan")


def _execute(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    began = cycle.began("Do") or cycle.opened_at
    for initiative in state.records(Initiative):
        owner = initiative.data.owner or ANYBODY
        where = _record("initiative", initiative.id)
        if initiative.data.status == "planned":
            what = f"{initiative.id} is not under way: {initiative.text}"
            yield Task(TaskKind.REPORT_PROGRESS, what, owner, where)
        elif initiative.set_at < began:
            what = f"No progress on {initiative.id} has been recorded since Do began."
            yield Task(TaskKind.REPORT_PROGRESS, what, owner, where)


def _measured(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    began = cycle.began("Do") or cycle.opened_at
    for measure in state.records(Measure):
        if not any(reading.at >= began for reading in measure.readings):
            what = f"{measure.id} has no reading since Do began: {measure.text}"
            owner = measure.data.owner or ANYBODY
            yield Task(TaskKind.READ_MEASURE, what, owner, Location("measures", measure.id))


def _review(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    yield from document_ready(state, cycle, "strategy-review")


def _decide(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    if not _of_cycle(state.records(Decision), cycle):
        what = "It is not decided whether to continue, adjust or reassess."
        yield Task(TaskKind.DECIDE, what, where=_record("decision"))


def _actions(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    actions = [one for one in state.records(CorrectiveAction) if one.cycle == cycle.number]
    for action in actions:
        if not action.data.owner or action.data.due is None:
            what = f"{action.id} has no owner or no date: {action.text}"
            yield Task(TaskKind.COMPLETE_ACTION, what, where=_record("action", action.id))
    decisions = _of_cycle(state.records(Decision), cycle)
    if not actions and not any(one.data.no_actions for one in decisions):
        what = "There is no corrective action, and no decision that none is needed."
        yield Task(TaskKind.ADD_ACTION, what, where=_record("action"))


def _close(state: State, cycle: Cycle, people: People) -> Iterator[Task]:
    for kind in ("tactical-plan", "strategy-review"):
        yield from document_ready(state, cycle, kind)
        yield from not_approved(state, kind, people, cycle.number)
    yield Task(TaskKind.CLOSE_CYCLE, "Close the cycle; that sets the baseline and the next review.")


def _of_cycle(found: Sequence[Recorded[Decision]], cycle: Cycle) -> list[Recorded[Decision]]:
    return [one for one in found if one.cycle == cycle.number]


STEPS: tuple[Step, ...] = (
    Step(
        "assess",
        "Plan",
        "assess the inputs",
        "Look at what changed, and triage every trigger.",
        _inputs_assessed,
    ),
    Step(
        "assessment",
        "Plan",
        "strategy assessment report",
        "Write what is inside and outside, with the inputs that show it.",
        _assessment,
    ),
    Step("mission", "Plan", "mission and vision", "Confirm or rewrite what IT is there for.", _mission),
    Step("plan", "Plan", "strategy plan", "Set objectives with measures, assumptions and risks.", _plan),
    Step("agree", "Plan", "all stakeholders agree", "Everybody agrees to the content as it is.", _agreed),
    Step("tactical", "Do", "tactical plan", "Say who does what until when for each objective.", _tactical),
    Step("execute", "Do", "execute", "Get the initiatives under way, and record how far they are.", _execute),
    Step("measure", "Check", "measure", "Read every measure of the plan.", _measured),
    Step("review", "Check", "strategy review", "Hold the review against measures and assumptions.", _review),
    Step("decide", "Act", "decide", "Continue, adjust or reassess, with reasons.", _decide),
    Step("actions", "Act", "corrective actions", "Say who mends what until when.", _actions),
    Step("close", "Act", "close", "Set the baseline and the next review date.", _close),
)
"""All steps in their order."""
