"""The steps of a cycle and their gates: what is missing, and who can do it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

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

ANYBODY = "the IT strategy manager"
"""Who does what nobody in particular must do."""
STAGES = ("Plan", "Do", "Check", "Act")


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is done."""

    area: Literal["inputs", "questions", "triggers", "cycle", "deliverables", "measures"]
    key: str = ""
    """What it is about: the id of a trigger, measure or record, or KIND/SECTION of a deliverable."""
    record: str = ""
    """The kind of the record that is to be written or changed; empty where none is."""


CYCLE = Location("cycle")


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is to be done, e.g. for a gate to open."""

    what: str
    who: str
    how: str
    """The command that does it; empty where nobody has to do anything."""
    where: Location = CYCLE

    @property
    def sentence(self) -> str:
        """What, who and how."""
        if not self.how:
            return self.what
        return f"{self.what} {self.who[:1].upper()}{self.who[1:]} can do it: smits {self.how}"


@dataclass(frozen=True, slots=True)
class People:
    """Whose agreement counts."""

    stakeholders: tuple[str, ...]
    quorum_pct: float


Gate = Callable[[State, Cycle, People], Iterator[Missing]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the cycle."""

    name: str
    stage: str
    title: str
    purpose: str
    gate: Gate

    def missing(self, state: State, cycle: Cycle, people: People) -> list[Missing]:
        """What keeps it from being done; empty when its gate is met."""
        return list(self.gate(state, cycle, people))


def step_under_way(cycle: Cycle) -> Step:
    """The first step that was not completed; the last one of all when all were."""
    return next((step for step in STEPS if step.name not in cycle.completed), STEPS[-1])


def document_ready(state: State, cycle: Cycle, kind: str) -> Iterator[Missing]:
    """What keeps a document from being submitted in this cycle, or that it was not."""
    problems = list(document_problems(state, kind))
    yield from problems
    if problems:
        return
    newest = newest_version(state, kind)
    submitted = newest is not None and newest.cycle == cycle.number
    if not submitted or newest is None or newest.sections != fingerprints(state, kind):
        title = DOCUMENTS[kind].title.lower()
        yield Missing(
            f"The {title} is not submitted as it is now.", ANYBODY, f"deliverable submit {kind}", _at(kind)
        )


def document_problems(state: State, kind: str) -> Iterator[Missing]:
    """What keeps a document from being submitted: empty and stale sections, claims without a source."""
    document = DOCUMENTS[kind]
    for section, content in zip(document.sections, content_of(state, kind), strict=False):
        write = f"deliverable write {kind} {section.name}"
        if section.text and not content.text.strip():
            what = f"The section '{section.title}' is not written."
            yield Missing(what, ANYBODY, write, _at(kind, section.name))
        for record in section.needed:
            if not content.records.get(record):
                what = f"The section '{section.title}' has no {record}."
                yield Missing(what, ANYBODY, f"{record} set", _record(record))
    for name in unknown_inputs(state, document):
        yield Missing(f"It cites {name}, which is no input.", ANYBODY, "inputs", Location("inputs"))
    for claim in uncited(state, document):
        words = claim.text if len(claim.text) <= 60 else f"{claim.text[:60]}..."
        yield Missing(
            f"A claim in '{claim.section}' names no input: {words}",
            ANYBODY,
            f"deliverable waive {kind} {claim.fingerprint}",
            _at(kind, claim.section),
        )
    for path, causes in stale_sections(state).items():
        if path.startswith(f"{kind}/"):
            yield Missing(
                f"The section {path} is stale: {causes[0].text}",
                ANYBODY,
                f"deliverable write {kind} {path.partition('/')[2]} (or --confirm)",
                _at(path),
            )


def newest_version(state: State, kind: str) -> Version | None:
    """The newest version of a document."""
    versions = state.versions_of(kind)
    return versions[-1] if versions else None


def not_approved(state: State, kind: str, people: People, number: int) -> Iterator[Missing]:
    """Who must agree to a document of a cycle still, or that it is to be approved."""
    title = DOCUMENTS[kind].title.lower()
    version = newest_version(state, kind)
    if version is None or version.cycle != number:
        what = f"The {title} is not submitted in this cycle."
        yield Missing(what, ANYBODY, f"deliverable submit {kind}", _at(kind))
        return
    if version.approved_at is not None:
        return
    agreement = agreement_on(state, version, people.stakeholders, people.quorum_pct)
    if not people.stakeholders:
        yield Missing("No stakeholder is named in smits.toml.", ANYBODY, "edit smits.toml")
    for objection in agreement.objections:
        who = version.submitted_by
        what = f"{objection.stakeholder} objects to '{objection.section}': {objection.text}"
        yield Missing(what, who, f"answer {objection.id}", _at(kind, objection.section))
    if len(agreement.agreed) < agreement.needed:
        for name in agreement.missing:
            how = f"agree {kind} --by {shlex.quote(name)}"
            yield Missing(f"{name} has not agreed to the {title}.", name, how, _at(kind))
    elif not agreement.objections:
        what = f"The {title} is agreed, but not approved."
        yield Missing(what, ANYBODY, f"deliverable approve {kind}", _at(kind))


def _at(kind: str, section: str = "") -> Location:
    return Location("deliverables", f"{kind}/{section}" if section else kind)


def _record(kind: str, identifier: str = "") -> Location:
    return Location("cycle", identifier, kind)


def _inputs_assessed(state: State, _cycle: Cycle, _people: People) -> Iterator[Missing]:
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
        yield Missing(
            f"{len(new)} inputs were not looked at yet: {shown}.",
            ANYBODY,
            "cycle assess ID... (or --all)",
            Location("inputs", new[0]),
        )
    yield from _not_understood(state)
    for trigger in state.triggers("open"):
        yield Missing(
            f"{trigger.id} is not triaged: {trigger.because}",
            ANYBODY,
            f"triage accept {trigger.id}",
            Location("triggers", trigger.id),
        )


