"""Whoever does what is next comes to the end: no task leads nowhere, whatever happens on the way."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.session import ActionRefused, open_record, record_settings
from smits_tui.actions.status import status_of
from smits_tui.actions.strategy import cycle
from smits_tui.actions.strategy.agreement import agreement, objections
from smits_tui.actions.strategy.deliverables.documents import documents_of
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.sections import confirm_section, waive_claim, write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.actions.triggers import triage
from smits_tui.heartbeat import Heartbeat
from smits_tui.process.deliverables.sections import DOCUMENTS, section_of
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import (
    RECORD_KINDS,
    AssumptionSet,
    CorrectiveAction,
    Decision,
    Initiative,
    Measure,
    Scenario,
)
from smits_tui.process.gates import STEPS
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import make_workspace

MANAGER, STAKEHOLDERS = "kim", ("Mara", "Tom")
SETTINGS = Settings(organisation="Acme", stakeholders=tuple(Stakeholder(name=name) for name in STAKEHOLDERS))
PEOPLE = people_of(SETTINGS)
MOST_TASKS = 160
"""A cycle has about 50 tasks, and each event brings at most a dozen more."""
START = dt.datetime(2027, 1, 10, 12, tzinfo=dt.UTC)
NEEDED: dict[str, dict[str, object]] = {
    "measure": {"objective": "O1", "target": 5.0},
    "initiative": {"objective": "O1"},
    "swot": {"quadrant": "strength", "evidence": ("I1",)},
}


class Team:
    """Three people who do what the program says is next for them, and what happens to them meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        self.workspace = make_workspace(folder / "acme", "Acme")
        self.record, _ = open_record(self.workspace, lambda: self.now)
        record_settings(self.record, self.workspace, MANAGER, "made")
        self.drop("budgets", {"fact": "budget", "period": "2027", "total": 1.0})
        self.drop("service-portfolio", {"fact": "service", "service": "Mail"})
        cycle.open_cycle(self.record, by=MANAGER, reason="the first strategy")

    @property
    def state(self) -> Any:
        return self.record.state

    def drop(self, kind: str, *facts: dict[str, Any], name: str = "a") -> str:
        self.now += dt.timedelta(minutes=1)
        identifier, path = f"I{self.state.next_id('inputs')}", f"{kind}/{name}.csv"
        received = InputReceived(
            id=identifier,
            kind=kind,
            path=path,
            sha256=identifier.zfill(64),
            size=1,
            mtime_ns=1,
            version=self.state.versions(path) + 1,
        )
        read = InputRead(id=identifier, facts=facts, understood="understood")
        self.record.commit("watcher", lambda _state: [received, read])
        return identifier

    def next_for(self, person: str) -> Task:
        return status_of(self.state, Heartbeat(), self.now, INPUT_KINDS, SETTINGS, person).next

    def work(self, events: dict[int, str], until: Callable[[], bool]) -> None:
        """Let each do what is next for her, until the end; what is done is next no more."""
        for number in range(MOST_TASKS):
            if number in events:
                getattr(self, events[number])()
            person, task = self.able(number)
            self.now += dt.timedelta(minutes=1)
            self.do(task, person)
            if until():
                return
            assert self.next_for(person) != task, task
        raise AssertionError(f"no end; next is {self.next_for(MANAGER)}")

    def able(self, number: int) -> tuple[str, Task]:
        """Somebody who need not wait for others, another one each time, and what is next for her."""
        team = (MANAGER, *STAKEHOLDERS)
        turns = (team[(number + turn) % len(team)] for turn in range(len(team)))
        found = ((person, self.next_for(person)) for person in turns)
        return next(pair for pair in found if not pair[1].what.startswith("Waiting for"))

    def do(self, task: Task, by: str) -> None:  # noqa: C901  # one line for each kind of task
        """Do a task as a person of good will would."""
        record, (kind, _, section) = self.record, task.where.key.partition("/")
        match task.kind:
            case TaskKind.ASSESS_INPUTS:
                cycle.assess_inputs(record, (), by=by)
            case TaskKind.TRIAGE:
                triage.accept(record, [task.where.key], by=by)
            case TaskKind.COMPLETE_STEP:
                cycle.advance(record, PEOPLE, by=by)
            case TaskKind.CLOSE_CYCLE:
                day = self.now.date() + dt.timedelta(days=90)
                cycle.close_cycle(record, PEOPLE, by=by, next_review=day)
            case TaskKind.WRITE_SECTION:
                write_section(record, kind, section, f"Written at {self.now} [I1].", by=by)
            case TaskKind.RENEW_SECTION | TaskKind.CONFIRM_SECTION:
                outline = section_of(task.where.key)
                if outline and outline.text and task.kind is TaskKind.RENEW_SECTION:
                    write_section(record, kind, section, f"Renewed at {self.now} [I1].", by=by)
                else:
                    confirm_section(record, kind, section, by=by)
            case TaskKind.SOURCE_CLAIM:
                waive_claim(record, kind, task.about, by=by, reason="well known")
            case TaskKind.SUBMIT:
                submit(record, self.workspace, kind, by=by)
            case TaskKind.AGREE:
                agreement.agree(record, SETTINGS, kind, by=by)
            case TaskKind.ANSWER_OBJECTION:
                objections.answer(record, task.about, "It is so for a reason.", by=by)
            case TaskKind.APPROVE:
                approve(record, self.workspace, SETTINGS, kind, by=by)
            case _:
                self.write_down(task, by)

    def write_down(self, task: Task, by: str) -> None:
        """Do a task that a record is written or changed for."""
        record, key, today = self.record, task.where.key, self.now.date()
        match task.kind:
            case TaskKind.CHOOSE_SCENARIO:
                chosen = {"chosen": True, "why": "so"}
                set_record(record, Scenario, by=by, identifier=key, values=chosen)
            case TaskKind.REPORT_PROGRESS:
                values: dict[str, object] = {"status": "under-way", "progress": 10.0}
                set_record(record, Initiative, by=by, identifier=key, values=values)
            case TaskKind.PLAN_INITIATIVE:
                dates = {"start": today, "end": today + dt.timedelta(days=300)}
                values = {"objective": task.about, "owner": "Tom", "budget": 1.0, **dates}
                set_record(record, Initiative, by=by, text=f"For {task.about}", identifier=key, values=values)
            case TaskKind.READ_MEASURE:
                record_reading(record, key, value=3, period=today.isoformat(), by=by)
            case TaskKind.ADD_MEASURE:
                set_record(record, Measure, by=by, text="It", values={"objective": task.about})
            case TaskKind.DECIDE:
                set_record(record, Decision, by=by, text="On.", values={"outcome": "continue"})
            case TaskKind.ADD_ACTION:
                set_record(record, CorrectiveAction, by=by, text=f"Call {self.state.next_id('action')}")
            case TaskKind.COMPLETE_ACTION:
                values = {"owner": "Tom", "due": today}
                set_record(record, CorrectiveAction, by=by, identifier=key, values=values)
            case TaskKind.WRITE_RECORD:
                model = RECORD_KINDS[task.where.record]
                text = f"{model.kind} {self.state.next_id(model.kind)}"
                set_record(record, model, by=by, text=text, values=NEEDED.get(model.kind, {}))
            case _:
                raise AssertionError(f"nobody knows how to do {task}")

    def a_law_comes(self) -> None:
        """A trigger on an input of its own."""
        self._raise("regulation", self.drop("regulations", name=f"law {self.now:%j%H%M}"), ("strategy-plan",))

    def an_assumption_breaks(self) -> None:
        """A trigger on what the plan takes for granted."""
        self._raise("assumption", self.drop("environment", name=f"rate {self.now:%j%H%M}"), ())

    def a_source_changes(self) -> None:
        """A new version of the file that every text cites."""
        self.drop("budgets", {"fact": "budget", "period": "2027", "total": 2.0})

    def somebody_objects(self) -> None:
        """To whatever was submitted and is not agreed yet."""
        for kind in ("strategy-assessment", "mission-and-vision", "strategy-plan", "strategy-review"):
            newest = (self.state.versions_of(kind) or [None])[-1]
            if newest is not None and newest.approved_at is None:
                section = next(iter(newest.sections))
                try:
                    objections.object_to(self.record, SETTINGS, kind, section, "Why?", by="Tom")
                except ActionRefused:  # it was changed since: there is nothing to object to
                    continue

    def work_goes_on(self) -> None:
        """Somebody says how far an initiative is, at whatever step."""
        for initiative in self.state.records(Initiative):
            values = {"progress": min(100.0, initiative.data.progress + 10)}
            set_record(self.record, Initiative, by="Tom", identifier=initiative.id, values=values)

    def a_plan_changes(self) -> None:
        """Somebody writes another assumption down, at whatever step."""
        set_record(self.record, AssumptionSet, by="Mara", text=f"It stays as it was at {self.now}")

    def _raise(self, trigger: str, identifier: str, touches: tuple[str, ...]) -> None:
        name = f"T{self.state.next_id('triggers')}"
        raised = TriggerRaised(
            id=name,
            rule="r",
            trigger=trigger,
            subject=name,
            outcome="review",
            severity="high",
            because=f"Because of {identifier}.",
            touches=touches,
            inputs=(identifier,),
            sources=(identifier,),
            input=identifier,
            fact={},
            explanation={},
            fingerprint=name,
            pack="p",
        )
        self.record.commit("watcher", lambda _state: [raised])


