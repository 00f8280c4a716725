"""What runs beside the program, benchmarks and tools, follows it: it imports only what is there."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("benchmarks", "tools")
    for path in (ROOT / room).glob("*.py")
)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_name_that_is_imported_exists(script: str) -> None:
    """Neither the linter nor the types are checked there, and `make bench` runs too seldom to tell."""
    tree = ast.parse((ROOT / script).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("smits_"):
            module = importlib.import_module(node.module)
            for name in (alias.name for alias in node.names):
                assert hasattr(module, name) or importlib.import_module(f"{node.module}.{name}"), name
