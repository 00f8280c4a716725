"""An engine that can't be loaded is told with its cause and what mends it, where it is found."""

from __future__ import annotations

import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ENGINE = "durable_rules_engine"
SOURCE = f"""
extern void PyEval_CallObject_of_another_python(void);
void *PyInit_{ENGINE}(void) {{ PyEval_CallObject_of_another_python(); return 0; }}
"""
"""As durable_rules compiled without the flag on Python 3.13: the loader misses a symbol."""


def compiled_without_the_flag(folder: Path) -> None:
    source = folder / "engine.c"
    source.write_text(SOURCE, encoding="utf-8")
    compiler = str(sysconfig.get_config_var("CC")).split()
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", folder / f"{ENGINE}.so", source], check=True)


def another_library_missing(folder: Path) -> None:
    (folder / f"{ENGINE}.py").write_text("raise ImportError('libm.so.9: no such file')\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        (compiled_without_the_flag, "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject"),
        (another_library_missing, "libm.so.9: no such file"),
    ],
)
def test_doctor_says_why_the_engine_is_dead_and_what_mends_it(
    smits: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[Path], None],
    cause: str,
) -> None:
    """Who installed without the flag keeps a broken wheel in the cache; doctor can not send to doctor."""
    broken(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = smits("doctor")
    assert done.returncode == 1
    engine = next(line for line in done.stdout.splitlines() if line.split()[1] == "engine")
    assert engine.startswith("!!")
    assert cause in engine
    assert "smits doctor" not in engine
    if "CPPFLAGS" in cause:
        assert "--no-cache" in engine
        assert "durable-rules==2.0.28" in engine
    assert "ok  reading" in done.stdout
