"""Whatever a person or a file writes, no command hands the terminal more than letters."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from smits_tui.actions.session import open_record, record_settings
from smits_tui.cli.app import app
from smits_tui.cli.exits import ended
from smits_tui.clock import Clock
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.sanitize import escaped, plain
from smits_tui.settings import Stakeholder
from smits_tui.workspace import Workspace, make_workspace

HOSTILE = "\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\u202eX\x7f\u2028Y\U000e0041"
"""Clears the screen, fills the clipboard, turns the text round, ends the line, hides a letter."""
FIELDS = {
    "measure": ["--objective", "O1", "--target", "5", "--unit", f"%{HOSTILE}"],
    "swot": ["--quadrant", "strength", "--evidence", "I1"],
    "initiative": ["--objective", "O1", "--owner", f"kim{HOSTILE}"],
    "scenario": ["--benefits", HOSTILE],
    "decision": ["--outcome", "continue"],
}
"""What each kind of record needs beside its text."""
WRITES = (
    ("cycle", "open", "--reason", f"why {HOSTILE}"),
    *((kind, "set", f"{kind} {HOSTILE}", *FIELDS.get(kind, [])) for kind in RECORD_KINDS),
    ("measure", "record", "M1", "5", "--period", "2027-Q1"),
    ("deliverable", "write", "mission-and-vision", "mission", "--text", f"We {HOSTILE}"),
    ("deliverable", "write", "mission-and-vision", "vision", "--text", f"We {HOSTILE}"),
    ("deliverable", "submit", "mission-and-vision"),
    ("object", "mission-and-vision", "mission", f"no {HOSTILE}"),
    ("answer", "J1", f"yes {HOSTILE}", "--by", f"Pat {HOSTILE}"),
    ("facts", "correct", "I1", "--fact", "goal", "--set", f"goal=g{HOSTILE}"),
    ("triage", "defer", "T1", "--until", "+30", "--reason", f"r {HOSTILE}"),
    ("rules", "limits", "breach_pct", "5", "--reason", f"r {HOSTILE}", "--yes"),
)
REFUSED = {
    ("explain", f"x{HOSTILE}"): 1,
    ("triage", "accept", f"T{HOSTILE}"): 1,
    ("deliverable", "show", f"x{HOSTILE}"): 1,
    ("measure", "record", f"M{HOSTILE}", "5", "--period", "2027-Q1"): 1,
    ("rules", "limits", f"b{HOSTILE}", "5", "--reason", "x"): 1,
    ("export", f"x{HOSTILE}"): 1,
    ("status", "--as-of", f"2027{HOSTILE}"): 2,
    ("ledger", "verify", f"/nowhere/{HOSTILE}"): 1,
    (f"x{HOSTILE}",): 2,
}
"""What is refused in a sentence that repeats what was typed, and the exit code."""
WITHOUT_JSON = {"deliverable print", "deliverable diff", "export"}
KIND = "mission-and-vision"
READS = {
    "status": [],
    "triggers": [],
    "explain": ["T1"],
    "inputs": [],
    "kpi": [],
    "trace": [],
    "export": ["measures", "--out", "-"],
    "rules list": [],
    "rules check": [],
    "rules vocabulary": [],
    "rules limits": [],
    "cycle": [],
    "deliverable list": [],
    "deliverable show": [KIND],
    "deliverable print": [KIND],
    "deliverable diff": [KIND],
    "ledger verify": [],
    "ledger show": [],
    **{f"{kind} list": [] for kind in RECORD_KINDS},
}
"""Command -> its arguments: all that show what was recorded."""


def unsafe(shown: str) -> set[str]:
    """The characters in it that a terminal may obey, and those that hide or turn round what is written."""
    return {char for char in shown if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")}


@dataclass
class Terminal:
    """The command line in this process, on a workspace in which every text is hostile."""

    workspace: Workspace
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str, code: int = 0) -> str:
        """What a command prints on stdout, after nothing unsafe was seen there or on stderr."""
        with pytest.raises(SystemExit) as ending:
            ended(lambda: app(["--workspace", str(self.workspace.root), *words]))
        out, err = self.capture.readouterr()
        assert ending.value.code == code, (words, out, err)
        assert not unsafe(out.replace("\r\n", "\n") + err), words
        return out


@pytest.fixture
def terminal(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    monkeypatch.setenv("SMITS_USER", "kim")
    people = (Stakeholder(name="kim"), Stakeholder(name=f"Pat {HOSTILE}", role=HOSTILE))
    workspace = make_workspace(tmp_path / "acme", f"Acme {HOSTILE}", stakeholders=people)
    record, _ = open_record(workspace, clock)
    record_settings(record, workspace, "kim", "made")
    path = f"goals/{HOSTILE}.md"
    fact = {"fact": "goal", "source": path, "quote": HOSTILE, "confidence": "read", "goal": HOSTILE}
    received = InputReceived(id="I1", kind="goals", path=path, sha256="0" * 64, size=1, mtime_ns=1, version=1)
    read = InputRead(id="I1", facts=(fact,), summary={}, warnings=(HOSTILE,))
    raised = TriggerRaised(
        id="T1",
        rule="goal-changed",
        trigger="goals",
        subject=HOSTILE,
        outcome="reassess",
        severity="high",
        because=f"It is {HOSTILE}.",
        touches=("strategy-plan",),
        sources=(path,),
        inputs=("I1",),
        input="I1",
        fact=fact,
        explanation={"conditions": []},
        pack="0" * 16,
        fingerprint="1",
    )
    record.commit("watcher", lambda _state: [received, read, raised])
    record.save()
    terminal = Terminal(workspace, capsys)
    for words in WRITES:
        terminal(*words)
    return terminal


def test_no_command_hands_the_terminal_what_it_would_obey(terminal: Terminal) -> None:
    """What comes by mail reaches the screen of whoever decides; scripts get every character, in escapes."""
    for command, words in READS.items():
        terminal(*command.split(), *words)
        if command not in WITHOUT_JSON:
            json.loads(terminal(*command.split(), *words, "--json"))
    for words, code in REFUSED.items():
        terminal(*words, code=code)
    (risk,) = json.loads(terminal("risk", "list", "--json"))
    assert risk["text"] == f"risk {HOSTILE}".replace("\u2028", " ")  # a record is one line


@pytest.mark.parametrize("text", [HOSTILE, "née 日本語 👩‍👩‍👧", "plain", '"\\\n\t\x00\x85\ufeff\U000e0001'])
def test_escaped_json_is_the_same_value(text: str) -> None:
    written = escaped(json.dumps({text: [text]}, ensure_ascii=False, indent=2))
    assert json.loads(written) == {text: [text]}
    assert not unsafe(written)


def test_separators_of_lines_are_line_ends() -> None:
    assert plain("a\u2028b\u2029c") == "a\nb\nc"
    assert plain("a\u2028b", lines=False) == "a b"
