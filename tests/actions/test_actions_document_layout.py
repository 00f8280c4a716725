"""How documents are laid out: widths, pages, slides, and what people who can't see them get."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from smits_tui.documents.charts.pictures import pictures_of
from smits_tui.documents.column_widths import column_widths, heights
from smits_tui.documents.export import export
from smits_tui.documents.headings import in_order
from smits_tui.documents.page_starts import page_starts
from smits_tui.documents.slides.pages import PICTURE_MARK, pages_of
from smits_tui.documents.slides.plan import BOTTOM, slides_of
from smits_tui.documents.tables import tables_of, without_empty_columns

pytestmark = pytest.mark.one_engine("opens no record: the documents are made of text")

TODAY = dt.date(2026, 11, 26)
LONG = "A sentence about something that takes more room than any other column of the table has"


def plan(rows: int = 3, text: str = LONG) -> str:
    """A document with a long table and its roadmap, and two sections of a line."""
    table = "".join(f"| P{n} | {text} | Kim | 2026-03-16 | 2027-09-07 |\n" for n in range(1, rows + 1))
    head = "| | initiative | owner | from | to |\n|--|--|--|--|--|\n"
    begin = "# Plan\n\n**Acme**\n\n1 May 2026\n\n## Roadmap"
    return f"{begin}\n\n{head}{table}\n## Money\n\nNone.\n\n## Rest\n\nText.\n"


def test_columns_share_room_so_that_rows_are_low() -> None:
    """A column of sentences gets what short columns do not need, and no word or date is cut."""
    columns = [["", "P1", "P2"], ["initiative", LONG, LONG], ["from", "2026-03-16", "2026-03-17"]]
    widths = column_widths(columns, 100, 3)
    assert sum(widths) == pytest.approx(100)
    assert widths[1] > 70
    assert widths[2] >= len("2026-03-16") + 3
    assert max(heights(columns, widths, 3)) == 2
    assert heights(columns, [10, 20, 14], 3)[1] > 4
    wide = column_widths([["Betriebsmittelinformationssystem"] * 2] * 4, 60, 3)
    assert min(wide) >= 26, "words of usual length are never broken"


def test_two_columns_of_sentences_are_about_as_wide() -> None:
    first, second = column_widths([["a", LONG], ["b", LONG]], 80, 3)
    assert abs(first - second) < 15


def test_columns_that_nobody_filled_in_are_left_out() -> None:
    """Amounts of nobody and sums of nothing go; that nobody owns anything is worth seeing."""
    table = (
        "| | initiative | owner | budget (EUR) | spent (EUR) |\n|--|--|--|--:|--:|\n"
        "| P1 | It \\| that | – | – | 5 |\n| | **Total** | | **–** | **5** |\n"
    )
    assert without_empty_columns(table, ("budget", "spent")).splitlines() == [
        "| | initiative | owner | spent (EUR) |",
        "|--|--|--|--:|",
        "| P1 | It \\| that | – | 5 |",
        "| | **Total** | | **5** |",
    ]
    empty = without_empty_columns(table.replace("5", "–"), ("budget", "spent"))
    assert "Total" not in empty
    assert empty.splitlines()[-1] == "| P1 | It \\| that | – |"
    assert without_empty_columns(table, ()) == table.strip()


def test_sections_share_a_page_where_they_fit() -> None:
    """A pack of wide pages: a long section begins one, short ones after it share the next."""
    short = plan(2).splitlines()
    assert page_starts(short, (), 0.8) == []
    long = f"# P\n\n## Decisions\n\nNone.\n\n{plan(9).partition('1 May 2026')[2]}"
    pictures = pictures_of(long, TODAY)
    assert page_starts(long.splitlines(), pictures, 0.8) == [1, 2]


def test_a_word_file_keeps_rows_and_small_tables_whole() -> None:
    """Wide pictures are as wide as a wide page allows, and long sections begin a page."""
    with zipfile.ZipFile(io.BytesIO(export(plan(9), "docx", TODAY, landscape=True))) as made:
        document = made.read("word/document.xml").decode()
        styles = made.read("word/styles.xml").decode()
    (table,) = re.findall(r"<w:tbl>.*?</w:tbl>", document, re.DOTALL)
    assert table.count("<w:cantSplit/>") == table.count("<w:tr>") == 10
    assert "<w:keepNext/>" not in table
    assert re.search(r'<w:tblBorders><w:top w:val="single"', styles)
    width = re.search(r'<wp:extent cx="(\d+)"', document)
    assert width
    assert int(width[1]) / 12_700 == 580
    with zipfile.ZipFile(io.BytesIO(export(plan(3), "docx", TODAY))) as made:
        document = made.read("word/document.xml").decode()
    head, _, last = document.rpartition("<w:tr>")
    assert head.count("<w:keepNext/>") == 15
    assert "<w:keepNext/>" not in last


def test_decisions_of_a_page_fit_a_slide() -> None:
    """Eight decisions with long reasons stay on one slide; letters become smaller before there are two."""
    pptx = pytest.importorskip("pptx")
    rows = "".join(f"| Decide {n}: {LONG} | {LONG} | 2027-01-01 | – |\n" for n in range(8))
    head = "| decision | why | by | source |\n|--|--|--|--|\n"
    pack = f"# Pack\n\n**Acme**\n\n## Decisions asked for\n\n{head}{rows}"
    deck = pptx.Presentation(io.BytesIO(export(pack, "pptx", TODAY, landscape=True)))
    assert [slide.shapes.title.text for slide in deck.slides] == ["Pack", "Decisions asked for"]


def test_a_small_table_and_its_picture_share_a_slide() -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation(io.BytesIO(export(plan(3, "Short"), "pptx", TODAY, landscape=True)))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles == ["Plan", "Roadmap", "Money"], "sections of a sentence share a slide as well"
    roadmap = deck.slides[1]
    tables = [shape for shape in roadmap.shapes if shape.has_table]
    pictures = [shape for shape in roadmap.shapes if shape.shape_type == 13]
    assert len(tables) == len(pictures) == 1
    assert pictures[0].element.xpath(".//p:cNvPr/@descr") == ["Roadmap of 3 initiatives"]
    assert pictures[0].top > tables[0].top + tables[0].height
    assert pictures[0].top + pictures[0].height <= deck.slide_height
    long = pptx.Presentation(io.BytesIO(export(plan(14), "pptx", TODAY, landscape=True)))
    assert [slide.shapes.title.text for slide in long.slides][1:3] == ["Roadmap", "Roadmap"]


def test_sections_share_a_slide_and_nothing_stands_below_its_end() -> None:
    """Two short tables share one; a long one goes on on others, with all of its rows; pictures stay whole."""
    short = "| a | b |\n|--|--:|\n| One | 1 |\n| Two | 2 |\n"
    rows = "".join(f"| P{n} | {LONG} | {LONG} |\n" for n in range(40))
    mark = f"{PICTURE_MARK}0{PICTURE_MARK}"
    table = f"| | a | b |\n|--|--|--|\n{rows}"
    text = (
        f"# Deck\n\n## Money\n\nSpread evenly.\n\n{short}\n## Assumptions\n\n{short}\n## Roadmap\n\n{table}\n"
        f"{mark}\n\nWho recorded it.\n\n## Small\n\n{short}\n{mark}\n"
    )
    _, *pages = pages_of(text)
    planned = list(slides_of(pages, [0.4]))
    titles = [slide.title for slide in planned]
    assert titles[0] == "Money"
    assert "Assumptions" not in titles
    assert [placed.block.kind for placed in planned[0].placed] == ["text", "table", "heading", "table"]
    assert planned[0].placed[1].block.right == [False, True]
    roadmap = [
        row
        for slide in planned
        if slide.title.startswith("Roadmap (")
        for placed in slide.placed
        for row in placed.rows
    ]
    assert roadmap == list(range(40))
    assert [placed.block.kind for placed in planned[-1].placed] == ["table", "picture"]
    ends = [placed.top + placed.height for slide in planned for placed in slide.placed]
    assert max(ends) <= BOTTOM + 0.001


def test_a_link_on_a_slide_breaks_between_words() -> None:
    """Each word is a link of its own, because LibreOffice breaks a link even within a word."""
    pptx = pytest.importorskip("pptx")
    text = "# Deck\n\n## A\n\n| a | b |\n|--|--:|\n| [Lists of lines, page 1](../x.csv) | 1 |\n"
    deck = pptx.Presentation(io.BytesIO(export(text, "pptx", TODAY)))
    (table,) = [shape.table for shape in deck.slides[1].shapes if shape.has_table]
    link, figure = table.rows[1].cells
    runs = link.text_frame.paragraphs[0].runs
    assert [run.text for run in runs] == ["Lists ", "of ", "lines, ", "page ", "1"]
    assert {run.hyperlink.address for run in runs} == {"../x.csv"}
    assert str(figure.text_frame.paragraphs[0].alignment).startswith("RIGHT")


def test_no_level_of_headings_is_left_out() -> None:
    """People begin with any level in a section; code is no heading."""
    text = "# A\n\n## B\n\n##### C\n\n#### D\n\n# E\n\n```\n###### F\n```\n"
    assert [line for line in in_order(text).splitlines() if "#" in line] == [
        "# A",
        "## B",
        "### C",
        "#### D",
        "## E",
        "###### F",
    ]
    assert export(text, "pdf", TODAY).startswith(b"%PDF")


def test_a_pdf_is_tagged_for_readers_of_screens() -> None:
    """Typst checks PDF/UA-1 and fails where a text for a picture or a title is missing."""
    made = export(plan(), "pdf", TODAY)
    assert b"/StructTreeRoot" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert re.search(rb"/Lang ?\(en", made)


def test_a_sentence_stays_with_the_table_after_it() -> None:
    """Neither it nor its heading is left alone at the end of a page; other paragraphs are free."""
    text = (
        "# P\n\n## Money\n\nSpread [evenly].\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n"
        "After a table.\n\n| c | d |\n|--|--|\n| 3 | 4 |\n\nAt the end.\n"
    )
    with zipfile.ZipFile(io.BytesIO(export(text, "docx", TODAY))) as made:
        paragraphs = made.read("word/document.xml").decode().split("</w:p>")
    kept = {
        words: any(words in paragraph and "<w:keepNext/>" in paragraph for paragraph in paragraphs)
        for words in ("evenly", "After a table", "At the end")
    }
    assert kept == {"evenly": True, "After a table": True, "At the end": False}
    pdfium = pytest.importorskip("pypdfium2")
    for count in (
        32,
        33,
    ):  # so many lines leave room for the sentence on the first page, and none for the table
        long = text.replace("## Money", "A line.\n\n" * count + "## Money")
        with pdfium.PdfDocument(export(long, "pdf", TODAY)) as printed:
            pages = [page.get_textpage().get_text_bounded() for page in printed]
        (page,) = [page for page in pages if "evenly" in page]
        assert "b" in page.split()
        assert "Money" in page


@pytest.mark.parametrize("landscape", [False, True])
def test_a_long_table_goes_on_on_the_next_page(landscape: bool) -> None:
    """None of its rows is cut off at the end of a page, and no page is left blank before it."""
    pdfium = pytest.importorskip("pypdfium2")
    with pdfium.PdfDocument(export(plan(80), "pdf", TODAY, landscape=landscape)) as made:
        pages = [page.get_textpage().get_text_bounded() for page in made]
    text = "".join(pages)
    assert len(pages) > 3
    assert all(re.search(rf"\bP{number}\b", text) for number in range(1, 81))
    assert all(len(page) > 35 for page in pages), "no page has but its footer"


def test_long_words_leave_room_for_others() -> None:
    """A word as long as a third of the page breaks, before the column beside it has a word a line."""
    word = "Betriebsmittelinformationssystemen"
    columns = [["R1"], [f"The {word} fail"], ["medium"], ["medium"], [LONG], ["Hohenstaufen-Reichenbach"]]
    widths = column_widths(columns, 98, 3)
    assert sum(widths) == pytest.approx(98)
    assert widths[4] > 20


def test_a_letter_that_no_font_has_keeps_nobody_from_a_pdf() -> None:
    """PDF/UA forbids it; the file is made and tagged all the same, without that promise."""
    made = export("# A\n\n## B\n\n\ue000\n\n##\n", "pdf", TODAY)
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid:part" not in made


class _Page(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headers: list[str] = []
        self.is_header = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "th":
            self.headers.append("")
        self.is_header = tag == "th" or (self.is_header and tag == "span")

    def handle_endtag(self, tag: str) -> None:
        self.is_header = self.is_header and tag != "th"

    def handle_data(self, data: str) -> None:
        if self.is_header:
            self.headers[-1] += data


def test_a_page_can_be_read_without_seeing_it() -> None:
    """The rules of axe that a document can break: language, title, landmarks, headings, headers, pictures."""
    page = _Page()
    page.feed(export(plan(), "html", TODAY).decode())
    tags = [tag for tag, _ in page.tags]
    attributes = dict(page.tags)
    assert attributes["html"]["lang"] == "en"
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(attrs.get("scope") == "col" for tag, attrs in page.tags if tag == "th")
    assert page.headers == ["id", "initiative", "owner", "from", "to"]
    assert all(
        attrs.get("role") == "img" and attrs.get("aria-label") for tag, attrs in page.tags if tag == "svg"
    )


def test_each_figure_of_a_picture_stands_in_the_table_before_it() -> None:
    """Also where pictures are in parts: thirty measures in charts of twelve."""
    head = "| | measure | from | 2026-Q1 | 2026-Q2 | target | state |\n|--|--|--:|--:|--:|--:|--|\n"
    rows = "".join(
        f"| M{n} | It {n} | {n} (2026-01) | {n + 1.5} | {n + 2.25} | {n + 20} (2027-12) | better |\n"
        for n in range(1, 31)
    )
    text = f"# P\n\n## Measures\n\n{head}{rows}"
    pictures = pictures_of(text, TODAY)
    assert [re.sub(r".*, ", "", picture.title) for picture in pictures] == [
        "part 1 of 3",
        "part 2 of 3",
        "part 3 of 3",
    ]
    (table,) = tables_of(text.splitlines())
    cells = {cell.partition(" (")[0] for row in table.rows for cell in row}
    drawn = re.findall(r">([^<]+)</text>", "".join(picture.svg for picture in pictures))
    figures = {part for word in drawn for part in re.findall(r"^\d+(?:\.\d+)?(?=,|$)", word)}
    assert len(figures) > 30
    assert figures <= cells
