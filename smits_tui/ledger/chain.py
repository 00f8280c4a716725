"""The hash chain: seals entries, writes them as canonical lines, and verifies lines that were read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from smits_tui.ledger.errors import WHAT_NOW, LedgerDamaged, LedgerTooNew
from smits_tui.ledger.fast_json import read_json
from smits_tui.ledger.protocol import EntryDraft, Tip
from smits_tui.process.entries.envelope import Entry

_STAMP = b'{"at":"'


FORMAT = 2
"""The newest format of an entry: 2 has the login and the host beside the name.

It is also raised when the vocabulary of facts changes (see `process/entries/upgrades`), so that an older
version of smits refuses what it would misread."""


DATA_VERSION = 1
"""The newest version of an entry's content."""

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
"""Made once: `json.dumps` makes one a call, which takes a third of the time of an entry."""


def canonical(fields: dict[str, Any]) -> str:
    """The one way to write a JSON object: sorted keys, no spaces, no escapes beyond what JSON demands.

    Raises:
        ValueError: a number is NaN or infinite.
    """
    return _ENCODER.encode(fields)


def seal(draft: EntryDraft, tip: Tip) -> Entry:
    """Make the entry that follows the tip."""
    stamp = draft.at.astimezone(dt.UTC)
    fields: dict[str, Any] = {
        "seq": tip.seq + 1,
        "at": stamp.isoformat(),
        "by": draft.by,
        "type": draft.data.type,
        "data": draft.data.model_dump(mode="json"),
        "prev": tip.hash,
    }
    if origin := draft.origin:
        fields |= {"format": FORMAT, "login": origin.login, "host": origin.host}
    return Entry(**{**fields, "at": stamp, "hash": _digest(fields)})


def seal_all(drafts: Iterable[EntryDraft], tip: Tip) -> list[Entry]:
    """Make the entries that follow the tip, one after another."""
    entries: list[Entry] = []
    for draft in drafts:
        entries.append(seal(draft, tip))
        tip = Tip(entries[-1].seq, entries[-1].hash)
    return entries


def line_of(entry: Entry) -> bytes:
    """The entry as a line of JSON, with its newline.

    Raises:
        UnicodeEncodeError: a string holds a lone surrogate.
    """
    return (canonical(fields_of_entry(entry)) + "\n").encode()


def fields_of_entry(entry: Entry) -> dict[str, Any]:
    """The entry as a JSON object."""
    return {**_fields(entry), "hash": entry.hash}


def entry_of(line: bytes, tip: Tip) -> Entry:
    """Parse a line that must follow the tip.

    Raises:
        LedgerDamaged: it is not an entry, does not follow, or its hash is wrong. The message names the line.
        LedgerTooNew: a newer version of smits wrote it.
    """
    number = tip.seq + 1
    where = f"Line {number} of the ledger"
    try:
        fields = read_json(line)
        _refuse_newer(fields)
        fields["at"] = dt.datetime.fromisoformat(fields["at"])
        entry = Entry(**fields)
        is_whole = entry.hash == _digest_of_line(line, entry.hash)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LedgerDamaged(f"{where} is not a valid entry. {WHAT_NOW}", number) from error
    if entry.seq != number or entry.prev != tip.hash:
        raise LedgerDamaged(f"{where} does not follow the line before it. {WHAT_NOW}", number)
    if not is_whole:
        raise LedgerDamaged(f"{where} was changed after it was written. {WHAT_NOW}", number)
    return entry


def checked_entry(fields: Any) -> Entry:
    """Read an entry that stands alone, as `fields_of_entry` tells it.

    Raises:
        LedgerDamaged: it is no entry, or its hash does not fit.
    """
    try:
        entry = Entry(**{**fields, "at": dt.datetime.fromisoformat(fields["at"])})
        plain = {name: value for name, value in fields_of_entry(entry).items() if name != "hash"}
        fits = entry.hash == _digest(plain) and plain["at"] == fields["at"]
    except (ValueError, TypeError, KeyError, AttributeError, UnicodeError) as error:
        raise LedgerDamaged("It contains a line that is not a valid entry.") from error
    if not fits:
        raise LedgerDamaged(f"Entry {entry.seq} was changed after it was written.")
    return entry


def stamp_of(line: bytes) -> dt.datetime:
    """When an entry was made, without parsing all of it: the keys are sorted, and `at` is the first one.

    Raises:
        LedgerDamaged: it is not an entry.
    """
    stamp = line[len(_STAMP) : line.find(b'"', len(_STAMP))] if line.startswith(_STAMP) else b""
    try:
        return dt.datetime.fromisoformat(stamp.decode())
    except ValueError as error:
        raise LedgerDamaged(f"A line of the ledger is not a valid entry. {WHAT_NOW}") from error


def chain(lines: Iterable[bytes]) -> Iterable[Entry]:
    """Verify lines from the first on, one after another.

    Raises:
        LedgerDamaged: at the first line that does not fit.
    """
    tip = Tip()
    for line in lines:
        entry = entry_of(line, tip)
        tip = Tip(entry.seq, entry.hash, tip.offset + len(line))
        yield entry


def _refuse_newer(fields: Any) -> None:
    """Stop at what a newer version wrote: it is not damage, and nothing may be cut off or folded wrongly.

    Its hash must fit, which does not depend on the format: a number that was damaged is damage.

    Raises:
        LedgerTooNew: it is of a newer format, or says something in a newer version.
    """
    data = fields["data"]
    is_newer = fields.get("format", 1) > FORMAT or data.get("v", 1) > DATA_VERSION
    if is_newer and fields["hash"] == _digest({key: fields[key] for key in fields.keys() - {"hash"}}):
        raise LedgerTooNew(
            f"Entry {fields['seq']} was recorded by a newer version of smits; update smits here to read it."
        )


def _fields(entry: Entry) -> dict[str, Any]:
    """All of an entry but its hash; an entry of format 1 is written as it always was."""
    fields = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "type": entry.type,
        "data": entry.data,
        "prev": entry.prev,
    }
    if entry.format > 1:
        fields |= {"format": entry.format, "login": entry.login, "host": entry.host}
    return fields


def _digest_of_line(line: bytes, claimed: str) -> str:
    """The digest of the entry in a line, which must be canonical; empty if the line is not.

    A line is the canonical form with the hash inserted, so cutting it out gives the bytes that were hashed;
    writing the entry again would take longer than reading it. The last match is the one of the entry itself:
    `data` precedes it, and quotation marks inside strings are escaped.
    """
    before, piece, after = line.rpartition(b'"hash":"%b",' % claimed.encode())
    if not piece or not after.endswith(b"\n"):
        return ""
    return hashlib.sha256(before + after[:-1]).hexdigest()


def _digest(fields: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(fields).encode()).hexdigest()
