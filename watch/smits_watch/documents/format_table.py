"""The file formats that can be read, one object each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from smits_watch.documents.document import Document


@dataclass(frozen=True, slots=True)
class Opening:
    """The context of an opener besides content and name."""

    format: str
    """The name of the detected format."""
    open_attachment: Callable[[bytes, str], Document] | None = None
    """Opens an e-mail's attachment; None if the document is to contain the e-mail alone."""


Opener = Callable[[bytes, str, Opening], Document]
Members = Callable[[bytes], Iterable[tuple[str, Callable[[], Iterable[bytes]]]]]
"""A content -> name and content of each file in it, the content in pieces and only on request."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format."""

    name: str
    endings: tuple[str, ...]
    """File extensions, in lower case and without the dot."""
    opener: str
    """Makes a document from a content: `module:function`, below `smits_watch.documents` unless it has a dot.
    """
    promise: str = ""
    """What an extension promises and no text can be, e.g. `a PDF`; blank for text formats."""
    magic: bytes = b""
    """The first bytes of every file of the format, if they identify it."""
    by_ending: bool = True
    """Whether the extension is enough to identify a text; otherwise its content must."""
    is_light: bool = False
    """Whether small files are read in a few milliseconds, without loading a large library."""
    members: str = ""
    """Takes files out of it, named like `opener`; blank for a format without members."""

    @property
    def holds_files(self) -> bool:
        """Whether files can be taken out of it."""
        return bool(self.members)

    def load(self) -> Opener:
        """The opener, imported with the first file of the format."""
        opener: Opener = _resolved(self.opener)
        return opener

    def load_members(self) -> Members | None:
        """The function that takes files out of it; None for a format without members."""
        members: Members | None = _resolved(self.members) if self.members else None
        return members


def _resolved(reference: str) -> Any:
    module, _, function = reference.partition(":")
    where = module if "." in module else f"smits_watch.documents.{module}"
    return getattr(import_module(where), function)


WORKBOOK, WORD, TEXT, SLIDES = "a workbook", "a Word document", "a text document", "a presentation"

FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format("csv", ("csv", "tsv", "tab"), "openers:open_delimited", is_light=True),
        Format("xlsx", ("xlsx", "xlsm", "xltx"), "openers:open_workbook", WORKBOOK),
        Format("xlsb", ("xlsb",), "openers:open_workbook", WORKBOOK),
        Format("xls", ("xls",), "openers:open_workbook", WORKBOOK),
        Format("ods", ("ods",), "openers:open_workbook", WORKBOOK),
        Format("docx", ("docx", "docm"), "openers:open_prose", WORD),
        Format("doc", ("doc",), "openers:open_prose", WORD),
        Format("odt", ("odt",), "openers:open_prose", TEXT),
        Format("rtf", ("rtf",), "openers:open_prose", TEXT, magic=b"{\\rtf"),
        Format("epub", ("epub",), "openers:open_prose", TEXT),
        Format("pptx", ("pptx",), "openers:open_prose", SLIDES),
        Format("ppt", ("ppt",), "openers:open_prose", SLIDES),
        Format("odp", ("odp",), "openers:open_prose", SLIDES),
        Format("pdf", ("pdf",), "openers:open_prose", "a PDF"),
        Format(
            "msg",
            ("msg",),
            "openers:open_outlook",
            "an Outlook message",
            members="attachments:attached_in_outlook",
        ),
        Format("eml", ("eml",), "openers:open_mail", members="attachments:attached"),
        Format("ics", ("ics",), "openers:open_calendar", by_ending=False),
        Format("zip", ("zip",), "openers:open_zip", "an archive", members="attachments:packed"),
        Format("html", ("html", "htm", "xhtml"), "openers:open_html"),
        Format("xml", ("xml",), "openers:open_xml"),
        Format("json", ("json", "jsonl", "ndjson"), "openers:open_json", is_light=True),
        Format("markdown", ("md", "markdown", "mdx"), "openers:open_markdown", is_light=True),
        Format("toml", ("toml",), "openers:open_toml", is_light=True),
        Format("yaml", ("yaml", "yml"), "openers:open_yaml", is_light=True),
        Format("text", (), "openers:open_text"),
    )
}
"""All formats by name. `text` has no extension: unknown extensions mean plain text."""


def format_of_ending(ending: str) -> Format | None:
    """The format with an extension, which is given in lower case and without the dot."""
    return next((file_format for file_format in FORMATS.values() if ending in file_format.endings), None)
