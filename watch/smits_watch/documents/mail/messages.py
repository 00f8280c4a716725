"""Opens an e-mail: its metadata, the paragraphs of its body, and the content of its attachments."""

from __future__ import annotations

import datetime as dt
import email.errors
import email.utils
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default

from smits_watch.documents.decoding import decode
from smits_watch.documents.document import Document, Passage, Table
from smits_watch.documents.errors import ReadError
from smits_watch.documents.limits import MAX_ATTACHMENTS
from smits_watch.documents.mail.calendar import read_calendar
from smits_watch.documents.mail.sealed import unsealed
from smits_watch.documents.sanitize import one_line
from smits_watch.documents.text.html import read_html
from smits_watch.documents.text.plain_text import read_text

_HEADERS = ("subject", "from", "to", "date")
_PASSED_ON = ("subject", "from", "date")
_BODY = "body"
_SIGNATURES = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
)
_HEADER_FAULTS = (email.errors.MessageError, ValueError, LookupError, AttributeError, TypeError)
"""Errors that the standard library's parser raises for malformed headers."""


@dataclass(slots=True)
class Mail:
    """The content of an e-mail, including its attachments."""

    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read_mail(content: bytes, open_attachment: Callable[[bytes, str], Document] | None) -> Mail:
    """Read an e-mail (RFC 5322, MIME).

    Args:
        content: the whole file.
        open_attachment: turns an attachment's content and name into a document, or raises ReadError;
            with None, attachments are only listed by name.

    Returns:
        Metadata with subject, from, to, date (ISO 8601) and the names of the attachments; the passages of the
        subject, the body (plain text rather than HTML; for an invitation without either, its calendar entry)
        and the attachments; all tables. The head of an attached e-mail is in `attached-from`,
        `attached-subject`, `attached-date`, and the anchors of its passages start with `attached-prefix`.

    Raises:
        ReadError: it is encrypted.
    """
    message = message_of(content)
    mail = Mail(metadata=_metadata(message))
    subject = mail.metadata.get("subject")
    if subject:
        mail.passages.append(Passage(subject, "subject", heading=True))
    _read_body(mail, message)
    _read_attachments(mail, message, open_attachment)
    return mail


def message_of(content: bytes) -> EmailMessage:
    """The e-mail in a file, without its signatures.

    Raises:
        ReadError: it is encrypted.
    """
    return unsealed(BytesParser(EmailMessage, policy=default).parsebytes(content))


def _metadata(message: EmailMessage) -> dict[str, str]:
    metadata = {name: _header(message, name) for name in _HEADERS}
    metadata["date"] = _iso(metadata["date"])
    return {name: value for name, value in metadata.items() if value}


def _header(message: EmailMessage, name: str) -> str:
    """A header as one line, undecoded if it is malformed."""
    try:
        return one_line(str(message.get(name, "")))[:1000]
    except _HEADER_FAULTS:
        raw = (value for key, value in message.raw_items() if key.lower() == name)
        return one_line(str(next(raw, "")))[:1000]


def _iso(date: str) -> str:
    """The date of a header in ISO 8601; unchanged if it can't be parsed."""
    try:
        parsed: dt.datetime = email.utils.parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return date
    return parsed.isoformat()


def _read_body(mail: Mail, message: EmailMessage) -> None:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None and not message.is_multipart():
        body = message  # declared as multipart but without parts: the content is its text
    if body is None or not isinstance(body, EmailMessage):
        _read_invitation(mail, message)
        return
    if body.get_content_type() == "text/calendar":
        mail.passages.extend(_entry(_text(body, mail)))
        return
    text = _text(body, mail)
    if body.get_content_type() != "text/html":
        mail.passages.extend(read_text(text, place=f"{_BODY} line"))
        return
    passages, tables, _ = read_html(text)
    mail.passages.extend(replace(passage, anchor=f"{_BODY} {passage.anchor}") for passage in passages)
    mail.tables.extend(replace(table, prefix=f"{_BODY} ") for table in tables)


def _read_invitation(mail: Mail, message: EmailMessage) -> None:
    for part in message.walk():
        if part.get_content_type() == "text/calendar" and isinstance(part, EmailMessage):
            mail.passages.extend(_entry(_text(part, mail)))
            return


def _entry(text: str) -> list[Passage]:
    passages = read_calendar(text.encode()).passages
    return [replace(passage, anchor=f"{_BODY} {passage.anchor}") for passage in passages]


def _text(part: EmailMessage, mail: Mail) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset("utf-8")
    try:
        return decode(content.decode(charset).encode())[0]
    except (LookupError, UnicodeDecodeError):
        text, warnings = decode(content)
        mail.warnings.extend(warnings)
        return text


def _read_attachments(
    mail: Mail, message: EmailMessage, open_attachment: Callable[[bytes, str], Document] | None
) -> None:
    names = []
    for number, (part, name) in enumerate(attachments_of(message)):
        names.append(name)
        if number == MAX_ATTACHMENTS and open_attachment is not None:
            mail.warnings.append(f"Only the first {MAX_ATTACHMENTS} attachments were read.")
            break
        if part.get_content_maintype() == "image" or open_attachment is None:
            continue
        try:
            opened = open_attachment(payload_of(part), name)
        except ReadError as error:
            mail.warnings.append(f"Attachment '{name}' was not read: {error.reason}")
            continue
        prefix = f"attachment {name}: "
        _take_in(mail, opened, prefix)
        if opened.format in ("eml", "msg") and "from" in opened.metadata:
            mail.metadata.setdefault("attached-prefix", prefix)
            if mail.metadata["attached-prefix"] == prefix:
                mail.metadata.update({f"attached-{key}": opened.metadata.get(key, "") for key in _PASSED_ON})
    if names:
        mail.metadata["attachments"] = ", ".join(names)


def attachments_of(message: EmailMessage) -> Iterator[tuple[EmailMessage, str]]:
    """The attachments with their names; one without a name is numbered."""
    for number, part in enumerate(message.iter_attachments(), 1):
        if isinstance(part, EmailMessage) and part.get_content_type() not in _SIGNATURES:
            yield part, one_line(part.get_filename() or "")[:100] or _unnamed(part, number)


def _unnamed(part: EmailMessage, number: int) -> str:
    return f"{number}.eml" if part.get_content_type() == "message/rfc822" else f"{number}"


def payload_of(part: EmailMessage) -> bytes:
    """The decoded content of an attachment; an attached e-mail as a whole."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _take_in(mail: Mail, opened: Document, prefix: str) -> None:
    """Add the content of an attachment; facts stated in it are not the sender's, and are left out."""
    mail.passages.extend(replace(passage, anchor=prefix + passage.anchor) for passage in opened.passages)
    mail.tables.extend(replace(table, prefix=prefix + table.prefix) for table in opened.tables)
    mail.warnings.extend(prefix + warning for warning in opened.warnings)
