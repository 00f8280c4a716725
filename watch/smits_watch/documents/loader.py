"""A file becomes a document: its format is told, and the reader of that format does the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePosixPath

from smits_watch.documents.attachments import members_of
from smits_watch.documents.calendar import read_calendar
from smits_watch.documents.csv_text import is_delimited, read_delimited
from smits_watch.documents.decoding import decode
from smits_watch.documents.document import Document
from smits_watch.documents.errors import ReadError, empty
from smits_watch.documents.formats import WORKBOOKS, ending, format_of
from smits_watch.documents.front_matter import split_front_matter, stated_in
from smits_watch.documents.html import read_html
from smits_watch.documents.json_toml_yaml import read_json, read_toml, read_yaml
from smits_watch.documents.limits import MAX_MAIL_DEPTH, MAX_TEXT
from smits_watch.documents.mail import read_mail
from smits_watch.documents.named_formats import BINARY_ENDINGS
from smits_watch.documents.office import MIME_TYPES, read_prose
from smits_watch.documents.outlook import as_mail
from smits_watch.documents.sanitize import plain
from smits_watch.documents.text import read_markdown, read_text
from smits_watch.documents.workbooks import read_workbook
from smits_watch.documents.xml import read_xml

_SAME = {"xlsm": "xlsx", "xltx": "xlsx", "tsv": "csv", "tab": "csv", "htm": "html", "docm": "docx"}
"""Endings that name the format of another ending."""


def open_document(path: Path, name: str, *, attachments: bool = True) -> Document:
    """Open a file.

    Args:
        path: where its bytes lie.
        name: its path below inputs/; the document's path, and the ending that helps to tell its format.
        attachments: whether an e-mail's document holds what is attached to it.

    Raises:
        ReadError: it is empty, encrypted, damaged, without text, or of a format that can't be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(f"It can't be read from the disk ({error.strerror}); check the file.") from error
    return open_content(content, plain(name), attachments=attachments)


def open_content(content: bytes, name: str, depth: int = 0, *, attachments: bool = True) -> Document:
    """Open a file's content.

    Args:
        content: the whole file.
        name: its path below inputs/.
        depth: how many e-mails it lies in.
        attachments: as `open_document`.

    Raises:
        ReadError: as `open_document`.
    """
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise empty()
    kind = format_of(content, name)
    document = _opener(kind, depth, attachments=attachments)(content, name)
    if not (document.passages or document.tables or document.stated) and document.data is None:
        raise empty()
    return document


def _opener(kind: str, depth: int, *, attachments: bool) -> Callable[[bytes, str], Document]:
    if kind in WORKBOOKS:
        return partial(_open_workbook, kind=kind)
    if kind in MIME_TYPES and kind != "msg":
        return partial(_open_prose, kind=kind)
    if kind == "eml":
        return partial(_open_mail, depth=depth, attachments=attachments)
    if kind == "msg":
        return partial(_open_outlook, depth=depth, attachments=attachments)
    if kind == "zip":
        return _open_zip
    return _TEXT_OPENERS[kind]


def _open_workbook(content: bytes, name: str, *, kind: str) -> Document:
    tables, warnings = read_workbook(content)
    return Document(name, kind, tables=tables, warnings=(*_misnamed(name, kind), *warnings))


def _open_prose(content: bytes, name: str, *, kind: str) -> Document:
    prose = read_prose(content, kind)
    return Document(
        name,
        kind,
        passages=prose.passages,
        tables=prose.tables,
        metadata=prose.metadata,
        warnings=(*_misnamed(name, kind), *prose.warnings),
    )


def _open_outlook(content: bytes, name: str, *, depth: int, attachments: bool) -> Document:
    opened = _open_mail(as_mail(content), name, depth=depth, attachments=attachments, kind="msg")
    if len(opened.passages) < 2 and not opened.tables and "attachments" not in opened.metadata:
        raise empty()
    return opened


