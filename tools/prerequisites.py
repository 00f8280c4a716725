"""What making .venv needs of this machine; where something is missing, one sentence says what to install.

Run by make, by the Python that .venv is made with; it may be older than what smits-tui needs.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

OLDEST = (3, 11)


def missing() -> list[tuple[str, str]]:
    """What is not here: a thing, and the package of Debian and Ubuntu that has it."""
    python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    lacking = []
    # Debian takes ensurepip out of the standard library; venv then leaves a folder without pip behind.
    if importlib.util.find_spec("ensurepip") is None:
        lacking.append(("Python's module ensurepip", f"{python}-venv"))
    include = Path(sysconfig.get_path("include"))
    if not (include / "Python.h").exists():
        lacking.append(("the header Python.h", f"{python}-dev"))
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    if not compiles([*compiler, "-x", "c", "-E"], ""):
        lacking.append(("a C compiler", "gcc"))
    # Debian's gcc comes without them where recommended packages are not installed.
    elif not compiles([*compiler, "-x", "c", "-fsyntax-only"], "#include <stdio.h>\n"):
        lacking.append(("the C library's headers", "libc6-dev"))
    return lacking


def compiles(command: list[str], source: str) -> bool:
    """Whether a compiler is there and takes a source on its standard input."""
    try:
        done = subprocess.run([*command, "-"], input=source.encode(), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def main() -> None:
    """End with a sentence where something is missing."""
    version = ".".join(map(str, sys.version_info[:2]))
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            f"smits-tui needs Python 3.11 or newer, and {sys.executable} is {version}; "
            "name another: make PYTHON=python3.11"
        )
    lacking = missing()
    if lacking:
        things = " and ".join(thing for thing, _ in lacking)
        packages = " ".join(package for _, package in lacking)
        sys.exit(f"This machine lacks {things}; on Debian or Ubuntu: apt install {packages}")


main()
