"""The entry that records the result of reading an input."""

from __future__ import annotations

from smits_tui.process.entries.asked import AskedQuestion
from smits_tui.process.entries.entry import InputRead
from smits_tui.process.state import Input, State
from smits_watch.extraction.result import ExtractedFile


def read_entry(state: State, item: Input, reading: ExtractedFile, *, holds_parts: bool) -> InputRead:
    """Make the entry for a file that was read.

    Args:
        state: the recorded state; a question that was already open keeps its id.
        item: the input.
        reading: the result of reading it.
        holds_parts: whether other files were taken from it.

    Returns:
        The entry. A mail or ZIP without facts of its own counts as understood once its parts were taken; each
        part has a status of its own.
    """
    if holds_parts:
        reading = as_container(reading)
    return InputRead(
        id=item.id,
        facts=tuple(fact.model_dump(mode="json", exclude_defaults=False) for fact in reading.facts),
        summary=reading.summary,
        warnings=reading.warnings,
        kind=reading.kind,
        understood=reading.understood,
        questions=tuple(_asked(state, item, reading)),
        proofs=reading.proofs,
        nothing_stated=reading.nothing_stated,
        answers=reading.answers,
    )


def as_container(reading: ExtractedFile) -> ExtractedFile:
    """The result for a file from which others were taken; see `read_entry`."""
    if reading.understood != "nothing" or reading.has_own_text:
        return reading
    update = {"understood": "understood", "nothing_stated": "Its content is in the files inside it."}
    return reading.model_copy(update=update)


def _asked(state: State, item: Input, reading: ExtractedFile) -> list[AskedQuestion]:
    open_before = {(question.topic, question.text): question.id for question in state.questions(of=item.id)}
    number = state.next_id("questions")
    asked = []
    for question in reading.questions:
        identifier = open_before.pop((question.topic, question.text), None)
        if identifier is None:
            identifier, number = f"Q{number}", number + 1
        asked.append(AskedQuestion(id=identifier, **question.model_dump(mode="json")))
    return asked
