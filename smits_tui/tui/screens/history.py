"""History: the record, entry by entry."""

from __future__ import annotations

import datetime as dt
import json
from collections import deque
from collections.abc import Iterator
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.opening import ActionRefused, open_ledger
from smits_tui.clock import local_day
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
        "and wrote. / shows only what contains some words, e.g. a name or `agreed`. D shows "
        "the whole interface as it was on the day of an entry, read-only; ctrl+t leads back."
    )
    COLUMNS = (("", 5), ("when", 11), ("who", 9), ("what", None))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "this_day", "That day", tooltip="Show everything as it was on the day of the entry"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Nothing is read yet."""
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._read: object = None

    def rows(self, view: View) -> list[Row]:
        """The newest entries."""
        read = (view.seq, view.as_of)
        if read != self._read:
            self._read = read
            found = deque(self._lines(view.as_of), SHOWN)
            entries = [checked_entry(json.loads(line)) for line in reversed(found)]
            self._entries = {str(entry.seq): entry for entry in entries}
        return [self._row(key, entry) for key, entry in self._entries.items()]

    def _lines(self, as_of: dt.date | None) -> Iterator[bytes]:
        """The lines of the record, up to the end of a day."""
        for line in open_ledger(self.smits.workspace).lines():
            if as_of and local_day(checked_entry(json.loads(line)).at) > as_of:
                return
            yield line

    def head(self, view: View, about: str) -> tuple[str, str]:  # noqa: ARG002
        """How many entries there are."""
        newest = next(iter(self._entries), "0")
        return f"{newest} entries{about}", f"the newest {len(self._entries)} are shown; d shows a day"

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

    def action_this_day(self) -> None:
        """Show everything as it was at the end of the day of the entry under the cursor."""
        entry = self._entries.get(self.current or "")
        if entry is None:
            raise ActionRefused("There is no entry here.")
        day = local_day(entry.at)
        if day >= self.smits.view.state.today:
            raise ActionRefused(f"{day} is what is shown.")
        self.smits.show_day(day)

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
