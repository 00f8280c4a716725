"""Opens a text in the person's preferred editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from smits_rules.vocabulary import SmitsError


class EditorFailed(SmitsError):
    """The editor left no usable text; the message says why and what to do."""

    def __init__(self, message: str, left: bytes | None = None) -> None:
        """Create the error.

        Args:
            message: one sentence.
            left: the content of the file as the editor left it, if it was changed.
        """
        super().__init__(message)
        self.left = left


def edited(text: str) -> str:
    """Let the person edit a text in the editor named by VISUAL or EDITOR, or else in vi.

    Args:
        text: the current text.

    Returns:
        The edited text.

    Raises:
        EditorFailed: there is no such editor, it ended with an error, or it left unreadable text.
    """
    command = _command()
    with tempfile.TemporaryDirectory(prefix="smits-edit-") as folder:
        file = Path(folder) / "section.md"
        file.write_text(text, encoding="utf-8")
        status = _run(command, file)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise EditorFailed(
                f"The editor '{command[0]}' did not save the file, so nothing was changed. Save it under "
                "the same name."
            ) from error
        left = content if content != text.encode() else None
        if status:
            raise EditorFailed(
                f"The editor '{command[0]}' ended with an error ({_status(status)}); nothing was saved.", left
            )
        try:
            return content.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise EditorFailed(
                f"The editor '{command[0]}' saved text that is not UTF-8; nothing was recorded.",
                left,
            ) from error


def _command() -> list[str]:
    """The editor with its options.

    Raises:
        EditorFailed: VISUAL or EDITOR can't be parsed.
    """
    setting = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        return shlex.split(setting) or ["vi"]
    except ValueError as error:
        raise EditorFailed(f"EDITOR is not a command: {setting}. Close its quotation marks.") from error


def _run(command: list[str], file: Path) -> int:
    """Run the editor and wait for it.

    Raises:
        EditorFailed: it can't be started.
    """
    try:
        with _interrupts_left_to_the_editor():
            return subprocess.run([*command, str(file)], check=False).returncode  # noqa: S603  # her own editor
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EditorFailed(
            f"The editor '{command[0]}' can't be started ({reason}); set EDITOR, e.g. EDITOR=nano."
        ) from error


@contextlib.contextmanager
def _interrupts_left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl+C to the editor: it reaches every process of the terminal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler rather than SIG_IGN, which child processes inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _status(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit code {status}"
