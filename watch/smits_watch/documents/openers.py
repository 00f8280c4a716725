"""The openers of the formats: each turns a file's content into a Document."""

from __future__ import annotations

from pathlib import PurePosixPath

from smits_watch.documents.attachments import members_of
from smits_watch.documents.decoding import decode
from smits_watch.documents.document import Document
from smits_watch.documents.errors import empty
from smits_watch.documents.format_table import Opening, format_of_ending
from smits_watch.documents.formats import ending
from smits_watch.documents.json_toml_yaml import read_json, read_toml, read_yaml
from smits_watch.documents.limits import MAX_TEXT
from smits_watch.documents.mail.calendar import read_calendar
from smits_watch.documents.mail.messages import read_mail
from smits_watch.documents.mail.outlook import as_mail
from smits_watch.documents.named_formats import BINARY_ENDINGS
from smits_watch.documents.text.front_matter import split_attributes, split_front_matter, stated_in
from smits_watch.documents.text.html import read_html
from smits_watch.documents.text.pdf_and_office import read_prose
from smits_watch.documents.text.plain_text import read_markdown, read_text
from smits_watch.documents.text.xml import read_xml
from smits_watch.documents.workbook.csv_text import is_delimited, read_delimited
from smits_watch.documents.workbook.workbooks import read_workbook


def open_workbook(content: bytes, name: str, opening: Opening) -> Document:
    """Open a workbook: its sheets are tables."""
    kind = opening.format
    tables, warnings = read_workbook(content)
    return Document(name, kind, tables=tables, warnings=(*_misnamed(name, kind), *warnings))


def open_prose(content: bytes, name: str, opening: Opening) -> Document:
    """Open a document of an office program or an e-book."""
    kind = opening.format
    prose = read_prose(content, kind)
    return Document(
        name,
        kind,
        passages=prose.passages,
        tables=prose.tables,
        metadata=prose.metadata,
        warnings=(*_misnamed(name, kind), *prose.warnings),
    )


def open_outlook(content: bytes, name: str, opening: Opening) -> Document:
    """Open an Outlook message as an e-mail."""
    opened = open_mail(as_mail(content), name, opening)
    if len(opened.passages) < 2 and not opened.tables and "attachments" not in opened.metadata:
        raise empty()
    return opened


def open_calendar(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open an invitation."""
    calendar = read_calendar(content)
    passages, metadata = calendar.passages, calendar.metadata
    return Document(name, "ics", passages=passages, metadata=metadata, warnings=_misnamed(name, "ics"))


def open_mail(content: bytes, name: str, opening: Opening) -> Document:
    """Open an e-mail, including the text of its attachments."""
    kind = opening.format
    mail = read_mail(content, opening.open_attachment)
    return Document(
        name,
        kind,
        passages=mail.passages,
        tables=mail.tables,
        metadata=mail.metadata,
        warnings=(*_misnamed(name, kind), *mail.warnings),
    )


def open_zip(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open a ZIP, which has no content of its own; its members become inputs."""
    names = members_of(content)
    if not names:
        raise empty()
    warning = f"It holds {len(names)} files; dropped, each that can be taken out becomes an input of its own."
    return Document(name, "zip", data={"files": names}, warnings=(warning,))


def open_delimited(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open delimited text: one table."""
    text, warnings = decode(content)
    table, more = read_delimited(text)
    tables = [table] if table.rows else []
    return Document(name, "csv", tables=tables, warnings=(*_misnamed(name, "csv"), *warnings, *more))


def open_text(content: bytes, name: str, opening: Opening) -> Document:
    """Open plain text, which may turn out to be delimited."""
    text, warnings = decode(content)
    if is_delimited(text):
        return open_delimited(content, name, opening)
    cut = (f"Only the first {MAX_TEXT:,} characters were read.",) if len(text) > MAX_TEXT else ()
    metadata, body, first_line = split_attributes(text[:MAX_TEXT])
    passages = read_text(body, first_line=first_line)
    return Document(name, "text", passages=passages, metadata=metadata, warnings=(*warnings, *cut))


def open_markdown(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open Markdown, including the facts stated in its front matter."""
    text, warnings = decode(content)
    front, body, first_line, more = split_front_matter(text[:MAX_TEXT])
    passages, tables = read_markdown(body, first_line=first_line)
    stated, rest = stated_in(front)
    return Document(
        name,
        "markdown",
        passages=passages,
        tables=tables,
        data=rest or None,
        metadata={str(key).lower(): str(value) for key, value in rest.items() if _is_plain(value)},
        stated=stated,
        warnings=(*warnings, *more),
    )


def open_html(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open a web page."""
    text, warnings = decode(content)
    passages, tables, metadata = read_html(text)
    notes = (*_misnamed(name, "html"), *warnings)
    return Document(name, "html", passages=passages, tables=tables, metadata=metadata, warnings=notes)


def open_xml(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open XML, keeping its elements."""
    root, passages = read_xml(content)
    return Document(name, "xml", passages=passages, data=root, warnings=_misnamed(name, "xml"))


def open_json(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open JSON; lists of objects also become tables."""
    text, warnings = decode(content)
    data, tables, more = read_json(text)
    return Document(name, "json", tables=tables, data=data, warnings=(*warnings, *more))


def open_toml(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open TOML, including the facts stated in it."""
    text, warnings = decode(content)
    stated, rest = stated_in(read_toml(text))
    return Document(name, "toml", data=rest or None, stated=stated, warnings=warnings)


def open_yaml(content: bytes, name: str, opening: Opening) -> Document:  # noqa: ARG001 - as every opener
    """Open YAML, including the facts stated in it."""
    text, warnings = decode(content)
    data, tables = read_yaml(text)
    stated, rest = stated_in(data) if isinstance(data, dict) else ((), data)
    return Document(name, "yaml", tables=tables, data=rest or None, stated=stated, warnings=warnings)


def _misnamed(name: str, kind: str) -> tuple[str, ...]:
    """A warning if a known extension contradicts the content."""
    suffix = ending(name)
    expected = format_of_ending(suffix)
    if (expected is None and suffix not in BINARY_ENDINGS) or (
        expected is not None and expected.name == kind
    ):
        return ()
    return (f"'{PurePosixPath(name).name}' ends in .{suffix} but holds {kind.upper()}; it was read as that.",)


def _is_plain(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)
