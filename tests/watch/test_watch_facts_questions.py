"""Remembered answers: which documents they are applied to, and which candidate they choose."""

from __future__ import annotations

from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.question import Candidate, FileQuestion, RememberedAnswer
from smits_watch.facts.shapes import are_similar, shape_of

HEADERS = ("Cost centre", "Description", "Budget October", "Forecast October")


def question(*candidates: str, headers: tuple[str, ...] = HEADERS) -> FileQuestion:
    return FileQuestion(
        topic="amount-column",
        text="Which column is the budget?",
        candidates=tuple(Candidate(answer=each, meaning=each) for each in candidates),
        shape=shape_of(headers),
    )


def answer(choice: str, *, typed: bool = False, headers: tuple[str, ...] = HEADERS) -> ExtractionContext:
    remembered = RememberedAnswer(
        id="A1", kind="budgets", topic="amount-column", shape=shape_of(headers), choice=choice, typed=typed
    )
    return ExtractionContext(answers=(remembered,))


def test_the_same_file_of_the_next_month_is_read_without_asking() -> None:
    """Columns carry the month's name, and one was added."""
    context = answer("Budget October")
    asked = question(
        "Budget November", "Forecast November", headers=(*HEADERS[:2], "Budget Nov", "Forecast Nov", "Owner")
    )
    settled = context.settle(asked)
    assert settled is not None
    assert settled.candidate is asked.candidates[0]


def test_a_file_of_another_shape_is_asked_about() -> None:
    """An answer about one kind of file says nothing of another."""
    asked = question("Budget October", headers=("Project", "Sponsor", "Budget October", "Spent", "Left"))
    assert answer("Budget October").settle(asked) is None
    assert answer("Budget October").of_kind("goals").settle(question("Budget October")) is None


def test_an_answer_that_fits_no_candidate_is_asked_again() -> None:
    """The column that was chosen is not in this file."""
    assert answer("Revised").settle(question("Budget October", "Forecast October")) is None


def test_what_is_not_of_interest_and_what_was_typed_hold_for_similar_files() -> None:
    """Neither names a candidate."""
    for context in (answer(""), answer("Column F", typed=True)):
        settled = context.settle(question("Budget November"))
        assert settled is not None
        assert settled.candidate is None


def test_files_without_words_are_never_similar() -> None:
    """Numbers and months are no shape."""
    assert shape_of(("2027", "October", "Q3")) == ()
    assert not are_similar((), ())
