"""Adds what pandoc omits from a Word file: title, author and date, page numbers, compact tables."""

from __future__ import annotations

import datetime as dt
import html
import io
import zipfile
from dataclasses import dataclass

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
        return _with_small_tables(text).encode()
    if name == "word/document.xml":
        return _with_page(text, _SIZES[properties.landscape] + _MARGINS).encode()
    return content


def _with_small_tables(styles: str) -> str:
    """Tables in 9 points (18 half-points) of what the text has; their style is the one named Table."""
    head, style, rest = styles.partition('w:styleId="Table"')
    before, properties, after = rest.partition("<w:tblPr>")
    size = '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
    return f"{head}{style}{before}{size}{properties}{after}" if properties else styles


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
