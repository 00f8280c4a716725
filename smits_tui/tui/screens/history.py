"""History: the record, entry by entry."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.inputs.add import typed_path
from smits_tui.actions.ledger.evidence import is_written_tip, verify_evidence
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.session import ActionRefused
from smits_tui.clock import local_day
from smits_tui.ledger.chain import checked_entry
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import START
from smits_tui.presentation.entry_sentences import sentence_of
from smits_tui.presentation.field_labels import field_label, rule_label, with_choices, with_labels
from smits_tui.process.entries.entry import Entry
from smits_tui.tui.dialogs.prompts import Note, Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import SORT, ListScreen, SortOrder
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.widgets.list_view import Cells

_HASH = re.compile("[0-9a-f]{16,64}")
_NAME = re.compile(r"(limits\.)?[a-z]+(_[a-z]+)+")
_NAMED_WITH_HYPHENS = frozenset({"rule", "fact"})
"""Fields that hold the name of a rule or of a fact type."""
_OF_THE_PROGRAM = ("v", "seen", "fingerprint")
"""Technical fields, which mean nothing to people."""
MOST_LINES = 200
"""The most lines of an entry that are shown; the command line prints all of it."""
WIDE_CELLS = 110
"""In a list of this width, a sentence leaves room for more columns."""


class HistoryScreen(ListScreen):
    """The newest entries, and the selected one in full."""

    TITLE_OF_HELP: ClassVar[str] = "History"
    HELP_TEXT: ClassVar[str] = (
        "Everything that was recorded, newest first: the files that arrived, what the rules decided, what "
        "people decided and wrote. `/` filters by words, e.g. a name; enter shows all of an entry. `v` "
        "shows the whole interface as it was on the day of an entry, read-only; ctrl+t returns to today. "
        "`i` checks that nothing was changed."
    )
    DETAIL_TITLE = "Entry"
    COLUMNS = (
        *(("entry", 6), ("when", 16), ("who", 12), ("what", None)),
        *(("about", 6, WIDE_CELLS), ("login, machine", 16, WIDE_CELLS)),
    )
    ORDERS = (
        SortOrder(0, "newest first"),
        SortOrder(0, "oldest first", lambda _, key: int(key)),
        SortOrder(2, "by person"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "this_day", "That day", tooltip="Show everything as it was on the day of this entry"),
        Binding("i", "verify", "Verify", tooltip="Check every hash of the ledger, or evidence of it"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Create the screen; no entries are read yet."""
        super().__init__()
        self._is_in_full = False
        """Whether all of an entry is shown beside its sentence."""
        self._lines: list[bytes] = []
        """The entries as they stand in the record; entry 1 first."""
        self._read = START
        """How far the record was read."""
        self._folded: list[str] = []
        """The same in lower case, for filtering; added when somebody filters."""

    def keys(self, view: View) -> Sequence[str]:
        """All entries up to the end of the day shown, the newest first."""
        new = list(self._new_lines(view))
        self._lines += new
        offset = self._read.offset + sum(map(len, new))
        self._read = replace(self._read, seq=len(self._lines), offset=offset)
        if view.as_of is None:
            return list(map(str, range(min(len(self._lines), view.seq), 0, -1)))
        shown = range(len(self._lines), 0, -1)
        return [str(seq) for seq in shown if _day(self._lines[seq - 1]) <= view.as_of]

    def _new_lines(self, view: View) -> Iterable[bytes]:
        """The lines after those that were read; the ledger is only opened if there are some."""
        if view.as_of is None and len(self._lines) >= view.seq:
            return ()
        return open_ledger(self.smits.workspace).lines(self._read)

    def arranged(self, view: View, keys: Sequence[str], order: SortOrder) -> Sequence[str]:  # noqa: ARG002
        """The entries by number, or those of each person together, the newest first."""
        if order.words != "by person":
            return list(reversed(keys)) if order.value else keys
        return sorted(keys, key=lambda key: str(json.loads(self._lines[int(key) - 1])["by"]).casefold())

    def cells(self, view: View, key: str) -> Cells:
        """When it was recorded and by whom, and its sentence."""
        try:
            entry = self._entry(key)
        except LedgerDamaged as error:
            return (
                text(key.rjust(6), QUIET),
                text(""),
                text(""),
                text(error, "$text-error"),
                text(""),
                text(""),
            )
        return (
            text(key.rjust(6), QUIET),
            text(f"{entry.at.astimezone():%Y-%m-%d %H:%M}", QUIET),
            text(entry.by),
            text(sentence_of(entry, view.state)),
            text(entry.data.get("id") or "", QUIET),
            text(_origin(entry), QUIET),
        )

    def matching(self, view: View, words: Sequence[str]) -> Sequence[str]:  # noqa: ARG002
        """The entries that contain all words in any field; entries never change."""
        matching = self._all
        if words:
            new = self._lines[len(self._folded) :]
            self._folded += [line.decode(errors="replace").casefold() for line in new]
        for word in words:
            matching = [key for key in matching if word in self._folded[int(key) - 1]]
        return matching

    def head(self, view: View, about: str) -> tuple[str, str]:  # noqa: ARG002
        """The number of entries."""
        return f"{self.matches:,} entries{about}", "v shows the day of an entry"

    def detail(self, view: View, key: str | None) -> Content:
        """An entry as a sentence, followed by its data."""
        if key is None:
            return text("Nothing is recorded yet, or nothing matches the filter.", QUIET)
        try:
            entry = self._entry(key)
        except LedgerDamaged as error:
            return text(error, "$text-error")
        origin = f", by {_origin(entry)}" if entry.login else ""
        parts = {
            name: value for name, value in entry.data.items() if isinstance(value, dict | list) and value
        }
        shown = {name: value for name, value in entry.data.items() if self._is_in_full or name not in parts}
        hint = "enter hides the details" if self._is_in_full else "enter shows all of the entry"
        return lines(
            text(f"{entry.by} {sentence_of(entry, view.state)}.".replace("..", "."), "bold"),
            text(f"entry {entry.seq}, {entry.at.astimezone():%Y-%m-%d %H:%M:%S}{origin}", QUIET),
            Content(""),
            *islice(_field_lines(shown, 0), MOST_LINES),
            *([Content(""), text(hint, QUIET)] if parts else []),
        )

    def open_chosen(self) -> None:
        """Show all of the entry, or its main fields again."""
        self._is_in_full = not self._is_in_full
        self.show_detail()

    def action_this_day(self) -> None:
        """Show everything as it was at the end of the day of the entry under the cursor."""
        if self.current is None:
            raise ActionRefused("There is no entry here.")
        day = local_day(self._entry(self.current).at)
        if day >= self.smits.view.state.today:
            raise ActionRefused(f"{day} is already shown.")
        self.smits.show_day(day)

    def action_verify(self) -> None:
        """Ask for evidence to compare the record with; without any, verify the record itself."""
        workspace = self.smits.workspace

        def answer(written: str) -> None:
            evidence = written.strip()
            if evidence and not is_written_tip(evidence):
                evidence = str(typed_path(evidence, served=self.smits.served))

            def check() -> list[str]:
                if evidence:
                    return verify_evidence(evidence, workspace)
                tip = verify_record(workspace).tip
                return [
                    f"The ledger is intact: {tip.seq:,} entries, and none was changed.",
                    "Keep the next line elsewhere, to verify the record with it later:",
                    f"{tip.seq}:{tip.hash}",
                ]

            self.smits.in_background("Checking", check, self._show_checked)

        about = (
            "Leave this empty to check that no entry was changed, or give what you kept of the record: the "
            "path of a receipt or export, or the line of a message that begins with an entry's number."
        )
        self.app.push_screen(
            Prompt("Verify", about, "path, or number and code of an entry (optional)", "Verify", answer)
        )

    def _show_checked(self, lines_shown: list[str]) -> None:
        self.app.push_screen(Note("Checked", lines(*map(text, lines_shown))))

    def _entry(self, key: str) -> Entry:
        """An entry of the list.

        Raises:
            LedgerDamaged: its line was changed.
        """
        try:
            fields = json.loads(self._lines[int(key) - 1])
        except ValueError as error:
            raise LedgerDamaged(f"Line {key} of the ledger is not a valid entry.") from error
        return checked_entry(fields)


