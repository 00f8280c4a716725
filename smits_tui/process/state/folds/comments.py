"""Folds comments on sections into state."""

from __future__ import annotations

from smits_tui.process.entries.envelope import Entry
from smits_tui.process.state.folds.cycle import Fold, change, count, stamp
from smits_tui.process.state.store import StoredDocument, Tables


def _commented(tables: Tables, entry: Entry) -> None:
    data = entry.data
    count(tables, "comments")
    names = ("id", "deliverable", "section", "title", "fingerprint", "text")
    comment = {name: data[name] for name in names}
    by, at = entry.by, stamp(entry)
    begins = StoredDocument(by=by, at=at, status="open", answers=[], settled=None)
    tables.put("comments", data["id"], {**comment, **begins})


def _answered(tables: Tables, entry: Entry) -> None:
    stored = tables.get("comments", entry.data["id"])
    if stored is not None:
        answer = {"text": entry.data["text"], "by": entry.by, "at": stamp(entry)}
        change(tables, "comments", entry.data["id"], answers=[*stored["answers"], answer])


def _status(status: str) -> Fold:
    """Make the fold of an entry that gives a comment another status."""

    def apply(tables: Tables, entry: Entry) -> None:
        if tables.get("comments", entry.data["id"]) is not None:
            settled = None if status == "open" else {"by": entry.by, "at": stamp(entry)}
            change(tables, "comments", entry.data["id"], status=status, settled=settled)

    return apply


COMMENT_FOLDS: dict[str, Fold] = {
    "section.commented": _commented,
    "comment.answered": _answered,
    "comment.resolved": _status("resolved"),
    "comment.reopened": _status("open"),
    "comment.withdrawn": _status("withdrawn"),
}
"""Entry type -> the function that folds it."""
