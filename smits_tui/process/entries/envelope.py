"""An entry of the record, whatever its type; apart from the types, so that reading a record loads none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    seq: int
    """Position, from 1."""
    at: dt.datetime
    """When it was recorded, UTC."""
    by: str
    type: str
    """e.g. `trigger.raised`."""
    data: dict[str, Any]
    prev: str
    """Hash of the previous entry; 64 zeros for the first."""
    hash: str
    """SHA-256 (hex) over the canonical form of all other fields."""
    format: int = 1
    """Format of the entry itself; `data` has its own version, `v`."""
    login: str = ""
    """The login name under which smits ran; blank in entries of format 1."""
    host: str = ""
    """The machine on which smits ran; blank in entries of format 1."""


class EntryData(BaseModel):
    """The `data` of an entry; `v` is the version of its schema."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    type: ClassVar[str]
    v: Literal[1] = 1
