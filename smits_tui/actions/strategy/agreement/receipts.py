"""The receipt of an agreement: one file that proves who agreed to which content, verifiable anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smits_tui.actions.ledger.signature import check_signature, tip_fields, tip_of
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.documents import find_document
from smits_tui.actions.strategy.deliverables.versions import submitted_text
from smits_tui.ledger.chain import chain, checked_entry, fields_of_entry
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import Tip
from smits_tui.process.entries.entry import Entry
from smits_tui.process.state import State, Version
from smits_tui.workspace import Workspace

FORMAT = "smits-receipt-1"
_MAX_BYTES = 50_000_000


def make_receipt(workspace: Workspace, state: State, kind: str, version: int | None = None) -> dict[str, Any]:
    """Make the receipt of a submitted version.

    Returns:
        The text, the hashes of its inputs and rules, and the recorded entries of its submission, agreement
        and approval.

    Raises:
        ActionRefused: there is no such version, or the key that smits.toml names for signing can't be used.
        LedgerDamaged: the record is inconsistent.
    """
    document = find_document(kind)
    versions = state.versions_of(document.kind)
    chosen = next(
        (candidate for candidate in reversed(versions) if version in (None, candidate.version)), None
    )
    if chosen is None:
        raise ActionRefused(f"There is no such version of the {document.title.lower()}.")
    entries, tip = [], Tip()
    for entry in chain(open_ledger(workspace).lines()):
        tip = Tip(entry.seq, entry.hash)
        if _belongs(entry.type, entry.data, chosen):
            entries.append(fields_of_entry(entry))
    paths = {identifier: item.path for identifier in chosen.inputs if (item := state.input(identifier))}
    return {
        "format": FORMAT,
        "organisation": state.organisation,
        "deliverable": document.kind,
        "version": chosen.version,
        "text": submitted_text(state, workspace, document.kind, chosen.version),
        "document": chosen.document,
        "sections": chosen.sections,
        "inputs": {
            identifier: {"sha256": sha256, "path": paths.get(identifier, "")}
            for identifier, sha256 in chosen.inputs.items()
        },
        "rules": chosen.pack,
        "entries": entries,
        "tip": tip_fields(workspace, tip),
    }


def verify_receipt(path: Path, workspace: Workspace | None = None) -> list[str]:
    """Verify a receipt by itself, and against a ledger if there is one.

    By itself it only proves that it has not been changed since it was made, and anybody can make one. Only
    the record proves that its entries were recorded.

    Args:
        path: the receipt.
        workspace: whose record must contain its entries; None verifies the receipt by itself.

    Returns:
        What was verified, one sentence each.

    Raises:
        LedgerDamaged: it is not a receipt, it was changed, or the record does not contain its entries.
    """
    receipt = _read(path)
    digest = hashlib.sha256(str(receipt["text"]).encode()).hexdigest()
    entries = [checked_entry(fields) for fields in receipt["entries"]]
    submitted = [entry for entry in entries if entry.type == "deliverable.submitted"]
    if len(submitted) != 1:
        raise LedgerDamaged(f"{path.name} has no entry that submits the document.")
    claims = submitted[0].data
    _same(path, "text", digest, claims["document"])
    _same(path, "document", receipt["document"], claims["document"])
    _same(path, "version", receipt["version"], claims["version"])
    _same(path, "deliverable", receipt["deliverable"], claims["deliverable"])
    _same(path, "sections", receipt["sections"], claims["sections"])
    _same(path, "rules", receipt["rules"], claims["pack"])
    _same(path, "inputs", {k: v["sha256"] for k, v in receipt["inputs"].items()}, claims["inputs"])
    lines = [
        f"The text is version {claims['version']} of {claims['deliverable']}, submitted by {submitted[0].by}."
    ]
    for entry in entries:
        day = f"{entry.at:%Y-%m-%d}"
        if entry.type == "deliverable.agreed":
            marks = entry.data["sections"].items()
            agreed = [name for name, mark in marks if claims["sections"].get(name) == mark]
            if not agreed:
                raise LedgerDamaged(f"{path.name}: one agreement is to different content.")
            names = ", ".join(agreed)
            lines.append(f"{entry.data['stakeholder']} agreed on {day} to {names}{_confirmed(entry)}.")
        elif entry.type == "agreement.withdrawn":
            lines.append(
                f"{entry.data['stakeholder']} withdrew this on {day}: {', '.join(entry.data['sections'])}."
            )
        elif entry.type == "deliverable.approved":
            lines.append(f"{entry.by} approved it on {day}{_confirmed(entry)}.")
    if isinstance(end := receipt.get("tip"), dict) and end.get("signature"):
        lines.append(check_signature(end, workspace.settings().signing if workspace else None))
    lines.append(_compared(receipt, [Tip(entry.seq, entry.hash) for entry in entries], workspace))
    return lines


def _confirmed(entry: Entry) -> str:
    """By what it was confirmed who acted, as the end of a sentence."""
    by = {"login": f"the login {entry.login} on {entry.host}", "passphrase": f"a passphrase of {entry.by}"}
    kind = str(entry.data.get("confirmed", ""))
    return f", confirmed by {by[kind]}" if kind in by else ""


def _compared(receipt: dict[str, Any], entries: Sequence[Tip], workspace: Workspace | None) -> str:
    """Compare the entries with the ledger."""
    if workspace is None:
        return "It was not compared with a ledger: use --workspace, or run the check inside the workspace."
    tips = [tip] if (tip := tip_of(receipt.get("tip"))) else []
    verified = verify_record(workspace, [*entries, *tips], sample=0)
    return f"The record of {verified.tip.seq} entries contains all of its entries."


def _belongs(kind: str, data: dict[str, Any], version: Version) -> bool:
    """Whether an entry records the submission, agreement or approval of this version."""
    kinds = ("deliverable.submitted", "deliverable.agreed", "agreement.withdrawn", "deliverable.approved")
    if kind not in kinds:
        return False
    if data["deliverable"] != version.deliverable:
        return False
    if kind == "deliverable.agreed":
        return any(version.sections.get(name) == mark for name, mark in data["sections"].items())
    return bool(data["version"] == version.version)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise LedgerDamaged(f"{path.name} is too large to be a receipt.")
        receipt = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ActionRefused(f"{path} can't be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise LedgerDamaged(f"{path.name} is not a receipt.") from error
    keys = {"text", "document", "version", "deliverable", "sections", "rules", "inputs", "entries"}
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT or not keys <= receipt.keys():
        raise LedgerDamaged(f"{path.name} is not a receipt.")
    return receipt


def _same(path: Path, what: str, actual: object, expected: object) -> None:
    if actual != expected:
        raise LedgerDamaged(f"{path.name}: its {what} was changed; it differs from what was submitted.")
