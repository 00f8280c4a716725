"""The steps of a cycle and their gates: the remaining tasks, and who can do them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary.shown_number import counted
from smits_tui.process.deliverables.gates import (
    People,
    at,
    document_problems,
    document_ready,
    not_approved,
    record_location,
)
from smits_tui.process.entries.records import (
    CorrectiveAction,
    Decision,
    Initiative,
    Measure,
    Objective,
    Scenario,
)
from smits_tui.process.state import Cycle, Recorded, State
from smits_tui.process.tasks import ANYBODY, Location, Task, TaskKind

STAGES = ("Plan", "Do", "Check", "Act")


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
        """The tasks that remain before its gate is met."""
        return list(self.gate(state, cycle, people))


def step_under_way(cycle: Cycle) -> Step:
    """The first step that is not completed; the last step if all are."""
    return next((step for step in STEPS if step.name not in cycle.completed), STEPS[-1])


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
        unseen = counted(len(new), "input has", "inputs have")
        what = f"{unseen} not been reviewed yet: {shown}."
        yield Task(TaskKind.ASSESS_INPUTS, what, where=Location("inputs", new[0]))
    yield from _not_understood(state)
    for trigger in state.triggers("open"):
        what = f"{trigger.id} is not triaged: {trigger.because}"
        yield Task(TaskKind.TRIAGE, what, where=Location("triggers", trigger.id))


def _not_understood(state: State) -> Iterator[Task]:
    """Files to be answered or waived, because no rule uses them until then."""
    for item in state.inputs():
        if not item.is_in_doubt:
            continue
        if item.understood == "questions":
            asked = state.questions(of=item.id)
            names = ", ".join(question.id for question in asked) or "its questions"
            what = f"{item.path} is ambiguous: answer {names}."
            where = Location("questions", asked[0].id if asked else "")
            yield Task(TaskKind.ANSWER_QUESTION, what, where=where)
        else:
            what = f"{item.path} was read but not understood: correct its facts, withdraw it, or waive it."
            yield Task(TaskKind.WAIVE_INPUT, what, where=Location("questions", item.id))


def _assessment(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    options = state.records(Scenario)
    if len(options) < 2:
        what = f"Fewer than two scenarios are compared; {'there is one' if options else 'there is none'}."
        yield Task(TaskKind.WRITE_RECORD, what, where=record_location("scenario"))
    elif not any(option.data.chosen for option in options):
        where = record_location("scenario", options[0].id)
        yield Task(TaskKind.CHOOSE_SCENARIO, "No scenario is chosen.", where=where)
    yield from document_ready(state, cycle, "strategy-assessment")


def _mission(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    for name in ("mission", "vision"):
        written = state.section(f"mission-and-vision/{name}")
        if written is not None and written.confirmed_at < cycle.opened_at:
            what = f"The {name} was neither rewritten nor confirmed in this cycle."
            yield Task(TaskKind.CONFIRM_SECTION, what, where=at("mission-and-vision", name))
    yield from document_ready(state, cycle, "mission-and-vision")


def _plan(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    for objective in state.records(Objective):
        if objective.data.proposed:
            what = f"{objective.id} is only proposed: {objective.text}"
            yield Task(TaskKind.SETTLE_PROPOSAL, what, where=record_location("objective", objective.id))
        elif not any(measure.data.objective == objective.id for measure in state.records(Measure)):
            what = f"{objective.id} has no measure: {objective.text}"
            yield Task(TaskKind.ADD_MEASURE, what, where=record_location("measure"), about=objective.id)
    yield from document_ready(state, cycle, "strategy-plan")


def _agreed(state: State, cycle: Cycle, people: People) -> Iterator[Task]:
    for kind in ("strategy-assessment", "mission-and-vision", "strategy-plan"):
        yield from _in_force(state, cycle, people, kind)


def _in_force(state: State, cycle: Cycle, people: People, kind: str) -> Iterator[Task]:
    """The tasks that remain before the current content of a document is submitted, agreed and approved."""
    left = list(document_ready(state, cycle, kind))
    yield from left or not_approved(state, kind, people, cycle.number)


def _tactical(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    for objective in state.records(Objective):
        serving = [
            initiative
            for initiative in state.records(Initiative)
            if initiative.data.objective == objective.id
        ]
        whole = [
            i for i in serving if i.data.owner and i.data.start and i.data.end and i.data.budget is not None
        ]
        if not whole:
            what = f"{objective.id} has no initiative with owner, dates and budget: {objective.text}"
            where = record_location("initiative", serving[0].id if serving else "")
            yield Task(TaskKind.PLAN_INITIATIVE, what, where=where, about=objective.id)
    yield from document_ready(state, cycle, "tactical-plan")


def _owner(name: str, people: People) -> str:
    """The person who does what a record asks for: its owner, if that is a stakeholder."""
    return name if name in people.stakeholders else ANYBODY


def _execute(state: State, cycle: Cycle, people: People) -> Iterator[Task]:
    began = cycle.began("Do") or cycle.opened_at
    for initiative in state.records(Initiative):
        owner = _owner(initiative.data.owner, people)
        where = record_location("initiative", initiative.id)
        if initiative.data.status == "planned":
            what = f"{initiative.id} has not started: {initiative.text}"
            yield Task(TaskKind.REPORT_PROGRESS, what, owner, where)
        elif initiative.set_at < began:
            what = f"No progress on {initiative.id} has been recorded since Do began."
            yield Task(TaskKind.REPORT_PROGRESS, what, owner, where)


def _measured(state: State, cycle: Cycle, people: People) -> Iterator[Task]:
    began = cycle.began("Do") or cycle.opened_at
    for measure in state.records(Measure):
        if not any(reading.at >= began for reading in measure.readings):
            what = f"{measure.id} has no reading since Do began: {measure.text}"
            owner = _owner(measure.data.owner, people)
            yield Task(TaskKind.READ_MEASURE, what, owner, Location("measures", measure.id))


def _review(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    """The review is held once its summary is written; it is submitted once, in Act, with the decisions."""
    summary = state.section("strategy-review/summary")
    if summary is not None and (summary.written_at is None or summary.written_at < cycle.opened_at):
        what = "The summary of the review is from an earlier cycle."
        yield Task(TaskKind.WRITE_SECTION, what, where=at("strategy-review", "summary"))
    yield from document_problems(state, "strategy-review")


def _decide(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    if not _of_cycle(state.records(Decision), cycle):
        what = "It has not been decided whether to continue, adjust or reassess."
        yield Task(TaskKind.DECIDE, what, where=record_location("decision"))


def _actions(state: State, cycle: Cycle, _people: People) -> Iterator[Task]:
    actions = [
        corrective_action
        for corrective_action in state.records(CorrectiveAction)
        if corrective_action.cycle == cycle.number
    ]
    for action in actions:
        if not action.data.owner or action.data.due is None:
            what = f"{action.id} has no owner or no date: {action.text}"
            yield Task(TaskKind.COMPLETE_ACTION, what, where=record_location("action", action.id))
    decisions = _of_cycle(state.records(Decision), cycle)
    if not actions and not any(corrective_action.data.no_actions for corrective_action in decisions):
        what = "There is no corrective action, and no decision that none is needed."
        yield Task(TaskKind.ADD_ACTION, what, where=record_location("action"))


def _close(state: State, cycle: Cycle, people: People) -> Iterator[Task]:
    kinds = ("tactical-plan", "strategy-review")
    left = [task for kind in kinds for task in _in_force(state, cycle, people, kind)]
    close = Task(TaskKind.CLOSE_CYCLE, "Close the cycle; that sets the baseline and the next review.")
    yield from left or [close]


def _of_cycle(decisions: Sequence[Recorded[Decision]], cycle: Cycle) -> list[Recorded[Decision]]:
    return [decision for decision in decisions if decision.cycle == cycle.number]


STEPS: tuple[Step, ...] = (
    Step(
        "assess",
        "Plan",
        "assess the inputs",
        "Review what changed, and triage every trigger.",
        _inputs_assessed,
    ),
    Step(
        "assessment",
        "Plan",
        "strategy assessment report",
        "Describe internal and external factors, with the inputs that support them.",
        _assessment,
    ),
    Step("mission", "Plan", "mission and vision", "Confirm or rewrite what IT is there for.", _mission),
    Step("plan", "Plan", "strategy plan", "Set objectives with measures, assumptions and risks.", _plan),
    Step("agree", "Plan", "all stakeholders agree", "Everybody agrees to the current content.", _agreed),
    Step("tactical", "Do", "tactical plan", "Plan who does what by when for each objective.", _tactical),
    Step("execute", "Do", "execute", "Start the initiatives, and record their progress.", _execute),
    Step("measure", "Check", "measure", "Record a reading for every measure of the plan.", _measured),
    Step(
        "review",
        "Check",
        "strategy review",
        "Review the strategy against its measures and assumptions.",
        _review,
    ),
    Step("decide", "Act", "decide", "Continue, adjust or reassess, with reasons.", _decide),
    Step("actions", "Act", "corrective actions", "Decide who corrects what by when.", _actions),
    Step("close", "Act", "close", "Set the baseline and the next review date.", _close),
)
"""All steps in order."""
