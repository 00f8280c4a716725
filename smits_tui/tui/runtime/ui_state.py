"""The interface's state between runs: theme, mode and selected rows."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from smits_tui.whole_file import replace_file

VARIABLE = "SMITS_STATE_DIR"
"""The environment variable that names another folder for it."""


@dataclass(slots=True)
class ScreenLocation:
    """A person's location in a workspace."""

    mode: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    """Mode -> key of the row under the cursor."""


@dataclass(slots=True)
class Memory:
    """The remembered choices; unknown ones of another version are ignored."""

    theme: str = ""
    places: dict[str, ScreenLocation] = field(default_factory=dict)
    """Folder of a workspace -> location in it."""


def recall() -> Memory:
    """Load the remembered choices; empty if they can't be read."""
    try:
        kept = json.loads(_file().read_text(encoding="utf-8"))
        return Memory(
            str(kept["theme"]), {root: _location(location) for root, location in kept["places"].items()}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def remember(memory: Memory) -> None:
    """Save the choices atomically; if the folder isn't writable, only they are lost."""
    with contextlib.suppress(OSError):
        file = _file()
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, json.dumps(asdict(memory)).encode())


def _location(kept: Any) -> ScreenLocation:
    return ScreenLocation(str(kept["mode"]), {str(mode): str(key) for mode, key in kept["chosen"].items()})


def state_folder() -> Path:
    """The folder for data that belongs to a person rather than to a workspace."""
    folder = os.environ.get(VARIABLE)
    if folder:
        return Path(folder)
    from platformdirs import user_state_path

    return user_state_path("smits-tui", appauthor=False)


def _file() -> Path:
    return state_folder() / "interface.json"
