"""The interface needs a terminal: without one it says so at once, and when it goes away the process ends."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CPU_SECONDS = 6.0
"""Opening takes two of them on a busy machine; a process that spins soon takes more."""


@pytest.fixture(autouse=True)
def _of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def terminal() -> Iterator[int]:
    """The program's side of a terminal."""
    ours, theirs = pty.openpty()
    yield theirs
    os.close(theirs)
    os.close(ours)


@pytest.mark.parametrize(
    ("missing", "words"), [("stdin", ()), ("stdout", ()), ("stderr", ()), ("stdout", ("demo",))]
)
def test_without_a_terminal_it_is_one_sentence_and_exit_code_2(
    smits: Any, terminal: int, tmp_path: Path, missing: str, words: tuple[str, ...]
) -> None:
    """From cron, in a pipe, or by ssh without -t: it neither hangs nor draws into a file."""
    output = tmp_path / "output"
    with output.open("wb") as file:
        streams: dict[str, Any] = {"stdin": terminal, "stdout": terminal, "stderr": file}
        streams[missing] = file if missing == "stderr" else subprocess.DEVNULL
        done = subprocess.run(smits.command(*words), **streams, timeout=60)
    said = output.read_text(encoding="utf-8")
    assert done.returncode == 2
    assert said.startswith("smits needs a terminal, and there is none here; ")
    assert said.count("\n") == 1


OWNING = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY)
os.execv(sys.executable, sys.argv[1:])
"""
"""Makes the terminal of a process the one that sends it signals, and becomes another program."""


def opened(command: list[str]) -> tuple[subprocess.Popen[bytes], int]:
    """Open the interface in a terminal of its own.

    Returns:
        The process, and our side of the terminal.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    return process, ours


def wait_for(ours: int, words: bytes) -> None:
    """Read what is shown until words are among it."""
    shown = b""
    while words not in shown:
        assert select.select([ours], [], [], 60)[0], shown[-500:]
        shown += os.read(ours, 65_536)


def ended(process: subprocess.Popen[bytes]) -> float:
    """Wait until a process has ended.

    Returns:
        The processor time that it took, in seconds.
    """
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_utime + usage.ru_stime
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError("it goes on without a terminal")


@pytest.mark.parametrize(
    "hang_up", ["a window is closed", "a signal", "a connection is lost without a signal"]
)
def test_it_ends_when_the_terminal_goes_away(
    smits: Any, tmp_path: Path, eventually: Callable[..., None], hang_up: str
) -> None:
    """With all that ends with it: where somebody was is kept, and no watcher stays behind."""
    command = smits.command()
    if hang_up == "a window is closed":
        command = [sys.executable, "-c", OWNING, *command]
    process, ours = opened(command)
    wait_for(ours, b"watching")
    os.write(ours, b"3")
    wait_for(ours, b"vendor-notices")
    if hang_up == "a signal":
        process.send_signal(signal.SIGHUP)
    else:
        os.close(ours)
    assert ended(process) < CPU_SECONDS
    assert process.returncode == 1
    remembered = json.loads((tmp_path / "state" / "interface.json").read_text(encoding="utf-8"))
    assert [place["mode"] for place in remembered["places"].values()] == ["inputs"]
    eventually(lambda: smits.json("status")["watcher"]["state"] == "stopped")
    if hang_up == "a signal":
        os.close(ours)
