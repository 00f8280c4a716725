"""Compares the ledger with what was kept elsewhere: a receipt, a signed end, an export, a line of a mail."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from smits_tui.actions.ledger.exchange import FORMAT as EXPORT_FORMAT
from smits_tui.actions.ledger.exchange import read_export
from smits_tui.actions.ledger.signature import check_signature, tip_fields, tip_of
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.receipts import verify_receipt
from smits_tui.ledger.chain import chain
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.protocol import Tip
from smits_tui.workspace import Workspace

FORMAT = "smits-tip-1"
_WRITTEN = re.compile(r"(\d{1,12}):([0-9a-f]{64})")
"""An end of the ledger as mails and `smits ledger tip` write it: `SEQ:HASH`."""
_FIRST_LINE = 100_000


def current_tip(workspace: Workspace) -> dict[str, Any]:
    """The end of the ledger as it is now, verified from the first entry on, and signed if a key is named.

    Raises:
        LedgerDamaged: the ledger does not fit together.
        ActionRefused: nothing is recorded yet, or the key can't be used.
    """
    tip, organisation = Tip(), ""
    for entry in chain(open_ledger(workspace).lines()):
        tip = Tip(entry.seq, entry.hash)
        organisation = str(entry.data.get("organisation", organisation))
    if not tip.seq:
        raise ActionRefused("Nothing is recorded yet.")
    return {"format": FORMAT, "organisation": organisation, **tip_fields(workspace, tip)}


def is_written_tip(text: str) -> bool:
    """Whether a text is the end of a ledger as mails write it, and not a path."""
    return _WRITTEN.fullmatch(text.strip()) is not None


def verify_evidence(evidence: str, workspace: Workspace | None) -> list[str]:
    """Compare what was kept elsewhere with the ledger.

    Args:
        evidence: `SEQ:HASH`, or the path of a receipt, of an exported ledger, or of the output of
            `smits ledger tip --json`.
        workspace: whose ledger must have the entry; None checks the evidence by itself.

    Returns:
        What was verified, one sentence each.

    Raises:
        LedgerDamaged: the evidence was changed, its signature does not fit, or the record was rewritten or
            cut since.
        ActionRefused: the file can't be read, or ssh-keygen is not installed.
        ExchangeRefused: the exported ledger is not complete.
    """
    if written := _WRITTEN.fullmatch(evidence.strip()):
        return [_compared(Tip(int(written[1]), written[2]), workspace)]
    path = Path(evidence).expanduser()
    fields = _first_line(path)
    if fields.get("format") == EXPORT_FORMAT:
        tip = read_export(path)
        fields = {**fields, "seq": tip.seq, "hash": tip.hash}
    elif fields.get("format") != FORMAT:
        return verify_receipt(path, workspace)
    named = tip_of(fields)
    if named is None:
        raise LedgerDamaged(f"{path.name} does not name an entry.")
    signing = workspace.settings().signing if workspace else None
    return [check_signature(fields, signing), _compared(named, workspace)]


def _compared(tip: Tip, workspace: Workspace | None) -> str:
    if workspace is None:
        return "It was not compared with a ledger: use --workspace, or run the check inside the workspace."
    verified = verify_record(workspace, [tip], sample=0)
    return (
        f"The record of {verified.tip.seq} entries still has entry {tip.seq} as it was, "
        "so nothing up to it was changed."
    )


def _first_line(path: Path) -> dict[str, Any]:
    """The object on the first line, or that is the whole of a small file; empty if it is neither."""
    try:
        with path.open("rb") as file:
            start = file.read(_FIRST_LINE)
    except OSError as error:
        raise ActionRefused(f"{path} can't be read: {error.strerror}.") from error
    for text in (start.partition(b"\n")[0], start):
        try:
            content = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            return content
    return {}
