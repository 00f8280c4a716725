"""Folds the entries about triggers into state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smits_tui.process.entries.envelope import Entry
from smits_tui.process.state.folds.cycle import change, count, stamp
from smits_tui.process.state.store import StoredDocument, Tables


def case_key(rule: str, subject: str) -> str:
    """The key of a case: a rule and a subject."""
    return f"{rule}\x1f{subject}"


_EVIDENCE = (
    "outcome",
    "severity",
    "because",
    "touches",
    "sources",
    "inputs",
    "input",
    "fact",
    "explanation",
    "matter",
    "fingerprint",
    "pack",
)


def _evidence(data: dict[str, Any]) -> StoredDocument:
    return {**{name: data.get(name) for name in _EVIDENCE}, "matter": data.get("matter") or ""}


def _step(entry: Entry, **more: Any) -> StoredDocument:
    """A line of a trigger's history."""
    return {"at": stamp(entry), "by": entry.by, "type": entry.type, **more}


def _trigger_raised(tables: Tables, entry: Entry) -> None:
    data = entry.data
    count(tables, "triggers")
    trigger = {
        **{name: data[name] for name in ("id", "rule", "trigger", "subject")},
        **_evidence(data),
        "status": "open",
        "holds": True,
        "until": None,
        "cycle": None,
        "raised_at": stamp(entry),
        "updated_at": stamp(entry),
        "history": [_step(entry, because=data["because"])],
    }
    tables.put("triggers", data["id"], trigger)
    tables.put("cases", case_key(data["rule"], data["subject"]), {"trigger": data["id"]})


def _trigger_updated(tables: Tables, entry: Entry) -> None:
    data = entry.data
    stored = tables.get("triggers", data["id"]) or {}
    change(
        tables,
        "triggers",
        data["id"],
        **_evidence(data),
        holds=data.get("holds", True),
        status=stored["status"] if stored.get("status") in ("accepted", "dismissed") else "open",
        until=None,
        updated_at=stamp(entry),
        history=[*stored.get("history", ()), _step(entry, because=data["because"])],
    )


def _trigger_lapsed(tables: Tables, entry: Entry) -> None:
    data = entry.data
    stored = tables.get("triggers", data["id"]) or {}
    history = [*stored.get("history", ()), _step(entry, reason=data["reason"])]
    change(tables, "triggers", data["id"], holds=False, updated_at=stamp(entry), history=history)


def _triaged(status: str) -> Callable[[Tables, Entry], None]:
    """Make the fold of a person's decision on a trigger."""

    def apply(tables: Tables, entry: Entry) -> None:
        data = entry.data
        stored = tables.get("triggers", data["id"]) or {}
        details = {name: data[name] for name in ("reason", "until", "cycle") if data.get(name)}
        change(
            tables,
            "triggers",
            data["id"],
            status=status,
            until=data.get("until"),
            cycle=data.get("cycle"),
            history=[*stored.get("history", ()), _step(entry, **details)],
        )

    return apply


def _trigger_reopened(tables: Tables, entry: Entry) -> None:
    """Reopen a trigger, and remove it from the cycle into which it was accepted."""
    data = entry.data
    stored = tables.get("triggers", data["id"]) or {}
    cycle = tables.get("cycles", str(stored.get("cycle")))
    if cycle is not None:
        others = [identifier for identifier in cycle["triggers"] if identifier != data["id"]]
        change(tables, "cycles", str(cycle["number"]), triggers=others)
    history = [*stored.get("history", ()), _step(entry, reason=data["reason"])]
    change(tables, "triggers", data["id"], status="open", until=None, cycle=None, history=history)


TRIGGER_FOLDS: dict[str, Callable[[Tables, Entry], None]] = {
    "trigger.raised": _trigger_raised,
    "trigger.updated": _trigger_updated,
    "trigger.lapsed": _trigger_lapsed,
    "trigger.accepted": _triaged("accepted"),
    "trigger.dismissed": _triaged("dismissed"),
    "trigger.deferred": _triaged("deferred"),
    "trigger.reopened": _trigger_reopened,
}
