"""Why a child process could not be started, asked only once it failed: it costs an interpreter's start."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

_SECONDS = 60.0
"""An import takes a second; a machine that is busy takes longer."""
_REMEDIED_SYMBOL = "PyEval_CallObject"
"""CPython 3.13 dropped it; an engine that was compiled without the flag below can't be loaded there."""
_ENGINE = "durable-rules==2.0.28"
_FLAG = "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject"


def start_failure(subject: str, module: str) -> str:
    """Say why a child can't be started, by importing in a fresh interpreter what it imports first.

    Args:
        subject: what can't be started, e.g. `The rules engine`.
        module: dotted name of what the child imports.

    Returns:
        One sentence with the cause and what to do about it.
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
    """The last line that Python prints when the module can't be imported; None if it can."""
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
    """Compile the engine anew for this interpreter; a wheel in the cache may be the broken one.

    Environments of uv have no pip of their own.
    """
    if find_spec("pip"):
        options = "--force-reinstall --no-deps --no-cache-dir --no-binary durable-rules"
        return f"{sys.executable} -m pip install {options} {_ENGINE}"
    return f"uv pip install --python {sys.executable} --reinstall --no-deps --no-cache {_ENGINE}"
