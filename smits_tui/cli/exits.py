"""How `smits` reports an error: one sentence on stderr, and an exit code."""

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
    """Options before the command."""

    workspace: Path | None = None
    debug: bool = False


SHARED = Shared()
"""The options before the command; global, because a process runs only one command."""


def narrate(text: str) -> None:
    """Print a message on stderr, with control characters replaced."""
    print(plain(text), file=sys.stderr, flush=True)  # noqa: T201


def ended(run: Callable[[], object]) -> None:
    """Run a function; if it fails, end the process.

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
    """Who can do the task to do first, and with which command; blank if there is none."""
    task = getattr(error, "task", None)  # of a GateNotMet, whose module is slow to import
    if not isinstance(task, Task):
        return ""
    from smits_tui.presentation.task_commands import command_of

    command = command_of(task)
    return f" {task.who[:1].upper()}{task.who[1:]} can do it: smits {command}" if command else ""
