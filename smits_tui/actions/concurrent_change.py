"""Refuses to save on top of a change that the person has not seen."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
from collections.abc import Mapping

from smits_tui.actions.session import ActionRefused


def text_fingerprint(text: str) -> str:
    """A short hash of a recorded text; 16 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def difference_between(before: str, now: str) -> list[str]:
    """What somebody else changed since a text was opened, as the lines of a unified diff."""
    return list(
        difflib.unified_diff(
            before.splitlines(), now.splitlines(), "as you opened it", "as it is now", lineterm=""
        )
    )


class ChangedMeanwhile(ActionRefused):
    """Somebody else changed the text or record after it was opened."""

    def __init__(
        self,
        what: str,
        by: str,
        at: dt.datetime | None,
        theirs: str,
        *,
        now_is: str = "",
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Describe the change.

        Args:
            what: the changed text or record, e.g. `strategy-plan/position`.
            by: who changed it.
            at: when, if recorded.
            theirs: the current content in full.
            now_is: the same in a few words, if that fits into the sentence.
            fields: of a record, the current values of the fields that both changed.
        """
        when = f" at {at.astimezone():%H:%M on %d %B %Y}" if at else ""
        changed = f"{by or 'Somebody'} changed {what}{when}, after you opened it"
        shown = f": {now_is}" if now_is else ""
        super().__init__(f"{changed}{shown}. Nothing was saved; compare the two texts and save again.")
        self.by = by
        self.fields = dict(fields or {})
        self.theirs = theirs
        self.fingerprint = text_fingerprint(theirs)
