"""The program works without what only the demo needs, and says what to install."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

DEMO_ONLY = ("fpdf", "xlsxwriter")
HIDE = """
from importlib.machinery import PathFinder

find = PathFinder.find_spec
PathFinder.find_spec = classmethod(
    lambda cls, name, path=None, target=None: None if name in {names!r} else find(name, path, target)
)
"""
"""A sitecustomize module by which an interpreter does not see some packages."""


@pytest.fixture
def without_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that sees none of the packages, as after an installation without the extra."""
    (tmp_path / "sitecustomize.py").write_text(HIDE.format(names=DEMO_ONLY), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.mark.usefixtures("without_extra")
def test_the_demo_says_what_to_install(smits: Any, tmp_path: Path) -> None:
    done = smits("demo", "--headless", str(tmp_path / "demo"))
    assert done.returncode == 1
    assert "make demo" in done.stderr
    assert "smits-tui[demo]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "demo").exists()


@pytest.mark.usefixtures("without_extra")
def test_nothing_else_needs_it(smits: Any) -> None:
    done = smits("doctor")
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_no_dependency_of_the_program() -> None:
    """57 MB with their own dependencies, which nobody needs who does not look at the sample."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    needed = " ".join(project["project"]["dependencies"])
    assert "fpdf2" not in needed
    assert "xlsxwriter" not in needed
    extra = " ".join(project["project"]["optional-dependencies"]["demo"])
    assert "fpdf2" in extra
    assert "xlsxwriter" in extra
