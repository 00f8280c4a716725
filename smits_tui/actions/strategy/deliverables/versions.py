"""The submitted versions of a deliverable in the archive."""

from __future__ import annotations

from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.documents import find_document
from smits_tui.process.state import State
from smits_tui.workspace import Workspace


def submitted_text(state: State, workspace: Workspace, kind: str, version: int) -> str:
    """The Markdown of a submitted version.

    Raises:
        ActionRefused: there is no such version, or its archive copy is missing.
    """
    submitted = next(
        (candidate for candidate in state.versions_of(kind) if candidate.version == version), None
    )
    if submitted is None:
        raise ActionRefused(f"There is no version {version} of the {find_document(kind).title.lower()}.")
    try:
        return sound_copy(workspace, submitted.document).read_text(encoding="utf-8")
    except OSError as error:
        raise ActionRefused(
            f"The archive does not contain version {version}; restore it from a backup."
        ) from error
