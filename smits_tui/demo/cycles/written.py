"""The texts and records of the sample story, from texts.toml and records.toml next to this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from smits_tui.demo.actor import Hand
from smits_tui.process.entries.records import RECORD_KINDS

_DATED = "objective"
"""The kind of record that is due at the end of a year."""
_PLAN_DAYS = 300
"""Days after the end of the story in whose year the objectives are due."""


@cache
def texts() -> dict[str, str]:
    """All texts by name; a text has no blank lines around it."""
    return {name: str(text) for name, text in _table("texts.toml").items()}


def put(hand: Hand, group: str) -> None:
    """Write the records of a group down.

    Args:
        hand: who writes.
        group: a table of records.toml.
    """
    for row in _table("records.toml")[group]:
        values = {name: value for name, value in row.items() if name not in ("record", "text")}
        if "evidence" in values:
            values["evidence"] = tuple(values["evidence"])
        if row["record"] == _DATED:
            values["due"] = hand.day(_PLAN_DAYS).replace(month=12, day=31)
        hand.put(RECORD_KINDS[row["record"]], row["text"], **values)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("smits_tui.demo.cycles") / name).read_text(encoding="utf-8"))
