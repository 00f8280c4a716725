"""Shell completion of kinds, formats, statuses and ids of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smits_tui.process.state import State

Completion = Callable[[str], list[tuple[str, str]]]
"""Incomplete word -> possible values, each with an explanation."""


def choices(*values: str) -> Completion:
    """Complete one of a few fixed values."""
    return lambda incomplete: [(value, "") for value in values if value.startswith(incomplete)]


def input_kinds(incomplete: str) -> list[tuple[str, str]]:
    """Complete an input kind."""
    from smits_rules.vocabulary import INPUT_KINDS

    return choices(*INPUT_KINDS)(incomplete)


def deliverables(incomplete: str) -> list[tuple[str, str]]:
    """Complete a kind of deliverable."""
    from smits_tui.process.deliverables.sections import DOCUMENTS

    return _starting(incomplete, ((kind, document.title) for kind, document in DOCUMENTS.items()))


def sections(incomplete: str) -> list[tuple[str, str]]:
    """Complete the name of a section of any deliverable."""
    from smits_tui.process.deliverables.sections import DOCUMENTS

    listed = (
        (section.name, section.title) for document in DOCUMENTS.values() for section in document.sections
    )
    return _starting(incomplete, dict(listed).items())


def input_ids(incomplete: str) -> list[tuple[str, str]]:
    """Complete the id of an input, the newest first."""
    return _of_state(incomplete, lambda state: ((item.id, item.path) for item in reversed(state.inputs())))


def trigger_ids(incomplete: str) -> list[tuple[str, str]]:
    """Complete the id of a trigger, the most severe first."""
    return _of_state(
        incomplete, lambda state: ((trigger.id, trigger.because) for trigger in state.triggers())
    )


def measure_feeds(incomplete: str) -> list[tuple[str, str]]:
    """Complete the fact that feeds a measure."""
    from smits_tui.actions.strategy.records import feeds_offered

    return _of_state(incomplete, lambda state: feeds_offered(state).items(), folded=False)


def question_ids(incomplete: str) -> list[tuple[str, str]]:
    """Complete the id of an open question."""
    return _of_state(
        incomplete, lambda state: ((question.id, question.text) for question in state.questions())
    )


def answer_ids(incomplete: str) -> list[tuple[str, str]]:
    """Complete the id of an answer in force."""
    return _of_state(incomplete, lambda state: ((answer.id, answer.text) for answer in state.answers()))


def _of_state(
    incomplete: str, listed: Callable[[State], Iterable[tuple[str, str]]], *, folded: bool = True
) -> list[tuple[str, str]]:
    """Ids or names from the workspace around the current folder; empty if it can't be read.

    Args:
        incomplete: the typed part.
        listed: returns the possible values, each with an explanation.
        folded: whether values are in upper case, as ids are.
    """
    from smits_rules.vocabulary import SmitsError
    from smits_tui.actions.session import open_record
    from smits_tui.workspace import find_workspace

    try:
        record, _ = open_record(find_workspace(None))
    except (SmitsError, OSError):
        return []
    return _starting(incomplete.upper() if folded else incomplete, listed(record.state))


def _starting(incomplete: str, listed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(_matching(incomplete, listed))


def _matching(incomplete: str, listed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    from smits_tui.sanitize import plain

    return ((value, plain(text)[:60]) for value, text in listed if value.startswith(incomplete))
