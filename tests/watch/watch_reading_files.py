"""Makes files of formats for which no library writes them: minimal, but as the formats' rules have it."""

from __future__ import annotations

import io
import struct
import zipfile

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole2(stream_name: str, content: bytes) -> bytes:
    """A Compound File with one stream ([MS-CFB]); padded so that it lies in full sectors."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // SECTOR)
    fat = [FAT, END, *range(3, sectors + 2), END]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[FREE] * 108)
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry(stream_name, 2, 2, len(content))
    directory = entries.ljust(SECTOR, b"\0")
    body = struct.pack(f"<{SECTOR // 4}I", *fat) + directory + content.ljust(sectors * SECTOR, b"\0")
    return header + body


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, FREE, FREE, child, b"", 0, 0, 0, start, size
    )


def xls(rows: list[list[str | float]], *, locked: bool = False) -> bytes:
    """An XLS workbook of one sheet `IT` ([MS-XLS], BIFF8); `locked` adds the record of an encrypted one."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                sheet += _record(0x204, place + struct.pack("<HB", len(cell), 0) + cell.encode("latin-1"))
            else:
                sheet += _record(0x203, place + struct.pack("<d", cell))
    sheet += _record(0x0A, b"")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if locked:
        start += _record(0x2F, struct.pack("<HHH48s", 1, 1, 1, b"\x5a" * 48))
    bound = struct.pack("<IBBBB", 0, 0, 0, 2, 0) + b"IT"
    offset = len(start) + 4 + len(bound) + 4
    start += _record(0x85, struct.pack("<I", offset) + bound[4:]) + _record(0x0A, b"")
    return ole2("Workbook", start + sheet)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def packed(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def ods(
    rows: list[list[str | float]], *, percent: tuple[int, ...] = (), hidden: tuple[int, ...] = ()
) -> bytes:
    """An ODS workbook of one sheet `IT` (ODF 1.2), with columns of percentages and rows that are hidden."""

    def cell(column: int, value: str | float) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        kind = "percentage" if column in percent else "float"
        return f'<table:table-cell office:value-type="{kind}" office:value="{value}"/>'

    def line(index: int, row: list[str | float]) -> str:
        visibility = ' table:visibility="collapse"' if index in hidden else ""
        cells = "".join(cell(column, value) for column, value in enumerate(row))
        return f"<table:table-row{visibility}>{cells}</table:table-row>"

    lines = "".join(line(index, row) for index, row in enumerate(rows))
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="IT">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def docx(body: str, *, created: str = "") -> bytes:
    """A DOCX document with this body (WordprocessingML), and when its template or it was created."""
    office = "http://schemas.openxmlformats.org"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    properties = {} if not created else {"docProps/core.xml": core_properties(created)}
    return packed(
        {
            "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{office}/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>',
            "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{office}/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0"?>'
            f'<w:document xmlns:w="{office}/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
            **properties,
        }
    )


def core_properties(created: str) -> str:
    """The part of an office file that says when it was created."""
    return (
        '<?xml version="1.0"?><cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created></cp:coreProperties>'
    )


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of WordprocessingML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(rows: list[list[str]]) -> str:
    """A table of WordprocessingML."""
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"
