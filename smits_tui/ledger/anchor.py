"""The last known end of the ledger, by which a truncated or rewritten ledger is detected."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from smits_tui.ledger.protocol import Tip
from smits_tui.process.entries.envelope import Entry
from smits_tui.whole_file import replace_file


class Anchor:
    """The newest entry seen, in a small file beside the ledger.

    It protects against accidents (an older copy restored, a file truncated by a tool), not against somebody
    who
    can write to the workspace and so change both. Against that, keep a signed tip elsewhere.
    """

    def __init__(self, path: Path) -> None:
        """Read the file; an unreadable one is treated as missing.

        Args:
            path: the file `anchor.json`.
        """
        self._path = path
        self.seen = _read(path)
        """The newest entry seen so far."""
        self.problem = ""
        """Why the ledger can't be the one seen before, as a sentence; empty if nothing is wrong."""

    def compare(self, entries: Iterable[Entry], tip: Tip) -> None:
        """Compare the ledger with what was seen before.

        Args:
            entries: the entries just read.
            tip: the end of the ledger.
        """
        if self.seen.seq > tip.seq:
            self.problem = (
                f"The record ends at entry {tip.seq}, but entry {self.seen.seq} was recorded here before: "
                "it was truncated, replaced by an older copy, or copied while somebody was writing."
            )
        elif any(entry.seq == self.seen.seq and entry.hash != self.seen.hash for entry in entries):
            self.problem = (
                f"Entry {self.seen.seq} of the record is not the one that was recorded here before: "
                "the record was rewritten."
            )

    def move(self, tip: Tip) -> None:
        """Keep a new end, unless there is a problem: the evidence must not be overwritten."""
        if self.problem or tip.seq <= self.seen.seq:
            return
        self.accept(tip)

    def accept(self, tip: Tip) -> None:
        """Accept the current ledger; if the file can't be written, only this protection is lost."""
        self.seen, self.problem = tip, ""
        with contextlib.suppress(OSError):
            replace_file(self._path, json.dumps({"seq": tip.seq, "hash": tip.hash}).encode())


def _read(path: Path) -> Tip:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Tip(int(content["seq"]), str(content["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Tip()
