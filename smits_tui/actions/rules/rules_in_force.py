"""The rules in force for a team: their content is recorded, and machines with others do not judge."""

from __future__ import annotations

import json

from smits_rules.model.rule import Pack
from smits_rules.packs.loading import PackError
from smits_tui import __version__
from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.session import ActionRefused, record_settings
from smits_tui.actions.setup.team_settings import adopt_settings
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, RulesChanged
from smits_tui.process.state import State
from smits_tui.workspace import Workspace

MOST_NAMED = 3
"""Limits that a sentence names."""


def rules_difference(workspace: Workspace, state: State, pack: Pack) -> str:
    """Why the rules of this machine are not those of the team, and what to do; blank if they are, or no team.

    Args:
        workspace: whose rules.
        state: the record.
        pack: the rules of this machine.

    Raises:
        SettingsError: smits.toml can't be read.
    """
    if not is_team(workspace) or not differs(state, pack):
        return ""
    recorded = state.rules_in_force
    limits = recorded.limits if recorded else {}
    others = [
        f"{name} is {value} here and {limits[name]} there"
        for name, value in sorted(pack.limits.items())
        if name in limits and limits[name] != value
    ]
    named = f" ({'; '.join(others[:MOST_NAMED])})" if others else ""
    whose = f"those that {recorded.by} put in force on {recorded.at:%Y-%m-%d}" if recorded else "the team's"
    return (
        f"The rules of this machine are not {whose}{named}, so it does not judge. "
        "Make them equal, or put these in force with `smits rules adopt`."
    )


def own_rules_difference(workspace: Workspace, state: State) -> str:
    """The same for the rules of a workspace; a sentence as well if they can't be used."""
    if not is_team(workspace):
        return ""
    try:
        return rules_difference(workspace, state, load_rules(workspace))
    except PackError as error:
        return str(error)


def differs(state: State, pack: Pack) -> bool:
    """Whether other rules were recorded as in force."""
    return state.pack not in (None, pack.hash)


def adopt_rules(workspace: Workspace, record: Record, *, by: str, reason: str) -> int:
    """Put the rules of this machine, and its settings, in force for the team.

    Returns:
        How many rules there are.

    Raises:
        ActionRefused: all are in force already, there is no reason, or there is no team.
        PackError: they are invalid.
        OSError: their content can't be archived.
    """
    if not reason.strip():
        raise ActionRefused("Give a reason for changing the rules, so that others can follow it later.")
    if not is_team(workspace):
        raise ActionRefused(
            "This workspace is in no team, so its watcher puts changed rules in force by itself."
        )
    pack = load_rules(workspace)
    if adopt_settings(workspace, record, by=by, reason=reason.strip()) and record.state.pack == pack.hash:
        return len(pack.rules)
    data = _entry(workspace, pack, reason.strip())

    def action(state: State) -> list[EntryData]:
        if state.pack == pack.hash:
            raise ActionRefused("These rules are in force already.")
        return [data]

    record.commit(by, action)
    return len(pack.rules)


def begin_rules(workspace: Workspace, record: Record, pack: Pack, by: str) -> None:
    """Record which rules and settings are in force if none are recorded; else nothing."""
    if record.state.pack is not None:
        return
    data = _entry(workspace, pack, "")
    record.commit(by, lambda state: [data] if state.pack is None else [])
    if record.state.settings is None:
        record_settings(record, workspace, by, "those of the machine that judged first")


def _entry(workspace: Workspace, pack: Pack, reason: str) -> RulesChanged:
    return RulesChanged(
        pack=pack.hash,
        rules=len(pack.rules),
        limits=dict(pack.limits),
        reason=reason,
        content=kept_content(workspace),
    )


def kept_content(workspace: Workspace) -> str:
    """Archive the team's own rule files, and which version of smits the shipped ones come with.

    Returns:
        The SHA-256 of the content.

    Raises:
        OSError: it can't be written.
    """
    files = {path.name: path.read_text(encoding="utf-8") for path in workspace.own_packs()}
    content = {"smits": __version__, "files": files}
    return keep(workspace, json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode())
