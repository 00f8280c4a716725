"""Sentences that a native reader would stop at, as far as a machine can tell them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    *ROOT.glob("smits_tui/**/*.py"),
    *ROOT.glob("rules/smits_rules/**/*.py"),
    *ROOT.glob("watch/smits_watch/**/*.py"),
]
TRANSLATED = {
    r"(?<![Tt]here )\bis no (day|date|number|stakeholder|workspace|trigger|input|rule|fact|format|status|deliverable|receipt|engine|entry|address|e-mail)\b": "is not a ...",  # noqa: E501
    r"\b(things?|facts?|files?|tasks?) more\b": "more things",
    r"\bgiven up\b": "retired, or cancelled",
    r"\bwritten down\b|\bwrites? \w+ down\b": "recorded, or added",
    r"\b(is|are|was|were) (told|said) (of|that|to)\b": "say who hears what: is notified of, reports that",
    r"\bthe turn of\b": "up next",
    r"\b(is|are) well\b": "works, or: no problems were found",
    r"\blooked at already\b|\bsays that already\b": "has been reviewed, already has this text",
    r"\bstands? twice\b": "is duplicated",
    r"\bin (her|his|one's) place\b": "on somebody's behalf",
}
"""What reads as translated -> what a native writer says."""
HISTORY = re.compile(r"\b(formerly|used to be|in the old days|no longer called|TODO|FIXME)\b")
HOLE = re.compile(r"\((unknown|none|null|None)\)")


@cache
def messages(path: Path) -> list[tuple[int, str]]:
    """The texts of a module that people may see: its strings but for docstrings.

    Each module is parsed once for all tests.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    ]


def faults(*patterns: str) -> list[str]:
    """Where messages match one of some patterns, and which."""
    compiled = [re.compile(pattern) for pattern in patterns]
    return [
        f"{path.relative_to(ROOT)}:{line}: {text[:100]} ({pattern.pattern})"
        for path in SOURCES
        for line, text in messages(path)
        if " " in text
        for pattern in compiled
        if pattern.search(text)
    ]


def test_no_message_reads_as_translated() -> None:
    assert faults(*TRANSLATED) == [], f"Say instead: {TRANSLATED}."


def test_no_message_has_a_hole() -> None:
    """A sentence with `(unknown)` in it is a question, not a message."""
    assert faults(HOLE.pattern) == []


def test_neither_docstrings_nor_comments_tell_history() -> None:
    """What the code was before is in the repository's log."""
    lines = [(path, line) for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines()]
    assert [f"{path.name}: {line}" for path, line in lines if HISTORY.search(line)] == []


def test_a_translated_sentence_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""\'x\' is no number."""\nTEXT = "\'x\' is no number."\n', encoding="utf-8")
    assert [line for line, text in messages(module) if re.search(next(iter(TRANSLATED)), text)] == [2]
