"""Notifications by real mail: the extra that sends them, and a server that was away at first."""

from __future__ import annotations

import socket
import subprocess
import sys
from email.message import EmailMessage
from typing import Any

import pytest
from notified_post import Eventually

WITHOUT_APPRISE = """
import runpy, sys
sys.modules["apprise"] = None  # as Python marks a module that can't be imported
sys.argv[0] = "smits"
runpy.run_module("smits_tui", run_name="__main__")
"""


@pytest.mark.parametrize("command", ["watch --once", "status", "doctor"])
def test_a_missing_extra_is_said_where_addresses_are_configured(smits: Any, command: str) -> None:
    """Nobody may believe that people are told while nothing can be sent."""

    def run() -> subprocess.CompletedProcess[str]:
        words = ["--workspace", str(smits.workspace.root), *command.split()]
        line = [sys.executable, "-c", WITHOUT_APPRISE, *words]
        return subprocess.run(line, capture_output=True, text=True, timeout=60)

    before = run()
    assert "apprise" not in before.stdout + before.stderr
    with smits.workspace.settings_file.open("a", encoding="utf-8") as settings:
        settings.write('\n[notify]\naddresses = ["mailto://kim:secret@example.org"]\n')
    done = run()
    said = done.stdout + done.stderr
    assert "smits-tui[notify]" in said
    assert "secret" not in said
    assert done.returncode == (1 if command == "doctor" else 0)
    assert "apprise" not in smits(*command.split()).stdout


class Mailbox:
    """A handler of aiosmtpd that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content.decode())
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_mail_arrives_by_a_real_server_that_was_away_at_first(smits: Any, eventually: Eventually) -> None:
    """The real daemon and real SMTP: the first tries fail, and nobody is forgotten."""
    from email import message_from_string, policy

    from aiosmtpd.controller import Controller

    port = free_port()
    address = f"mailto://127.0.0.1:{port}?from=smits@example.org&to=kim@example.org&mode=insecure"
    with smits.workspace.settings_file.open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[notify]\naddresses = ["{address}"]\nseverity = "low"\nretry_seconds = 0.2\n'
            "digest_minutes = 0\n"
        )
    note = smits.workspace.inputs / "opportunities" / "market.md"
    with smits.watching():
        note.write_text(
            "---\nfacts:\n- fact: opportunity\n  title: A market\n  value: 900000\n---\n# A market\n",
            encoding="utf-8",
        )
        eventually(lambda: smits.entries("trigger.raised"))
        eventually(lambda: "can't be reached" in smits.watcher().notify)
        assert "can't be reached" in smits.json("status")["watcher"]["notify"]
        box = Mailbox()
        server = Controller(box, hostname="127.0.0.1", port=port)
        server.start()
        try:
            eventually(lambda: box.mails)
            eventually(lambda: smits.watcher().notify == "")
        finally:
            server.stop()
    mail: EmailMessage = message_from_string(box.mails[0], policy=policy.default)  # type: ignore[assignment]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "A market" in body.get_content()
    assert "needs a decision" in str(mail["Subject"])
