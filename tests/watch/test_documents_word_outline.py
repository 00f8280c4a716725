"""The outline of a Word file, as its styles have it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from smits_watch.documents.text.pdf_and_office import read_prose
from smits_watch.documents.text.word_outline import WordBlock, list_items, word_blocks
from smits_watch.extraction.viewer.outline import outline

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {NAMESPACE}>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Chapter"><w:name w:val="Our chapter"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:styleId="Bullet"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Bullet2"><w:name w:val="List Bullet 2"/><w:basedOn w:val="Bullet"/></w:style>
<w:style w:styleId="Body"><w:name w:val="Body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
</w:styles>"""


def paragraph(text: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str) -> str:
    return paragraph(text, more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


def word_file(*body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACE}><w:body>{''.join(body)}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", STYLES)
    return out.getvalue()


TABLE = (
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a|b</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
CONTENTS = (
    "<w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr><w:sdtContent>"
    f"{paragraph('Vision 2', 'berschrift1')}</w:sdtContent></w:sdt>"
)


def test_styles_tell_headings_in_any_language() -> None:
    """By the name that Word gives them, or their outline level; a short line in bold is none."""
    made = word_file(
        paragraph("Strategy", "Titel"),
        CONTENTS,
        paragraph("Vision", "berschrift1"),
        paragraph("Short line", "Body"),
        item("one"),
        paragraph("Scope", "berschrift2"),
        paragraph("Money", "Chapter"),
        TABLE,
        "<w:p><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>kept</w:t><w:br/><w:t>on</w:t></w:r></w:p>",
    )
    assert word_blocks(made) == [
        WordBlock("Strategy", 0),
        WordBlock("Vision", 1),
        WordBlock("Short line"),
        WordBlock("- one", is_item=True),
        WordBlock("Scope", 2),
        WordBlock("Money", 1),
        WordBlock("| a\\|b |  |\n|---|---|\n| c |  |"),
        WordBlock("kept on"),
    ]


def test_sections_have_their_lists_and_no_title(tmp_path: Path) -> None:
    """Items of a list stand together, paragraphs apart."""
    file = tmp_path / "content"
    file.write_bytes(
        word_file(
            paragraph("IT Strategy 2027", "berschrift1"),
            paragraph("Approved by the board"),
            paragraph("Principles", "berschrift2"),
            item("one"),
            item("two"),
            paragraph("after"),
            paragraph("Supervision", "berschrift2"),
            paragraph("Every quarter."),
        )
    )
    assert json.loads(outline(file, "plan.docx")) == [
        ["Principles", "- one\n- two\n\nafter"],
        ["Supervision", "Every quarter."],
    ]


def test_a_long_text_below_the_title_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "content"
    long = "It is about more than a title. " * 20
    file.write_bytes(
        word_file(paragraph("Strategy", "Titel"), paragraph(long), paragraph("Vision", "berschrift1"))
    )
    assert [heading for heading, _ in json.loads(outline(file, "plan.docx"))] == ["Strategy", "Vision"]


def test_what_is_no_word_file_has_no_blocks() -> None:
    """Damaged, another kind of ZIP, or with entities that would be resolved elsewhere."""
    assert word_blocks(b"nothing") == []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("other.txt", "x")
    assert word_blocks(out.getvalue()) == []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            f"<w:document {NAMESPACE}><w:body>{paragraph('&x;')}</w:body></w:document>",
        )
    assert all("root:" not in block.text for block in word_blocks(out.getvalue()))


def test_items_are_known_by_their_style_as_well() -> None:
    """Word keeps the bullet in the style; a number of 0 takes it away again."""
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    content = word_file(
        item("own"),
        paragraph("styled", "Bullet"),
        paragraph("deeper", "Bullet2"),
        paragraph("plain", "Bullet", none),
    )
    assert list_items(content) == {"own", "styled", "deeper"}


def test_items_of_a_word_file_are_read_as_items() -> None:
    """Goals below a title are a list, whatever stands between."""
    content = word_file(
        paragraph("Goals 2027", "berschrift1"),
        paragraph("What the board agreed on for the whole group, and what everybody is measured by."),
        paragraph("Open the Porto office by June and move the whole of sales into it.", "Bullet"),
        item("Halve the open findings."),
    )
    texts = [passage.text for passage in read_prose(content, "docx").passages]
    assert [text for text in texts if "Porto" in text] == [
        "- Open the Porto office by June and move the whole of sales into it."
    ]
