"""Serving the interface in a browser: on this machine alone, unless a proxy stands before it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from smits_tui.cli.serve import loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "strategy.example.org"])
def test_any_other_address_is_refused_with_the_reason(smits: Any, host: str) -> None:
    """Whoever opens the page acts in one's name."""
    done = smits("serve", "--host", host)
    assert done.returncode == 2
    assert "could decide in your name" in done.stderr
    assert not loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_served(host: str) -> None:
    assert loopback(host)


def test_the_page_is_there(smits: Any, eventually: Callable[..., None]) -> None:
    """The real server answers on loopback, and ends when it is told to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen(
        smits.command("serve", "--port", str(port)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def page() -> str:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=5) as answer,
        ):
            return str(answer.read().decode())
        return ""

    try:
        eventually(page)
        assert "smits" in page()
        assert "terminal" in page()
    finally:
        serving.terminate()
        serving.wait(20)
