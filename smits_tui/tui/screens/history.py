"""History: the record, entry by entry."""

from __future__ import annotations

import json
from collections import deque
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.opening import open_ledger
from smits_tui.ledger.base import checked_entry
from smits_tui.plain import plain
from smits_tui.process.entries import Entry
from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET, lines, text
from smits_tui.tui.screens.list_mode import ListScreen
from smits_tui.tui.widgets.tables import Row

SHOWN = 300
"""Entries of the list; `smits ledger show` has them all."""


class HistoryScreen(ListScreen):
    """The newest entries, one of them in full beside them."""

    TITLE_OF_HELP: ClassVar[str] = "History"
    HELP_TEXT: ClassVar[str] = (
        "Everything that was recorded, the newest first: what came, what the rules said, what people decided "
        "and wrote. / shows only what contains some words, e.g. a name or `agreed`."
    )
    COLUMNS = (("", 5), ("when", 11), ("who", 9), ("what", None))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Nothing is read yet."""
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._read_up_to = -1

    def rows(self, view: View) -> list[Row]:  # noqa: ARG002  # it shows the record itself
        """The newest entries."""
        if self.smits.record.seq != self._read_up_to:
            self._read_up_to = self.smits.record.seq
            newest = deque(open_ledger(self.smits.workspace).lines(), SHOWN)
            entries = (checked_entry(json.loads(line)) for line in reversed(newest))
            self._entries = {str(entry.seq): entry for entry in entries}
        return [self._row(key, entry) for key, entry in self._entries.items()]

    def head(self, view: View, about: str) -> tuple[str, str]:  # noqa: ARG002
        """How many entries there are."""
        return f"{self._read_up_to} entries{about}", f"the newest {len(self._entries)} are shown"

    def detail(self, view: View, key: str | None) -> Content:  # noqa: ARG002
        """One entry in full."""
        entry = self._entries.get(key or "")
        if entry is None:
            return text("Nothing is recorded yet.", QUIET)
        told = json.dumps(entry.data, indent=2, ensure_ascii=False)[:20_000]
        return lines(
            text(f"{entry.seq}  {entry.type}", "bold"),
            text(f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S} by {entry.by}"),
            text(f"hash {entry.hash[:16]}…  after {entry.prev[:16]}…", QUIET),
            Content(""),
            *(text(line) for line in told.split("\n")),
        )

    def _row(self, key: str, entry: Entry) -> Row:
        quiet = self.smits.cell_style(QUIET)
        names = ("id", "deliverable", "step", "number", "because", "path", "text", "reason")
        told = " ".join(str(entry.data[name]) for name in names if entry.data.get(name))
        cells = (
            Text(key, style=quiet),
            Text(f"{entry.at.astimezone():%m-%d %H:%M}", style=quiet),
            Text(plain(entry.by, lines=False)),
            Text(f"{entry.type}  {plain(told, lines=False)[:200]}"),
        )
        return key, cells
