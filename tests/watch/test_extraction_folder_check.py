"""A file in a folder of another kind: what is asked about it."""

from __future__ import annotations

from pathlib import Path

from smits_watch.extraction.child import Request, read_file
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts import ExtractionContext


def read(tmp_path: Path, text: str, kind: str) -> ExtractedFile:
    file = tmp_path / "file.txt"
    file.write_text(text)
    request = Request(file, "file.txt", kind, ExtractionContext(), None, "0" * 64)
    return ExtractedFile.model_validate_json(read_file(request))


def test_a_call_among_the_budgets_is_asked_about_with_a_way_out(tmp_path: Path) -> None:
    """What its content points to comes first, then its folder, and at last any other kind."""
    text = (
        "Invitation to tender: cleaning of the depot\n\nTenders are invited for the cleaning of the depot."
        " They must be received no later than 12:00 on 3 May 2027. The estimated value is EUR 90,000."
    )
    (question,) = read(tmp_path, text, "budgets").questions
    answers = [candidate.answer for candidate in question.candidates]
    assert answers[0] == "opportunities"
    assert answers[-2:] == ["budgets", "another kind"]


def test_a_note_that_points_to_no_kind_is_not_asked_about(tmp_path: Path) -> None:
    """Nothing is understood of it, and nothing is suggested."""
    reading = read(tmp_path, "Lunch on Friday is at noon, in the garden if it does not rain.", "budgets")
    assert reading.understood == "nothing"
    assert not reading.questions
