"""The laws of the process: whatever people do in whatever order, gates hold and the past can be told."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from smits_tui.actions.inputs.archive.store import archived
from smits_tui.actions.session import ActionRefused, open_ledger, open_past, open_record, record_settings
from smits_tui.actions.strategy import cycle
from smits_tui.actions.strategy.agreement import agreement, objections
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.publication import text_of
from smits_tui.actions.strategy.deliverables.sections import confirm_section, write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.actions.triggers import triage
from smits_tui.ledger.chain import chain
from smits_tui.process.deliverables.content import fingerprints
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.entry import Entry, InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import (
    AssumptionSet,
    CorrectiveAction,
    Decision,
    Initiative,
    Measure,
    Objective,
    Risk,
    Scenario,
)
from smits_tui.process.gates import STEPS
from smits_tui.process.state.fold import fold
from smits_tui.process.state.store import TABLES, DictTables
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import make_workspace

NAMES = ("Mara", "Tom")
SETTINGS = Settings(organisation="Acme", stakeholders=tuple(Stakeholder(name=name) for name in NAMES))
PEOPLE = people_of(SETTINGS)
SECTIONS = [(kind, section.name) for kind, one in DOCUMENTS.items() for section in one.sections]
EVERYTHING: dict[type[Any], dict[str, object]] = {
    Objective: {"owner": "Mara"},
    AssumptionSet: {},
    Risk: {},
    Measure: {"objective": "O1", "target": 5.0},
    Scenario: {},
    Initiative: {
        "objective": "O1",
        "owner": "Tom",
        "start": dt.date(2027, 1, 1),
        "end": dt.date(2027, 6, 1),
        "budget": 1.0,
        "status": "under-way",
    },
    Decision: {"outcome": "continue", "no_actions": True},
    CorrectiveAction: {"owner": "Tom", "due": dt.date(2027, 9, 1)},
}
people = st.sampled_from((*NAMES, "Eve"))
kinds = st.sampled_from(tuple(DOCUMENTS))


class Process(RuleBasedStateMachine):
    """People who do anything at any time."""

    @initialize()
    def begin(self) -> None:
        self.now = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
        self.folder = Path(tempfile.mkdtemp(prefix="smits-laws-"))
        self.workspace = make_workspace(self.folder / "acme", "Acme")
        self.record, _ = open_record(self.workspace, lambda: self.now)
        record_settings(self.record, self.workspace, "Mara", "made")
        self.days: dict[dt.date, dict[str, list[Any]]] = {}
        self.number = 0

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        self._past_is_as_it_was()
        shutil.rmtree(self.folder)

    def _try(self, action: Callable[[], object]) -> None:
        """Do something that may be refused; a refusal leaves no trace."""
        before = self.record.seq
        self.now += dt.timedelta(minutes=1)
        try:
            action()
        except ActionRefused:
            assert self.record.seq == before

    @rule()
    def a_day_passes(self) -> None:
        self.days[self.now.date()] = _dump(self.record._projection)
        self.now += dt.timedelta(days=1)

    @rule(severity=st.sampled_from(("high", "low")))
    def something_triggers(self, severity: Any) -> None:
        self.number += 1
        name, trigger = f"I{self.number}", f"T{self.number}"
        path = f"regulations/{self.number % 3}.html"
        received = InputReceived(
            id=name,
            kind="regulations",
            path=path,
            sha256=f"{self.number:064d}",
            size=1,
            mtime_ns=1,
            version=self.record.state.versions(path) + 1,
        )
        raised = TriggerRaised(
            id=trigger,
            rule="r",
            trigger="regulation",
            subject=trigger,
            outcome="review",
            severity=severity,
            because="An act was adopted.",
            touches=("strategy-assessment",),
            inputs=(name,),
            sources=(path,),
            input=name,
            fact={},
            explanation={},
            fingerprint=trigger,
            pack="p",
        )
        self.now += dt.timedelta(minutes=1)
        self.record.commit("watcher", lambda _state: [received, InputRead(id=name), raised])

    @rule(by=people)
    def decide_on_triggers(self, by: str) -> None:
        found = [trigger.id for trigger in self.record.state.triggers("open")]
        if found:
            self._try(lambda: triage.accept(self.record, found[:1], by=by))
        if found[1:]:
            self._try(lambda: triage.dismiss(self.record, found[1:], by=by, reason="no"))

    @rule(by=people)
    def open_a_cycle(self, by: str) -> None:
        self._try(lambda: cycle.open_cycle(self.record, by=by, reason="because"))
        self._try(lambda: cycle.assess_inputs(self.record, (), by=by))

    @rule(by=people, text=st.sampled_from(("One [I1].", "Two, without a source.", "# Three")), data=st.data())
    def write_or_confirm(self, by: str, text: str, data: st.DataObject) -> None:
        kind, section = data.draw(st.sampled_from(SECTIONS))
        self._try(lambda: write_section(self.record, kind, section, text, by=by))
        self._try(lambda: confirm_section(self.record, kind, section, by=by))

    @rule(by=people)
    def write_everything(self, by: str) -> None:
        """What a diligent person does, so that later steps are reached at all."""
        self._try(lambda: cycle.assess_inputs(self.record, (), by=by))
        for model, values in EVERYTHING.items():
            if not self.record.state.records(model):
                self._try(lambda m=model, v=values: set_record(self.record, m, by=by, text="It", values=v))
        if len(self.record.state.records(Scenario)) < 2:
            chosen = {"chosen": True, "why": "so"}
            self._try(lambda: set_record(self.record, Scenario, by=by, text="Other", values=chosen))
        for kind, section in SECTIONS:
            text = "All of it [I1]."
            self._try(lambda k=kind, s=section, t=text: write_section(self.record, k, s, t, by=by))
        self._try(lambda: record_reading(self.record, "M1", value=3, period=str(self.now.date()), by=by))
        self._try(
            lambda: set_record(self.record, Initiative, by=by, identifier="P1", values={"progress": 9.0})
        )

    @rule(by=people, kind=kinds)
    def submit(self, by: str, kind: str) -> None:
        self._try(lambda: submit(self.record, self.workspace, kind, by=by))

    @rule(by=people, whose=st.sampled_from((None, *NAMES)), kind=kinds)
    def agree(self, by: str, whose: str | None, kind: str) -> None:
        self._try(lambda: agreement.agree(self.record, SETTINGS, kind, by=by, stakeholder=whose))

    @rule(kind=kinds)
    def all_agree_and_approve(self, kind: str) -> None:
        for name in NAMES:
            self.agree(name, None, kind)
        self._try(lambda: approve(self.record, self.workspace, SETTINGS, kind, by="Tom"))

    @rule(by=people, data=st.data())
    def object_or_answer(self, by: str, data: st.DataObject) -> None:
        kind, section = data.draw(st.sampled_from(SECTIONS))
        self._try(lambda: objections.object_to(self.record, SETTINGS, kind, section, "no", by=by))
        for objection in self.record.state.objections():
            self._try(lambda o=objection: objections.answer(self.record, o.id, "changed", by=by))

    @rule(by=people, kind=kinds)
    def approve(self, by: str, kind: str) -> None:
        self._try(lambda: approve(self.record, self.workspace, SETTINGS, kind, by=by))

    @rule(by=people)
    def advance(self, by: str) -> None:
        self._try(lambda: cycle.advance(self.record, PEOPLE, by=by))

    @rule(by=people, reassess=st.sampled_from((None, "the money is gone")))
    def close(self, by: str, reassess: str | None) -> None:
        day = self.now.date() + dt.timedelta(days=90)
        self._try(lambda: cycle.close_cycle(self.record, PEOPLE, by=by, next_review=day, reassess=reassess))

    @rule()
    def go_on(self) -> None:
        """Do what the step that is under way asks for, as a team would."""
        self.open_a_cycle("Mara")
        self.decide_on_triggers("Mara")
        self.write_everything("Tom")
        for kind in DOCUMENTS:
            self.submit("Tom", kind)
            self.all_agree_and_approve(kind)
        for _ in STEPS:
            self.advance("Mara")
        self.close("Mara", None)

    @precondition(lambda self: hasattr(self, "record"))
    @invariant()
    def folding_again_gives_the_same(self) -> None:
        tables = DictTables()
        fold(tables, self._entries())
        assert _dump(tables) == _dump(self.record._projection)

    @precondition(lambda self: hasattr(self, "record"))
    @invariant()
    def documents_are_their_records(self) -> None:
        state = self.record.state
        for kind in DOCUMENTS:
            for version in state.versions_of(kind):
                text = archived(self.workspace, version.document).read_text(encoding="utf-8")
                if version.sections == fingerprints(state, kind):
                    now = text_of(state, kind, version.version)
                    assert _undated(now) == _undated(text)

    @precondition(lambda self: hasattr(self, "record"))
    @invariant()
    def no_entry_is_there_that_its_gate_forbids(self) -> None:
        """Told from the entries alone, without the code that wrote them."""
        agreed: dict[tuple[str, str], dict[str, str]] = {}
        versions: dict[str, Entry] = {}
        done: dict[int, list[str]] = {}
        open_cycle: int | None = None
        for entry in self._entries():
            data = entry.data
            if entry.type == "cycle.opened":
                assert open_cycle is None
                open_cycle = data["number"]
                done[data["number"]] = []
            elif entry.type == "step.completed":
                assert data["cycle"] == open_cycle
                assert data["step"] == STEPS[len(done[data["cycle"]])].name
                done[data["cycle"]].append(data["step"])
            elif entry.type == "cycle.closed":
                assert data["early"] or len(done[data["number"]]) == len(STEPS)
                open_cycle = None
            elif entry.type == "deliverable.submitted":
                before = versions.get(data["deliverable"])
                assert data["cycle"] == open_cycle
                assert data["version"] == (before.data["version"] + 1 if before else 1)
                versions[data["deliverable"]] = entry
            elif entry.type == "deliverable.agreed":
                assert entry.by == data["stakeholder"]
                sections = versions[data["deliverable"]].data["sections"]
                assert data["sections"].items() <= sections.items()
                agreed.setdefault((data["deliverable"], entry.by), {}).update(data["sections"])
            elif entry.type == "deliverable.objected":
                agreed.get((data["deliverable"], data["stakeholder"]), {}).pop(data["section"], None)
            elif entry.type == "deliverable.approved":
                newest = versions[data["deliverable"]]
                assert newest.data["version"] == data["version"]
                for name in NAMES:
                    assert newest.data["sections"].items() <= agreed[data["deliverable"], name].items()

    def _entries(self) -> list[Entry]:
        return list(chain(open_ledger(self.workspace).lines()))

    def _past_is_as_it_was(self) -> None:
        for day, tables in self.days.items():
            assert _dump(open_past(self.workspace, day).state._tables) == tables


def _dump(tables: Any) -> dict[str, list[Any]]:
    return {name: [dict(document) for document in tables.all(name)] for name in TABLES}


def _undated(text: str) -> str:
    return re.sub(r"(?m)^(Version \d+|Draft of version \d+).*$", "", text)


TestProcess = Process.TestCase
TestProcess.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
