"""The letter in a document: its author, date and subject, and its own text without quotations and footers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr

from smits_watch.documents.document import Document, Passage
from smits_watch.prose.letter_parts.heads import (
    DATE_KEYS,
    file_date,
    has_prefix,
    head_of,
    header_date,
    plain_subject,
)
from smits_watch.prose.letter_parts.lines import PACKAGE, WORDS, LetterLine, first_mark, lines_of, unquoted
from smits_watch.prose.word_patterns import pattern_of

_SHORT_NOTE = 400
"""The most characters of a colleague's note above a forwarded mail."""
_SIGNATURE_LINES = 14
"""The most lines of a signature; a longer ending belongs to the text."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The author, date and subject of a letter, mail or article, and its own text."""

    subject: str = ""
    """Without prefixes for replies, forwards and lists."""
    sender: str = ""
    """The sender's name as written."""
    address: str = ""
    """The sender's e-mail address."""
    date: dt.date | None = None
    """When it was written; for a forwarded letter, the date of the original."""
    passages: tuple[Passage, ...] = ()
    """Its own text."""
    signature: str = ""
    """The text below its closing."""
    mail: bool = False
    """Whether it is a mail or has the head of one."""
    answer: bool = False
    """Whether it is a reply to another mail."""


def letter_of(document: Document) -> Letter:
    """Unwrap a letter.

    Args:
        document: a mail, or any other prose.

    Returns:
        The innermost forwarded letter, with its own sender, subject and date, if the mail only passes one on;
        otherwise the text without quotations. Attachments other than a forwarded mail are left out.
    """
    metadata = document.metadata
    passages = [passage for passage in document.passages if passage.anchor != "subject"]
    own = [passage for passage in passages if not passage.anchor.startswith("attachment ")]
    letter = Letter(
        subject=plain_subject(metadata.get("subject", "") or metadata.get("title", "")),
        sender=parseaddr(metadata.get("from", ""))[0] or metadata.get("from_name", ""),
        address=parseaddr(metadata.get("from", ""))[1] or metadata.get("from_email", ""),
        date=next((day for key in DATE_KEYS if (day := header_date(metadata.get(key, "")))), None)
        or file_date(document.path),
        passages=tuple(own),
        mail=bool(metadata.get("from") or metadata.get("from_email")),
        answer=has_prefix(metadata.get("subject", ""), "reply"),
    )
    attached = _attached_letter(document, own)
    if attached is not None:
        return _own_text(attached)
    forwards = has_prefix(metadata.get("subject", ""), "forward")
    return _own_text(_unwrapped(letter, forwards=forwards))


def _attached_letter(document: Document, own: Sequence[Passage]) -> Letter | None:
    """The mail attached to one that has little text of its own."""
    if sum(len(passage.text) for passage in own) > _SHORT_NOTE or "attached-from" not in document.metadata:
        return None
    metadata = document.metadata
    name, address = parseaddr(metadata["attached-from"])
    prefix = metadata.get("attached-prefix", "attachment ")
    passages = [
        p for p in document.passages if p.anchor.startswith(prefix) and not p.anchor.endswith(": subject")
    ]
    subject = metadata.get("attached-subject", "")
    letter = Letter(
        plain_subject(subject),
        name,
        address,
        header_date(metadata.get("attached-date", "")),
        tuple(passages),
        mail=True,
    )
    return _unwrapped(letter, forwards=has_prefix(subject, "forward"))


def _unwrapped(letter: Letter, *, forwards: bool) -> Letter:
    """The innermost forwarded letter."""
    for _ in range(4):
        lines = lines_of(letter.passages)
        mark = first_mark(lines, "forwarded") or first_mark(lines, "original")
        head = head_of(lines, mark + 1 if mark is not None else 0, near=mark is not None)
        if head is None:
            return letter
        before = " ".join(line.text for line in lines[: mark if mark is not None else head.start])
        is_forward = forwards or first_mark(lines, "forwarded") == mark is not None
        passed_on = is_forward or (not letter.answer and len(before) <= _SHORT_NOTE) or not before.strip()
        if not passed_on:
            return replace(
                letter, passages=_passages(letter, lines[: mark if mark is not None else head.start])
            )
        name, address = parseaddr(head.values.get("from", "").replace("[mailto:", "<").replace("]", ">"))
        subject = head.values.get("subject", "")
        letter = replace(
            letter,
            subject=plain_subject(subject) or letter.subject,
            sender=name or address.partition("@")[0],
            address=address,
            date=header_date(head.values.get("date", "")) or letter.date,
            passages=_passages(letter, unquoted(lines[head.end :])),
            mail=True,
            answer=has_prefix(subject, "reply"),
        )
        forwards = has_prefix(subject, "forward")
    return letter


def _own_text(letter: Letter) -> Letter:
    """The letter without quotations, signature and footers."""
    lines = lines_of(letter.passages)
    if letter.mail:
        quoted = first_mark(lines, "quoted")
        if quoted is not None and any(line.text.strip() for line in lines[:quoted]):
            lines = lines[:quoted]
        kept = [line for line in lines if not line.text.lstrip().startswith(">")]
        lines = kept if any(line.text.strip() for line in kept) else lines
    end, signature = _closing(lines, letter)
    footer = pattern_of(PACKAGE, WORDS, "footer", "words")
    body, gone = [], False
    for line in lines[:end]:
        gone = gone and bool(line.text.strip())
        gone = gone or bool(footer.match(line.text.strip()))
        if not gone:
            body.append(line)
    return replace(letter, passages=_passages(letter, body), signature=signature)


def _closing(lines: Sequence[LetterLine], letter: Letter) -> tuple[int, str]:
    """The line of a letter's closing, and the signature below it."""
    closing = pattern_of(PACKAGE, WORDS, "closing", "words")
    for number, line in enumerate(lines):
        text = line.text.strip()
        signs = letter.mail and line.text.rstrip() == "--"
        if not signs and not (number and 0 < len(text) < 70 and closing.fullmatch(text.rstrip(" ,.!:"))):
            continue
        rest = [other.text.strip() for other in lines[number + 1 :] if other.text.strip()]
        if signs or len(rest) <= _SIGNATURE_LINES * 2:
            return number, "\n".join(rest[:_SIGNATURE_LINES])
    return len(lines), ""


def _passages(letter: Letter, lines: Sequence[LetterLine]) -> tuple[Passage, ...]:
    """The passages, reduced to the given lines."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        texts.setdefault(line.passage, []).append(line.text)
    kept = ((letter.passages[number], "\n".join(listed).strip("\n")) for number, listed in texts.items())
    return tuple(replace(passage, text=text) for passage, text in kept if text.strip())
