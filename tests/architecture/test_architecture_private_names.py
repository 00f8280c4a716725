"""Private names of libraries stand in one module each, and are there in the installed version."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import oxmsg.attachment
import oxmsg.message
import pytest
import textual_serve.server
from durable import engine
from lxml import etree
from textual.app import App
from textual.screen import Screen

import smits_tui.tui
from smits_tui.tui.runtime.textual_internals import PRIVATE_NAMES

ROOT = Path(__file__).parents[2]
HOMES = {
    "smits_tui/tui/runtime/textual_internals.py",
    "watch/smits_watch/documents/text/xml_element.py",
    "watch/smits_watch/documents/mail/outlook.py",
    "rules/smits_rules/judges/durable.py",
}
"""The one module for each library: Textual, lxml, oxmsg, durable_rules."""
OTHERS: list[tuple[Any, str, str]] = [
    (etree, "_Element", "watch/smits_watch/documents/text/xml_element.py"),
    (oxmsg.attachment.Attachment, "_storage", "watch/smits_watch/documents/mail/outlook.py"),
    (oxmsg.message.Message, "_properties", "watch/smits_watch/documents/mail/outlook.py"),
    (engine.Host, "_run", "rules/smits_rules/judges/durable.py"),
    (engine.Ruleset, "_handle", "rules/smits_rules/judges/durable.py"),
    (textual_serve.server.Server, "_make_app", "smits_tui/web/server.py"),
]


def has_name(owner: Any, name: str) -> bool:
    """Whether a class or module has a name, or a class gives it to its instances."""
    return hasattr(owner, name) or f"self.{name} =" in inspect.getsource(owner)


@pytest.mark.parametrize("name", PRIVATE_NAMES)
def test_textual_still_has_the_name(name: str) -> None:
    assert has_name(App, name) or has_name(Screen, name) or hasattr(App(), name), (
        f"This version of Textual has no {name}. smits_tui/tui/runtime/textual_internals.py needs it: "
        f"{PRIVATE_NAMES[name]} Find its replacement there before you upgrade."
    )


@pytest.mark.parametrize(("owner", "name", "home"), OTHERS, ids=lambda value: str(value)[-30:])
def test_the_library_still_has_the_name(owner: Any, name: str, home: str) -> None:
    assert has_name(owner, name), (
        f"{owner} has no {name} any more; {home} needs it. Find its replacement there before you upgrade."
    )


def test_every_private_name_of_textual_that_is_used_is_listed() -> None:
    """The list is what the tests above check, so nothing may be missing from it."""
    tree = ast.parse((ROOT / "smits_tui/tui/runtime/textual_internals.py").read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert {name for name in used if name.startswith("_")} - {"_dispatch_of"} == set(PRIVATE_NAMES)


def test_no_other_module_uses_private_names_of_others() -> None:
    sources = [*ROOT.glob("smits_tui/**/*.py"), *ROOT.glob("rules/**/*.py"), *ROOT.glob("watch/**/*.py")]
    users = {str(path.relative_to(ROOT)) for path in sources if "SLF001" in path.read_text(encoding="utf-8")}
    assert users == HOMES


def test_no_class_overrides_a_private_name_of_textual_by_chance() -> None:
    """A method of ours that happens to have the name of one of Textual's would replace it."""
    clashes = []
    for found in pkgutil.walk_packages(smits_tui.tui.__path__, "smits_tui.tui."):
        if found.name.endswith(("picture", "textual_internals")):
            continue
        for _, owner in inspect.getmembers(import_module(found.name), inspect.isclass):
            if owner.__module__ != found.name:
                continue
            inherited = {
                name
                for base in owner.__mro__[1:]
                if base.__module__.startswith("textual")
                for name in vars(base)
            }
            methods = {name for name, value in vars(owner).items() if inspect.isfunction(value)}
            private = {name for name in methods if name.startswith("_") and not name.startswith("__")}
            clashes += [f"{found.name}.{owner.__name__}.{name}" for name in private & inherited]
    assert clashes == []