EVENTS = (
    *("a_law_comes", "an_assumption_breaks", "a_source_changes"),
    *("somebody_objects", "work_goes_on", "a_plan_changes"),
)
HAPPENINGS = st.dictionaries(st.integers(0, 60), st.sampled_from(EVENTS), max_size=5)


@given(HAPPENINGS)
@example({42: "an_assumption_breaks"})
@example({20: "a_law_comes", 33: "a_source_changes", 45: "somebody_objects"})
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_doing_what_is_next_leads_through_the_cycle(events: dict[int, str]) -> None:
    with tempfile.TemporaryDirectory(prefix="smits-walk-") as folder:
        team = Team(Path(folder))
        team.work(events, lambda: team.state.cycles()[0].status == "closed")
        assert set(team.state.cycles()[0].completed) == {step.name for step in STEPS}
        assessed = [
            version for version in team.state.versions_of("strategy-assessment") if version.cycle == 1
        ][-1]
        for trigger in team.state.triggers("accepted"):
            if trigger.cycle == 1 and trigger.holds:
                assert assessed.submitted_at > trigger.accepted_at


def test_a_quiet_cycle_submits_each_deliverable_once() -> None:
    """What was written and agreed in order need not be handed in again; then a second cycle does the same."""
    with tempfile.TemporaryDirectory(prefix="smits-walk-") as folder:
        team = Team(Path(folder))
        team.work({}, lambda: team.state.cycle() is None)
        assert {kind: len(team.state.versions_of(kind)) for kind in DOCUMENTS} == dict.fromkeys(DOCUMENTS, 1)
        team.a_law_comes()
        team.work({}, lambda: len(team.state.cycles()) == 2)
        team.work({}, lambda: team.state.cycle() is None)
        assert len(team.state.versions_of("strategy-review")) == 2


