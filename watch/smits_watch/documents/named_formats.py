"""Detects the format of a text file, and refuses one whose name promises another format.

Programs export HTML or CSV as `.xls`, which is read according to its content. A login page saved as `.pdf` or
a
letter renamed to `.docx` is refused: as text it would pass for a document without facts.
"""

from __future__ import annotations

import codecs
import re

from smits_watch.documents.decoding import decode
from smits_watch.documents.errors import ReadError
from smits_watch.documents.format_table import FORMATS, format_of_ending
from smits_watch.documents.workbook.csv_text import looks_delimited

_UNREADABLE = {
    "an archive": ("7z", "rar", "gz", "bz2", "xz"),
    "a picture": ("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"),
}
"""Promises of extensions that are not supported."""
BINARY_ENDINGS = {
    **{suffix: promise for promise, suffixes in _UNREADABLE.items() for suffix in suffixes},
    **{
        suffix: file_format.promise
        for file_format in FORMATS.values()
        if file_format.promise
        for suffix in file_format.endings
    },
}
"""Extension -> what the file should be, and no text can be."""
_STRICT = {"json": "JSON", "xml": "XML", "eml": "an e-mail", "yaml": "YAML", "toml": "TOML"}
"""Text formats with a syntax that not every text satisfies."""
_SHOWN = {
    "html": ("a web page (HTML)", "html"),
    "xml": ("XML", "xml"),
    "eml": ("an e-mail", "eml"),
    "json": ("JSON", "json"),
    "csv": ("delimited text", "csv"),
    "text": ("plain text", "txt"),
}
"""The description of a content, and the extension that such a file should have."""
_LOOKED_AT = 4096
_MARKS = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b" \t\r\n"
_MAIL_HEADER = re.compile(
    rb"^(from|to|subject|date|received|return-path|delivered-to|mime-version|message-id|content-type):",
    re.IGNORECASE,
)
_MAILBOX = (b"From ", b">From ")
"""The line before each e-mail in a mailbox (RFC 4155), which some programs leave in front of a single one."""
_XHTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<(table|body|head)[\s>]", re.IGNORECASE)
_JSON = re.compile(rb"[\[{]\s*[\"\[{\]}]|[\"\d-]|(?:true|false|null)\b")


def text_format(content: bytes, suffix: str) -> str:
    """Detect the format of a file that is not in a container.

    Args:
        content: the whole file, not empty.
        suffix: the extension of its name, in lower case and without the dot.

    Returns:
        csv, html, xml, json, eml, markdown, toml, yaml or text.

    Raises:
        ReadError: its name promises something else; the message says what it looks like.
    """
    start = content[:_LOOKED_AT].lstrip(_MARKS).replace(b"\0", b"").lstrip()
    if suffix in BINARY_ENDINGS:
        return _behind_a_binary_name(content, start, suffix)
    named = format_of_ending(suffix)
    expected = named.name if named and named.by_ending else None
    if expected in _STRICT:
        return _behind_a_strict_name(content, start, suffix, expected)
    if expected != "markdown" and _markup(start):
        return _markup(start)
    return expected or ("eml" if _is_mail(start, fields=3) else "text")


def _behind_a_binary_name(content: bytes, start: bytes, suffix: str) -> str:
    """The format of text with a binary format's extension, which some programs use."""
    kind = _recognised(content, start)
    usual = {"a workbook": ("csv", "html", "eml"), "a Word document": ("html", "eml")}
    no_table = kind == "html" and BINARY_ENDINGS[suffix] == "a workbook" and b"<table" not in content.lower()
    if kind in usual.get(BINARY_ENDINGS[suffix], ()) and not no_table:
        return kind
    raise _refused(suffix, BINARY_ENDINGS[suffix], kind)


def _behind_a_strict_name(content: bytes, start: bytes, suffix: str, expected: str) -> str:
    """The expected format, if the text may have it; its reader finds out whether it does."""
    markup = _markup(start)
    if expected == "xml" and (markup or start.startswith(b"<")):
        # Laws in XML also have a `<body>`; a page with that extension begins with one.
        return "html" if _XHTML.search(start) or _HTML.match(start) else "xml"
    if not markup and expected in ("yaml", "toml"):
        return expected
    if not markup and expected == "json" and _JSON.match(start):
        return expected
    if not markup and expected == "eml" and (start.startswith(_MAILBOX) or _is_mail(start, fields=1)):
        return expected
    raise _refused(suffix, _STRICT[expected], _recognised(content, start))


def _recognised(content: bytes, start: bytes) -> str:
    """What a content looks like: a key of `_SHOWN`, or blank if it is not text."""
    if _markup(start):
        return _markup(start)
    try:
        text, _ = decode(content)
    except ReadError:
        return ""
    if _is_mail(start, fields=2):
        return "eml"
    if start[:1] in b"[{" and _JSON.match(start):
        return "json"
    return "csv" if looks_delimited(text) else "text"


def _markup(start: bytes) -> str:
    if not start.startswith(b"<"):
        return ""
    if start.startswith(b"<?xml"):
        # Other documents also have elements called `Body` and `Head`: only a root or a doctype identifies
        # XHTML.
        return "html" if _XHTML.search(start) else "xml"
    return "html" if _HTML.search(start) else ""


def _is_mail(start: bytes, *, fields: int) -> bool:
    """Whether the usual header lines, as many as given, precede the first blank line (RFC 5322)."""
    header = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0].splitlines()
    return sum(1 for line in header if _MAIL_HEADER.match(line)) >= fields


def _refused(suffix: str, promised: str, kind: str) -> ReadError:
    """The error for a file that is not what its name promises."""
    if not kind:
        return ReadError(
            f"It is called .{suffix} but is not {promised}, nor text; ask the sender for the file again."
        )
    shown, right = _SHOWN[kind]
    return ReadError(
        f"It is called .{suffix} but is not {promised}: it looks like {shown}."
        f" Drop the file that was meant, or rename this one to .{right}."
    )
