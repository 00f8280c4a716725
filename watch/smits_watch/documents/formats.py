"""Determines the format of a file: by its content, and by its name only if the content is ambiguous."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from smits_watch.documents.errors import ReadError, damaged, needs_password
from smits_watch.documents.format_table import FORMATS, format_of_ending
from smits_watch.documents.limits import MAX_UNPACKED
from smits_watch.documents.mail.calendar import BEGINNING
from smits_watch.documents.named_formats import text_format

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary, the container of Office before 2007 and of encrypted Office files ([MS-CFB] 2.2)."""

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_TNEF = b"\x78\x9f\x3e\x22"
"""Transport Neutral Encapsulation Format ([MS-OXTNEF] 2.1.3.1)."""
_BLANK = b"\xef\xbb\xbf \t\r\n"
_OLE2_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("__substg1.0_", "msg"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
"""Streams that identify the format, in order of the search ([MS-CFB] names are UTF-16)."""
_ODF = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
_OOXML = (("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx"))
_ENCRYPTED = 0x1
"""General purpose bit flag 0 (APPNOTE.TXT 4.4.4)."""


def format_of(content: bytes, name: str) -> str:
    """Detect the format of a file.

    Args:
        content: the whole file, not empty.
        name: its name; only the extension is used.

    Returns:
        A name of `FORMATS`.

    Raises:
        ReadError: it is unreadable, encrypted or damaged, or not what its name promises.
    """
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(content, ending(name))
    if content.startswith(OLE2):
        return _ole2_format(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    begins = [
        file_format.name
        for file_format in FORMATS.values()
        if file_format.magic and content.startswith(file_format.magic)
    ]
    if begins:
        return begins[0]
    if content.startswith(_PICTURES):
        raise ReadError("It is a picture and has no text; scan it with OCR and drop the PDF or text.")
    if content.startswith(_TNEF):
        raise ReadError(
            "It is a winmail.dat, in which Outlook packs a mail for other Outlooks; ask the sender to send "
            "it as"
            " HTML or plain text."
        )
    if content.lstrip(_BLANK)[: len(BEGINNING)].upper() == BEGINNING:
        return "ics"
    if content.startswith(_ARCHIVES):
        raise ReadError("It is a packed archive; unpack it and drop the files one by one.")
    return text_format(content, ending(name))


def ending(name: str) -> str:
    """The extension of a file name in lower case, without the dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def may_hold_files(name: str) -> bool:
    """Whether a file with this name may contain others: an e-mail, a ZIP, or text that may be an e-mail."""
    file_format = format_of_ending(ending(name))
    return file_format is None or file_format.holds_files


def is_light(name: str) -> bool:
    """Whether a small file with this name is read in a few milliseconds, judging by its extension."""
    file_format = format_of_ending(ending(name))
    return file_format is not None and file_format.is_light


def _ole2_format(content: bytes) -> str:
    for stream, name in _OLE2_STREAMS:
        if stream.encode("utf-16-le") in content:
            if name == "encrypted":
                raise needs_password()
            return name
    raise damaged("an old Office file", "neither sheets nor text were found in it")


def _zip_format(content: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, suffix)
            names = {member.filename for member in members if not member.flag_bits & _ENCRYPTED}
            kind = (
                archive.read("mimetype")[:200].decode("ascii", "replace").strip()
                if "mimetype" in names
                else ""
            )
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except zipfile.BadZipFile as error:
        raise damaged("a workbook or document", "its end is missing or broken") from error
    except (RuntimeError, NotImplementedError, ValueError, OSError, EOFError, zlib.error) as error:
        raise damaged("a workbook or document", "a part of it can't be unpacked") from error
    if b"encryption-data" in manifest:
        raise needs_password()
    if kind in _ODF:
        return _ODF[kind]
    for part, name in _OOXML:
        if any(member.startswith(part) for member in names):
            return name
    if suffix == "zip":
        return "zip"
    raise ReadError("It is a ZIP archive of other files; name it .zip to have them read.")


def _check_members(members: list[zipfile.ZipInfo], suffix: str) -> None:
    """Refuse encrypted members and anything that unpacks to far more than a document (a ZIP bomb).

    A ZIP of files is refused only if all of them are encrypted: the others become inputs.
    """
    encrypted = [bool(member.flag_bits & _ENCRYPTED) for member in members if not member.is_dir()]
    if any(encrypted) and (suffix != "zip" or all(encrypted)):
        raise needs_password()
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise ReadError(
            f"It would unpack to {unpacked / 1e6:,.0f} MB, more than the {MAX_UNPACKED / 1e6:,.0f} MB"
            " that are read; drop a smaller file."
        )
