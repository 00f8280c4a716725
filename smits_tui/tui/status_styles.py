"""Styles: each status is an icon, a word and a colour, the same everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from smits_rules.vocabulary.shown_number import counted
from smits_tui.heartbeat import Heartbeat
from smits_tui.process.state import Input, InputOutcome
from smits_tui.sanitize import plain

QUIET = "$foreground 60%"
"""The style of secondary text."""


class StatusStyle(NamedTuple):
    """Icon, word and colour of a status."""

    icon: str
    word: str
    style: str
    """A Textual style, e.g. `$text-error`."""


SEVERITY = {
    "critical": StatusStyle("!!", "critical", "bold $text-error"),
    "high": StatusStyle("! ", "high", "$text-error"),
    "medium": StatusStyle("~ ", "medium", "$text-warning"),
    "low": StatusStyle(". ", "low", QUIET),
}
TRIGGER = {
    "open": StatusStyle("o", "open", "$text-warning"),
    "accepted": StatusStyle("+", "accepted", "$text-success"),
    "dismissed": StatusStyle("-", "dismissed", QUIET),
    "deferred": StatusStyle(">", "deferred", "$text-primary"),
    "lapsed": StatusStyle("/", "lapsed", QUIET),
}
INPUT: dict[InputOutcome, StatusStyle] = {
    "received": StatusStyle(">", "being read", "$text-primary"),
    "set aside": StatusStyle("!", "waiting", "$text-warning"),
    "understood": StatusStyle("+", "understood", "$text-success"),
    "questions": StatusStyle("?", "questions", "bold $text-warning"),
    "not understood": StatusStyle("x", "not understood", "$text-error"),
    "waived": StatusStyle("~", "waived", QUIET),
    "withdrawn": StatusStyle("/", "withdrawn", QUIET),
    "gone": StatusStyle("-", "gone", QUIET),
    "rejected": StatusStyle("x", "rejected", "$text-error"),
    "copy": StatusStyle("=", "copy", QUIET),
    "sidecar": StatusStyle("&", "sidecar", QUIET),
}
WATCHER = {
    "watching": StatusStyle("●", "watching", "$text-success"),
    "degraded": StatusStyle("▲", "degraded", "$text-warning"),
    "stopped": StatusStyle("○", "not watched", "$text-error"),
}
DELIVERABLE = {
    "not started": StatusStyle(".", "not started", QUIET),
    "draft": StatusStyle("~", "draft", "$text-primary"),
    "submitted": StatusStyle(">", "submitted", "$text-accent"),
    "objected": StatusStyle("!", "objected", "$text-error"),
    "agreed": StatusStyle("+", "agreed", "$text-success"),
    "approved": StatusStyle("+", "approved", "$text-success"),
    "stale": StatusStyle("x", "stale", "$text-warning"),
    "overdue": StatusStyle("!", "overdue", "$text-error"),
}
STAGES = ("Plan", "Do", "Check", "Act")


def text(value: object, style: str = "") -> Content:
    """Text from a file or a person as content, without markup and control characters."""
    return Content.styled(plain(str(value), lines=False), style)


def frame_title(value: object) -> str:
    """Text from a file or a person as a frame title, which Textual parses as markup."""
    return text(value).markup


def input_look(item: Input) -> StatusStyle:
    """The style of an input by its outcome."""
    return INPUT[item.outcome]


def status(status_style: StatusStyle) -> Content:
    """Icon and word in the colour of the status."""
    return Content.styled(f"{status_style.icon.strip()} {status_style.word}", status_style.style)


def lines(*parts: Content | str) -> Content:
    """Parts below each other."""
    return Content("\n").join([Content(plain(part)) if isinstance(part, str) else part for part in parts])


def columns(rows: Iterable[Sequence[object]]) -> list[Content]:
    """Rows with aligned columns; numbers to the right, the first column and words to the left."""
    table = [[str(cell) for cell in row] for row in rows]
    if not table:
        return []
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    shown = []
    for row in table:
        cells = [
            " " * (wide - cell_len(cell)) + cell
            if index and cell[:1].isdigit()
            else cell + " " * (wide - cell_len(cell))
            for index, (cell, wide) in enumerate(zip(row, widths, strict=True))
        ]
        shown.append(text("  ".join(cells)))
    return shown


def since(moment: dt.datetime | None, now: dt.datetime) -> str:
    """The time since a moment: `now`, `5 min`, `3 h`, `12 d`; `never` for None."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    for size, word in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {word}"
    return "now"


def age(moment: dt.datetime | None, now: dt.datetime) -> str:
    """The same for use in a sentence: `just now`, `12 d ago`; `never` for None."""
    ago = since(moment, now)
    return {"never": ago, "now": "just now"}.get(ago, f"{ago} ago")


def health(heartbeat: Heartbeat, *, is_short: bool = False) -> Content:
    """What the watcher is doing, for the top line; a short one leaves out the number of folders."""
    style = WATCHER[heartbeat.state]
    shown = status(style)
    if heartbeat.state == "watching":
        folders = "" if is_short else f" {heartbeat.folders} folders"
        doing = f" · reading {heartbeat.reading}" if heartbeat.reading else folders
        shown += text(doing, QUIET)
        count = len(heartbeat.untaken)
        return shown + text(f" · {count} not taken", "$text-warning") if count else shown
    if heartbeat.spooled:
        shown += text(f" · {counted(heartbeat.spooled, 'file waits', 'files wait')}", "$text-warning")
    return shown + text(f" · {heartbeat.reason}", QUIET) if heartbeat.reason else shown
