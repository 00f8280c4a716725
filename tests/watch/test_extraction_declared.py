"""What a file states about itself counts as stated by that file, and never as stated by another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smits_rules.vocabulary import Budget
from smits_watch.extraction.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as running:
        yield running


def stating(folder: Path, source: str) -> Path:
    file = folder / "note.md"
    fact = f'---\nfacts:\n  - fact: budget\n    period: "2027"\n    total: 5\n    source: "{source}"\n---\n'
    file.write_text(f"{fact}# Note\n\nAbout the budget.\n", encoding="utf-8")
    return file


def test_a_fact_never_names_another_file_as_its_source(reader: Reader, tmp_path: Path) -> None:
    """Otherwise whoever drops a note could make the board's workbook say something else."""
    file = stating(tmp_path, "budgets/board.xlsx#B2")
    reading = reader.read(file, name="vendor-notices/note.md", kind="vendor-notices")
    (budget,) = (fact for fact in reading.facts if isinstance(fact, Budget))
    assert budget.source == "vendor-notices/note.md#front matter"
    assert any("names another file" in warning for warning in reading.warnings)


def test_a_fact_may_name_a_location_in_its_own_file(reader: Reader, tmp_path: Path) -> None:
    file = stating(tmp_path, "vendor-notices/note.md#line 9")
    reading = reader.read(file, name="vendor-notices/note.md", kind="vendor-notices")
    assert [fact.source for fact in reading.facts if fact.fact == "budget"] == [
        "vendor-notices/note.md#line 9"
    ]
    assert not any("another file" in warning for warning in reading.warnings)


def test_what_came_inside_another_file_states_no_facts(reader: Reader, tmp_path: Path) -> None:
    """Anybody can send an attachment; it is read like any file, and says so where it tried to."""
    file = stating(tmp_path, "")
    name = "vendor-notices/letter.eml/note.md"
    reading = reader.read(file, name=name, kind="vendor-notices", is_part=True)
    assert not any(fact.confidence == "stated" for fact in reading.facts)
    assert any("came inside another file" in warning for warning in reading.warnings)
