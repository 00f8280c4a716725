"""The context of an extractor: everything it may use besides the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion, RememberedAnswer
from smits_watch.facts.shapes import are_similar, same_answer


@dataclass(frozen=True, slots=True)
class Settlement:
    """A question that a remembered answer settles."""

    answer: RememberedAnswer
    candidate: Candidate | None
    """None: something else was typed (see `answer.choice`), or it is not of interest."""


@dataclass(frozen=True, slots=True)
class ExtractionContext:
    """Settings, remembered answers and the organisation, as far as they bear on one input kind."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """What a team configured for the folder, a meaning -> the header of its column."""
    profile: OrganisationProfile = field(default_factory=OrganisationProfile)
    answers: tuple[RememberedAnswer, ...] = ()
    """Those that are remembered, the newest last."""
    applied: list[str] = field(default_factory=list)
    """Ids of the answers that settled a question of this document; `settle` fills it."""

    def of_kind(self, kind: str | None) -> ExtractionContext:
        """The same with the answers of one input kind only."""
        return replace(self, answers=tuple(answer for answer in self.answers if answer.kind == kind))

    def settle(self, question: FileQuestion) -> Settlement | None:
        """Look for a remembered answer.

        Args:
            question: as it would be asked.

        Returns:
            The newest answer on the topic from a document of a similar shape that fits one of the candidates,
            was typed, or says that it is not of interest; None where a person must be asked.
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
