"""The limits that the team has set in its own files."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from smits_tui.actions.session import ActionRefused
from smits_tui.workspace import Workspace


def own_limits(workspace: Workspace) -> dict[str, Path]:
    """The limits set in the team's files, each with its file."""
    files: dict[str, Path] = {}
    for path in workspace.own_packs():
        files.update(dict.fromkeys(toml_document(path).get("limits", {}), path))
    return files


def toml_document(path: Path) -> tomlkit.TOMLDocument:
    """A file of rules with its comments and layout; empty if there is none yet.

    Raises:
        ActionRefused: it is not valid TOML.
    """
    if not path.exists():
        return tomlkit.document()
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise ActionRefused(f"{path.name} is not valid TOML; see `smits rules check`.") from error
