"""A table that was asked about once, and those that come after it: of next month, and of another shape."""

from __future__ import annotations

import pytest

from smits_tui.actions.inputs.answers import answer_question
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input
from smits_tui.workspace import Workspace

OCTOBER = "Item,2027 Departments,2027 Board\nNetwork,400,380\nWorkplace,350,340\n"
NOVEMBER = (
    "Item,Owner,2027 Departments,2027 Board\nNetwork,Kim,410,395\nWorkplace,Lee,360,345\nERP,Kim,90,80\n"
)
ANOTHER = "Service,Vendor,Licences,Amount 2028 A,Amount 2028 B\nMail,Lyra,10,400,500\nFiles,Vega,20,300,250\n"


def drop(workspace: Workspace, record: Record, name: str, text: str) -> Input:
    """Put a file among the budgets, watch once, and say what came of it."""
    (workspace.inputs / "budgets" / name).write_text(text, encoding="utf-8")
    with watch_lock(workspace, record.clock):
        Daemon(workspace, clock=record.clock).once()
    record.catch_up()
    return record.state.inputs()[-1]


@pytest.fixture
def answered(workspace: Workspace, record: Record) -> str:
    """The id of the answer that the board's column is the budget."""
    drop(workspace, record, "october.csv", OCTOBER)
    (question,) = record.state.questions()
    assert [candidate["answer"] for candidate in question.candidates] == ["2027 Departments", "2027 Board"]
    return answer_question(record, question.id, "2027 Board", by="kim")


def test_next_months_table_with_one_more_column_is_read_without_asking(
    workspace: Workspace, record: Record, answered: str
) -> None:
    """Other figures, another line and a column for the owner make no other table of it."""
    item = drop(workspace, record, "november.csv", NOVEMBER)
    assert (item.path, item.understood, item.answers) == ("budgets/november.csv", "understood", [answered])
    assert [fact["total"] for fact in item.facts if fact["fact"] == "budget"] == [820]
    assert not record.state.questions()


def test_a_table_of_another_shape_is_asked_about(workspace: Workspace, record: Record, answered: str) -> None:
    """An answer holds for what it was given on, and nothing is decided on a guess."""
    item = drop(workspace, record, "licences.csv", ANOTHER)
    assert (item.path, item.understood, item.answers) == ("budgets/licences.csv", "questions", [])
    (question,) = record.state.questions()
    assert [candidate["answer"] for candidate in question.candidates] == ["Amount 2028 A", "Amount 2028 B"]
