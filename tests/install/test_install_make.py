"""`make` on a new machine: what is missing is told with what to install, and a broken .venv is made anew."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

TREE = Path(__file__).parents[2]
WITHOUT_HEADERS = """#!/bin/sh
case "$*" in *-fsyntax-only*) exit 1;; esac
"""
"""A compiler as Debian installs it without recommended packages: it runs, and finds no stdio.h."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with what `make venv` takes."""
    shutil.copy(TREE / "Makefile", tmp_path)
    shutil.copytree(TREE / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "venv", f"PYTHON={sys.executable}", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100)


@pytest.mark.long
def test_a_venv_without_pip_is_made_anew(made: Path) -> None:
    """A Python without ensurepip leaves one behind; once it is installed, make must not stumble over it."""
    venv.create(made / ".venv", with_pip=False)
    (made / ".venv" / "left").touch()
    done = make(made)
    assert done.returncode == 0, done.stderr
    assert (made / ".venv" / "bin" / "pip").exists()
    assert not (made / ".venv" / "left").exists()
    (made / ".venv" / "kept").touch()
    assert make(made).returncode == 0
    assert (made / ".venv" / "kept").exists()


def test_what_is_missing_is_one_sentence_with_what_to_install(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it is found far into an installation, in the words of a tool that nobody called."""
    compiler = made / "cc"
    compiler.write_text(WITHOUT_HEADERS, encoding="utf-8")
    compiler.chmod(0o755)
    for path, thing, package in (
        (made / "nowhere", "a C compiler", "gcc"),
        (compiler, "headers", "libc6-dev"),
    ):
        monkeypatch.setenv("CC", str(path))
        done = make(made)
        sentence, *rest = [line for line in done.stderr.splitlines() if not line.startswith("make")]
        assert not rest
        assert thing in sentence
        assert sentence.endswith(f"apt install {package}")
        assert not (made / ".venv").exists()


def test_a_python_that_is_not_there_is_a_sentence(made: Path) -> None:
    done = make(made, "PYTHON=no-such-python")
    assert done.returncode
    assert "There is no no-such-python" in done.stderr
