"""Files inside files: attachments of e-mails and members of ZIPs, each of which becomes an input."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from pathlib import Path, PurePosixPath

from smits_watch.documents.errors import OUT_OF_MEMORY, ReadError
from smits_watch.documents.format_table import FORMATS
from smits_watch.documents.formats import format_of
from smits_watch.documents.limits import MAX_PARTS, MAX_UNPACKED, MAX_UNTAKEN
from smits_watch.documents.mail.messages import attachments_of, message_of, payload_of
from smits_watch.documents.mail.outlook import as_mail
from smits_watch.documents.sanitize import one_line

_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg", ".ico", ".emf", ".wmz")
_LARGEST_LOGO = 10_000
"""Bytes. Readable scans and screenshots are larger: the smallest, a one-page fax, has 20 kB."""
_PIECE = 1 << 20
_LONGEST_NAME = 100
_SHARE_OF_TIME = 0.7
"""Unpacking stops after this share of its time limit, so that its results so far are kept."""
_CONTENTS = "(contents)"
"""The name of the contents as a whole, if they can't even be listed."""
_FAULTS_OF_A_MEMBER = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, TypeError, AttributeError, LookupError, OSError),
)
"""Errors while reading a member: damage, a wrong checksum, a password (RuntimeError), an unknown method;
bz2 reports damage as OSError. They don't cover writing the content.
"""

_TOO_MANY = f"Only the first {MAX_PARTS} files of one file are taken out; pack fewer files into one."
_TOO_LARGE = (
    f"The file that contains it would unpack to more than {MAX_UNPACKED / 1e6:,.0f} MB; drop it by itself."
)
_TOO_SLOW = "Unpacking took too long to reach this file; drop it by itself."
_DAMAGED = "It is damaged inside of the file that it came in; ask the sender for it again."
_LOCKED = "It needs a password; unpack it and drop the file without one."
_UNKNOWN_METHOD = "It is packed in a way that can't be unpacked here; drop the file itself."


@dataclass(frozen=True, slots=True)
class Part:
    """A file taken from another one."""

    name: str
    """Its name inside, made safe: no parent folders, and no terminal escapes."""
    file: Path
    """The path of its content."""
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Untaken:
    """A file inside another one that could not be taken out."""

    name: str
    """Like the name of a part."""
    reason: str
    """The reason, as a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The contents of a file."""

    parts: tuple[Part, ...] = ()
    untaken: tuple[Untaken, ...] = ()


class _Refused(Exception):
    """A member can't be taken out; the message is the reason."""


_Source = Callable[[], Iterable[bytes]]
"""Returns the content of one member in pieces; may raise any of `_FAULTS_OF_A_MEMBER`."""


def unpack(path: Path, name: str, folder: Path, seconds: float) -> str:
    """Write the parts of a file into a folder; runs in the reading child.

    Args:
        path: the e-mail or ZIP; other files have no parts.
        name: its path below inputs/.
        folder: an empty folder; files in it are named by number.
        seconds: the time limit.

    Returns:
        A JSON object of `parts`, a list of [name, file name, sha256, size], and `untaken`, a list of [name,
        reason].

    Raises:
        OSError: a part can't be written, or the file can't be read.
    """
    try:
        return _unpack(path, name, folder, time.monotonic() + seconds * _SHARE_OF_TIME)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def all_untaken(reason: str) -> Unpacked:
    """The result for a file that could not be unpacked at all.

    Args:
        reason: as a sentence.
    """
    return Unpacked(untaken=(Untaken(_CONTENTS, reason),))


def parts_from(answer: str, folder: Path) -> Unpacked:
    """Parse the answer of `unpack`; the files are in `folder`."""
    read = json.loads(answer)
    return Unpacked(
        tuple(Part(name, folder / file, sha256, size) for name, file, sha256, size in read["parts"]),
        tuple(Untaken(name, reason) for name, reason in read["untaken"]),
    )


