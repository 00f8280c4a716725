"""Completes the path of a file while it is typed."""

from __future__ import annotations

import os

from textual.suggester import Suggester

from smits_tui.actions.inputs.add import path_from

MOST_NAMES = 20_000
"""Names of a folder that are looked at; listing more would take longer than people wait for a letter."""


class PathSuggester(Suggester):
    """Suggests the first name of the folder that begins with what was typed; folders end in a slash."""

    def __init__(self) -> None:
        """Create it without a cache: files come and go."""
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The typed path with the rest of a name; None where nothing begins like it."""
        head, slash, start = value.rpartition("/")
        if not value.strip():
            return None
        folder = path_from(head + slash) if slash else path_from(".")
        try:
            with os.scandir(folder) as entries:
                names = sorted(
                    entry.name + ("/" if entry.is_dir() else "")
                    for entry, _ in zip(entries, range(MOST_NAMES), strict=False)
                    if entry.name.startswith(start) and (start or not entry.name.startswith("."))
                )
        except (OSError, ValueError):  # there is no such folder, or the text can't be a path
            return None
        return f"{head}{slash}{names[0]}" if names else None
