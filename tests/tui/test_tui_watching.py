"""The interface watches by itself while nobody else does, and never leaves a watcher behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from smits_tui.tui.runtime.watcher_process import OwnWatcher


def test_it_watches_and_ends(smits: Any, eventually: Callable[..., None]) -> None:
    """A file that is dropped while only the interface runs is taken."""
    watcher = OwnWatcher(smits.workspace)
    watcher.start()
    try:
        eventually(lambda: smits.json("status")["watcher"]["state"] == "watching")
        file = smits.workspace.inputs / "budgets" / "a.csv"
        file.write_text("Cost centre,2027\nNetwork,5\n", encoding="utf-8")
        eventually(lambda: len(smits.entries("input.judged")) == 1)
    finally:
        watcher.stop()
    assert not watcher.running
    assert smits.json("status")["watcher"]["state"] == "stopped"


def test_a_daemon_that_watches_already_is_left_alone(smits: Any, eventually: Callable[..., None]) -> None:
    """Side by side with a daemon the interface only looks on."""
    with smits.watching():
        watcher = OwnWatcher(smits.workspace)
        watcher.start()
        eventually(lambda: not watcher.running)
        assert watcher.trouble() == ""
        assert smits.json("status")["watcher"]["holder"] == "daemon"
        watcher.stop()


def test_why_it_can_not_watch_is_told(smits: Any, eventually: Callable[..., None]) -> None:
    """In the words of the watcher."""
    smits.workspace.settings_file.write_text("organisation = 3\n", encoding="utf-8")
    watcher = OwnWatcher(smits.workspace)
    watcher.start()
    eventually(lambda: not watcher.running)
    assert "organisation" in watcher.trouble()
    watcher.stop()


def test_a_killed_interface_leaves_no_watcher_behind(smits: Any, eventually: Callable[..., None]) -> None:
    """Whatever ends the interface ends its watcher."""
    code = (
        "import sys, time, pathlib\n"
        "from smits_tui.tui.runtime.watcher_process import OwnWatcher\n"
        "from smits_tui.workspace import Workspace\n"
        "OwnWatcher(Workspace(pathlib.Path(sys.argv[1]))).start()\n"
        "time.sleep(600)\n"
    )
    interface = subprocess.Popen([sys.executable, "-c", code, str(smits.workspace.root)])
    eventually(lambda: smits.json("status")["watcher"]["state"] == "watching")
    os.kill(interface.pid, signal.SIGKILL)
    interface.wait()
    eventually(lambda: smits.json("status")["watcher"]["state"] == "stopped")
    assert smits("watch", "--once").returncode == 0
