"""Which module knows which: no circles, not even where an import stands in a function or for types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "smits_tui": ROOT / "smits_tui",
    "smits_rules": ROOT / "rules" / "smits_rules",
    "smits_watch": ROOT / "watch" / "smits_watch",
}


def modules() -> dict[str, Path]:
    found = {}
    for package, folder in PACKAGES.items():
        for path in folder.rglob("*.py"):
            parts = [package, *path.relative_to(folder).with_suffix("").parts]
            found[".".join(part for part in parts if part != "__init__")] = path
    return found


def imports(source: str) -> Iterator[tuple[str, str]]:
    """Module and name of each import, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def graph() -> dict[str, set[str]]:
    known = modules()
    edges: dict[str, set[str]] = {}
    for name, path in known.items():
        targets = {
            inner if (inner := f"{module}.{what}") in known else module
            for module, what in imports(path.read_text(encoding="utf-8"))
        }
        edges[name] = {target for target in targets if target in known and target != name}
    return edges


def circle(edges: dict[str, set[str]]) -> list[str]:
    """One circle of modules, or none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = graph()
    assert len(edges) > 300, "the packages were not found"
    assert circle(edges) == []


def test_a_lazy_circle_would_be_found() -> None:
    """The test above sees imports in functions and under TYPE_CHECKING."""
    lazy = "def f():\n    from a.b import c\n"
    typed = "if TYPE_CHECKING:\n    import a.b\n"
    assert list(imports(lazy)) == [("a.b", "c")]
    assert list(imports(typed)) == [("a.b", "")]
    assert circle({"a": {"b"}, "b": {"a"}}) != []
