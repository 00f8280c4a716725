"""Folds questions, answers and the understanding of inputs into state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from smits_tui.process.entries.envelope import Entry
from smits_tui.process.state.folds.cycle import change, count, stamp
from smits_tui.process.state.folds.sidecars import read_described_again, waiting_status
from smits_tui.process.state.store import StoredDocument, Tables

_MOST_SHEETS = 50
"""Tables remembered per kind of record, the newest first."""
UNREAD: StoredDocument = {
    "understood": "nothing",
    "proofs": [],
    "nothing_stated": "",
    "answers": [],
    "withdrawn": None,
    "waived": None,
    "gone_at": None,
    "superseded": False,
    "in_doubt_since": None,
}
"""The understanding of an input that has not been read yet."""


def understanding(tables: Tables, entry: Entry) -> StoredDocument:
    """Apply the understanding of an input, and replace its open questions.

    Args:
        tables: the state.
        entry: an `input.read`; in older ones, which don't state it, facts mean that it was understood.

    Returns:
        The changed fields of the input.
    """
    data = entry.data
    is_superseded = (tables.get("inputs", data["id"]) or {}).get("superseded", False)
    asked: list[dict[str, Any]] = [] if is_superseded else list(data.get("questions") or ())
    _close(tables, data["id"], {question["id"] for question in asked})
    for question in asked:
        stored = tables.get("questions", question["id"])
        if stored is None:
            count(tables, "questions")
        change(
            tables,
            "questions",
            question["id"],
            **question,
            input=data["id"],
            status="open",
            asked_at=stored["asked_at"] if stored else stamp(entry),
            answer=None,
        )
    implied = "understood" if data.get("facts") else "nothing"
    return {
        "understood": data.get("understood") or implied,
        "proofs": data.get("proofs") or [],
        "nothing_stated": data.get("nothing_stated") or "",
        "answers": data.get("answers") or [],
        "waived": None,
    }


def supersede(tables: Tables, identifier: str) -> None:
    """Close the questions of an older version, which a newer one replaces."""
    if tables.get("inputs", identifier) is not None:
        change(tables, "inputs", identifier, superseded=True)
        _close(tables, identifier, set())


def doubt_since(tables: Tables, entry: Entry, *, doubtful: bool) -> str | None:
    """Since when an input has been rejected or not (completely) understood; rereading keeps the time."""
    if not doubtful:
        return None
    stored = tables.get("inputs", entry.data["id"]) or {}
    return str(stored.get("in_doubt_since") or stamp(entry))


def _close(tables: Tables, identifier: str, kept: set[str]) -> None:
    """Close the questions that reading the input again did not ask."""
    for question in list(tables.find("questions", "input", identifier)):
        if question["status"] == "open" and question["id"] not in kept:
            change(tables, "questions", question["id"], status="closed")


def _question_answered(tables: Tables, entry: Entry) -> None:
    """Keep the answer; inputs with the same question, or read with the answer it replaces, are read again."""
    data = entry.data
    count(tables, "answers")
    change(
        tables,
        "answers",
        data["id"],
        **{name: data[name] for name in ("id", "question", "input", "kind", "topic", "text", "choice")},
        shape=data.get("shape") or [],
        typed=bool(data.get("typed")),
        reason=data.get("reason") or "",
        at=stamp(entry),
        by=entry.by,
        status="in force",
        withdrawn_reason="",
    )
    if data.get("replaces"):
        change(tables, "answers", data["replaces"], status="replaced")
        _read_again(tables, _read_by(tables, data["replaces"]))
    change(tables, "questions", data["question"], status="answered", answer=data["id"])
    waiting = {data["input"]}
    for question in tables.find("questions", "status", "open"):
        asked_of = tables.get("inputs", question["input"]) or {}
        if question["topic"] == data["topic"] and asked_of.get("kind") == data["kind"]:
            waiting.add(question["input"])
    _read_again(tables, waiting)


def _answer_withdrawn(tables: Tables, entry: Entry) -> None:
    data = entry.data
    change(tables, "answers", data["id"], status="withdrawn", withdrawn_reason=data["reason"])
    _read_again(tables, _read_by(tables, data["id"]))


def _read_by(tables: Tables, answer: str) -> list[str]:
    """The inputs read with an answer, and the one for which it was given."""
    stored = tables.get("answers", answer) or {}
    used = [item["id"] for item in tables.all("inputs") if answer in (item.get("answers") or ())]
    return [*used, *([stored["input"]] if stored else [])]


def _read_again(tables: Tables, identifiers: Iterable[str]) -> None:
    """Mark inputs to be read again; facts that depend on an answer don't count until then."""
    for identifier in identifiers:
        item = tables.get("inputs", identifier)
        if item is not None and item["status"] == "read":
            change(tables, "inputs", identifier, status="received")


def _input_withdrawn(tables: Tables, entry: Entry) -> None:
    change(
        tables,
        "inputs",
        entry.data["id"],
        withdrawn={"at": stamp(entry), "by": entry.by, "reason": entry.data["reason"]},
        judged=False,
    )
    for question in list(tables.find("questions", "input", entry.data["id"])):
        if question["status"] == "open":
            change(tables, "questions", question["id"], status="closed")
    read_described_again(tables, entry.data["id"])


def _input_restored(tables: Tables, entry: Entry) -> None:
    stored = tables.get("inputs", entry.data["id"])
    status = waiting_status(tables, stored) if stored else "received"
    change(tables, "inputs", entry.data["id"], withdrawn=None, judged=False, status=status)
    read_described_again(tables, entry.data["id"])


def _input_waived(tables: Tables, entry: Entry) -> None:
    waived = {"at": stamp(entry), "by": entry.by, "reason": entry.data["reason"]}
    change(tables, "inputs", entry.data["id"], waived=waived)


def _input_gone(tables: Tables, entry: Entry) -> None:
    change(tables, "inputs", entry.data["id"], gone_at=stamp(entry))
    read_described_again(tables, entry.data["id"])


def _input_returned(tables: Tables, entry: Entry) -> None:
    change(tables, "inputs", entry.data["id"], gone_at=None)
    read_described_again(tables, entry.data["id"])


def _sheet_mapped(tables: Tables, entry: Entry) -> None:
    data = entry.data
    sheets = (tables.get("meta", "sheets") or {}).get(data["kind"], [])
    headers = sorted(header.casefold() for header in data["headers"])
    others = [sheet for sheet in sheets if sheet["headers"] != headers]
    mapping = {"headers": headers, "columns": data["columns"], "answers": data["answers"]}
    change(tables, "meta", "sheets", **{data["kind"]: [mapping, *others][:_MOST_SHEETS]})


QUESTION_FOLDS: dict[str, Callable[[Tables, Entry], None]] = {
    "question.answered": _question_answered,
    "answer.withdrawn": _answer_withdrawn,
    "sheet.mapped": _sheet_mapped,
    "input.withdrawn": _input_withdrawn,
    "input.restored": _input_restored,
    "input.waived": _input_waived,
    "input.gone": _input_gone,
    "input.returned": _input_returned,
}
