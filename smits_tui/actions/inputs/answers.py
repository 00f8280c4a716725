"""Answers to questions about inputs: adding, changing and withdrawing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.entries.questions import AnswerWithdrawn, QuestionAnswered
from smits_tui.process.state import State
from smits_tui.process.state.question import Answer, Question
from smits_watch.facts.question import ANOTHER_KIND

NOT_OF_INTEREST = ""
"""The choice that such files are not relevant."""


def answer_question(
    record: Record, identifier: str, choice: str, *, by: str, typed: bool = False, reason: str = ""
) -> str:
    """Answer an open question, or change an earlier answer.

    Args:
        record: the record that contains the question.
        identifier: of the question, e.g. `Q3`.
        choice: the answer of a candidate; the typed text; or blank if the file is not relevant.
        by: the person who answers.
        typed: whether it was typed because no candidate is right.
        reason: may be empty.

    Returns:
        The id of the answer.

    Raises:
        ActionRefused: there is no such question or candidate, or somebody else has answered it.
    """

    def action(state: State) -> Sequence[EntryData]:
        question = find_question(state, identifier)
        if question.status != "open":
            raise ActionRefused(_already(state, question))
        return [_entry(state, question, choice, typed=typed, reason=reason, replaces=None)]

    return _recorded(record, by, action)


def change_answer(
    record: Record, identifier: str, choice: str, *, by: str, typed: bool = False, reason: str = ""
) -> str:
    """Change the answer to a question; files that were read with the old answer are read again.

    Args:
        record: the record that contains the answer.
        identifier: of the answer, e.g. `A2`.
        choice: as in `answer_question`.
        by: the person who changes it.
        typed: as in `answer_question`.
        reason: may be empty.

    Returns:
        The id of the new answer.

    Raises:
        ActionRefused: there is no such answer in force, or no such candidate.
    """

    def action(state: State) -> Sequence[EntryData]:
        answer = _answer(state, identifier)
        question = find_question(state, answer.question)
        return [_entry(state, question, choice, typed=typed, reason=reason, replaces=answer.id)]

    return _recorded(record, by, action)


def withdraw_answer(record: Record, identifier: str, *, by: str, reason: str) -> str:
    """Withdraw an answer; files read with it are read again, and the question is asked again.

    Returns:
        The id of the answer.

    Raises:
        ActionRefused: there is no such answer in force, or no reason was given.
    """
    if not reason.strip():
        raise ActionRefused("Give a reason for withdrawing the answer, so that others can follow.")

    def action(state: State) -> Sequence[EntryData]:
        return [AnswerWithdrawn(id=_answer(state, identifier).id, reason=reason.strip())]

    return _recorded(record, by, action)


def chosen_answer(question: Question, typed: str) -> tuple[str, bool]:
    """Interpret a typed answer.

    Args:
        question: the question.
        typed: `2` for the second candidate; a candidate's own answer; `none` if the file is not relevant; or
            any other text.

    Returns:
        The choice, and whether it is not one of the candidates.
    """
    text = typed.strip()
    if text.casefold() in ("none", "-"):
        return NOT_OF_INTEREST, False
    if text.isdecimal() and 1 <= int(text) <= len(question.candidates):
        return str(question.candidates[int(text) - 1]["answer"]), False
    for candidate in question.candidates:
        if candidate["answer"].casefold() == text.casefold():
            return str(candidate["answer"]), False
    return text, True


def find_question(state: State, identifier: str) -> Question:
    """A question by its id, ignoring case.

    Raises:
        ActionRefused: there is none.
    """
    question = state.question(identifier.strip().upper())
    if question is None:
        raise ActionRefused(f"There is no question '{identifier}'; `smits questions` lists them.")
    return question


def question_of(state: State, identifier: str) -> Question:
    """The question that an answer in force answers.

    Raises:
        ActionRefused: there is no such answer in force.
    """
    return find_question(state, _answer(state, identifier).question)


def _recorded(record: Record, by: str, action: Callable[[State], Sequence[EntryData]]) -> str:
    return str(record.commit(by, action)[0].data["id"])


def _entry(
    state: State, question: Question, choice: str, *, typed: bool, reason: str, replaces: str | None
) -> QuestionAnswered:
    item = state.input(question.input)
    if item is None:
        raise ActionRefused(f"{question.id} is about {question.input}, which is no longer recorded.")
    answers = [candidate["answer"] for candidate in question.candidates]
    if not typed and choice and choice not in answers:
        raise ActionRefused(
            f"'{choice}' is not among the candidates of {question.id}; type the answer instead."
        )
    if question.topic == "kind" and choice == ANOTHER_KIND:
        raise ActionRefused(f"Say which kind {question.id} is about: {', '.join(INPUT_KINDS)}.")
    if typed and question.topic == "kind" and choice not in INPUT_KINDS:
        raise ActionRefused(f"'{choice}' is not an input kind; choose one of {', '.join(INPUT_KINDS)}.")
    return QuestionAnswered(
        id=f"A{state.next_id('answers')}",
        question=question.id,
        input=question.input,
        kind=item.kind if question.topic != "kind" else item.path.partition("/")[0],
        topic=question.topic,
        text=question.text,
        shape=tuple(question.shape),
        choice=choice,
        typed=typed,
        replaces=replaces,
        reason=reason.strip(),
    )


def _already(state: State, question: Question) -> str:
    answer = state.answer(question.answer) if question.answer else None
    if answer is None:
        return f"{question.id} is no longer open: the file was read again or withdrawn."
    choice = f"'{answer.choice}'" if answer.choice else "not of interest"
    return (
        f"{answer.by} has answered {question.id} already: {choice}. "
        f"Change or withdraw the answer {answer.id} if it is wrong."
    )


def _answer(state: State, identifier: str) -> Answer:
    answer = state.answer(identifier.strip().upper())
    if answer is None:
        raise ActionRefused(f"There is no answer '{identifier}'; `smits questions answers` lists them.")
    if answer.status != "in force":
        raise ActionRefused(f"{answer.id} was already {answer.status}.")
    return answer
