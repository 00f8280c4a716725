"""The questions of the set-up, each with its default and the parser of its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.presentation.setup.answers import days_of, organisation_of, topics_of
from smits_tui.presentation.setup.location import (
    countries,
    folder_of,
    home_short,
    jurisdictions_of,
    proposed_folder,
)
from smits_tui.presentation.typed_numbers import typed_whole
from smits_tui.presentation.typed_text import TypedTextRefused
from smits_tui.settings import MOST_REVIEW_MONTHS, REVIEW_MONTHS

EXPECT = "expect."
"""The prefix of the keys of answers about expected intervals."""


@dataclass(frozen=True, slots=True)
class SetupQuestion:
    """A question and its default answer."""

    key: str
    label: str
    check: Callable[[str], object]
    """Raises a TypedTextRefused for an invalid answer."""
    default: str = ""
    hint: str = ""
    """Shown while the answer is empty."""
    unit: str = ""
    """Shown after the answer, which is then short."""
    meaning: str = ""
    """The purpose of the question in a sentence."""
    understood: Callable[[str], str] | None = None
    """How a valid answer was understood."""


def organisation_questions() -> list[SetupQuestion]:
    """The organisation, and the folder."""
    return [
        SetupQuestion("organisation", "Organisation", organisation_of, hint="its name, e.g. Acme"),
        SetupQuestion(
            "folder",
            "Folder",
            folder_of,
            proposed_folder(""),
            "where it will be created",
            understood=creation_note,
        ),
        SetupQuestion(
            "jurisdictions",
            "Bound by regulations of",
            jurisdictions_of,
            "EU",
            "everywhere",
            understood=lambda text: (
                countries(jurisdictions_of(text)) or "Regulations from all countries count."
            ),
        ),
        SetupQuestion(
            "topics",
            "Topics of regulations",
            topics_of,
            hint="all; or e.g. privacy, security",
            understood=lambda text: "" if topics_of(text) else "All topics count.",
        ),
    ]


def calendar_questions() -> list[SetupQuestion]:
    """The review interval, and the expected intervals between files."""
    review = SetupQuestion(
        "review",
        "Review the strategy every",
        partial(typed_whole, unit="months", low=1, high=MOST_REVIEW_MONTHS),
        str(REVIEW_MONTHS),
        unit="months",
    )
    asked = [kind for kind in INPUT_KINDS.values() if kind.asked_at_setup]
    # Kinds with regular files first; a team may also want to hear of missing files of the others.
    asked.sort(key=lambda kind: kind.expected_days is None)
    silences = [
        SetupQuestion(
            EXPECT + kind.name,
            f"No {kind.title.lower()} for",
            days_of,
            str(kind.expected_days or ""),
            "never",
            unit="days",
        )
        for kind in asked
    ]
    return [review, *silences]


def first_wrong(
    questions: Sequence[SetupQuestion], answers: dict[str, str]
) -> tuple[str, TypedTextRefused] | None:
    """The first question with an invalid answer, and the reason; None if all are valid."""
    for question in questions:
        try:
            question.check(answers[question.key])
        except TypedTextRefused as error:
            return question.key, error
    return None


def creation_note(text: str) -> str:
    """Where a workspace will be created, as a sentence.

    Raises:
        AnswerRefused: it can't be created there.
    """
    folder = folder_of(text)
    status = "already exists and will be used" if folder.exists() else "will be created"
    return f"{home_short(folder)} {status}."
