"""When the reason of a trigger goes, it lapses, and says so wherever it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

DEAL = """---
fact: corporate-event
event: merger
parties: [{party}, Litware]
date: 2027-03-01
status: agreed
---

The annex follows.
"""


def deal(root: Path, party: str = "Northwind") -> None:
    (root / "inputs" / "mergers-acquisitions" / "deal.md").write_text(DEAL.format(party=party), "utf-8")


def ran(smits: Any, *words: str) -> str:
    done = smits(*words)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def mergers(smits: Any) -> list[tuple[str, str, bool]]:
    ran(smits, "watch", "--once")
    return [(t["id"], t["status"], t["holds"]) for t in smits.json("triggers") if t["trigger"] == "merger"]


def remove(smits: Any) -> None:
    about = ("--fact", "corporate-event", "--subject", "merger Northwind, Litware")
    ran(smits, "facts", "correct", "I1", *about, "--remove", "--reason", "An April fool")


def test_a_fact_that_is_removed_withdraws_its_trigger_everywhere(smits: Any) -> None:
    """List, status, explanation, input and gate speak of it as of something that is over."""
    deal(smits.workspace.root)
    assert mergers(smits) == [("T1", "open", True)]
    remove(smits)
    assert mergers(smits) == [("T1", "lapsed", False)]
    counts = smits.json("status")["triggers"]
    assert (counts["open"], counts["lapsed"]) == (0, 1)
    assert "T1" not in smits.json("status")["next"]
    assert "1 lapsed" in ran(smits, "status")
    for command in (("triggers",), ("explain", "T1"), ("explain", "I1")):
        told = ran(smits, *command)
        assert "No longer holds: " in told, command
        assert "lapsed" in told, command
    assert "Lapsed on" in ran(smits, "explain", "T1")
    assert smits.json("triggers", "--status", "open") == []
    assert [entry.data["id"] for entry in smits.entries("trigger.lapsed")] == ["T1"]
    assert mergers(smits) == [("T1", "lapsed", False)]


@pytest.mark.parametrize("decided", ["accept", "dismiss"])
def test_a_decided_trigger_that_lapses_keeps_its_decision_and_says_so(smits: Any, decided: str) -> None:
    deal(smits.workspace.root)
    mergers(smits)
    ran(smits, "triage", decided, "T1", "--reason", "It is grave")
    remove(smits)
    status = {"accept": "accepted", "dismiss": "dismissed"}[decided]
    assert mergers(smits) == [("T1", status, False)]
    assert f"{status}, lapsed" in ran(smits, "triggers")


def test_a_new_version_that_says_something_else_takes_the_place_of_the_old_trigger(smits: Any) -> None:
    """And what comes back is raised again."""
    deal(smits.workspace.root)
    mergers(smits)
    deal(smits.workspace.root, "Contoso")
    assert sorted(mergers(smits)) == [("T1", "lapsed", False), ("T2", "open", True)]
    assert "I2 replaced I1" in ran(smits, "explain", "T1")
    deal(smits.workspace.root)
    assert sorted(mergers(smits)) == [("T1", "open", True), ("T2", "lapsed", False)]
