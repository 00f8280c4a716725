"""Determines why a child process could not start; after the failure, as it needs an interpreter."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

_SECONDS = 60.0
"""The import takes about a second; a busy machine takes longer."""
_REMEDIED_SYMBOL = "PyEval_CallObject"
"""CPython 3.13 removed this name; an engine compiled without the flag below cannot be loaded there."""
_ENGINE = "durable-rules==2.0.28"
_FLAG = "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject"


def start_failure(subject: str, module: str) -> str:
    """Find out why a child cannot start by importing its first module in a fresh interpreter.

    Args:
        subject: what cannot start, e.g. `The rules engine`.
        module: dotted name of the module that the child imports.

    Returns:
        One sentence with the cause and the remedy.
    """
    cause = _import_error(module)
    if cause is None:
        return f"{subject} can't be started: its process ended at once; free some memory and try again."
    if _REMEDIED_SYMBOL in cause:
        version = ".".join(map(str, sys.version_info[:2]))
        return (
            f"{subject} can't be started: durable-rules was compiled without what Python {version} needs. "
            f"Compile it again: {_FLAG} {_installing()}"
        )
    return f"{subject} can't be started ({cause}); install smits-tui again."


def _import_error(module: str) -> str | None:
    """The last line that Python prints if the module cannot be imported; None if it can."""
    command = [sys.executable, "-c", f"import {module}"]
    try:
        done = subprocess.run(  # noqa: S603  # the interpreter that runs this
            command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = done.stderr.strip().splitlines()
    return (lines[-1] if lines else f"exit code {done.returncode}") if done.returncode else None


def _installing() -> str:
    """The command that recompiles the engine for this interpreter; a cached wheel may be the broken one.

    Environments made by uv have no pip of their own.
    """
    if find_spec("pip"):
        options = "--force-reinstall --no-deps --no-cache-dir --no-binary durable-rules"
        return f"{sys.executable} -m pip install {options} {_ENGINE}"
    return f"uv pip install --python {sys.executable} --reinstall --no-deps --no-cache {_ENGINE}"
