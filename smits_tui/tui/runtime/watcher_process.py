"""The interface's own watcher: a process that watches if no other watcher runs."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from smits_tui.workspace import Workspace

_TAKEN = 5
"""The watcher's exit code if another watcher runs."""
_STOP_SECONDS = 10.0


class OwnWatcher:
    """Starts `smits watch` as a child process that ends with the interface, however that ends."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing is started yet."""
        self._workspace = workspace
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The watcher's output, for troubleshooting."""
        return self._workspace.hidden / "interface-watcher.log"

    @property
    def running(self) -> bool:
        """Whether the child process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the child process unless it runs.

        Raises:
            OSError: it can't be started, or its log can't be written.
        """
        if self.running:
            return
        self._close()
        command = [sys.executable, "-m", "smits_tui", "--workspace", str(self._workspace.root)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  # the interpreter that runs this
                [*command, "watch", "--until-stdin-closes"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Ask the child process to end and wait for it; it finishes recording first."""
        process = self._process
        self._close()
        if process is None:
            return
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def trouble(self) -> str:
        """Why the child process ended, from its last output; blank if there is no problem."""
        if self._process is None or self._process.poll() in (None, 0, _TAKEN):
            return ""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            if lines:
                return lines[-1]
        return f"The watcher ended with code {self._process.returncode}."

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
