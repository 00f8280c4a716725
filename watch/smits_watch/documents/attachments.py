"""Files that hold files: the attachments of an e-mail and the members of a ZIP, each an input of its own."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path, PurePosixPath

from smits_watch.documents.errors import ReadError
from smits_watch.documents.formats import format_of
from smits_watch.documents.limits import MAX_PARTS, MAX_UNPACKED
from smits_watch.documents.mail import attachments_of, payload_of
from smits_watch.documents.sanitize import one_line

_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")
_PIECE = 1 << 20
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A file that was taken out of another one."""

    name: str
    """As it is called inside, made safe: no folder above, nothing that a terminal would obey."""
    file: Path
    """Where its bytes lie."""
    sha256: str
    size: int
    """Bytes."""


def unpack(path: Path, name: str, folder: Path) -> str:
    """Write the parts of a file into a folder; runs in the reading child.

    Args:
        path: the e-mail or ZIP; any other file has no parts.
        name: its path below inputs/.
        folder: an empty folder; files in it are named by number.

    Returns:
        A JSON list of [name, file name, sha256, size].
    """
    content = path.read_bytes()
    try:
        kind = format_of(content, name)
    except ReadError:
        return "[]"
    parts = {"eml": _attached, "zip": _packed}.get(kind)
    told = []
    left = MAX_UNPACKED
    seen: dict[str, int] = {}
    for number, (inside, data) in enumerate(parts(content) if parts else ()):
        left -= len(data)
        if number == MAX_PARTS or left < 0:
            break
        (folder / str(number)).write_bytes(data)
        told.append(
            [_unique(_safe(inside, number), seen), str(number), hashlib.sha256(data).hexdigest(), len(data)]
        )
    return json.dumps(told)


def parts_from(told: str, folder: Path) -> list[Part]:
    """What `unpack` told, as parts."""
    return [Part(name, folder / file, sha256, size) for name, file, sha256, size in json.loads(told)]


def members_of(content: bytes) -> list[str]:
    """The names of the files in a ZIP, without folders and what operating systems put there.

    Raises:
        zipfile.BadZipFile: it is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [member.filename for member in archive.infolist() if _is_file(member)]


def _attached(content: bytes) -> Iterator[tuple[str, bytes]]:
    message = BytesParser(EmailMessage, policy=default).parsebytes(content)
    for part, name in attachments_of(message):
        data = payload_of(part)
        if data and part.get_content_maintype() != "image":
            yield name, data


def _packed(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The members, each read only up to what may be unpacked: a header may lie about its size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if not _is_file(member):
                continue
            data = bytearray()
            with archive.open(member) as packed:
                while piece := packed.read(_PIECE):
                    data += piece
                    if len(data) > MAX_UNPACKED:
                        return
            if data:
                yield member.filename, bytes(data)


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    hidden = any(part in _HIDDEN or (part.startswith(".") and part.strip(".")) for part in parts)
    return bool(parts) and not member.is_dir() and not hidden and not member.flag_bits & 0x1


def _safe(name: str, number: int) -> str:
    """The last part of the name, so that it never leads out of the folder; its ending tells the format."""
    last = one_line(PurePosixPath(name.replace("\\", "/")).name).replace("\0", "").strip(". ")
    stem, dot, ending = last.rpartition(".")
    short = (
        f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
        if len(ending) < 10
        else last[:_LONGEST_NAME]
    )
    return short or f"part {number + 1}"


def _unique(name: str, seen: dict[str, int]) -> str:
    """The name, with a number in front where another part is called the same."""
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{seen[name]} {name}"
