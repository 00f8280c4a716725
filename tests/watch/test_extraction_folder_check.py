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


def test_what_is_read_as_nothing_is_asked_about_by_its_words(tmp_path: Path) -> None:
    """It speaks of findings, and no list of them is read: what it is, a person can tell, and what follows."""
    text = "Internal audit report\n\nThe auditors thank all who were interviewed. The audit went well."
    reading = read(tmp_path, text, "budgets")
    (question,) = reading.questions
    answers = {candidate.answer: candidate.meaning for candidate in question.candidates}
    assert list(answers) == ["audit-reports", "budgets", "another kind"]
    assert answers["audit-reports"].endswith("nothing is read from it, so its facts are added by hand.")


def test_a_file_outside_the_folders_is_asked_about_by_its_words(tmp_path: Path) -> None:
    """The same where no folder says anything."""
    text = "Notes on the audit\n\nThe auditors thank all who were interviewed."
    file = tmp_path / "file.txt"
    file.write_text(text)
    request = Request(file, "file.txt", None, ExtractionContext(), None, "0" * 64)
    (question,) = ExtractedFile.model_validate_json(read_file(request)).questions
    assert question.candidates[0].answer == "audit-reports"
