"""Folds entries about the cycle, records and documents into state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from smits_tui.process.entries.envelope import Entry
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.state.store import StoredDocument, Tables

Fold = Callable[[Tables, Entry], None]


def count(tables: Tables, name: str) -> None:
    """Increase the counter of a table, which provides the next id."""
    counts = dict(tables.get("meta", "counts") or {})
    counts[name] = counts.get(name, 0) + 1
    tables.put("meta", "counts", counts)


def change(tables: Tables, table: str, key: str, **values: Any) -> StoredDocument:
    """Set fields of a stored document, which is created if necessary."""
    document = {**(tables.get(table, key) or {}), **values}
    tables.put(table, key, document)
    return document


def stamp(entry: Entry) -> str:
    """When an entry was recorded."""
    return entry.at.isoformat()


def section_key(deliverable: str, section: str) -> str:
    """The key of a section, which is also its path."""
    return f"{deliverable}/{section}"


def version_key(deliverable: str, version: int) -> str:
    """The key of a version of a document."""
    return f"{deliverable}#{version}"


def _record_set(kind: str) -> Fold:
    def apply(tables: Tables, entry: Entry) -> None:
        data = entry.data
        stored = tables.get("records", data["id"])
        if stored is None:
            count(tables, kind)
        made = {"made_at": stamp(entry), "cycle": _cycle_now(tables)} if stored is None else {}
        change(
            tables,
            "records",
            data["id"],
            **made,
            id=data["id"],
            kind=kind,
            data=data,
            set_at=stamp(entry),
            set_by=entry.by,
            readings=(stored or {}).get("readings", []),
        )

    return apply


def _cycle_now(tables: Tables) -> int | None:
    under_way = list(tables.find("cycles", "status", "open"))
    return int(under_way[-1]["number"]) if under_way else None


def _measure_recorded(tables: Tables, entry: Entry) -> None:
    data = entry.data
    stored = tables.get("records", data["id"])
    if stored is None:
        return
    reading = {name: data[name] for name in ("period", "value", "note")}
    reading.update(at=stamp(entry), by=entry.by)
    others = [
        other_reading for other_reading in stored["readings"] if other_reading["period"] != data["period"]
    ]
    change(tables, "records", data["id"], readings=[*others, reading])


def _cycle_opened(tables: Tables, entry: Entry) -> None:
    data = entry.data
    count(tables, "cycles")
    cycle = {
        "number": data["number"],
        "triggers": list(data.get("triggers", ())),
        "reason": data.get("reason", ""),
        "opened_at": stamp(entry),
        "opened_by": entry.by,
        "status": "open",
        "stage": "Plan",
        "stages": {"Plan": stamp(entry)},
        "completed": {},
        "closed_at": None,
        "early": False,
    }
    tables.put("cycles", str(data["number"]), cycle)


def _step_completed(tables: Tables, entry: Entry) -> None:
    number = str(entry.data["cycle"])
    stored = tables.get("cycles", number) or {}
    completed = {**stored.get("completed", {}), entry.data["step"]: stamp(entry)}
    change(tables, "cycles", number, completed=completed)


def _stage_advanced(tables: Tables, entry: Entry) -> None:
    number = str(entry.data["cycle"])
    stored = tables.get("cycles", number) or {}
    stages = {**stored.get("stages", {}), entry.data["stage"]: stamp(entry)}
    change(tables, "cycles", number, stage=entry.data["stage"], stages=stages)


def _cycle_closed(tables: Tables, entry: Entry) -> None:
    data = entry.data
    change(
        tables,
        "cycles",
        str(data["number"]),
        status="closed",
        closed_at=stamp(entry),
        early=data.get("early", False),
    )
    tables.put("meta", "agreed", {"baseline": data["baseline"], "next_review": data["next_review"]})


def _inputs_assessed(tables: Tables, entry: Entry) -> None:
    for identifier in entry.data["ids"]:
        change(tables, "inputs", identifier, assessed_at=stamp(entry), assessed_by=entry.by)


def _section_written(tables: Tables, entry: Entry) -> None:
    data = entry.data
    key = section_key(data["deliverable"], data["section"])
    stored = tables.get("sections", key) or {}
    order = stored.get("order") or len(list(tables.all("sections"))) + 1
    written = {} if data.get("confirmed") else {"written_at": stamp(entry), "written_by": entry.by}
    change(
        tables,
        "sections",
        key,
        **{name: data[name] for name in ("deliverable", "section", "title", "text")},
        **written,
        confirmed_at=stamp(entry),
        confirmed_by=entry.by,
        order=order,
    )


def _claim_waived(tables: Tables, entry: Entry) -> None:
    data = entry.data
    tables.put("waivers", data["claim"], {"reason": data["reason"], "by": entry.by, "text": data["text"]})


def _submitted(tables: Tables, entry: Entry) -> None:
    data = entry.data
    count(tables, f"versions of {data['deliverable']}")
    version = {
        **{
            name: data[name] for name in ("deliverable", "version", "cycle", "sections", "document", "inputs")
        },
        "pack": data["pack"],
        "submitted_at": stamp(entry),
        "submitted_by": entry.by,
        "seq": entry.seq,
        "approved_at": None,
        "approved_by": None,
    }
    tables.put("versions", version_key(data["deliverable"], data["version"]), version)
    # In the order of a ledger line, whose keys are sorted, also for the process that has just written it.
    for name in sorted(data["sections"]):
        key = section_key(data["deliverable"], name)
        stored = tables.get("sections", key)
        if stored is None or not stored.get("confirmed_at"):
            order = len(list(tables.all("sections"))) + 1
            section = {"deliverable": data["deliverable"], "section": name, "title": "", "text": ""}
            confirmed = {"confirmed_at": stamp(entry), "confirmed_by": entry.by}
            tables.put("sections", key, {**section, "order": order, **(stored or {}), **confirmed})


def _agreed(tables: Tables, entry: Entry) -> None:
    """Keep the fingerprint of each section to which a stakeholder last agreed."""
    data = entry.data
    stored = tables.get("agreements", data["stakeholder"]) or {"stakeholder": data["stakeholder"], "to": {}}
    agreed = {
        section_key(data["deliverable"], name): {
            "fingerprint": mark,
            "version": data["version"],
            "at": stamp(entry),
            "by": entry.by,
        }
        for name, mark in data["sections"].items()
    }
    tables.put("agreements", data["stakeholder"], {**stored, "to": {**stored["to"], **agreed}})


def _agreement_withdrawn(tables: Tables, entry: Entry) -> None:
    data = entry.data
    _forget_agreement(tables, data["stakeholder"], data["deliverable"], data["sections"])


def _forget_agreement(tables: Tables, stakeholder: str, deliverable: str, sections: Iterable[str]) -> None:
    """Remove a stakeholder's agreement to some sections."""
    stored = tables.get("agreements", stakeholder)
    if stored is None:
        return
    dropped = {section_key(deliverable, name) for name in sections}
    kept = {key: mark for key, mark in stored["to"].items() if key not in dropped}
    tables.put("agreements", stakeholder, {**stored, "to": kept})


