"""A button that responds to every key press."""

from __future__ import annotations

from typing import Any

from textual import widgets


class Button(widgets.Button):
    """Textual's button without the 0.2 s after a press in which it ignores the next one.

    Keys are typed ahead: two presses of enter are both intended, even if a slow connection delivers them
    at once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Create a button as Textual does."""
        super().__init__(*args, **kwargs)
        self.active_effect_duration = 0
