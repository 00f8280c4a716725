"""The letter in a document: its author, date and subject, and its own text without quotes and footers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr, parsedate_to_datetime
from functools import cache

from smits_watch.documents.document import Document, Passage
from smits_watch.prose.dates import find_dates
from smits_watch.prose.sentences import unmarked
from smits_watch.prose.word_patterns import pattern_of, word_table

_PACKAGE, _WORDS = "smits_watch.prose", "letter_words.toml"
_SHORT_NOTE = 400
"""Characters up to which what stands above a forwarded mail is only a colleague's note on it."""
_SIGNATURE_LINES = 14
"""Lines after a closing that may sign the letter; a longer rest belongs to the text."""
_DATE_KEYS = (
    *("date", "published", "published_at", "publication_date", "pubdate", "announced", "applied_at"),
    *("posted", "release_date", "created"),
)
"""Under which names heads and front matter state when something was written, the most telling first."""
_TAG = re.compile(r"^\s*(?:\[[^\]]{1,40}\]|\*+[A-Z ]{3,20}\*+|(?:EXTERNAL|EXTERN|EXT)\s*:)\s*", re.IGNORECASE)
_FILE_DATE = re.compile(r"(?:^|[/_ -])(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?=[-_. ]|$)")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter, mail or article says of itself, and its own text."""

    subject: str = ""
    """Without marks of answers, forwards and lists."""
    sender: str = ""
    """Name of the sender as it stands there."""
    address: str = ""
    """The sender's e-mail address."""
    date: dt.date | None = None
    """When it was written; of what was forwarded, not of the forward."""
    passages: tuple[Passage, ...] = ()
    """Its own text."""
    signature: str = ""
    """What stands below its closing."""
    mail: bool = False
    """Whether it is a mail or has the head of one."""
    answer: bool = False
    """Whether it answers another mail."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    passage: int


@dataclass(frozen=True, slots=True)
class _Head:
    """A block of header lines within a text."""

    start: int
    end: int
    values: dict[str, str]


def letter_of(document: Document) -> Letter:
    """Unwrap a letter.

    Args:
        document: a mail, or any other prose.

    Returns:
        The innermost forwarded letter with its own sender, subject and date where a mail only passes one on;
        else the text itself without what it quotes. Attachments other than a forwarded mail are left out.
    """
    metadata = document.metadata
    passages = [passage for passage in document.passages if passage.anchor != "subject"]
    own = [passage for passage in passages if not passage.anchor.startswith("attachment ")]
    letter = Letter(
        subject=_subject(metadata.get("subject", "") or metadata.get("title", "")),
        sender=parseaddr(metadata.get("from", ""))[0] or metadata.get("from_name", ""),
        address=parseaddr(metadata.get("from", ""))[1] or metadata.get("from_email", ""),
        date=next((day for key in _DATE_KEYS if (day := _date(metadata.get(key, "")))), None)
        or _file_date(document.path),
        passages=tuple(own),
        mail=bool(metadata.get("from") or metadata.get("from_email")),
        answer=_has_prefix(metadata.get("subject", ""), "reply"),
    )
    attached = _attached_letter(document, own)
    if attached is not None:
        return _own_text(attached)
    forwards = _has_prefix(metadata.get("subject", ""), "forward")
    return _own_text(_unwrapped(letter, forwards=forwards))


def _attached_letter(document: Document, own: Sequence[Passage]) -> Letter | None:
    """The mail that is attached to one that says little itself."""
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
        _subject(subject), name, address, _date(metadata.get("attached-date", "")), tuple(passages), mail=True
    )
    return _unwrapped(letter, forwards=_has_prefix(subject, "forward"))


def _unwrapped(letter: Letter, *, forwards: bool) -> Letter:
    """The innermost letter that is passed on."""
    for _ in range(4):
        lines = _lines(letter.passages)
        mark = _first(lines, "forwarded") or _first(lines, "original")
        head = _head(lines, mark + 1 if mark is not None else 0, near=mark is not None)
        if head is None:
            return letter
        before = " ".join(line.text for line in lines[: mark if mark is not None else head.start])
        is_forward = forwards or _first(lines, "forwarded") == mark is not None
        passed_on = is_forward or (not letter.answer and len(before) <= _SHORT_NOTE) or not before.strip()
        if not passed_on:
            return replace(
                letter, passages=_passages(letter, lines[: mark if mark is not None else head.start])
            )
        name, address = parseaddr(head.values.get("from", "").replace("[mailto:", "<").replace("]", ">"))
        subject = head.values.get("subject", "")
        letter = replace(
            letter,
            subject=_subject(subject) or letter.subject,
            sender=name or address.partition("@")[0],
            address=address,
            date=_date(head.values.get("date", "")) or letter.date,
            passages=_passages(letter, _unquoted(lines[head.end :])),
            mail=True,
            answer=_has_prefix(subject, "reply"),
        )
        forwards = _has_prefix(subject, "forward")
    return letter


def _own_text(letter: Letter) -> Letter:
    """The letter without what it quotes, its signature and its footers."""
    lines = _lines(letter.passages)
    if letter.mail:
        quoted = _first(lines, "quoted")
        if quoted is not None and any(line.text.strip() for line in lines[:quoted]):
            lines = lines[:quoted]
        kept = [line for line in lines if not line.text.lstrip().startswith(">")]
        lines = kept if any(line.text.strip() for line in kept) else lines
    end, signature = _closing(lines, letter)
    footer = pattern_of(_PACKAGE, _WORDS, "footer", "words")
    body, gone = [], False
    for line in lines[:end]:
        gone = gone and bool(line.text.strip())
        gone = gone or bool(footer.match(line.text.strip()))
        if not gone:
            body.append(line)
    return replace(letter, passages=_passages(letter, body), signature=signature)


def _closing(lines: Sequence[_Line], letter: Letter) -> tuple[int, str]:
    """Where the closing of a letter stands, and the signature below it."""
    closing = pattern_of(_PACKAGE, _WORDS, "closing", "words")
    for number, line in enumerate(lines):
        text = line.text.strip()
        signs = letter.mail and line.text.rstrip() == "--"
        if not signs and not (number and 0 < len(text) < 70 and closing.fullmatch(text.rstrip(" ,.!:"))):
            continue
        rest = [other.text.strip() for other in lines[number + 1 :] if other.text.strip()]
        if signs or len(rest) <= _SIGNATURE_LINES * 2:
            return number, "\n".join(rest[:_SIGNATURE_LINES])
    return len(lines), ""


def _lines(passages: Sequence[Passage]) -> list[_Line]:
    """The lines of all passages; a blank one parts two passages."""
    lines: list[_Line] = []
    for number, passage in enumerate(passages):
        lines += [_Line(text, number) for text in passage.text.split("\n")]
        lines.append(_Line("", number))
    return lines


def _passages(letter: Letter, lines: Sequence[_Line]) -> tuple[Passage, ...]:
    """The passages with only those of their lines."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        texts.setdefault(line.passage, []).append(line.text)
    kept = ((letter.passages[number], "\n".join(listed).strip("\n")) for number, listed in texts.items())
    return tuple(replace(passage, text=text) for passage, text in kept if text.strip())


