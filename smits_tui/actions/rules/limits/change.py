"""Changes a limit in the team's rules, and tries a change on the past."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tomlkit

from smits_rules.backtest import Backtest
from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.rules.limits.own_files import own_limits, toml_document
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.rules.rules_in_force import kept_content, rules_difference
from smits_tui.actions.rules.simulation.backtest import backtest
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import RulesChanged
from smits_tui.process.state import State
from smits_tui.whole_file import replace_file
from smits_tui.workspace import Workspace

OWN_FILE = "limits.toml"
"""The team's file to which a changed limit is written if none of its files contains it."""


def try_limit(workspace: Workspace, state: State, name: str, value: float) -> Backtest:
    """What another value of a limit would have changed in the past.

    Raises:
        ActionRefused: there is no such limit, or it already has that value.
        PackError: no rule could fire with it.
    """
    file, text, _ = _changed(workspace, name, value)
    with _candidate(file, text) as candidate:
        return backtest(workspace, state, pack=candidate)


def set_limit(
    workspace: Workspace, record: Record, name: str, value: float, *, by: str, reason: str
) -> tuple[float, float]:
    """Change a limit in the team's rules, recording author and reason; comments in the file are kept.

    Returns:
        The value before and after.

    Raises:
        ActionRefused: there is no such limit, it already has that value, or there is no reason.
        PackError: the rules would be invalid with it; nothing was changed.
        OSError: the file can't be written; nothing was changed.
    """
    if not reason.strip():
        raise ActionRefused("Give a reason for changing the limit, so that others can follow it later.")
    if difference := rules_difference(workspace, record.state, load_rules(workspace)):
        raise ActionRefused(difference)
    file, text, before = _changed(workspace, name, value)
    with _candidate(file, text) as candidate:
        pack = load_rules(workspace, {file.name: candidate})
    replace_file(file, text.encode())
    data = RulesChanged(
        pack=pack.hash,
        rules=len(pack.rules),
        limits=dict(pack.limits),
        changed={name: {"before": before, "after": value}},
        reason=reason.strip(),
        content=kept_content(workspace) if is_team(workspace) else "",
    )
    record.commit(by, lambda _state: [data])
    return before, value


def _changed(workspace: Workspace, name: str, value: float) -> tuple[Path, str, float]:
    """The team's file for a limit, its text with the limit changed, and the current value.

    Raises:
        ActionRefused: there is no such limit, or it already has that value.
    """
    limits = load_rules(workspace).limits
    if name not in limits:
        best = nearest(name, limits)
        hint = f"; did you mean '{best}'?" if best else "; `smits rules limits` lists them."
        raise ActionRefused(f"There is no limit '{name}'{hint}")
    if limits[name] == value:
        raise ActionRefused(f"The limit {name} is already {value:.12g}.")
    file = own_limits(workspace).get(name, workspace.rules / OWN_FILE)
    document = toml_document(file)
    table = document.get("limits")
    if table is None:
        table = tomlkit.table()
        table.comment("limits that this team changed; the rules that use them come with smits")
        document["limits"] = table
    table[name] = int(value) if float(value).is_integer() else value
    return file, tomlkit.dumps(document), limits[name]


@contextmanager
def _candidate(file: Path, text: str) -> Iterator[Path]:
    """The text in a temporary file of the same name, to be tested in place of the team's."""
    with tempfile.TemporaryDirectory(prefix="smits-limit-") as folder:
        candidate = Path(folder) / file.name
        candidate.write_text(text, encoding="utf-8")
        yield candidate
