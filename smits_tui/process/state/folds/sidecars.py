"""Folds sidecars into state: they are received like inputs, but only state the facts of another file."""

from __future__ import annotations

from typing import Any

from smits_rules.vocabulary.kinds.sidecars import SIDECAR, described_by
from smits_tui.process.state.folds.cycle import change
from smits_tui.process.state.store import StoredDocument, Tables


def waiting_status(tables: Tables, data: dict[str, Any]) -> str:
    """The status of an input that has to be read; a sidecar is read with its file, once that is there.

    Args:
        tables: the state.
        data: with `path` and `part_of` of the input.
    """
    return "sidecar" if _described(tables, data) is not None else "received"


def is_sidecar(data: dict[str, Any]) -> bool:
    """Whether an input states the facts of the file beside it.

    A part of another file never does, because anybody can attach a file of that name to an e-mail.
    """
    return described_by(data["path"]) is not None and not data.get("part_of")


def read_described_again(tables: Tables, identifier: str) -> None:
    """If an input is a sidecar that changed, have its file read again."""
    item = tables.get("inputs", identifier)
    described = _described(tables, item) if item is not None else None
    if described is not None and described["status"] == "read":
        change(tables, "inputs", described["id"], status="received")


def attach_sidecar(tables: Tables, path: str) -> None:
    """A file was received: a sidecar that waited for it no longer waits, and states nothing by itself."""
    sidecar = _newest(tables, f"{path}{SIDECAR}")
    if sidecar is not None and not sidecar["part_of"] and sidecar["status"] in ("received", "read"):
        change(tables, "inputs", sidecar["id"], status="sidecar", reason="", facts=[])


def _described(tables: Tables, data: dict[str, Any]) -> StoredDocument | None:
    """The newest version of the file whose facts a sidecar states."""
    return _newest(tables, described_by(data["path"]) or "") if is_sidecar(data) else None


def _newest(tables: Tables, path: str) -> StoredDocument | None:
    stored = tables.get("paths", path)
    return tables.get("inputs", stored["newest"]) if stored else None