def _unquoted(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without marks of quotation where most of them have one."""
    filled = [line for line in lines if line.text.strip()]
    marked = sum(line.text.lstrip().startswith(">") for line in filled)
    if not filled or marked < 0.8 * len(filled):
        return list(lines)
    return [_Line(re.sub(r"^\s*>+ ?", "", line.text), line.passage) for line in lines]


def _first(lines: Sequence[_Line], mark: str) -> int | None:
    pattern = pattern_of(_PACKAGE, _WORDS, "mark", mark) if mark != "quoted" else _quoted()
    for number, line in enumerate(lines):
        if pattern.search(line.text.lstrip("> ")):
            return number
        following = f"{line.text} {lines[number + 1].text}" if number + 1 < len(lines) else ""
        if mark == "quoted" and line.text.strip() and pattern.search(following):
            return number
    return None


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile("|".join(word_table(_PACKAGE, _WORDS)["mark"]["quoted"]), re.IGNORECASE)


def _head(lines: Sequence[_Line], start: int, *, near: bool) -> _Head | None:
    """The first block of header lines that has a sender and two more of date, receiver and subject."""
    stop = min(len(lines), start + 8) if near else len(lines)
    for number in range(start, stop):
        values: dict[str, str] = {}
        position = number
        while position < len(lines) and position < number + 12:
            text = lines[position].text.strip("> *\t\xa0")
            label = _labelled(text)
            if label is not None:
                values.setdefault(*label)
            elif (text and not values) or (text and len(values) >= 3):
                break
            position += 1
        if _labelled(lines[number].text.strip("> *\t\xa0")) and "from" in values and len(values) >= 3:
            return _Head(number, position, values)
    return None


def _labelled(text: str) -> tuple[str, str] | None:
    """The meaning and the value of a header line such as `Gesendet: Montag, 2. November`."""
    match = _label_pattern().match(text.replace("*", ""))
    if match is None:
        return None
    return _label_meanings()[match[1].casefold()], match[2].strip()


@cache
def _label_meanings() -> dict[str, str]:
    labels = word_table(_PACKAGE, _WORDS)["label"]
    return {word: meaning for meaning in ("to", "subject", "date", "from") for word in labels[meaning]}


@cache
def _label_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _label_meanings()), key=len, reverse=True))
    return re.compile(rf"^({words})\s*:\s*(.*)$", re.IGNORECASE)


def _subject(text: str) -> str:
    """A subject without marks of answers, forwards, lists and warnings, and without Markdown."""
    text = unmarked(text)
    while True:
        shorter = _TAG.sub("", text)
        shorter = _prefixes().sub("", shorter)
        if shorter == text:
            return text.strip()
        text = shorter


@cache
def _prefixes() -> re.Pattern[str]:
    prefix = word_table(_PACKAGE, _WORDS)["prefix"]
    words = "|".join((*prefix["forward"], *prefix["reply"]))
    return re.compile(rf"^\s*(?:{words})\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)


def _has_prefix(subject: str, meaning: str) -> bool:
    words = "|".join(word_table(_PACKAGE, _WORDS)["prefix"][meaning])
    return bool(re.match(rf"^\s*(?:{words})\s*(?:\[\d+\])?\s*:", _TAG.sub("", subject), re.IGNORECASE))


def _date(text: str) -> dt.date | None:
    """The day that a header names, in any of the ways mail programs write it."""
    if not text:
        return None
    mentions = find_dates(text[:60])
    if mentions:
        return mentions[0].date
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _file_date(path: str) -> dt.date | None:
    """The day in a file's name, e.g. `2027-03-01-price-change.md`."""
    match = _FILE_DATE.search(path.rpartition("/")[2])
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
