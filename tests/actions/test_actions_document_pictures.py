"""Pictures in documents: they show what the tables say, in every format, and no more."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from smits_tui.documents.charts.drawing import name_lines
from smits_tui.documents.charts.pictures import pictures_of
from smits_tui.documents.column_widths import letters
from smits_tui.documents.export import export
from smits_tui.documents.tables import tables_of, with_widths

pytestmark = pytest.mark.one_engine("opens no record: the documents are made of text")

TODAY = dt.date(2026, 11, 26)
PLAN = """\
# Tactical plan

**Acme \\[draft\\]**

Version 1, 01 March 2026

## Initiatives

| | initiative | of | owner | from | to | budget |
|----|--------------|----|-------|--------|--------|------:|
| P1 | Move \\| the <b>database</b> | O1 | Kim | 2026-03-16 | 2026-09-07 | 310,000 |
| P2 | Later | O1 | Lee | 2026-12-10 | 2027-03-16 | 420,000 |
| P3 | No dates yet | O1 | Lee | – | – | 1 |

```
      26Q1 26Q2
P1    ==== ====
```

## Risks

| | risk | likelihood | impact | response | owner |
|----|--------------|-------|-------|--------------|------|
| R1 | It fails | high | low | try | Kim |
| R2 | It burns | high | low | try | Kim |
| R3 | It is late | low | high | try | Kim |
"""


def words_of(svg: str) -> list[str]:
    """The texts of a picture, which must be well-formed XML."""
    return [element.text or "" for element in ET.fromstring(svg).iter() if element.tag.endswith("text")]


def test_what_a_picture_shows_stands_in_a_table() -> None:
    """Names as they are, bars for what has dates, a line for today."""
    roadmap, matrix = pictures_of(PLAN, TODAY)
    words = words_of(roadmap.svg)
    assert "P1  Move | the <b>database</b>" in words
    assert "P2  Later" in words
    assert "today, 26 Nov 2026" in words
    assert not any("No dates yet" in one for one in words)
    assert roadmap.svg.count("<rect") == 2
    assert {"R1, R2", "R3"} <= set(words_of(matrix.svg))
    cells = {cell for table in tables_of(PLAN.splitlines()) for row in table.rows for cell in row}
    ids = {part for word in words_of(matrix.svg) for part in re.findall(r"R\d", word)}
    assert ids <= cells


def test_long_names_take_two_lines_beside_a_bar() -> None:
    """None is wider than its room, in any script, and no word is broken where there is another way."""
    assert name_lines("P1  A short one", 20) == ["P1  A short one"]
    assert name_lines("P1  Replace the billing system", 20) == ["P1  Replace the", "billing system"]
    assert name_lines("Betriebsmittelinformationssystem", 20) == ["Betriebsmittelinform", "ationssystem"]
    wide = name_lines("供应商交付延误导致数据中心搬迁推迟到明年", 20)
    assert wide == ["供应商交付延误导致数", "据中心搬迁推迟到明年"]
    assert max(map(letters, name_lines("供应商 " * 20, 20))) <= 21


def test_many_risks_in_one_cell_are_counted() -> None:
    head, row, risk = PLAN.partition("| R1 ")[0], "| R{} | It | high | low | x | Kim |\n", range(1, 41)
    matrix = pictures_of(head + "".join(row.format(number) for number in risk), TODAY)[-1]
    assert "and 32 more" in words_of(matrix.svg)


def test_a_long_roadmap_has_several_pictures_of_the_same_quarters() -> None:
    """Forty bars in one picture would be cut off at the end of a page, or too small to be read."""
    head, row = PLAN.partition("| P1 ")[0], "| P{} | It | O1 | Kim | 2026-0{}-01 | 2026-12-31 | 1 |\n"
    plan = head + "".join(row.format(number, number % 9 + 1) for number in range(1, 41))
    pictures = pictures_of(plan, TODAY)
    assert [picture.title for picture in pictures] == [
        f"Roadmap of 40 initiatives, part {number} of 3" for number in (1, 2, 3)
    ]
    drawn = [word for picture in pictures for word in words_of(picture.svg) if word.startswith("P")]
    assert drawn == [f"P{number}  It" for number in range(1, 41)]
    quarters = [[word for word in words_of(picture.svg) if word.startswith("Q")] for picture in pictures]
    assert quarters[0] == quarters[1] == quarters[2]
    far = plan.replace("2026-12-31", "2031-12-31")
    named = re.findall(r'x="([\d.]+)"[^>]*>Q\d', pictures_of(far, TODAY)[0].svg)
    assert all(float(after) - float(before) > 50 for before, after in pairwise(named)), "names overlap"
    page = export(plan, "html", TODAY).decode()
    assert re.findall(r"part (\d) of 3", page) == ["1", "2", "3"]


def test_a_document_without_such_tables_has_no_picture() -> None:
    assert pictures_of("# A title\n\n| | measure |\n|--|--|\n| M1 | It |\n", TODAY) == []


def test_a_page_has_the_picture_in_place_of_the_bars() -> None:
    page = export(PLAN, "html", TODAY).decode()
    assert page.count('<svg role="img"') == 2
    assert "====" not in page
    assert "SmitsPicture" not in page
    assert "<b>database</b>" not in page
    assert 'aria-label="Roadmap of 2 initiatives"' in page


def test_columns_are_as_wide_as_their_longest_word() -> None:
    """No date and no name breaks in the middle while sentences beside it have room."""
    wide = with_widths(PLAN.splitlines())
    (ruler,) = [line for line in wide if line.startswith("|--") and line.endswith(":|") and "-|" in line]
    widths = [len(cell) for cell in ruler.strip("|").split("|")]
    assert widths[4] >= len("2026-03-16")
    assert widths[1] > widths[0]
    assert ruler.endswith(":|")
    assert [line for line in wide if not line.startswith("|--")] == [
        line for line in PLAN.splitlines() if not line.startswith("|--")
    ]


def test_markdown_stays_as_it_was_agreed() -> None:
    assert export(PLAN, "md", TODAY).decode() == PLAN


def test_a_word_file_has_pictures_properties_and_page_numbers() -> None:
    """All its parts are well-formed, and every part that is referred to is there."""
    with zipfile.ZipFile(io.BytesIO(export(PLAN, "docx", TODAY))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(content)
    document = parts["word/document.xml"].decode()
    assert len([name for name in parts if name.endswith(".png")]) == 2
    assert "SmitsPicture" not in document
    assert "2026\N{NON-BREAKING HYPHEN}03\N{NON-BREAKING HYPHEN}16" in document
    core = parts["docProps/core.xml"].decode()
    assert "<dc:title>Tactical plan</dc:title>" in core
    assert "<dc:creator>Acme [draft]</dc:creator>" in core
    assert "2026-11-26" in core
    relations = ET.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    footers = re.findall(r'footerReference[^>]*r:id="(\w+)"', document)
    assert [f"word/{targets[footer]}" in parts for footer in footers] == [True]
    assert b"NUMPAGES" in parts["word/smits-footer.xml"]


def test_a_pdf_says_what_it_is() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    made = pdfium.PdfDocument(export(PLAN, "pdf", TODAY))
    about = made.get_metadata_dict()
    assert (about["Title"], about["Author"]) == ("Tactical plan", "Acme [draft]")
    assert about["CreationDate"].startswith("D:20261126")
    text = made[0].get_textpage().get_text_bounded()
    assert "SmitsPicture" not in text