def _unpack(path: Path, name: str, folder: Path, deadline: float) -> str:
    content = path.read_bytes()
    try:
        kind = format_of(content, name)
    except ReadError:
        return json.dumps({"parts": [], "untaken": []})
    members = FORMATS[kind].load_members()
    parts: list[tuple[str, str, str, int]] = []
    untaken: list[tuple[str, str]] = []
    left = MAX_UNPACKED
    seen: dict[str, int] = {}
    count = 0
    for number, (inside, source) in enumerate(members(content) if members else ()):
        count += 1
        safe = _unique(_safe(inside, number), seen)
        try:
            pieces = _limited(_pieces(source), left, deadline, full=len(parts) == MAX_PARTS)
            sha256, size = _write(folder / str(number), pieces)
        except _Refused as error:
            if len(untaken) < MAX_UNTAKEN:
                untaken.append((safe, str(error)))
            continue
        left -= size
        parts.append((safe, str(number), sha256, size))
    unlisted = count - len(parts) - len(untaken)
    if unlisted:
        untaken.append((f"({unlisted:,} more files)", _TOO_MANY))
    return json.dumps({"parts": parts, "untaken": untaken})


def _write(file: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write a member piece by piece; returns its SHA-256 and size.

    Raises:
        _Refused: it can't be taken out; nothing of it remains.
        OSError: the file can't be written.
    """
    digest = hashlib.sha256()
    size = 0
    try:
        with file.open("wb") as out:
            for piece in pieces:
                size += len(piece)
                digest.update(piece)
                out.write(piece)
    except _Refused:
        file.unlink()
        raise
    return digest.hexdigest(), size


def _limited(pieces: Iterator[bytes], most: int, deadline: float, *, full: bool) -> Iterator[bytes]:
    """The pieces of a member up to the limits; actual content counts, since a header may be wrong."""
    if full:
        raise _Refused(_TOO_MANY)
    for piece in pieces:
        most -= len(piece)
        if most < 0:
            raise _Refused(_TOO_LARGE)
        if time.monotonic() > deadline:
            raise _Refused(_TOO_SLOW)
        yield piece


def _pieces(source: _Source) -> Iterator[bytes]:
    """The pieces of a member; any error becomes the reason for its refusal."""
    try:
        yield from source()
    except NotImplementedError as error:
        raise _Refused(_UNKNOWN_METHOD) from error
    except RuntimeError as error:
        raise _Refused(_LOCKED if "password" in str(error) else _DAMAGED) from error
    except _FAULTS_OF_A_MEMBER as error:
        raise _Refused(_DAMAGED) from error


def members_of(content: bytes) -> list[str]:
    """The names of the files in a ZIP, without folders and metadata of operating systems.

    Raises:
        zipfile.BadZipFile: it is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [member.filename for member in archive.infolist() if _is_file(member)]


def attached(content: bytes) -> Iterator[tuple[str, _Source]]:
    """The attachments of an e-mail."""
    try:
        message = message_of(content)
    except ReadError:
        return  # the e-mail itself is rejected with the reason
    for part, name in attachments_of(message):
        if not _is_decoration(part, name):
            yield name, partial(_payload, part)


def attached_in_outlook(content: bytes) -> Iterator[tuple[str, _Source]]:
    """The attachments of an Outlook message."""
    try:
        mail = as_mail(content)
    except ReadError:
        return
    yield from attached(mail)


def _payload(part: EmailMessage) -> list[bytes]:
    return [payload_of(part)]


def _is_decoration(part: EmailMessage, name: str) -> bool:
    """Whether it is a picture shown within the mail's text, or one so small that it must be a logo.

    Some mail programs send the pictures of a signature as attachments, and some without a content type.
    """
    by_name = PurePosixPath(name).suffix.casefold() in _PICTURES
    untyped = part.get_content_type() == "application/octet-stream"
    if part.get_content_maintype() != "image" and not (untyped and by_name):
        return False
    shown = "content-id" in part or part.get_content_disposition() == "inline"
    return shown or len(payload_of(part)) <= _LARGEST_LOGO


def packed(content: bytes) -> Iterator[tuple[str, _Source]]:
    """The contents of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if _is_file(member):
                yield member.filename, partial(_inflated, archive, member)


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as packed:
        while piece := packed.read(_PIECE):
            yield piece


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    hidden = any(part in _HIDDEN or (part.startswith(".") and part.strip(".")) for part in parts)
    return bool(parts) and not member.is_dir() and not hidden


def _safe(name: str, number: int) -> str:
    """The last part of the name, so that it never leaves the folder; its extension shows the format."""
    last = one_line(PurePosixPath(name.replace("\\", "/")).name).replace("\0", "").strip(". ")
    stem, dot, ending = last.rpartition(".")
    short = (
        f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
        if len(ending) < 10
        else last[:_LONGEST_NAME]
    )
    return short or f"part {number + 1}"


def _unique(name: str, seen: dict[str, int]) -> str:
    """The name, prefixed by a number if another part has the same name."""
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{seen[name]} {name}"
