"""How a run of `smits` ends when something is wrong: one sentence on stderr, and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from smits_rules.vocabulary import SmitsError
from smits_tui.errors import sentence
from smits_tui.process.tasks import Task
from smits_tui.sanitize import plain


@dataclass
class Shared:
    """Options that stand before the command."""

    workspace: Path | None = None
    debug: bool = False


SHARED = Shared()
"""What was given before the command; one process runs one command."""


def narrate(text: str) -> None:
    """Say something on stderr; control characters of names and texts are made harmless."""
    print(plain(text), file=sys.stderr, flush=True)  # noqa: T201


def ended(run: Callable[[], object]) -> None:
    """Run, and end the process where that fails.

    Exit codes: 0 fine, 1 failed, 2 bad usage, 3 an input could not be read, 4 the record is damaged,
    5 somebody else holds the lock, 130 stopped by ctrl+c.
    """
    try:
        run()
    except SmitsError as error:
        if SHARED.debug:
            raise
        narrate(f"{error}{_command_for(error)}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if SHARED.debug:
            raise
        narrate(sentence(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _command_for(error: SmitsError) -> str:
    """Who can do what has to be done first, and by which command; blank if nothing has to."""
    task = getattr(error, "task", None)  # of a GateNotMet, whose module takes long to import
    if not isinstance(task, Task):
        return ""
    from smits_tui.presentation.task_commands import command_of

    command = command_of(task)
    return f" {task.who[:1].upper()}{task.who[1:]} can do it: smits {command}" if command else ""
