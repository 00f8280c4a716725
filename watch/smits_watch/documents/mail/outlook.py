"""Converts an Outlook message ([MS-OXMSG]) to an e-mail, so that both are read by the same code."""

from __future__ import annotations

import email.utils
import struct
from collections.abc import Callable
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

from smits_watch.documents.errors import ReadError, damaged
from smits_watch.documents.limits import MAX_ATTACHMENTS, MAX_MAIL_DEPTH
from smits_watch.documents.sanitize import one_line, plain
from smits_watch.documents.text.pdf_and_office import read_prose

if TYPE_CHECKING:
    from oxmsg import Message

_FAULTS = (OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, struct.error)
"""Errors that oxmsg and olefile raise for a damaged file."""
_OBJECT = "__substg1.0_3701000D"
"""The storage of an attached Outlook message (PidTagAttachDataObject)."""
_OBJECT_HEADER = 24
"""Bytes before the properties of an attached message ([MS-OXMSG] 2.4.1.2)."""
_CONTENT_ID = 0x3712
_SIGNED = "IPM.Note.SMIME"
"""The class of a message whose only attachment is the signed or encrypted e-mail."""


def as_mail(content: bytes) -> bytes:
    """Convert an Outlook message to an e-mail (RFC 5322) with the same head, text and attachments.

    Args:
        content: the whole file.

    Raises:
        ReadError: it is damaged.
    """
    import io

    from oxmsg import Message

    try:
        message = Message.load(io.BytesIO(content))
        mail = _mail(message, 0)
        if not mail.is_multipart() and not mail.get_content().strip():
            _set_text(mail, _text_otherwise(content))
        return mail.as_bytes()
    except (*_FAULTS, MessageError) as error:
        raise damaged("an Outlook message", "its parts can't be extracted") from error


def _mail(message: Message, depth: int) -> EmailMessage:
    sealed = _sealed(message)
    if sealed is not None:
        return sealed
    mail = _headed(message)
    body, html = _tried(lambda: message.body), _tried(lambda: message.html_body)
    if body or not html:
        _set_text(mail, body or "")
    if html:
        _set_text(mail, html, "html")
    for number, attachment in enumerate(message.attachments):
        if number > MAX_ATTACHMENTS:
            break
        _attach(mail, attachment, number, depth)
    return mail


def _headed(message: Message) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    sent = message.sent_date
    headers = {
        "Subject": message.subject,
        "From": _tried(lambda: message.sender),
        "To": _tried(lambda: ", ".join(recipient.email_address for recipient in message.recipients)),
        "Date": email.utils.format_datetime(sent) if sent else message.message_headers.get("Date", ""),
    }
    for name, value in headers.items():
        if value and one_line(value).strip():
            mail[name] = one_line(value).strip()
    return mail


def _set_text(mail: EmailMessage, text: str, subtype: str = "plain") -> None:
    """Add a body in 8-bit encoding, which has no limit on the length of lines."""
    content = plain(text).encode("utf-8", "replace").decode()
    add = mail.add_alternative if mail.get_content_type() == "text/plain" and "mime-version" in mail else None
    (add or mail.set_content)(content, subtype=subtype, cte="base64")


def _attach(mail: EmailMessage, attachment: Any, number: int, depth: int) -> None:
    name = one_line(_tried(lambda: attachment.file_name)).strip()
    embedded = _embedded(attachment)
    if embedded is not None:
        if depth < MAX_MAIL_DEPTH:
            mail.add_attachment(_mail(embedded, depth + 1))
        return
    content = attachment.file_bytes
    if content is None:
        return
    kind = _tried(lambda: attachment.mime_type) or "application/octet-stream"
    maintype, _, subtype = kind.partition("/")
    if maintype in ("message", "multipart", "text") or not subtype:
        maintype, subtype = "application", "octet-stream"
    content_id = one_line(attachment.properties.str_prop_value(_CONTENT_ID) or "").strip("<> ")
    mail.add_attachment(
        content,
        maintype,
        subtype,
        filename=name or f"{number + 1}",
        cid=f"<{content_id}>" if content_id and maintype == "image" else None,
    )


def _embedded(attachment: Any) -> Message | None:
    """The Outlook message in an attachment."""
    from oxmsg import Message
    from oxmsg.properties import Properties

    # oxmsg exposes the bytes of attached files, but keeps the storage of an attached message private.
    for storage in attachment._storage.storages:  # noqa: SLF001
        if storage.name == _OBJECT:
            message = Message(storage)
            message.__dict__["_properties"] = Properties(storage, _OBJECT_HEADER)
            return message
    return None


def _sealed(message: Message) -> EmailMessage | None:
    """The e-mail in a signed or encrypted message, with the message's head."""
    attached = message.attachments
    if not message.message_class.startswith(_SIGNED) or len(attached) != 1:
        return None
    content = attached[0].file_bytes or b""
    head = _headed(message)
    if not content.startswith(b"\x30"):
        inner = BytesParser(EmailMessage, policy=SMTP).parsebytes(content)
        for name, value in head.items():
            if name not in inner:
                inner[name] = value
        return inner
    head.set_content(content, "application", "pkcs7-mime", cte="base64")
    return head


def _tried(get: Callable[[], str | None]) -> str:
    """A property; blank if it is missing or wrongly encoded."""
    try:
        return get() or ""
    except (*_FAULTS, MessageError):
        return ""


def _text_otherwise(content: bytes) -> str:
    """The text of a message that contains RTF only."""
    try:
        paragraphs = [passage.text for passage in read_prose(content, "msg").passages]
    except ReadError:
        return ""
    if paragraphs and paragraphs[0].startswith(("Subject: ", "From: ")):
        del paragraphs[0]
    return "\n\n".join(paragraphs)
