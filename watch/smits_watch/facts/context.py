"""The context of an extractor: all its inputs besides the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion, RememberedAnswer
from smits_watch.facts.shapes import are_similar, same_answer


@dataclass(frozen=True, slots=True)
class Settlement:
    """A question settled by a remembered answer."""

    answer: RememberedAnswer
    candidate: Candidate | None
    """None if a value was typed (see `answer.choice`), or the table is excluded."""


@dataclass(frozen=True, slots=True)
class ExtractionContext:
    """Settings, remembered answers and the organisation, as they apply to one input kind."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Configured for the folder: meaning -> header of its column."""
    profile: OrganisationProfile = field(default_factory=OrganisationProfile)
    answers: tuple[RememberedAnswer, ...] = ()
    """The remembered answers, the newest last."""
    applied: list[str] = field(default_factory=list)
    """Ids of the answers that settled a question of this document; filled by `settle`."""

    def of_kind(self, kind: str | None) -> ExtractionContext:
        """The same with the answers for one input kind only."""
        return replace(self, answers=tuple(answer for answer in self.answers if answer.kind == kind))

    def settle(self, question: FileQuestion) -> Settlement | None:
        """Find a remembered answer.

        Args:
            question: as it would be asked.

        Returns:
            The newest answer on the topic from a document of a similar shape that matches a candidate,
            was typed, or excludes the table; None if a person must be asked.
        """
        for answer in reversed(self.answers):
            if answer.topic != question.topic or not are_similar(answer.shape, question.shape):
                continue
            settlement = _settled_by(answer, question)
            if settlement is not None:
                self.applied.append(answer.id)
                return settlement
        return None


def _settled_by(answer: RememberedAnswer, question: FileQuestion) -> Settlement | None:
    if answer.typed or not answer.choice:
        return Settlement(answer, None)
    for candidate in question.candidates:
        if same_answer(candidate.answer, answer.choice):
            return Settlement(answer, candidate)
    return None