BEFORE: dict[str, tuple[dict[str, Any], ...]] = {
    "budgets": ({"fact": "budget", "period": "2027", "total": 1_000_000.0},),
    "service-portfolio": tuple(
        {"fact": "service", "service": name, "criticality": "high", "product": f"{name} suite", "cost": 100.0}
        for name in ("Mail", "Billing", "Desk", "Portal")
    ),
    "customer-feedback": ({"fact": "feedback", "measure": "nps", "period": "2026-Q4", "score": 40.0},),
    "goals": tuple(
        {"fact": "goal", "goal": name, "quarter": "2027-Q1", "target": "10 %"}
        for name in ("Grow", "Save", "Hire")
    ),
    "environment": (
        {
            "fact": "indicator",
            "indicator": "EUR/USD",
            "period": "2026-12",
            "value": 1.0,
            "unit": "exchange-rate",
        },
    ),
}
AFTER: dict[str, tuple[dict[str, Any], ...]] = {
    "budgets": ({"fact": "budget", "period": "2027", "total": 700_000.0},),
    "service-portfolio": BEFORE["service-portfolio"][:2],
    "customer-feedback": (
        *BEFORE["customer-feedback"],
        {"fact": "feedback", "measure": "nps", "period": "2027-Q1", "score": 5.0},
    ),
    "goals": tuple({**goal, "target": "90 %"} for goal in BEFORE["goals"][:2]),
    "environment": (
        {**BEFORE["environment"][0], "period": "2027-01", "value": 1.3},
        *BEFORE["environment"],
    ),
}


def test_closing_raises_nothing_from_what_was_assessed() -> None:
    """The strategy was agreed with these figures: they are the baseline now, and no news."""
    with tempfile.TemporaryDirectory(prefix="smits-walk-") as folder:
        team = Team(Path(folder))
        reassessor = Reassessor(load_rules(team.workspace), SETTINGS)

        def judge() -> set[str]:
            if reassessor.waits(team.state):
                reassessor.run(team.record)
            return {trigger.id for trigger in team.state.triggers()}

        try:
            for stated in (BEFORE, AFTER):
                for kind, facts in stated.items():
                    team.drop(kind, *facts, name="figures")
                raised = judge()
            assert {t.rule for t in team.state.triggers("open")} >= {"budget-cut-step", "portfolio-changed"}
            team.work({}, lambda: team.state.cycle() is None)
            assert judge() == raised
            assert team.state.triggers("open") == []
            assert {document.status for document in documents_of(team.state, SETTINGS)} == {"approved"}
        finally:
            reassessor.close()


def test_a_cut_after_the_plan_was_agreed_is_held_against_that_plan_at_once() -> None:
    """Not against the first budget of all until the cycle is closed, and as another case from then on."""
    with tempfile.TemporaryDirectory(prefix="smits-walk-") as folder:
        team = Team(Path(folder))
        reassessor = Reassessor(load_rules(team.workspace), SETTINGS)

        def budget_comes(total: float) -> None:
            team.drop("budgets", {"fact": "budget", "period": "2027", "total": total}, name="figures")
            reassessor.run(team.record)

        try:
            budget_comes(1_000_000.0)
            budget_comes(1_090_000.0)
            team.work({}, lambda: team.state.plan_agreed is not None)
            budget_comes(970_000.0)
            assert [trigger.rule for trigger in team.state.triggers("open")] == ["budget-cut"]
        finally:
            reassessor.close()
