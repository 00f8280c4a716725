"""What the interface remembers from one session to the next: theme, mode and what was chosen."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from platformdirs import user_state_path
from pydantic import BaseModel, ConfigDict, Field

VARIABLE = "SMITS_STATE_DIR"
"""Names another folder for it."""


class Place(BaseModel):
    """Where somebody was in a workspace."""

    model_config = ConfigDict(extra="ignore")

    mode: str = ""
    chosen: dict[str, str] = Field(default_factory=dict)
    """Mode -> key of the row under the cursor."""


class Memory(BaseModel):
    """The remembered choices; unknown ones of another version are passed over."""

    model_config = ConfigDict(extra="ignore")

    theme: str = ""
    places: dict[str, Place] = Field(default_factory=dict)
    """Folder of a workspace -> where somebody was in it."""


def recall() -> Memory:
    """What was remembered; nothing where that can't be read."""
    try:
        return Memory.model_validate(json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Memory()


def remember(memory: Memory) -> None:
    """Keep it; a folder that can't be written costs no more than the memory."""
    with contextlib.suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(memory.model_dump_json(), encoding="utf-8")


def _file() -> Path:
    folder = os.environ.get(VARIABLE)
    return (Path(folder) if folder else user_state_path("smits-tui", appauthor=False)) / "interface.json"
