"""Adds what pandoc omits from a Word file: title, author and date, page numbers, compact tables."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass

from smits_tui.documents.tables import SMALL_TABLE

_FOOTER = "word/smits-footer.xml"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_PAGES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {_WORD}>'
    '<w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">{about}   </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
)
_TYPE = (
    f'<Override PartName="/{_FOOTER}" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footer+xml"/></Types>'
)
_RELATION = (
    '<Relationship Id="rIdSmitsFooter" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/footer" Target="smits-footer.xml"/></Relationships>'
)
_SIZES = {
    False: '<w:pgSz w:w="11906" w:h="16838"/>',
    True: '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>',
}
"""A4, in twentieths of a point."""
_MARGINS = (
    '<w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1247" w:header="709" w:footer="567" '
    'w:gutter="0"/>'
)
"""2.2 cm on each side."""
_FONT = "Arial"
"""On every machine, or with a font of the same widths in its place, so that no line breaks elsewhere."""
_THEME_FONT = re.compile(r"<a:latin typeface=\"Aptos[^>]*/>")
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EEF3F8"/>'
_ABOVE_TABLE = re.compile(
    r'(<w:pStyle w:val="(?:FirstParagraph|BodyText)" />)((?:(?!</w:p>).)*</w:p>\s*<w:tbl>)', re.DOTALL
)
"""A paragraph before a table."""
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_EMU = 12_700
"""English metric units of a point, in which drawings are measured."""
_PICTURE_SIZE = re.compile(r'cx="([1-9]\d*)" cy="(\d+)"')
_HEADING = '<w:pStyle w:val="Heading2" />'
_REFERENCE = f'<w:footerReference {_RELATIONS} w:type="default" r:id="rIdSmitsFooter"/>'


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself."""

    title: str
    author: str
    """The organisation."""
    day: dt.date
    landscape: bool = False
    """A page wider than high, for wide tables."""
    page_starts: Collection[int] = ()
    """The sections, from 0, that begin a page."""

    @property
    def picture_width(self) -> int:
        """Points: the width of a page between its margins, or what leaves room for a table on a wide one."""
        return 580 if self.landscape else 468


def with_properties(made: bytes, properties: Properties) -> bytes:
    """A Word file with its properties and a footer of title and page.

    The parts are those of ECMA-376 (Office Open XML), parts 1 and 2.

    Args:
        made: the file.
        properties: what it says of itself.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, _changed(info.filename, source.read(info), properties))
        target.writestr(
            _FOOTER, _PAGES.format(about=html.escape(f"{properties.author} · {properties.title}"))
        )
    return out.getvalue()


def _changed(name: str, content: bytes, properties: Properties) -> bytes:
    text = content.decode() if name.endswith((".xml", ".rels")) else ""
    if name == "docProps/core.xml":
        moment = f"{properties.day.isoformat()}T12:00:00Z"
        title, author = html.escape(properties.title), html.escape(properties.author)
        return _CORE.format(title=title, author=author, moment=moment).encode()
    if name == "[Content_Types].xml":
        return text.replace("</Types>", _TYPE).encode()
    if name == "word/_rels/document.xml.rels":
        return text.replace("</Relationships>", _RELATION).encode()
    if name == "word/styles.xml":
        return _with_small_tables(_with_text_size(text)).encode()
    if name == "word/theme/theme1.xml":
        return _THEME_FONT.sub(f'<a:latin typeface="{_FONT}"/>', text).encode()
    if name == "word/document.xml":
        broken = _with_page_starts(_with_whole_rows(text), properties.page_starts)
        broken = _with_wide_pictures(broken, properties.picture_width)
        return _with_page(broken, _SIZES[properties.landscape] + _MARGINS).encode()
    return content


def _with_text_size(styles: str) -> str:
    """Text in 10.5 points (21 half-points), as in the PDF."""
    return styles.replace('<w:sz w:val="24" />', '<w:sz w:val="21" />', 1)


def _with_small_tables(styles: str) -> str:
    """Tables with lines, a shaded header and 9 points (18 half-points); their style is named Table."""
    head, style, rest = styles.partition('w:styleId="Table"')
    before, properties, after = rest.partition("<w:tblPr>")
    if not properties:
        return styles
    size = '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
    inside, margins, end = after.partition("<w:tblCellMar>")
    first_row, cell, tail = end.partition("<w:tcPr>")
    borders, shade = f"<w:tblBorders>{_LINES}</w:tblBorders>", _SHADE if cell else ""
    # The order of the elements is that of the schema: borders before margins, shading after a cell's borders.
    tail = tail.replace("</w:tcBorders>", f"</w:tcBorders>{shade}", 1)
    bold = "<w:rPr><w:b/></w:rPr>"
    first_row = first_row.replace(
        '<w:tblStylePr w:type="firstRow">', f'<w:tblStylePr w:type="firstRow">{bold}'
    )
    return f"{head}{style}{before}{size}{properties}{inside}{borders}{margins}{first_row}{cell}{tail}"


def _with_whole_rows(document: str) -> str:
    """Keep rows, and small tables with the paragraph before them, on one page."""
    return _TABLE.sub(lambda table: _whole(table[0]), _ABOVE_TABLE.sub(r"\1<w:keepNext/>\2", document))


def _whole(table: str) -> str:
    rows = table.count("<w:tr>")
    table = table.replace("<w:trPr>", "<w:trPr><w:cantSplit/>")
    table = table.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")
    if rows > SMALL_TABLE:
        return table
    head, last, tail = table.rpartition("<w:tr>")
    return (
        head.replace('<w:pStyle w:val="Compact" />', '<w:pStyle w:val="Compact" /><w:keepNext/>')
        + last
        + tail
    )


def _with_wide_pictures(document: str, points: int) -> str:
    """Pictures of a width; pandoc makes none wider than an upright page."""

    def wide(size: re.Match[str]) -> str:
        width, height = points * _EMU, round(points * _EMU * int(size[2]) / int(size[1]))
        return f'cx="{width}" cy="{height}"'

    return _PICTURE_SIZE.sub(wide, document)


def _with_page_starts(document: str, starts: Collection[int]) -> str:
    """A page break before headings of level two by their number, from 0."""
    first, *sections = document.split(_HEADING)
    parts = [first]
    for number, section in enumerate(sections):
        parts += [_HEADING, "<w:pageBreakBefore/>" if number in starts else "", section]
    return "".join(parts)


def _with_page(document: str, page: str) -> str:
    """The section's properties are the last element of the body; a document may have none yet.

    Within them the footer is the first element; size and margins follow what pandoc writes of footnotes.
    """
    section = f"<w:sectPr>{_REFERENCE}{page}</w:sectPr>"
    if "<w:sectPr />" in document or "<w:sectPr/>" in document:
        return document.replace("<w:sectPr />", section).replace("<w:sectPr/>", section)
    at = document.rfind("<w:sectPr")
    if at < 0:
        return document.replace("</w:body>", f"{section}</w:body>")
    start, end = document.index(">", at) + 1, document.index("</w:sectPr>", at)
    return document[:start] + _REFERENCE + document[start:end] + page + document[end:]
