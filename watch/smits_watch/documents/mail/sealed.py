"""E-mails that are signed or encrypted as a whole (S/MIME, RFC 8551; OpenPGP, RFC 3156)."""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from smits_watch.documents.errors import ReadError, damaged

_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_HEADERS = ("subject", "from", "to", "date")
_DEEPEST = 3
"""The most nested signatures of an e-mail."""
_PGP = b"-----BEGIN PGP MESSAGE-----"
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, LookupError)
"""Errors that asn1crypto raises for a broken structure."""


def unsealed(message: EmailMessage) -> EmailMessage:
    """Remove the signatures around an e-mail; an unsigned one is returned unchanged.

    Signatures are not verified: that is the mail program's task, and no decision depends on it.

    Raises:
        ReadError: it is encrypted or damaged.
    """
    for _ in range(_DEEPEST):
        if message.get_content_type() == "multipart/encrypted" or _has_pgp_text(message):
            raise _encrypted()
        if message.get_content_type() not in _SEALED:
            return message
        inner = BytesParser(EmailMessage, policy=default).parsebytes(_signed_content(message))
        for name in _HEADERS:
            if name not in inner and name in message:
                inner[name] = message[name]
        message = inner
    return message


def _has_pgp_text(message: EmailMessage) -> bool:
    if message.is_multipart() or message.get_content_type() != "text/plain":
        return False
    payload = message.get_payload(decode=True)
    return isinstance(payload, bytes) and payload.lstrip().startswith(_PGP)


def _signed_content(message: EmailMessage) -> bytes:
    from asn1crypto import cms

    payload = message.get_payload(decode=True)
    try:
        sealed: Any = cms.ContentInfo.load(payload if isinstance(payload, bytes) else b"")
        kind = sealed["content_type"].native
        content = sealed["content"]["encap_content_info"]["content"].native if kind == "signed_data" else None
    except _FAULTS as error:
        raise damaged("a signed e-mail", "its signature can't be opened") from error
    if kind in ("enveloped_data", "authenticated_enveloped_data", "encrypted_data"):
        raise _encrypted()
    if not isinstance(content, bytes):
        raise damaged("a signed e-mail", "there is nothing inside of its signature")
    return content


def _encrypted() -> ReadError:
    return ReadError(
        "It is an encrypted e-mail; open it in your mail program and save it without encryption."
    )