def _not_understood(state: State) -> Iterator[Missing]:
    """What must be answered or waived, since nothing is decided on it meanwhile."""
    for item in state.inputs():
        if not item.is_in_doubt:
            continue
        if item.understood == "questions":
            asked = state.questions(of=item.id)
            names = ", ".join(question.id for question in asked) or "its questions"
            yield Missing(
                f"{item.path} can be read in two ways: answer {names}.",
                ANYBODY,
                "questions",
                Location("questions", asked[0].id if asked else ""),
            )
        else:
            yield Missing(
                f"{item.path} was read, but not understood: correct its facts, withdraw it, or waive it.",
                ANYBODY,
                f"inputs waive {item.id} --reason ...",
                Location("questions", item.id),
            )


def _assessment(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    options = state.records(Scenario)
    if len(options) < 2:
        what = "Fewer than two scenarios are compared."
        yield Missing(what, ANYBODY, "scenario set", _record("scenario"))
    elif not any(one.data.chosen for one in options):
        how = "scenario set --id ID --chosen --why ..."
        yield Missing("No scenario is chosen.", ANYBODY, how, _record("scenario", options[0].id))
    yield from document_ready(state, cycle, "strategy-assessment")


def _mission(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    for name in ("mission", "vision"):
        written = state.section(f"mission-and-vision/{name}")
        if written is not None and written.confirmed_at < cycle.opened_at:
            yield Missing(
                f"The {name} was neither rewritten nor confirmed in this cycle.",
                ANYBODY,
                f"deliverable write mission-and-vision {name} --confirm",
                _at("mission-and-vision", name),
            )
    yield from document_ready(state, cycle, "mission-and-vision")


def _plan(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    for objective in state.records(Objective):
        if objective.data.proposed:
            yield Missing(
                f"{objective.id} is only proposed: {objective.text}",
                ANYBODY,
                f"objective set --id {objective.id} --no-proposed (or objective retire)",
                _record("objective", objective.id),
            )
        elif not any(one.data.objective == objective.id for one in state.records(Measure)):
            yield Missing(
                f"{objective.id} has no measure: {objective.text}",
                ANYBODY,
                f"measure set --objective {objective.id}",
                _record("measure"),
            )
    yield from document_ready(state, cycle, "strategy-plan")


def _agreed(state: State, cycle: Cycle, people: People) -> Iterator[Missing]:
    for kind in ("strategy-assessment", "mission-and-vision", "strategy-plan"):
        yield from not_approved(state, kind, people, cycle.number)


def _tactical(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    for objective in state.records(Objective):
        serving = [one for one in state.records(Initiative) if one.data.objective == objective.id]
        whole = [
            i for i in serving if i.data.owner and i.data.start and i.data.end and i.data.budget is not None
        ]
        if not whole:
            yield Missing(
                f"{objective.id} has no initiative with owner, dates and budget: {objective.text}",
                ANYBODY,
                f"initiative set --objective {objective.id} --owner ... --start ... --end ... --budget ...",
                _record("initiative", serving[0].id if serving else ""),
            )
    yield from document_ready(state, cycle, "tactical-plan")


def _execute(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    began = cycle.began("Do") or cycle.opened_at
    for initiative in state.records(Initiative):
        owner = initiative.data.owner or ANYBODY
        how = f"initiative set --id {initiative.id} --status under-way --progress ..."
        where = _record("initiative", initiative.id)
        if initiative.data.status == "planned":
            yield Missing(f"{initiative.id} is not under way: {initiative.text}", owner, how, where)
        elif initiative.set_at < began:
            yield Missing(f"No progress of {initiative.id} was recorded since Do began.", owner, how, where)


def _measured(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    began = cycle.began("Do") or cycle.opened_at
    for measure in state.records(Measure):
        if not any(reading.at >= began for reading in measure.readings):
            yield Missing(
                f"{measure.id} was not read since Do began: {measure.text}",
                measure.data.owner or ANYBODY,
                f"measure record {measure.id} VALUE --period ...",
                Location("measures", measure.id),
            )


def _review(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    yield from document_ready(state, cycle, "strategy-review")


def _decide(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    if not _of_cycle(state.records(Decision), cycle):
        yield Missing(
            "It is not decided whether to continue, adjust or reassess.",
            ANYBODY,
            "decision set REASONS --outcome continue|adjust|reassess",
            _record("decision"),
        )


def _actions(state: State, cycle: Cycle, _people: People) -> Iterator[Missing]:
    actions = [one for one in state.records(CorrectiveAction) if one.cycle == cycle.number]
    for action in actions:
        if not action.data.owner or action.data.due is None:
            yield Missing(
                f"{action.id} has no owner or no date: {action.text}",
                ANYBODY,
                f"action set --id {action.id} --owner ... --due ...",
                _record("action", action.id),
            )
    decisions = _of_cycle(state.records(Decision), cycle)
    if not actions and not any(one.data.no_actions for one in decisions):
        yield Missing(
            "There is no corrective action, and it is not said that none is needed.",
            ANYBODY,
            "action set TEXT --owner ... --due ... (or decision set --id ID --no-actions)",
            _record("action"),
        )


def _close(state: State, cycle: Cycle, people: People) -> Iterator[Missing]:
    for kind in ("tactical-plan", "strategy-review"):
        yield from document_ready(state, cycle, kind)
        yield from not_approved(state, kind, people, cycle.number)
    yield Missing(
        "The cycle is to be closed: it sets the baseline and the next review.", ANYBODY, "cycle close"
    )


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
