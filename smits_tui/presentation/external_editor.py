"""Letting a person write in the editor of her choice."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from smits_tui.actions.session import ActionRefused


def edited(text: str) -> str:
    """Let the person edit a text in the editor that VISUAL or EDITOR names, vi where none does.

    Args:
        text: as it is.

    Returns:
        The text as it was left.

    Raises:
        ActionRefused: there is no such editor, or it ended with an error.
    """
    words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="smits-edit-") as folder:
        file = Path(folder) / "section.md"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*words, str(file)], check=True)  # noqa: S603  # the person's own editor
        except (OSError, subprocess.CalledProcessError) as error:
            raise ActionRefused(
                f"The editor '{words[0]}' failed; set EDITOR, or write the text here (--text, --file)."
            ) from error
        return file.read_text(encoding="utf-8")
