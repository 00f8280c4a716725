"""`smits questions`: questions about files, and remembered answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    ReasonOption,
    WorkspaceOption,
    acting,
    print_json,
    record_of,
    say,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.completion import answer_ids, question_ids
from smits_tui.cli.exits import narrate
from smits_tui.cli.output_file import ForceOption, ListFormatOption, ListOutOption, write_list

if TYPE_CHECKING:
    from smits_tui.process.state import State
    from smits_tui.process.state.question import Answer, Question
    from smits_tui.workspace import Workspace

questions = typer.Typer(
    help="List and answer questions about inputs that can be read in more than one way.",
    invoke_without_command=True,
)
QuestionArgument = Annotated[
    str,
    typer.Argument(metavar="QUESTION", help="Question, e.g. Q3.", autocompletion=question_ids),
]
AnswerArgument = Annotated[
    str,
    typer.Argument(metavar="ANSWER", help="Answer, e.g. A2.", autocompletion=answer_ids),
]
ChoiceArgument = Annotated[
    str,
    typer.Argument(
        metavar="CHOICE",
        help="Number of a candidate, `none` if the file is not of interest, or your own answer.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(questions, name="questions")


@questions.callback()
def list_questions(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    form: ListFormatOption = None,
    out: ListOutOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the open questions with their candidates; `smits questions show Q3` shows the consequences."""
    if context.invoked_subcommand is not None:
        return
    state = view_of(workspace_of(workspace), as_of).state
    open_questions = state.questions()
    if form:
        rows = [_question_row(state, question) for question in open_questions]
        write_list(rows, form, out, "questions", force=force)
        return
    if as_json:
        print_json([_question_json(state, question) for question in open_questions])
        return
    if not open_questions:
        narrate("There are no open questions.")
    for question in open_questions:
        for line in _question_lines(state, question):
            say(line)


@questions.command()
def show(
    identifier: QuestionArgument,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a question with the consequences of each answer. Nothing is recorded."""
    from smits_tui.actions.inputs.answers import find_question
    from smits_tui.actions.rules.simulation.consequences import consequences

    opened = workspace_of(workspace)
    state = record_of(opened).state
    question = find_question(state, identifier)
    outcomes = consequences(opened, state, question)
    if as_json:
        rows = {outcome.answer: outcome for outcome in outcomes}
        shown = _question_json(state, question)
        for candidate in shown["candidates"]:
            outcome = rows[candidate["answer"]]
            candidate.update(changes=list(outcome.changes), triggers=list(outcome.triggers))
        print_json(shown)
        return
    for line in _question_lines(state, question, candidates=False):
        say(line)
    for number, outcome in enumerate(outcomes, 1):
        say(f"  {number}  {outcome.answer}: {outcome.meaning}")
        for sentence in (*outcome.changes, *(f"would trigger {triggered}" for triggered in outcome.triggers)):
            say(f"     {sentence}")


@questions.command()
def answer(
    identifier: QuestionArgument,
    choice: ChoiceArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question. The answer applies at once, and to similar files from now on."""
    from smits_tui.actions.inputs.answers import answer_question, chosen_answer, find_question

    opened = workspace_of(workspace)
    record = record_of(opened)
    chosen, typed = chosen_answer(find_question(record.state, identifier), choice)
    made = answer_question(record, identifier, chosen, by=acting(by, workspace), typed=typed, reason=reason)
    _applied(opened, made, as_json=as_json)


@questions.command()
def answers(workspace: WorkspaceOption = None, as_of: AsOfOption = None, as_json: JsonOption = False) -> None:
    """List the remembered answers, and those that were replaced or withdrawn."""
    state = view_of(workspace_of(workspace), as_of).state
    remembered = state.answers(all_of_them=True)
    if as_json:
        print_json([_answer_json(state, answer_given) for answer_given in remembered])
        return
    if not remembered:
        narrate("There are no remembered answers.")
    table(
        [
            (
                answer_given.id,
                answer_given.status,
                answer_given.kind,
                answer_given.by,
                f"{answer_given.text} {answer_given.choice or 'Not of interest.'}",
            )
            for answer_given in remembered
        ]
    )


@questions.command()
def change(
    identifier: AnswerArgument,
    choice: ChoiceArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change an answer. Files that were read with the old answer are read again."""
    from smits_tui.actions.inputs.answers import change_answer, chosen_answer, question_of

    opened = workspace_of(workspace)
    record = record_of(opened)
    chosen, typed = chosen_answer(question_of(record.state, identifier), choice)
    made = change_answer(record, identifier, chosen, by=acting(by, workspace), typed=typed, reason=reason)
    _applied(opened, made, as_json=as_json)


@questions.command()
def withdraw(
    identifier: AnswerArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw an answer. Files that were read with it are read again, and the question is asked again."""
    from smits_tui.actions.inputs.answers import withdraw_answer

    opened = workspace_of(workspace)
    made = withdraw_answer(record_of(opened), identifier, by=acting(by, workspace), reason=reason)
    _applied(opened, made, as_json=as_json)


def _applied(workspace: Workspace, identifier: str, *, as_json: bool) -> None:
    """Read the files again: by the watcher if it runs, else in this command."""
    from smits_tui.cli.workspace.pass_once import one_pass

    at_once = one_pass(workspace)
    if as_json:
        print_json({"id": identifier, "applied": at_once})
    elif at_once:
        narrate(f"{identifier} is recorded, and the files it affects have been read again.")
    else:
        narrate(f"{identifier} is recorded; the watcher will read the files it affects again.")


def _question_json(state: State, question: Question) -> dict[str, Any]:
    item = state.input(question.input)
    return {
        "id": question.id,
        "input": question.input,
        "path": item.path if item else "",
        "topic": question.topic,
        "text": question.text,
        "place": question.anchor,
        "quote": question.quote,
        "asked_at": question.asked_at.isoformat(),
        "candidates": [
            {"answer": candidate["answer"], "means": candidate["meaning"]}
            for candidate in question.candidates
        ],
    }


def _question_row(state: State, question: Question) -> dict[str, Any]:
    """A question as a row of a table, its candidates in one cell."""
    candidates = [f"{candidate['answer']}: {candidate['meaning']}" for candidate in question.candidates]
    return {**_question_json(state, question), "candidates": candidates}


def _question_lines(state: State, question: Question, *, candidates: bool = True) -> list[str]:
    item = state.input(question.input)
    where = f"{item.path if item else question.input}{f'#{question.anchor}' if question.anchor else ''}"
    lines = [f"{question.id}  {question.text}", f"    {where}"]
    if question.quote:
        lines.append(f"    > {question.quote}")
    if candidates:
        lines += [
            f"  {number}  {candidate['answer']}: {candidate['meaning']}"
            for number, candidate in enumerate(question.candidates, 1)
        ]
    return lines


def _answer_json(state: State, answer: Answer) -> dict[str, Any]:
    used = [item.id for item in state.inputs() if answer.id in item.answers]
    return {
        "id": answer.id,
        "question": answer.question,
        "text": answer.text,
        "kind": answer.kind,
        "topic": answer.topic,
        "answer": answer.choice,
        "typed": answer.typed,
        "status": answer.status,
        "by": answer.by,
        "at": answer.at.isoformat(),
        "reason": answer.reason,
        "withdrawn_reason": answer.withdrawn_reason,
        "inputs": used,
    }
