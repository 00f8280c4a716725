"""The state of a team's record as this machine saw it last, for while the server is away."""

from __future__ import annotations

from smits_tui.clock import Clock, local_day
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.ledger.projection import Projection
from smits_tui.ledger.record import Readable, Record
from smits_tui.process.state import State
from smits_tui.workspace import Workspace


def last_state(workspace: Workspace, clock: Clock, outage: LedgerUnreachable) -> State:
    """The state of the checkpoint, which may be outdated.

    Args:
        workspace: with the checkpoint.
        clock: the current time, for ages.
        outage: why the record itself can't be read.

    Raises:
        LedgerUnreachable: the one that was passed; this machine has no checkpoint.
    """
    kept = Projection.load(workspace.state)
    if kept is None:
        raise outage
    return State(kept[0], local_day(clock()))


def keep_last_state(workspace: Workspace, view: Readable) -> None:
    """Write the checkpoint of a team's record, if it is small; a past state is not kept.

    Raises:
        SettingsError: smits.toml can't be read.
    """
    if isinstance(view, Record) and is_team(workspace):
        view.save_at_end()
