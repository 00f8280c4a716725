"""Where in the interface that is done which a gate names as a command, e.g. `measure record M1`."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from smits_tui.process.entries.records import RECORD_KINDS

_DOCUMENT_WORDS = ("agree", "object")


@dataclass(frozen=True, slots=True)
class Way:
    """A mode with a row, or a kind of record to be written down or changed."""

    mode: str
    key: str = ""
    record: str = ""
    """Kind of the record; empty: nothing is to be written down."""


def way_to(command: str) -> Way:
    """Where a command is done here.

    Args:
        command: without `smits`, as a gate names it.
    """
    words = shlex.split(command.partition(" (")[0]) or [""]
    first, *rest = words
    if first == "deliverable" and len(rest) >= 2:
        section = rest[2] if rest[0] in ("write", "confirm") and len(rest) > 2 else ""
        return Way("deliverables", f"{rest[1]}/{section}" if section else rest[1])
    if first in _DOCUMENT_WORDS and rest:
        return Way("deliverables", rest[0])
    if first == "answer":
        return Way("deliverables")
    if first == "triage" and len(rest) >= 2:
        return Way("triggers", rest[1])
    if first == "measure" and rest[:1] == ["record"] and len(rest) > 1:
        return Way("measures", rest[1])
    if first in RECORD_KINDS:
        key = rest[rest.index("--id") + 1] if "--id" in rest[:-1] else ""
        return Way("cycle", key, first)
    return Way("inputs" if "assess" in words else "cycle")
