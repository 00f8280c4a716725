"""The pages for whoever changes the program name only files that exist, and as many as they promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/extending.md", "docs/architecture.md", "CONTRIBUTING.md")
EXAMPLES = ("contracts.py", "cards.py", "begins_with.py", "sqlite.py")
"""The files that docs/extending.md adds."""
PATH = re.compile(r"`((?:smits_tui|rules|watch|tests|docs|tools|benchmarks)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
LIMITS = {"input kind": 3, "file format": 2, "rule operator": 2, "ledger engine": 3, "mode": 3}
STEPS = re.compile(r"^\d\. ", re.MULTILINE)

MOVED = re.compile(r"^\| `([\w.]+)` \| `([\w.]+)` \| (.+) \|$", re.MULTILINE)
MODULE = re.compile(r"`\w+` to `(\w+)`|`(\w+)`")
ROOTS = {"smits_tui": "", "smits_rules": "rules/", "smits_watch": "watch/"}


def page_text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_exists(page: str) -> None:
    """A stranger who follows the page must not look for a file that was moved."""
    text = page_text(page)
    paths = PATH.findall(text)
    assert paths, "the page names no file"
    gone = [path for path in paths if not (ROOT / path).exists() and not path.endswith(EXAMPLES)]
    gone += [link for link in LINK.findall(text) if not ((ROOT / page).parent / link).exists()]
    assert gone == []


@pytest.mark.parametrize(("part", "limit"), LIMITS.items())
def test_an_extension_touches_few_files(part: str, limit: int) -> None:
    """Adding one is one object in one table: each numbered step of its section is one file."""
    sections = page_text("docs/extending.md").split("\n## ")[1:]
    section = next(text for text in sections if part in text.split("\n", 1)[0])
    steps = STEPS.split(section)[1:]
    files = {path for step in steps for path in PATH.findall(step.split("\n", 1)[0])[:1]}
    assert 2 <= len(files) == len(steps) <= limit
    row = next(
        line for line in page_text("docs/extending.md").splitlines() if re.match(rf"\| an? {part}", line)
    )
    assert f"| {len(files)} |" in row


def test_the_table_of_moved_modules_leads_to_modules() -> None:
    """Whoever imported a module of an earlier version finds it where the table says that it is."""
    rows = MOVED.findall(page_text("docs/decisions/0005-rooms-and-names.md"))
    assert len(rows) > 50
    paths = [
        f"{ROOTS[room.split('.')[0]]}{room.replace('.', '/')}/{new or same}.py"
        for _, room, modules in rows
        for new, same in MODULE.findall(modules)
    ]
    assert [path for path in paths if not (ROOT / path).exists()] == []
