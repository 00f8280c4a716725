"""Machines of a team in tests: workspaces that share a record in PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from conftest import keep_in

from smits_tui.workspace import Workspace, make_workspace


def machine(folder: Path, address: str, inputs: Path | None = None) -> Workspace:
    """A workspace whose record is in PostgreSQL; with the input folders of another one, as on a share."""
    workspace = make_workspace(folder, "Acme")
    text = workspace.settings_file.read_text(encoding="utf-8").replace("seconds = 1.0", "seconds = 0.3")
    workspace.settings_file.write_text(text, encoding="utf-8")
    keep_in(workspace, address)
    if inputs:
        workspace.inputs.rename(folder / "own-inputs")
        workspace.inputs.symlink_to(inputs)
    return workspace
