"""What newcomers see of the commands: the reference, the groups of the help, completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from smits_tui.cli.reference import reference

ROOT = Path(__file__).parents[2]


def completed(*words: str, folder: Path) -> str:
    """What a shell gets when it asks the real program to complete the last word."""
    environment = {
        **os.environ,
        "_SMITS_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": " ".join(["smits", *words]),
    }
    command = [str(Path(sys.executable).parent / "smits")]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout


def test_the_reference_is_that_of_the_program() -> None:
    """A command that is not in docs/commands.md does not exist for most people; `make docs` writes it."""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == reference()


def test_every_command_of_the_readme_exists() -> None:
    """People copy lines from the README."""
    known = reference()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {line.split("`")[1] for line in readme.splitlines() if line.startswith("| `smits ")}
    for command in named:
        words = [word for word in command.split() if word.islower() and word.isalpha()]
        assert f"`{' '.join(words[:2])}" in known, command


def test_short_help_and_groups(smits: Any) -> None:
    """`-h` is what people type first."""
    done = smits("-h")
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("Start") < done.stdout.index("Inputs") < done.stdout.index("Strategy records")
    assert smits("facts", "-h").returncode == 0


def test_kinds_and_ids_are_completed(smits: Any) -> None:
    """Nobody remembers thirteen kinds, or which number a trigger has."""
    folder = smits.workspace.root
    (smits.workspace.inputs / "budgets" / "b.csv").write_text("Item,2027\nx,5\n", encoding="utf-8")
    smits("watch", "--once")
    assert "vendor-notices" in completed("facts", "read", "--kind", "vendor", folder=folder)
    assert "I1" in completed("inputs", "withdraw", "I", folder=folder)
