"""Why the watcher can't do its work: one reason for each part, told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

WatcherPart = Literal["record", "rules", "pack", "folders", "facts"]


class Troubles:
    """The parts of the watcher that are degraded, each with its reason."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        """Begin without any.

        Args:
            tell: called with each new reason.
        """
        self._tell = tell
        self._reasons: dict[str, str] = {}

    def degrade(self, part: WatcherPart, reason: str) -> None:
        """Note why a part is degraded."""
        if self._reasons.get(part) != reason:
            self._reasons[part] = reason
            self._tell(reason)

    def clear(self, part: WatcherPart) -> None:
        """Note that a part works."""
        self._reasons.pop(part, None)

    @property
    def text(self) -> str:
        """All reasons; blank if there are none."""
        return " ".join(self._reasons.values())