def _origin(entry: Entry) -> str:
    """The login and the machine on which it was recorded; blank in old entries."""
    return f"{entry.login} on {entry.host}" if entry.login else ""


def _field_lines(value: Any, depth: int) -> Iterator[Content]:
    """The data of an entry, one line per field, with nested values indented."""
    pairs = value.items() if isinstance(value, dict) else ((f"{n}.", item) for n, item in enumerate(value, 1))
    for name, item in pairs:
        key = text("  " * depth + field_label(str(name)), QUIET)
        if isinstance(item, dict | list) and item:
            yield key
            yield from _field_lines(item, depth + 1)
        elif item not in (None, "", [], {}) and not _is_hash(item) and name not in _OF_THE_PROGRAM:
            shown = rule_label(str(item)) if name in _NAMED_WITH_HYPHENS else _in_words(item)
            yield key + text(f"  {shown}")


def _in_words(value: object) -> str:
    """A value for people; names of fields, limits and operators are in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown = str(value)
    return field_label(shown) if _NAME.fullmatch(shown) else with_choices(with_labels(shown))


def _is_hash(value: object) -> bool:
    """Whether a value is a hash, which means nothing to people."""
    return isinstance(value, str) and bool(_HASH.fullmatch(value))


def _day(line: bytes) -> dt.date:
    return local_day(dt.datetime.fromisoformat(json.loads(line)["at"]))
