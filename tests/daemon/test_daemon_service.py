"""The watcher as a service: what systemd is told, what stands in the log, and the unit that goes with it."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

UNIT = Path(__file__).parents[2] / "docs" / "deploy" / "smits-watch@.service"
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO|WARNING) [a-z-]+: .+")


def test_systemd_hears_that_the_watcher_is_ready_alive_and_ends(smits: Any) -> None:
    """With it, a start that failed and a loop that stands still are noticed."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        address = str(Path(folder) / "notify")  # pytest's own folders are too long for a socket's name
        manager.bind(address)
        manager.settimeout(60)
        environment = {**os.environ, "NOTIFY_SOCKET": address}
        with subprocess.Popen(smits.command("watch"), env=environment, stderr=subprocess.DEVNULL) as process:
            heard = [manager.recv(100) for _ in range(3)]
            process.send_signal(signal.SIGTERM)
            while heard[-1] != b"STOPPING=1":
                heard.append(manager.recv(100))
    assert heard[:2] == [b"READY=1", b"WATCHDOG=1"]
    assert set(heard[1:-1]) == {b"WATCHDOG=1"}


def test_each_line_of_the_log_has_time_and_level(smits: Any) -> None:
    budgets = smits.workspace.inputs / "budgets"
    (budgets / "a.csv").write_text("Cost centre,2027\nNetwork,5\n", encoding="utf-8")
    (budgets / "b.xlsx").write_bytes(b"PK\x03\x04 cut off")
    done = smits("watch", "--once", "--log")
    lines = done.stderr.splitlines()
    levels = {line.split()[2]: match[1] for line in lines if (match := LINE.fullmatch(line))}
    assert len(levels) > 2, lines
    assert all(LINE.fullmatch(line) for line in lines)
    assert levels["received:"] == "INFO"
    assert levels["rejected:"] == "WARNING"


@pytest.mark.one_engine("opens no record")
def test_the_unit_starts_what_there_is() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNIT, encoding="utf-8")
    service = parser["Service"]
    assert service["Type"] == "notify"
    assert service["ExecStart"].split()[1:] == ["--workspace", "%f", "watch"]
    assert int(service["TimeoutStopSec"]) > 5


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
@pytest.mark.one_engine("opens no record")
def test_systemd_finds_no_fault_in_the_unit() -> None:
    done = subprocess.run(["systemd-analyze", "verify", UNIT], capture_output=True, text=True, check=False)
    faults = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert faults == []