def _open_calendar(content: bytes, name: str) -> Document:
    calendar = read_calendar(content)
    passages, metadata = calendar.passages, calendar.metadata
    return Document(name, "ics", passages=passages, metadata=metadata, warnings=_misnamed(name, "ics"))


def _open_mail(content: bytes, name: str, *, depth: int, attachments: bool, kind: str = "eml") -> Document:
    def open_attachment(attached: bytes, attached_name: str) -> Document:
        if depth >= MAX_MAIL_DEPTH:
            raise ReadError("It lies in too many e-mails; drop it on its own.")
        return open_content(attached, attached_name, depth + 1)

    mail = read_mail(content, open_attachment if attachments else None)
    return Document(
        name,
        kind,
        passages=mail.passages,
        tables=mail.tables,
        metadata=mail.metadata,
        warnings=(*_misnamed(name, kind), *mail.warnings),
    )


def _open_zip(content: bytes, name: str) -> Document:
    """A ZIP says nothing itself; what is in it are inputs of their own."""
    names = members_of(content)
    if not names:
        raise empty()
    told = f"It holds {len(names)} files; dropped, each that can be taken out becomes an input of its own."
    return Document(name, "zip", data={"files": names}, warnings=(told,))


def _open_delimited(content: bytes, name: str) -> Document:
    text, warnings = decode(content)
    table, more = read_delimited(text)
    tables = [table] if table.rows else []
    return Document(name, "csv", tables=tables, warnings=(*_misnamed(name, "csv"), *warnings, *more))


def _open_text(content: bytes, name: str) -> Document:
    text, warnings = decode(content)
    if is_delimited(text):
        return _open_delimited(content, name)
    cut = (f"Only the first {MAX_TEXT:,} characters were read.",) if len(text) > MAX_TEXT else ()
    return Document(name, "text", passages=read_text(text[:MAX_TEXT]), warnings=(*warnings, *cut))


def _open_markdown(content: bytes, name: str) -> Document:
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


def _open_html(content: bytes, name: str) -> Document:
    text, warnings = decode(content)
    passages, tables, metadata = read_html(text)
    found = (*_misnamed(name, "html"), *warnings)
    return Document(name, "html", passages=passages, tables=tables, metadata=metadata, warnings=found)


def _open_xml(content: bytes, name: str) -> Document:
    root, passages = read_xml(content)
    return Document(name, "xml", passages=passages, data=root, warnings=_misnamed(name, "xml"))


def _open_json(content: bytes, name: str) -> Document:
    text, warnings = decode(content)
    data, tables, more = read_json(text)
    return Document(name, "json", tables=tables, data=data, warnings=(*warnings, *more))


def _open_toml(content: bytes, name: str) -> Document:
    text, warnings = decode(content)
    stated, rest = stated_in(read_toml(text))
    return Document(name, "toml", data=rest or None, stated=stated, warnings=warnings)


def _open_yaml(content: bytes, name: str) -> Document:
    text, warnings = decode(content)
    data, tables = read_yaml(text)
    stated, rest = stated_in(data) if isinstance(data, dict) else ((), data)
    return Document(name, "yaml", tables=tables, data=rest or None, stated=stated, warnings=warnings)


_TEXT_OPENERS: dict[str, Callable[[bytes, str], Document]] = {
    "csv": _open_delimited,
    "text": _open_text,
    "markdown": _open_markdown,
    "html": _open_html,
    "xml": _open_xml,
    "json": _open_json,
    "toml": _open_toml,
    "yaml": _open_yaml,
    "ics": _open_calendar,
}


def _misnamed(name: str, kind: str) -> tuple[str, ...]:
    """A warning where a known ending says something else than the content does."""
    told = ending(name)
    expected = _SAME.get(told, told)
    promised = (*BINARY_ENDINGS, *_TEXT_OPENERS, "eml")
    if expected == kind or expected not in promised:
        return ()
    return (f"'{PurePosixPath(name).name}' ends in .{told} but holds {kind.upper()}; it was read as that.",)


def _is_plain(value: object) -> bool:
    return value is not None and not isinstance(value, dict | list)
