"""File formats: one object each, and one more is one object and one opener."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_watch.documents.format_table import FORMATS, Format
from smits_watch.documents.formats import format_of, may_hold_files
from smits_watch.documents.loader import open_document

OPENER = """
from smits_watch.documents.document import Document, Passage


def open_card(content, name, opening):
    lines = content.decode().splitlines()
    passages = [Passage(line, f"line {number}") for number, line in enumerate(lines, 1)]
    return Document(name, opening.format, passages=passages)
"""


@pytest.mark.parametrize("known", FORMATS.values(), ids=lambda known: known.name)
def test_every_format_has_everything(known: Format) -> None:
    assert callable(known.load())
    assert (known.load_members() is not None) == known.holds_files
    assert known.endings or known.name == "text"
    assert all(ending == ending.lower().strip(".") for ending in known.endings)
    assert all(may_hold_files(f"x.{ending}") == known.holds_files for ending in known.endings)


def test_no_ending_names_two_formats() -> None:
    endings = [ending for known in FORMATS.values() for ending in known.endings]
    assert len(endings) == len(set(endings))


def test_one_more_is_one_object_and_one_opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told by its beginning, opened and named, and no other module has to know of it."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "opener.py").write_text(OPENER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    card = Format("card", ("vcf",), "cards.opener:open_card", magic=b"BEGIN:VCARD")
    monkeypatch.setitem(FORMATS, "card", card)
    file = tmp_path / "kestrel.vcf"
    file.write_text("BEGIN:VCARD\nORG:Kestrel\n", encoding="utf-8")
    assert format_of(file.read_bytes(), file.name) == "card"
    document = open_document(file, "vendor-notices/kestrel.vcf")
    assert (document.format, document.passages[1].text) == ("card", "ORG:Kestrel")
    assert not may_hold_files(file.name)
