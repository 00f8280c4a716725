"""Reads a rejected file again, e.g. after a column was named in smits.toml or OCR was installed."""

from __future__ import annotations

from smits_tui.actions.inputs.archive.store import archived
from smits_tui.actions.inputs.lookup import find_input
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRetried
from smits_tui.process.state import State
from smits_tui.sites import file_of
from smits_tui.workspace import Workspace


def retry(record: Record, workspace: Workspace, identifier: str, *, by: str, reason: str = "") -> str:
    """Have the watcher read a rejected input again.

    Args:
        record: the record that contains the input.
        workspace: with the archive.
        identifier: of the input.
        by: the person who requests it.
        reason: what has changed; may be empty.

    Returns:
        The path of the input.

    Raises:
        ActionRefused: there is no such input, it was not rejected, or it was not archived.
    """

    def action(state: State) -> list[InputRetried]:
        item = find_input(state, identifier)
        if item.status != "rejected":
            raise ActionRefused(f"{item.id} was not rejected, so there is nothing to read again.")
        kept = archived(workspace, item.sha256), file_of(workspace, item.path)
        if not any(file is not None and file.is_file() for file in kept):
            raise ActionRefused(f"No copy of {item.path} was kept; drop it again.")
        return [InputRetried(id=item.id, reason=reason.strip())]

    (retried,) = record.commit(by, action)
    return find_input(record.state, retried.data["id"]).path
