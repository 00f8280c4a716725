"""Whatever is dropped, answered and withdrawn: no trigger rests on what is asked or was taken out."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest
from conftest import keep_in
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from postgres_server import schema_on

from smits_tui.actions.inputs.answers import (
    NOT_OF_INTEREST,
    answer_question,
    change_answer,
    withdraw_answer,
)
from smits_tui.actions.inputs.extraction.context import ExtractionContexts
from smits_tui.actions.inputs.extraction.entry import read_entry
from smits_tui.actions.inputs.intake import Arrival, receive
from smits_tui.actions.inputs.withdrawal import restore_input, withdraw_input
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.session import open_record
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input, Trigger
from smits_tui.process.state.folds.inputs import folder_of
from smits_tui.process.state.question import Question
from smits_tui.workspace import make_workspace
from smits_watch.extraction.child import Request, read_file
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts.question import ANOTHER_KIND

ACT = """\
# Regulation (EU) 2027/{number} of the European Parliament and of the Council of 3 March 2027

on the resilience of payment networks

This Regulation shall enter into force on 1 June 2027. It shall apply from 1 January 2028.
"""
CLEAN = "Cost centre,2027\nNetwork,{number}000\nWorkplace,500000\n"
TWO_COLUMNS = "Cost centre,2027 plan,2027 target\nNetwork,{number}000,{number}00\nWorkplace,500000,90000\n"
WRONG_TOTAL = "Cost centre,2027\nNetwork,{number}000\nWorkplace,500000\nTotal,90000\n"
CONTENTS = {"act.md": ACT, "plan.csv": CLEAN, "columns.csv": TWO_COLUMNS, "total.csv": WRONG_TOTAL}
"""Name of a file -> what it says: an act asks what it is among budgets, the last two which amount counts."""


PICK = st.integers(0, 99)
Picked = TypeVar("Picked")


def one_of(several: Sequence[Picked], pick: int) -> Picked:
    """One of what there is just then: a strategy may not depend on that."""
    return several[pick % len(several)]


def answers_to(question: Question) -> list[str]:
    """What can be answered as it stands; "another kind" must be named."""
    candidates = (str(candidate["answer"]) for candidate in question.candidates)
    return [*(answer for answer in candidates if answer != ANOTHER_KIND), NOT_OF_INTEREST]


class Questions(RuleBasedStateMachine):
    """A workspace in which files come, people answer, and the real rules judge after each step."""

    def __init__(self, server: str | None) -> None:
        """Begin with an empty record: in a schema of its own if there is a server, else in a file."""
        super().__init__()
        self.opened = ExitStack()
        folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory()))
        now = dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)
        self.workspace = make_workspace(folder / "w", "Acme", jurisdictions=("EU",))
        if server:
            keep_in(self.workspace, self.opened.enter_context(schema_on(server)))
        self.record: Record = open_record(self.workspace, lambda: now)[0]
        self.rules = Reassessor(load_rules(self.workspace), self.workspace.settings())
        self.opened.callback(self.rules.close)

    def teardown(self) -> None:
        self.opened.close()

    @rule(
        folder=st.sampled_from(("budgets", "regulations")),
        name=st.sampled_from(sorted(CONTENTS)),
        number=st.integers(100, 999),
    )
    def drop(self, folder: str, name: str, number: int) -> None:
        """A file comes, or another version of it."""
        path = self.workspace.inputs / folder / name
        path.write_text(CONTENTS[name].format(number=number), encoding="utf-8")
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        arrival = Arrival(path, folder, f"{folder}/{name}", sha256, len(content), 1)
        receive(self.record, self.workspace, self.workspace.settings(), arrival)
        self.settle()

    @precondition(lambda self: self.record.state.questions())
    @rule(pick=PICK, also=PICK)
    def answer(self, pick: int, also: int) -> None:
        """Somebody takes a candidate, or says that it is not of interest."""
        question = one_of(self.record.state.questions(), pick)
        choices = answers_to(question)
        answer_question(self.record, question.id, one_of(choices, also), by="kim")
        self.settle()

    @precondition(lambda self: self.record.state.answers())
    @rule(pick=PICK, also=PICK)
    def change(self, pick: int, also: int) -> None:
        """Somebody gives another answer."""
        known = one_of(self.record.state.answers(), pick)
        question = self.record.state.question(known.question)
        assert question is not None
        choices = answers_to(question)
        change_answer(self.record, known.id, one_of(choices, also), by="lee")
        self.settle()

    @precondition(lambda self: self.record.state.answers())
    @rule(pick=PICK)
    def withdraw_answer(self, pick: int) -> None:
        """Somebody withdraws an answer."""
        known = one_of(self.record.state.answers(), pick)
        withdraw_answer(self.record, known.id, by="lee", reason="It was wrong.")
        self.settle()

    @precondition(lambda self: self.record.state.inputs())
    @rule(pick=PICK)
    def take_out_or_bring_back(self, pick: int) -> None:
        """Somebody withdraws a file, or restores it."""
        item = one_of([one for one in self.record.state.inputs() if one.status != "copy"], pick)
        if item.withdrawn is None:
            withdraw_input(self.record, item.id, by="kim", reason="Not ours.")
        else:
            restore_input(self.record, item.id, by="kim")
        self.settle()

    def settle(self) -> None:
        """Read what waits, as the reading process does, and judge."""
        while waiting := list(self.record.state.inputs_with("received")):
            self.read(waiting[0])
        while self.rules.waits(self.record.state):
            self.rules.run(self.record)

    def read(self, item: Input) -> None:
        kept = self.workspace.archive / item.sha256[:2] / item.sha256[2:]
        kind = folder_of(item.path)
        context = ExtractionContexts(self.workspace.settings()).of(self.record.state, kind)
        reading = ExtractedFile.model_validate_json(
            read_file(Request(kept, item.path, kind, context, None, item.sha256))
        )
        assert reading.status == "read", reading.reason
        self.record.commit("watcher", lambda state: [read_entry(state, item, reading, holds_parts=False)])

    def holding(self) -> list[Trigger]:
        return [trigger for trigger in self.record.state.triggers() if trigger.holds]

    @invariant()
    def triggers_rest_on_what_counts_alone(self) -> None:
        """Each place that a trigger names is that of a fact in force, of an input that counts."""
        for trigger in self.holding():
            inputs = [self.record.state.input(identifier) for identifier in trigger.inputs]
            for item in inputs:
                assert item is not None
                assert (item.status, item.withdrawn) == ("read", None), (trigger.id, item.id)
            in_force = {str(fact["source"]) for item in inputs if item for fact in item.facts}
            assert set(trigger.sources) <= in_force, (trigger.id, trigger.sources, in_force)

    @invariant()
    def nothing_is_decided_on_what_is_asked(self) -> None:
        """What a candidate would state is no fact while the question is open."""
        for question in self.record.state.questions():
            item = self.record.state.input(question.input)
            assert item is not None
            assert item.understood == "questions"
            stated = {(fact["fact"], fact["source"]) for fact in item.facts}
            asked = {
                (fact["fact"], fact["source"])
                for candidate in question.candidates
                for fact in candidate["facts"]
            }
            assert not stated & asked, question.id

    @invariant()
    def one_answer_holds_for_a_question(self) -> None:
        """Whatever was changed, the newest answer is the one in force, and no input uses another one."""
        in_force = self.record.state.answers()
        assert len({answer.question for answer in in_force}) == len(in_force)
        ids = {answer.id for answer in in_force}
        for item in self.record.state.inputs():
            assert item.status != "read" or item.withdrawn or set(item.answers) <= ids, item.id


def test_no_trigger_rests_on_what_is_asked_or_was_taken_out(
    engine: str, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres") if engine == "postgresql" else None
    run_state_machine_as_test(
        lambda: Questions(server),
        settings=settings(
            max_examples=5 if engine == "file" else 15,  # the second runs in the long suite
            stateful_step_count=12,
            deadline=None,
            phases=(Phase.generate,),  # a step takes a while: a failure is reported as it was met
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
