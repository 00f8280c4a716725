"""The kind of a file in no folder: taken where its content is clear, asked where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_watch.documents.document import Document
from smits_watch.documents.loader import open_content
from smits_watch.extraction.child import Request, read_file
from smits_watch.extraction.kind_guess import guess_kind, likely_kinds
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts import ExtractionContext

CLEAR = {
    "vendor-notices": (
        "Dear customer,\n\nBramble Archive 4 reaches its end of support on 30 June 2027. After this date "
        "there"
        " are no security updates. Please upgrade to Bramble Archive 5.\n\nYours, Bramble Software"
    ),
    "mergers-acquisitions": (
        "Bramble Holdings to acquire Tarn Systems\n\nBramble Holdings has signed an agreement to acquire Tarn"
        " Systems for EUR 40 million. The transaction is expected to close in the third quarter of 2026."
    ),
    "audit-reports": (
        "Internal audit report: access management\n\nFinding 1: Accounts of leavers stay active\nRating: "
        "High\n"
        "Recommendation: lock accounts within a day. Management response: agreed, due 31 March 2026.\n\n"
        "Finding 2: Reviews are not documented\nRating: Medium\nRecommendation: keep the protocols."
    ),
    "opportunities": (
        "Invitation to tender: cleaning of the depot\n\nTenders are invited for the cleaning of the depot."
        " They must be received no later than 12:00 on 3 May 2027. The estimated value is EUR 90,000."
    ),
    "environment": (
        "Leitzins steigt\n\nDie Notenbank hebt den Leitzins auf 4,25 Prozent an. Die Inflationsrate lag"
        " bei 2,9 Prozent, der Wechselkurs blieb stabil."
    ),
    "customer-feedback": (
        "respondent;service;comment;rating\n1;E-mail;works;5\n2;VPN;slow;2\n3;E-mail;;4\n4;VPN;breaks;1\n"
    ),
}


def opened(text: str, name: str = "file.txt") -> Document:
    return open_content(text.encode(), name)


def read(tmp_path: Path, text: str) -> ExtractedFile:
    file = tmp_path / "file.txt"
    file.write_text(text)
    request = Request(file, "file.txt", None, ExtractionContext(), None, "0" * 64)
    return ExtractedFile.model_validate_json(read_file(request))


@pytest.mark.parametrize("kind", CLEAR)
def test_what_is_clear_is_taken(kind: str) -> None:
    assert guess_kind(opened(CLEAR[kind])) == kind


def test_deals_in_other_languages_are_taken() -> None:
    """Their words are few; who buys whom is what tells."""
    for text in (
        "Alpine rachète Proseware\n\nLe groupe Alpine annonce l'acquisition de Proseware pour 45 millions.",
        "Woodgrove neemt Adatum over\n\nHet bedrijf Woodgrove neemt Adatum over. De overname is rond.",
    ):
        assert guess_kind(opened(text)) == "mergers-acquisitions"


def test_words_of_a_kind_of_which_nothing_is_read_are_not_enough() -> None:
    """A call speaks of its budget again and again, and is no budget."""
    text = "Budget rules\n\n" + "The budget of the fiscal year is explained to all cost centers. " * 3
    guesses = likely_kinds(opened(text))
    assert guesses[0].kind == "budgets"
    assert guess_kind(opened(text)) is None


def test_probabilities_leave_room_for_none_of_the_kinds() -> None:
    guesses = likely_kinds(opened(CLEAR["vendor-notices"]))
    assert guesses[0].probability > guesses[-1].probability
    assert sum(guess.probability for guess in guesses) < 1


@pytest.mark.parametrize(
    "text",
    [
        "Lunch on Friday is at noon, in the garden if it does not rain.",
        "Minutes of the meeting\n\nPresent: Anna, Ben, Carla.\n\nThe minutes of March were approved.",
    ],
)
def test_a_text_of_no_kind_is_neither_taken_nor_asked_about(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert reading.kind is None
    assert not reading.questions
    assert reading.facts == ()


def test_the_kind_is_taken_and_said(tmp_path: Path) -> None:
    reading = read(tmp_path, CLEAR["mergers-acquisitions"])
    assert reading.kind == "mergers-acquisitions"
    assert [fact.fact for fact in reading.facts] == ["corporate-event"]
    assert "treated as mergers-acquisitions" in reading.warnings[0]


def test_doubt_is_a_question_with_what_each_kind_would_read(tmp_path: Path) -> None:
    reading = read(tmp_path, "Plans\n\nTarn Archive 4 will no longer be sold from 2027.")
    assert reading.kind is None
    assert reading.facts == ()
    assert reading.understood == "questions"
    question = reading.questions[0]
    assert question.topic == "kind"
    assert "vendor-notices" in [candidate.answer for candidate in question.candidates]
    assert question.candidates[0].facts
    assert question.quote.startswith("Plans")
