"""Builds small Outlook messages ([MS-OXMSG] in [MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import TypeAlias

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_UNICODE, _BINARY, _OBJECT, _INTEGER = 0x001F, 0x0102, 0x000D, 0x0003
_CLASS, _SUBJECT, _HEADERS, _BODY, _HTML = 0x001A, 0x0037, 0x007D, 0x1000, 0x1013
_DATA, _NAME, _METHOD, _MIME = 0x3701, 0x3707, 0x3705, 0x370E

Tree: TypeAlias = "Mapping[str, bytes | Tree]"


def outlook_message(
    *,
    subject: str,
    sender: str,
    date: str = "Mon, 04 Jan 2027 08:12:00 +0000",
    body: str = "",
    html: str = "",
    attachments: Sequence[tuple[str, bytes | Tree]] = (),
    message_class: str = "IPM.Note",
) -> bytes:
    """The bytes of a message; an attachment that is a tree is another message (see `message_tree`)."""
    return _compound(message_tree(subject, sender, date, body, html, attachments, message_class))


def message_tree(
    subject: str,
    sender: str,
    date: str = "",
    body: str = "",
    html: str = "",
    attachments: Sequence[tuple[str, bytes | Tree]] = (),
    message_class: str = "IPM.Note",
    header: int = 32,
) -> Tree:
    """The storages and streams of a message; `header` is 24 for one that is attached."""
    head = f"From: {sender}\r\nDate: {date}\r\n\r\n"
    texts = {_CLASS: message_class, _SUBJECT: subject, _HEADERS: head, _BODY: body}
    values: dict[tuple[int, int], bytes | Tree | int] = {
        (number, _UNICODE): text.encode("utf-16-le") for number, text in texts.items() if text
    }
    if html:
        values[_HTML, _BINARY] = html.encode()
    tree = _properties(values, header, len(attachments))
    for number, (name, content) in enumerate(attachments):
        held: dict[tuple[int, int], bytes | Tree | int] = {
            (_NAME, _UNICODE): name.encode("utf-16-le"),
            (_METHOD, _INTEGER): 1 if isinstance(content, bytes) else 5,
            (_DATA, _BINARY if isinstance(content, bytes) else _OBJECT): content,
        }
        tree[f"__attach_version1.0_#{number:08X}"] = _properties(held, 8, 0)
    return tree


def _properties(
    values: Mapping[tuple[int, int], bytes | Tree | int], header: int, attachments: int
) -> dict[str, bytes | Tree]:
    tree: dict[str, bytes | Tree] = {}
    listed = b""
    for (number, kind), value in values.items():
        if isinstance(value, int):
            listed += struct.pack("<HHIQ", kind, number, 6, value)
            continue
        size = len(value) + (2 if kind == _UNICODE else 0) if isinstance(value, bytes) else 0
        listed += struct.pack("<HHIII", kind, number, 6, size, 0)
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = value
    counts = struct.pack("<8xIIII", 0, attachments, 0, attachments)
    tree["__properties_version1.0"] = (counts + bytes(8))[:header].ljust(header, b"\0") + listed
    return tree


class _Sectors:
    """Sectors of one size with the table that links them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sectors: list[bytes] = []
        self.table: list[int] = []

    def store(self, content: bytes) -> int:
        """Append a stream; its first sector."""
        if not content:
            return _END
        first = len(self.sectors)
        pieces = [content[i : i + self.size] for i in range(0, len(content), self.size)]
        self.sectors += [piece.ljust(self.size, b"\0") for piece in pieces]
        self.table += [*range(first + 1, first + len(pieces)), _END]
        return first


def _compound(tree: Tree) -> bytes:
    """A compound file with one sector of FAT and one of mini FAT."""
    large, small = _Sectors(_SECTOR), _Sectors(64)
    entries: list[bytes] = []

    def entry(name: str, kind: int, after: int, child: int, first: int, size: int) -> bytes:
        title = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(title), kind, 1, _FREE, after, child)
        return title.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)

    def put(name: str, node: bytes | Tree, after: int) -> int:
        number = len(entries)
        entries.append(b"")
        if isinstance(node, bytes):
            first = (small if len(node) < 4096 else large).store(node)
            entries[number] = entry(name, 2, after, _FREE, first, len(node))
        else:
            entries[number] = entry(name, 1, after, put_all(node), 0, 0)
        return number

    def put_all(tree: Tree) -> int:
        child = _FREE
        for inner, content in tree.items():
            child = put(inner, content, child)
        return child

    entries.append(b"")
    child = put_all(tree)
    held = b"".join(small.sectors)
    entries[0] = entry("Root Entry", 5, _FREE, child, large.store(held), len(held))
    directory = large.store(b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"))
    minis = large.store(struct.pack(f"<{len(small.table)}I", *small.table).ljust(_SECTOR, b"\xff"))
    large.table.append(_FAT)
    assert max(len(large.table), len(small.table)) <= _SECTOR // 4, "there is one sector for each table"
    fat = struct.pack(f"<{len(large.table)}I", *large.table).ljust(_SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, minis, 1, _END, 0)
    head += struct.pack("<109I", len(large.sectors), *[_FREE] * 108)
    return head + b"".join(large.sectors) + fat
