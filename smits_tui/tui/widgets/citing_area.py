"""A text area that completes citations: `[` offers the inputs that can be cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.widgets import TextArea

_OPEN = re.compile(r"\[([^\[\]()]{0,40})$")
"""A bracket that is not closed yet, and what was typed after it."""


class CitingArea(TextArea):
    """Markdown; after `[`, tab puts the first of the offered inputs in."""

    class Offered(Message):
        """The inputs that match what was typed after a bracket changed."""

        def __init__(self, options: Sequence[tuple[str, str]], typed: str | None) -> None:
            """Keep the inputs that match, and what was typed; None while no citation is being typed."""
            super().__init__()
            self.options, self.typed = options, typed

    def __init__(self, text: str, cited: Sequence[tuple[str, str]]) -> None:
        """Create the area.

        Args:
            text: the text to begin with.
            cited: id and label of each input that can be cited, the newest first.
        """
        super().__init__(text, language="markdown", soft_wrap=True, id="form-text")
        self._cited = cited
        self._typed: str | None = None

    def matches(self, typed: str) -> list[tuple[str, str]]:
        """The inputs whose id begins with what was typed, then those whose path contains all of its words."""
        folded = typed.casefold()
        by_id = [option for option in self._cited if option[0].casefold().startswith(folded)]
        words = folded.split()
        by_words = [
            option
            for option in self._cited
            if option not in by_id and all(word in option[1].casefold() for word in words)
        ]
        return by_id + by_words

    def update_suggestion(self) -> None:
        """Offer what matches, and show the rest of the first id behind the cursor."""
        typed = self._open_citation()
        offered = self.matches(typed) if typed is not None else []
        first = offered[0][0] if offered else ""
        fits = typed is not None and first.startswith(typed)
        self.suggestion = f"{first[len(typed or '') :]}]" if first and fits else ""
        if typed != self._typed:
            self._typed = typed
            self.post_message(self.Offered(offered, typed))

    def on_key(self, event: events.Key) -> None:
        """Tab completes a citation; anything else is as in every text area."""
        typed = self._open_citation() if event.key == "tab" else None
        offered = self.matches(typed) if typed is not None else []
        if typed is None or not offered:
            return
        event.stop()
        event.prevent_default()
        row, column = self.cursor_location
        self.replace(f"{offered[0][0]}]", (row, column - len(typed)), (row, column))

    def _open_citation(self) -> str | None:
        """What stands between an open bracket and the cursor; None where there is no such bracket."""
        if not self._cited or not self.selection.is_empty:
            return None
        row, column = self.cursor_location
        match = _OPEN.search(self.document.get_line(row)[:column])
        return match[1] if match else None
