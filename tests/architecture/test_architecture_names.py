"""One name for one thing: no public class or type alias is defined twice in the whole tree."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "smits_tui", ROOT / "rules" / "smits_rules", ROOT / "watch" / "smits_watch")


def type_names(source: str, module: str) -> Iterator[tuple[str, str]]:
    """The classes and type aliases that a module defines, and the types that it imports under another name.

    Each comes with where it is defined.

    Type variables stand for no type of their own: every module has those that it needs.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            yield node.name, module
        elif isinstance(node, ast.Assign) and not _is_type_variable(node.value):
            names = map(ast.unparse, node.targets)
            yield from ((name, module) for name in names if _is_type_name(name))
        elif isinstance(node, ast.AnnAssign) and _is_type_name(name := ast.unparse(node.target)):
            yield name, module
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.asname and _is_type_name(alias.asname):
                    yield alias.asname, f"{node.module}.{alias.name}"


def _is_type_name(name: str) -> bool:
    return name[:1].isupper() and not name.isupper() and name.isidentifier()


def _is_type_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("TypeVar", "ParamSpec")


def definitions() -> dict[str, set[str]]:
    """Name of each public type -> where one of that name is defined."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in FOLDERS:
        for path in folder.rglob("*.py"):
            for name, home in type_names(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))):
                if not name.startswith("_"):
                    found[name].add(home)
    return found


def test_no_type_name_means_two_things() -> None:
    """Whoever reads a name in one room must not have to ask which of several it is."""
    names = definitions()
    assert len(names) > 300, "the packages were not found"
    assert {name: where for name, where in names.items() if len(where) > 1} == {}


def test_aliases_count_as_well() -> None:
    source = "class Sheet: ...\nRow = dict[str, int]\nCell: TypeAlias = int\nfrom x import y as Book\n"
    here = [(name, "m.py") for name in ("Sheet", "Row", "Cell")]
    assert list(type_names(source, "m.py")) == [*here, ("Book", "x.y")]


def test_a_room_has_about_a_dozen_modules() -> None:
    """Nobody finds a module by its name in a folder of twenty; a room that grows gets a room of its own."""
    rooms = {init.parent for folder in FOLDERS for init in folder.rglob("__init__.py")}
    assert len(rooms) > 40, "the packages were not found"
    sizes = {
        str(room.relative_to(ROOT)): sum(path.stem != "__init__" for path in room.glob("*.py"))
        for room in rooms
    }
    assert {room: size for room, size in sizes.items() if size > 13} == {}
