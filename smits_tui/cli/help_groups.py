"""The groups in which `smits --help` and the reference show the commands."""

from __future__ import annotations

import typer
from typer.models import CommandInfo, TyperInfo

_Info = CommandInfo | TyperInfo

HELP_GROUPS: dict[str, tuple[str, ...]] = {
    "Start": ("init", "demo", "status", "doctor"),
    "Inputs": ("watch", "inputs", "questions", "facts", "retry", "rehearse"),
    "Triggers and rules": ("triggers", "explain", "triage", "rules"),
    "Cycle and deliverables": (
        "cycle",
        "deliverable",
        "agree",
        "object",
        "answer",
        "delegate",
        "passphrase",
        "mail",
    ),
    "Strategy records": (
        *("objective", "measure", "initiative", "assumption", "risk", "swot"),
        *("market-space", "factor", "scenario", "decision", "action"),
    ),
    "Reports and the ledger": ("export", "kpi", "trace", "ledger", "team", "backup", "restore", "serve"),
}
"""Title -> commands, in the order in which a newcomer needs them."""


def arrange(app: typer.Typer) -> None:
    """Put every command of the program into its group, in the order of the groups.

    Raises:
        LookupError: a command is in no group, or a group names a command that does not exist.
    """
    positions = {name: (position, title) for position, (title, name) in enumerate(_listed())}
    infos: list[_Info] = [*app.registered_commands, *app.registered_groups]
    names = {_name(info) for info in infos}
    if names != set(positions):
        raise LookupError(f"Commands and help groups differ: {sorted(names ^ set(positions))}")
    for info in infos:
        info.rich_help_panel = positions[_name(info)][1]
    app.registered_commands.sort(key=lambda info: positions[_name(info)][0])
    app.registered_groups.sort(key=lambda info: positions[_name(info)][0])


def _listed() -> list[tuple[str, str]]:
    return [(title, name) for title, names in HELP_GROUPS.items() for name in names]


def _name(info: _Info) -> str:
    """The name of a command; that of its function unless it has its own."""
    if info.name:
        return str(info.name)
    callback = info.callback
    return callback.__name__.replace("_", "-") if callback is not None else ""