def _objected(tables: Tables, entry: Entry) -> None:
    data = entry.data
    count(tables, "objections")
    names = ("id", "deliverable", "version", "section", "stakeholder", "text")
    objection = {name: data[name] for name in names}
    tables.put("objections", data["id"], {**objection, "at": stamp(entry), "by": entry.by, "answer": None})
    _forget_agreement(tables, data["stakeholder"], data["deliverable"], (data["section"],))


def _answered(tables: Tables, entry: Entry) -> None:
    answer = {"text": entry.data["text"], "by": entry.by, "at": stamp(entry)}
    change(tables, "objections", entry.data["id"], answer=answer)


def _approved(tables: Tables, entry: Entry) -> None:
    data = entry.data
    key = version_key(data["deliverable"], data["version"])
    change(tables, "versions", key, approved_at=stamp(entry), approved_by=entry.by, approved_seq=entry.seq)


def _delegate_named(tables: Tables, entry: Entry) -> None:
    data = entry.data
    tables.put("delegates", data["stakeholder"], {"delegate": data["delegate"], "until": data["until"]})


PROCESS_FOLDS: dict[str, Fold] = {
    **{model.type: _record_set(model.kind) for model in RECORD_KINDS.values()},
    "measure.recorded": _measure_recorded,
    "cycle.opened": _cycle_opened,
    "step.completed": _step_completed,
    "stage.advanced": _stage_advanced,
    "cycle.closed": _cycle_closed,
    "input.assessed": _inputs_assessed,
    "section.written": _section_written,
    "claim.waived": _claim_waived,
    "deliverable.submitted": _submitted,
    "deliverable.agreed": _agreed,
    "agreement.withdrawn": _agreement_withdrawn,
    "deliverable.objected": _objected,
    "objection.answered": _answered,
    "deliverable.approved": _approved,
    "delegate.named": _delegate_named,
}
"""Entry type -> the function that folds it."""
