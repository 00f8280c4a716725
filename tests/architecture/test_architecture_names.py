"""One name for one thing: no public class is defined twice in the whole tree."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "smits_tui", ROOT / "rules" / "smits_rules", ROOT / "watch" / "smits_watch")


def public_classes() -> dict[str, list[str]]:
    """Name of each public class -> the modules that define one of that name."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in FOLDERS:
        for path in folder.rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(str(path.relative_to(ROOT)))
    return found


def test_no_class_name_means_two_things() -> None:
    """Whoever reads a name in one room must not have to ask which of several it is."""
    classes = public_classes()
    assert len(classes) > 200, "the packages were not found"
    assert {name: where for name, where in classes.items() if len(where) > 1} == {}
