"""When the reason of a trigger goes, it lapses, and says so wherever it is shown."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.triggers.triage import accept, dismiss
from smits_tui.cli.app import app
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.workspace import Workspace

DEAL = """---
fact: corporate-event
event: merger
parties: ["Acme [draft]", {party}]
date: 2027-03-01
status: agreed
---

The annex follows.
"""


Look = Callable[[], list[tuple[str, str, bool]]]


def deal(workspace: Workspace, party: str = "Northwind") -> None:
    (workspace.inputs / "mergers-acquisitions" / "deal.md").write_text(DEAL.format(party=party), "utf-8")


@pytest.fixture
def look(workspace: Workspace, record: Record) -> Iterator[Look]:
    """Takes what lies in the folders now and lets the rules look; the mergers of the list."""
    with watch_lock(workspace, record.clock):
        daemon = Daemon(workspace, clock=record.clock)
        with daemon.opened():

            def step() -> list[tuple[str, str, bool]]:
                daemon.step()
                record.catch_up()
                listed = json.loads(told(workspace, "triggers", "--json"))
                return sorted((t["id"], t["status"], t["holds"]) for t in listed if t["trigger"] == "merger")

            yield step


def told(workspace: Workspace, *words: str) -> str:
    """What a command prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        app(["--workspace", str(workspace.root), *words])
    return out.getvalue()


def remove(record: Record) -> None:
    about = {"fact": "corporate-event", "subject": "merger Acme [draft], Northwind"}
    correct(record, "I1", by="kim", reason="An April fool", action="remove", **about)


def test_a_fact_that_is_removed_withdraws_its_trigger_everywhere(
    workspace: Workspace, record: Record, look: Look
) -> None:
    """List, status, explanation, input and gate speak of it as of something that is over."""
    deal(workspace)
    assert look() == [("T1", "open", True)]
    remove(record)
    assert look() == [("T1", "lapsed", False)]
    status = json.loads(told(workspace, "status", "--json"))
    assert (status["triggers"]["open"], status["triggers"]["lapsed"]) == (0, 1)
    assert "T1" not in status["next"]
    assert "1 lapsed" in told(workspace, "status")
    for command in (("triggers",), ("explain", "T1"), ("explain", "I1")):
        assert "No longer holds: " in told(workspace, *command), command
        assert "lapsed" in told(workspace, *command), command
    assert "Lapsed on" in told(workspace, "explain", "T1")
    assert json.loads(told(workspace, "triggers", "--status", "open", "--json")) == []
    before = record.seq
    assert look() == [("T1", "lapsed", False)]
    assert record.seq == before


@pytest.mark.parametrize("decide", [accept, dismiss])
def test_a_decided_trigger_that_lapses_keeps_its_decision_and_says_so(
    workspace: Workspace, record: Record, look: Look, decide: Any
) -> None:
    deal(workspace)
    look()
    decide(record, ["T1"], by="kim", reason="It is grave")
    remove(record)
    status = "accepted" if decide is accept else "dismissed"
    assert look() == [("T1", status, False)]
    assert f"{status}, lapsed" in told(workspace, "triggers")


def test_a_new_version_that_says_something_else_takes_the_place_of_the_old_trigger(
    workspace: Workspace, look: Look
) -> None:
    """And what comes back is raised again."""
    deal(workspace)
    look()
    deal(workspace, "Contoso")
    assert look() == [("T1", "lapsed", False), ("T2", "open", True)]
    assert "I2 replaced I1" in told(workspace, "explain", "T1")
    deal(workspace)
    assert look() == [("T1", "open", True), ("T2", "lapsed", False)]
