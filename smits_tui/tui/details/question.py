"""The details of a question: its candidates with their consequences, and remembered answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from smits_tui.actions.rules.simulation.consequences import Consequence
from smits_tui.process.state import Input
from smits_tui.process.state.question import Answer, Question
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.widgets.keys import pressing

KEY = "bold $text-accent"
MOST_KEYS = 9
"""The most candidates with a key of their own."""
OTHER, NOT_OF_INTEREST = "e", "x"
"""The keys of the answers that are not candidates."""


def question_detail(view: View, question: Question, outcomes: Sequence[Consequence] | None) -> Content:
    """The question, followed by each candidate with its key and consequences.

    Args:
        view: the recorded state.
        question: the question.
        outcomes: the consequences of each candidate; None while they are being computed.
    """
    item = view.state.input(question.input)
    heading = f"{item.path if item else question.input}{f'  {question.anchor}' if question.anchor else ''}"
    parts = [text(f"{question.id}  ", KEY) + text(question.text, "bold"), text(heading, QUIET)]
    answer = view.state.answer(question.answer) if question.answer else None
    if question.status == "answered" and answer is not None and answer.status == "in force":
        by_whom = f"+ {answer.by} answered: {chosen(answer)}."
        parts += [
            text(by_whom, "$text-success"),
            text("Press another key to change the answer, u to take it back.", QUIET),
        ]
    elif question.status != "open":
        parts.append(text("It is no longer open: the file was read again or withdrawn.", QUIET))
    by_answer = {outcome.answer: outcome for outcome in outcomes or ()}
    for number, candidate in enumerate(question.candidates, 1):
        parts.append(Content(""))
        parts += _candidate(number, candidate["answer"], candidate["meaning"])
        parts += _follows(by_answer.get(candidate["answer"]), computed=outcomes is not None)
    parts += [
        Content(""),
        _answer_line(OTHER, "something else", "type or choose it"),
        _answer_line(NOT_OF_INTEREST, "not of interest", "nothing is read from files like it"),
        Content(""),
        text("The answer is remembered for files like this one, and can be changed or withdrawn.", QUIET),
    ]
    if question.quote:
        # The passage comes last: the file is shown beside the answers wherever there is room.
        parts += [Content(""), text(f"“{question.quote}”", QUIET)]
    return lines(*parts)


def silent_detail(view: View, item: Input) -> Content:
    """An input that was not understood, and the possible actions."""
    if not item.is_in_doubt:
        settled = text(f"{item.id}  ", KEY) + text(f"Settled: {item.outcome}.", "bold $text-success")
        return lines(settled, text(item.path, QUIET), Content(""), *understanding_lines(view, item))
    return lines(
        text(f"{item.id}  ", KEY) + text("This file was not understood.", "bold"),
        text(item.path, QUIET),
        Content(""),
        text("No rule has judged it, and nothing is decided on it. What is it?"),
        Content(""),
        _answer_line("1", "it states something", "add what it states as a fact"),
        _answer_line("2", "nothing of interest", "waive it, with a reason"),
        _answer_line("3", "a wrong file", "withdraw it, with a reason"),
        *(text(warning, "$text-warning") for warning in item.warnings),
    )


def answer_detail(view: View, answer: Answer) -> Content:
    """A remembered answer: its question, its author, and the files read with it."""
    question = view.state.question(answer.question)
    parts = [
        text(f"{answer.id}  ", KEY) + text(answer.text, "bold"),
        text(f"{chosen(answer)}", "$text-success" if answer.status == "in force" else QUIET),
        text(f"{answer.status} · {answer.by}, {answer.at.astimezone():%Y-%m-%d %H:%M}", QUIET),
    ]
    parts += [text(reason) for reason in (answer.reason, answer.withdrawn_reason) if reason]
    parts += [
        Content(""),
        text("Applies to", "bold $text-primary"),
        text(f"files in {answer.kind} that contain most of these words: {', '.join(answer.shape) or 'none'}"),
    ]
    used = [item for item in view.state.inputs() if answer.id in item.answers]
    parts += [Content(""), text("Files read with it", "bold $text-primary")]
    parts += [text(f"{item.id}  {item.path}") for item in used] or [text("no files now", QUIET)]
    if answer.status == "in force" and question is not None:
        parts += [Content(""), text("Change it", "bold $text-primary")]
        for number, candidate in enumerate(question.candidates, 1):
            parts += _candidate(number, candidate["answer"], candidate["meaning"])
        parts.append(_answer_line(OTHER, "something else", "type or choose it"))
        parts.append(_answer_line(NOT_OF_INTEREST, "not of interest", "nothing is read from such files"))
    return lines(*parts)


def understanding_lines(view: View, item: Input) -> Iterable[Content]:
    """What was understood of an input: its questions, its proofs, and the answers used to read it."""
    if item.withdrawn is not None:
        yield text(f"Withdrawn by {item.withdrawn['by']}: {item.withdrawn['reason']}", "$text-warning")
        yield text("Nothing is based on it; u restores it.", QUIET)
    if item.gone_at is not None:
        gone = f"The file has been missing from its folder since {item.gone_at.astimezone():%Y-%m-%d %H:%M}."
        yield text(f"{gone} Its facts still count; shift+x withdraws it.", "$text-warning")
    if item.waived is not None:
        yield text(f"Waived by {item.waived['by']}: {item.waived['reason']}", QUIET)
    if item.is_in_doubt and item.understood == "nothing":
        yield text("It was not understood, and nothing is decided on it.", "$text-error")
        yield text("v opens it to add facts; shift+x withdraws it, 2 waives it.", QUIET)
    for question in view.state.questions(of=item.id):
        yield text(f"? {question.id}  {question.text}", "bold $text-warning")
        yield text("Nothing is decided on it until somebody answers; press ? to answer.", QUIET)
    if item.status == "read" and item.nothing_stated:
        yield text(item.nothing_stated)
    for proof in item.proofs:
        yield text(f"· {proof}", QUIET)
    for identifier in item.answers:
        answer = view.state.answer(identifier)
        if answer is not None:
            yield text(f"Read by {answer.by}'s answer {answer.id}: {answer.text} {chosen(answer)}", QUIET)


def question_mark(question: Question) -> Content:
    """The mark in the list: open or answered."""
    return text("?", "$text-warning") if question.status == "open" else text("+", "$text-success")


def chosen(answer: Answer) -> str:
    """The answer in words."""
    return f"“{answer.choice}”" if answer.choice else "not of interest"


def _candidate(number: int, answer: str, meaning: str) -> list[Content]:
    key = str(number) if number <= MOST_KEYS else "·"
    line = text(f"{key}  ", KEY) + text(answer, "bold")
    return [pressing(key, line) if number <= MOST_KEYS else line, text(f"   {meaning}")]


def _follows(outcome: Consequence | None, *, computed: bool) -> list[Content]:
    if outcome is None:
        return [] if computed else [text("   working out what it would trigger ...", QUIET)]
    parts = [text(f"   {change}", QUIET) for change in outcome.changes]
    parts += [text(f"   ! {trigger}", "$text-warning") for trigger in outcome.triggers]
    return parts if outcome.triggers else [*parts, text("   triggers nothing", QUIET)]


def _answer_line(key: str, answer: str, meaning: str) -> Content:
    return pressing(key, text(f"{key}  ", KEY) + text(answer, "bold") + text(f"  {meaning}", QUIET))
