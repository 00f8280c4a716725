"""The reference of all commands as Markdown: `python -m smits_tui.cli.reference > docs/commands.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from smits_tui.cli.help_groups import HELP_GROUPS

_Parameter = TyperArgument | TyperOption
_SHARED = ("help", "workspace", "as_json", "by", "as_of")
"""Options of many commands, explained once."""

_HEAD = """\
# Commands

Generated from the program by `make docs`; do not edit. `smits` alone opens the interface;
`-h` explains each command.

Many commands share these options:

| option | meaning |
|---|---|
| `--workspace`, `-w` | Workspace folder. Default: SMITS_WORKSPACE, or the nearest one above the folder. |
| `--json` | Print JSON to stdout. |
| `--by` | Who is acting. Default: SMITS_USER, or your login name. |
| `--as-of` | Show the state at the end of a day, e.g. 2027-03-31, or -30 for 30 days ago. |

Data goes to stdout, everything else to stderr. Exit codes: 0 fine, 1 failed, 2 bad usage, 3 an input could
not be read or understood, 4 the ledger is damaged, 5 somebody else holds the lock.
"""


def reference() -> str:
    """Describe every command with its arguments and options.

    Returns:
        Markdown, by the groups of `smits --help`.
    """
    from smits_tui.cli.app import app

    commands = typer.main.get_group(app).commands
    lines = [_HEAD]
    for title, names in HELP_GROUPS.items():
        lines.append(f"## {title}\n")
        for name in names:
            lines.extend(_command(f"smits {name}", commands[name]))
    return "\n".join(lines).rstrip() + "\n"


def _command(path: str, command: Any, level: int = 3) -> Iterator[str]:
    own: list[Any] = [parameter for parameter in command.params if _is_documented(parameter)]
    yield f"{'#' * level} `{_usage(path, own)}`\n"
    yield _paragraphs(command.help)
    if own:
        yield "| | |\n|---|---|"
        yield from (f"| {_names(parameter)} | {_meaning(parameter)} |" for parameter in own)
        yield ""
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            if not inner.hidden:
                yield from _command(f"{path} {name}", inner, level + 1)


def _is_documented(parameter: Any) -> bool:
    return parameter.name not in _SHARED and not parameter.hidden


def _usage(path: str, own: list[_Parameter]) -> str:
    arguments = [_metavar(parameter) for parameter in own if isinstance(parameter, TyperArgument)]
    return " ".join([path, *arguments])


def _metavar(parameter: _Parameter) -> str:
    return parameter.metavar or (parameter.name or "").upper()


def _names(parameter: _Parameter) -> str:
    if isinstance(parameter, TyperArgument):
        return f"`{_metavar(parameter)}`"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    return f"{names} (required)" if parameter.required else names


def _meaning(parameter: _Parameter) -> str:
    text: Any = getattr(parameter, "help", None) or ""
    return " ".join(str(text).split()).replace("|", "\\|")


def _paragraphs(text: str | None) -> str:
    parts = (" ".join(part.split()) for part in (text or "").split("\n\n"))
    return "\n\n".join(part for part in parts if part) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
