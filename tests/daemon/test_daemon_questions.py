"""Questions, from the dropped file to the decision: asked, answered, remembered, withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from smits_tui.actions.inputs.answers import answer_question, change_answer, withdraw_answer
from smits_tui.actions.inputs.withdrawal import restore_input, waive_input, withdraw_input
from smits_tui.actions.rules.simulation.consequences import consequences
from smits_tui.actions.session import ActionRefused, open_past
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input
from smits_tui.workspace import Workspace

ACT = """\
# Regulation (EU) 2027/{number} of the European Parliament and of the Council of {day} March 2027

on the resilience of payment networks

Article 9

This Regulation shall enter into force on 1 June 2027. It shall apply from 1 January 2028.
"""
"""An act: nothing of it is a budget."""


def drop_act(workspace: Workspace, number: int = 811, day: int = 3, folder: str = "budgets") -> None:
    path = workspace.inputs / folder / f"act-{number}.md"
    path.write_text(ACT.format(number=number, day=day), encoding="utf-8")


def watch_once(workspace: Workspace, record: Record) -> bool:
    with watch_lock(workspace, record.clock):
        in_doubt = Daemon(workspace, clock=record.clock).once()
    record.catch_up()
    return in_doubt


def newest(record: Record) -> Input:
    return record.state.inputs()[-1]


def rules_open(record: Record) -> set[str]:
    return {trigger.rule for trigger in record.state.triggers("open") if trigger.holds}


@pytest.fixture
def asked(workspace: Workspace, record: Record) -> str:
    """The id of the question about an act among the budgets."""
    drop_act(workspace)
    watch_once(workspace, record)
    return record.state.questions()[0].id


def test_a_file_in_the_wrong_folder_is_asked_about_and_nothing_is_decided(
    workspace: Workspace, record: Record
) -> None:
    """Silence would look like a file that was understood."""
    drop_act(workspace)
    assert watch_once(workspace, record)
    (question,) = record.state.questions()
    assert question.topic == "kind"
    answers = [candidate["answer"] for candidate in question.candidates]
    assert answers == ["regulations", "budgets", "another kind"]
    assert newest(record).understood == "questions"
    assert not newest(record).facts
    assert not rules_open(record) & {"regulation-adopted", "regulation-due"}


def test_an_answer_is_applied_at_once_and_to_the_next_file_of_the_shape(
    workspace: Workspace, record: Record, asked: str
) -> None:
    """The second act in the same folder is read without asking."""
    answer = answer_question(record, asked, "regulations", by="kim")
    assert not watch_once(workspace, record)
    assert newest(record).kind == "regulations"
    assert [fact["fact"] for fact in newest(record).facts] == ["regulation"]
    assert newest(record).answers == [answer]
    drop_act(workspace, number=902, day=9)
    assert not watch_once(workspace, record)
    assert newest(record).path.endswith("act-902.md")
    assert newest(record).kind == "regulations"
    assert not record.state.questions()


def test_another_kind_than_those_that_are_offered(workspace: Workspace, record: Record, asked: str) -> None:
    """The candidate leads to all kinds; alone it answers nothing."""
    with pytest.raises(ActionRefused, match=r"Say which kind .* regulations"):
        answer_question(record, asked, "another kind", by="kim")
    answer_question(record, asked, "goals", by="kim", typed=True)
    watch_once(workspace, record)
    assert newest(record).kind == "goals"


def test_a_withdrawn_answer_takes_its_facts_and_triggers_with_it(
    workspace: Workspace, record: Record, asked: str
) -> None:
    """What rested on it is asked again."""
    before = rules_open(record)
    answer = answer_question(record, asked, "regulations", by="kim")
    watch_once(workspace, record)
    assert rules_open(record) > before
    withdraw_answer(record, answer, by="lee", reason="It was not ours.")
    assert watch_once(workspace, record)
    assert rules_open(record) == before
    assert not newest(record).facts
    assert len(record.state.questions()) == 1


def test_a_changed_answer_judges_again(workspace: Workspace, record: Record, asked: str) -> None:
    """Only the newest answer to a question holds."""
    answer = answer_question(record, asked, "regulations", by="kim")
    watch_once(workspace, record)
    changed = change_answer(record, answer, "", by="lee", reason="Not our business.")
    watch_once(workspace, record)
    assert [known.id for known in record.state.answers()] == [changed]
    assert newest(record).nothing_stated
    assert not newest(record).facts


def test_the_second_of_two_who_answer_at_once_is_told(record: Record, asked: str) -> None:
    """He did not see the first answer."""
    answer_question(record, asked, "regulations", by="kim")
    with pytest.raises(ActionRefused, match="kim has answered"):
        answer_question(record, asked, "budgets", by="lee")


def test_each_candidate_says_what_it_would_trigger(workspace: Workspace, record: Record, asked: str) -> None:
    """Whoever answers sees what follows from it, and nothing is recorded."""
    seq = record.seq
    question = record.state.question(asked)
    assert question is not None
    regulation, budget, another = consequences(workspace, record.state, question)
    assert any("2027/811" in sentence for sentence in regulation.triggers)
    assert not budget.triggers
    assert not another.triggers
    assert record.seq == seq


def test_the_questions_of_a_past_day_can_be_seen(
    workspace: Workspace, record: Record, asked: str, clock: Any
) -> None:
    """`--as-of` shows what was asked on that day."""
    day = record.clock().date()
    clock.forward(days=3)
    answer_question(record, asked, "regulations", by="kim")
    watch_once(workspace, record)
    assert [question.id for question in open_past(workspace, day).state.questions()] == [asked]
    assert not record.state.questions()


def test_a_withdrawn_input_carries_nothing_until_it_is_restored(workspace: Workspace, record: Record) -> None:
    """A file of another organisation must leave no trace in what is decided."""
    drop_act(workspace, folder="regulations")
    watch_once(workspace, record)
    before = rules_open(record)
    identifier = newest(record).id
    with pytest.raises(ActionRefused, match="reason"):
        withdraw_input(record, identifier, by="kim", reason=" ")
    withdraw_input(record, identifier, by="kim", reason="Another company's.")
    watch_once(workspace, record)
    assert rules_open(record) < before
    restore_input(record, identifier, by="kim")
    watch_once(workspace, record)
    assert rules_open(record) == before


def test_what_was_not_understood_is_waived_with_a_reason_only(workspace: Workspace, record: Record) -> None:
    """A waiver is a decision of a person, with a reason."""
    (workspace.inputs / "goals" / "note.txt").write_text("Lunch is at noon on Fridays.\n", encoding="utf-8")
    assert watch_once(workspace, record)
    item = newest(record)
    assert item.understood == "nothing"
    assert item.is_in_doubt
    with pytest.raises(ActionRefused, match="reason"):
        waive_input(record, item.id, by="kim", reason="")
    waive_input(record, item.id, by="kim", reason="A note about lunch.")
    assert not newest(record).is_in_doubt


def test_the_command_line_asks_shows_and_answers(workspace: Workspace, smits: Any) -> None:
    """The twin of the interface; codes tell scripts that something is open."""
    drop_act(workspace)
    run = smits
    once = run("watch", "--once")
    assert once.returncode == 3, once.stderr
    (question,) = run.json("questions")
    assert question["candidates"][0]["answer"] == "regulations"
    (waiting,) = run.json("inputs")
    assert (waiting["outcome"], waiting["asks"]) == ("questions", [question["text"]])
    status = run.json("status")
    assert status["inputs"]["questions"] == 1
    shown = run("questions", "show", question["id"])
    assert "would trigger" in shown.stdout
    done = run.json("questions", "answer", question["id"], "1")
    assert done == {"id": "A1", "applied": True}
    (item,) = run.json("inputs")
    assert (item["kind"], item["understood"], item["asks"]) == ("regulations", "understood", [])
    answers = run.json("questions", "answers")
    assert [(answer["id"], answer["inputs"]) for answer in answers] == [("A1", ["I1"])]
