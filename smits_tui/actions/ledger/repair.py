"""Accepts a ledger that is damaged, or differs from the one seen before."""

from __future__ import annotations

from smits_tui.actions.session import open_record
from smits_tui.clock import Clock, system_clock
from smits_tui.ledger.anchor import Anchor
from smits_tui.ledger.engines import open_ledger
from smits_tui.process.entries.entry import LedgerRepaired
from smits_tui.workspace import Workspace


def repair_record(workspace: Workspace, by: str, clock: Clock = system_clock) -> str | None:
    """Keep the consistent entries, move the rest aside, and record that.

    A truncated or rewritten ledger is consistent in itself and is accepted as it is.

    Args:
        workspace: with the record.
        by: the person who orders the repair.
        clock: the source of the entry's timestamp.

    Returns:
        What was done, as sentences; None if nothing was necessary.

    Raises:
        LedgerBusy: somebody holds the ledger's lock.
    """
    workspace.make_folders()
    ledger = open_ledger(workspace)
    repaired = ledger.repair()
    anchor = Anchor(workspace.anchor)
    anchor.compare(ledger.read(), ledger.tip)
    text = " ".join(filter(None, (repaired, anchor.problem)))
    if not text:
        return None
    anchor.accept(ledger.tip)
    workspace.state.unlink(missing_ok=True)
    record, _ = open_record(workspace, clock)
    record.commit(by, lambda _state: [LedgerRepaired(reason=text)])
    record.save()
    return text
