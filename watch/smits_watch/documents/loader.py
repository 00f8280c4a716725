"""Opens a file as a Document: determines its format and calls the opener of that format."""

from __future__ import annotations

from pathlib import Path

from smits_watch.documents.document import Document
from smits_watch.documents.errors import ReadError, empty
from smits_watch.documents.format_table import FORMATS, Opening
from smits_watch.documents.formats import format_of
from smits_watch.documents.limits import MAX_MAIL_DEPTH
from smits_watch.documents.sanitize import plain


def open_document(path: Path, name: str, *, attachments: bool = True) -> Document:
    """Open a file.

    Args:
        path: of its content.
        name: its path below inputs/, which becomes the document's path; the extension helps to detect the
            format.
        attachments: whether an e-mail's document includes its attachments.

    Raises:
        ReadError: it is empty, encrypted, damaged, without text, or of an unsupported format.
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
        depth: the number of e-mails that contain it.
        attachments: as for `open_document`.

    Raises:
        ReadError: as for `open_document`.
    """
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise empty()
    kind = format_of(content, name)

    def open_attachment(attached: bytes, attached_name: str) -> Document:
        if depth >= MAX_MAIL_DEPTH:
            raise ReadError("It lies in too many e-mails; drop it on its own.")
        return open_content(attached, attached_name, depth + 1)

    opening = Opening(kind, open_attachment if attachments else None)
    document = FORMATS[kind].load()(content, name, opening)
    if not (document.passages or document.tables or document.stated) and document.data is None:
        raise empty()
    return document
