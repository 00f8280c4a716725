"""Folds the entries about inputs and their facts into state."""

from __future__ import annotations

from collections.abc import Callable

from smits_tui.process.corrections import corrected
from smits_tui.process.entries.envelope import Entry
from smits_tui.process.state.folds.cycle import change, count, stamp
from smits_tui.process.state.folds.questions import (
    UNREAD,
    doubt_since,
    supersede,
    understanding,
)
from smits_tui.process.state.folds.sidecars import (
    attach_sidecar,
    is_sidecar,
    read_described_again,
    waiting_status,
)
from smits_tui.process.state.store import StoredDocument, Tables


def content_key(kind: str, sha256: str) -> str:
    """The key of content; it includes the kind, as a file first dropped into a wrong folder is no copy."""
    return f"{kind}\x1f{sha256}"


def folder_of(path: str) -> str:
    """The input folder of a path below inputs/, which may differ from the input's actual kind."""
    return path.partition("/")[0]


def _input_received(tables: Tables, entry: Entry) -> None:
    data = entry.data
    count(tables, "inputs")
    document = {
        **{name: data[name] for name in ("id", "kind", "path", "sha256", "size", "mtime_ns", "version")},
        "copy_of": data.get("copy_of"),
        "part_of": data.get("part_of"),
        "received_at": stamp(entry),
        "by": entry.by,
        "seq": entry.seq,
        "status": "copy" if data.get("copy_of") else waiting_status(tables, data),
        "reason": "",
        "facts": [],
        "summary": {},
        "warnings": [],
        "judged": False,
        "facts_seq": None,
        **UNREAD,
        "assessed_at": None,
        "assessed_by": None,
    }
    tables.put("inputs", data["id"], document)
    stored = tables.get("paths", data["path"]) or {"path": data["path"], "versions": 0}
    _move_content(tables, document, tables.get("inputs", stored.get("newest", "")))
    supersede(tables, stored.get("newest", ""))
    newest = {"newest": data["id"], "versions": stored["versions"] + 1}
    tables.put("paths", data["path"], {**stored, **newest})
    if is_sidecar(data):
        read_described_again(tables, data["id"])
    else:
        attach_sidecar(tables, data["path"])


def _move_content(tables: Tables, new: StoredDocument, before: StoredDocument | None) -> None:
    """Update where content is: a path has only the content of its newest version."""
    if before is not None:
        key = content_key(folder_of(before["path"]), before["sha256"])
        holders = (tables.get("contents", key) or {}).get("holders", {})
        left = {path: identifier for path, identifier in holders.items() if path != before["path"]}
        tables.put("contents", key, {"holders": left})
    if new["copy_of"] is None and not is_sidecar(new):
        key = content_key(folder_of(new["path"]), new["sha256"])
        holders = (tables.get("contents", key) or {}).get("holders", {})
        tables.put("contents", key, {"holders": {**holders, new["path"]: new["id"]}})


def _input_read(tables: Tables, entry: Entry) -> None:
    data = entry.data
    stored = tables.get("inputs", data["id"]) or {}
    if stored.get("status") == "sidecar":  # earlier versions read it as an input of its own
        read_described_again(tables, data["id"])
        return
    path = stored.get("path", "")
    corrections = (tables.get("paths", path) or {}).get("corrections", [])
    read = {name: data.get(name) for name in ("summary", "warnings")}
    facts = corrected(data.get("facts", []), corrections)
    if data.get("kind"):
        read["kind"] = data["kind"]
    read |= understanding(tables, entry)
    read["in_doubt_since"] = doubt_since(tables, entry, doubtful=read["understood"] != "understood")
    now = {"facts": facts, "facts_seq": entry.seq, "judged": False}
    change(tables, "inputs", data["id"], status="read", reason="", **now, **read)


def _facts_corrected(tables: Tables, entry: Entry) -> None:
    """Correct the input, keep the correction for its path, and have the rules judge it again."""
    data = entry.data
    stored = tables.get("inputs", data["id"])
    if stored is None:
        return
    correction = {name: data[name] for name in ("action", "fact", "match", "before", "after")}
    facts = corrected(stored["facts"], [correction])
    understood = "understood" if stored["understood"] == "nothing" else stored["understood"]
    now = {"facts": facts, "facts_seq": entry.seq, "judged": False, "understood": understood}
    change(tables, "inputs", data["id"], status="read", reason="", **now)
    before = (tables.get("paths", stored["path"]) or {}).get("corrections", [])
    change(tables, "paths", stored["path"], corrections=[*before, correction])


def _input_rejected(tables: Tables, entry: Entry) -> None:
    data = entry.data
    since = doubt_since(tables, entry, doubtful=True)
    change(tables, "inputs", data["id"], status="rejected", reason=data["reason"], in_doubt_since=since)


def _input_set_aside(tables: Tables, entry: Entry) -> None:
    data = entry.data
    change(tables, "inputs", data["id"], status="received", reason=data["reason"])


def _input_retried(tables: Tables, entry: Entry) -> None:
    stored = tables.get("inputs", entry.data["id"])
    status = waiting_status(tables, stored) if stored else "received"
    change(tables, "inputs", entry.data["id"], status=status, reason="")
    read_described_again(tables, entry.data["id"])


def _facts_judged(tables: Tables, entry: Entry) -> None:
    names = ("seen", "day", "settings")
    judged = {name: entry.data.get(name) for name in names}
    change(tables, "meta", "rules", judged_by=entry.data["pack"], **judged)
    if entry.data.get("assumptions") is not None:
        tables.put("meta", "assumptions", {"judged": entry.data["assumptions"]})


def _inputs_judged(tables: Tables, entry: Entry) -> None:
    """Mark inputs as judged, except those whose facts were corrected after the rules read them."""
    _facts_judged(tables, entry)
    seen = entry.data.get("seen")
    for identifier in entry.data["ids"]:
        facts_seq = (tables.get("inputs", identifier) or {}).get("facts_seq")
        if seen is None or facts_seq is None or facts_seq <= seen:
            change(tables, "inputs", identifier, judged=True)


INPUT_FOLDS: dict[str, Callable[[Tables, Entry], None]] = {
    "input.received": _input_received,
    "input.read": _input_read,
    "input.rejected": _input_rejected,
    "input.set-aside": _input_set_aside,
    "input.retried": _input_retried,
    "input.judged": _inputs_judged,
    "facts.judged": _facts_judged,
    "facts.corrected": _facts_corrected,
}
