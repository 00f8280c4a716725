"""Parses the answers of the set-up; an invalid answer is refused with a hint."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smits_rules.vocabulary.topics import topic_problem
from smits_tui.presentation.typed_numbers import typed_whole
from smits_tui.presentation.typed_text import TypedTextRefused, shortened
from smits_tui.settings import Stakeholder

MOST_DAYS = 3_650
"""Ten years: a longer interval is no expectation."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class AnswerRefused(TypedTextRefused):
    """An answer is invalid; the message says why and what would be valid."""

    def __init__(self, message: str, field: str = "") -> None:
        """Create the error.

        Args:
            message: why, and what would be valid.
            field: the field concerned, if there are several.
        """
        super().__init__(message)
        self.field = field


def organisation_of(text: str) -> str:
    """The name of the organisation.

    Raises:
        AnswerRefused: there is none.
    """
    name = writable(text)
    if not name:
        raise AnswerRefused("The organisation needs a name; every document will carry it.")
    return name


def topics_of(text: str) -> tuple[str, ...]:
    """The topics, separated by commas, without duplicates.

    Raises:
        AnswerRefused: one looks like a typing error.
    """
    topics: dict[str, str] = {}
    for topic in parts_of(text):
        if problem := topic_problem(topic):
            raise AnswerRefused(problem)
        topics.setdefault(topic.casefold(), topic)
    return tuple(topics.values())


def days_of(text: str) -> int | None:
    """A number of days, or None if nothing is expected.

    Raises:
        AnswerRefused: it is not a number of days.
    """
    if not text.strip():
        return None
    try:
        return typed_whole(text, "days", 1, MOST_DAYS)
    except TypedTextRefused as error:
        raise AnswerRefused(f"{error} Or leave it empty to expect nothing.") from error


def stakeholder_of(name: str, role: str, email: str, stakeholders: Iterable[Stakeholder] = ()) -> Stakeholder:
    """A person who must agree.

    Args:
        name: must differ from those in the list.
        role: may be blank.
        email: may be blank.
        stakeholders: the people already in the list.

    Raises:
        AnswerRefused: the name is missing or in the list, or the e-mail address is invalid.
    """
    person = Stakeholder.model_construct(name=writable(name), role=writable(role), email=writable(email))
    if not person.name:
        raise AnswerRefused("A stakeholder needs a name; write it as this person will sign.", "name")
    if person.name.casefold() in {other.name.casefold() for other in stakeholders}:
        raise AnswerRefused(
            f"{shortened(person.name)} is already in the list; add somebody else, or continue.", "name"
        )
    if person.email and not _EMAIL.fullmatch(person.email):
        raise AnswerRefused(
            f"{shortened(person.email)} is not an e-mail address; write e.g. kim@example.org, or leave it "
            "empty.",
            "email",
        )
    return person


def parts_of(text: str) -> list[str]:
    """The parts between commas or semicolons, without blank ones."""
    parts = [writable(part) for part in text.replace(";", ",").split(",")]
    return [part for part in parts if part]


def writable(text: str) -> str:
    """The text, if it can be written to a file.

    Raises:
        AnswerRefused: it contains lone surrogates, as from a command line in another encoding.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise AnswerRefused("This contains characters that can't be stored; type it again.") from error
    return text.strip()
