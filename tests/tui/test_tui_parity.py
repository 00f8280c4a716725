"""Everything that the command line can do to the process can be done in the interface."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup

from smits_tui.cli.app import app
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette.commands import actions_of
from smits_tui.tui.screens.files.questions import QuestionsScreen
from smits_tui.tui.screens.files.source import SourceScreen
from smits_tui.tui.screens.files.table_layout import LayoutScreen
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.screens.strategy.dependency_graph import DependencyGraphScreen
from smits_tui.tui.screens.strategy.document_viewer import DocumentViewerScreen
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.tui.screens.strategy.scenarios import ScenariosScreen
from smits_tui.tui.screens.strategy.swot import SwotScreen

BELOW = (
    RecordsScreen,
    SwotScreen,
    ScenariosScreen,
    SourceScreen,
    DependencyGraphScreen,
    DocumentViewerScreen,
    QuestionsScreen,
    LayoutScreen,
)
"""Screens that are opened from a mode."""
COMMENT_VERBS = ("list", "add", "answer", "resolve", "reopen", "withdraw")
TWINS = {
    "status": "overview",
    "triggers": "triggers",
    "explain": "triggers.passage",
    "inputs withdraw": "inputs.withdraw",
    "inputs restore": "inputs.restore",
    "inputs waive": "inputs.waive",
    "questions show": "questions",
    "questions answer": "questions.answer",
    "questions answers": "questions.other_list",
    "questions change": "questions.answer",
    "questions withdraw": "questions.withdraw",
    "retry": "inputs.retry",
    "rehearse": "inputs.rehearse",
    "agree": "deliverables.agree",
    "object": "deliverables.object",
    "answer": "deliverables.answer",
    "delegate": "deliverables.delegate",
    "export": "deliverables.export",
    "kpi": "measures.indicators",
    "trace": "measures.trace",
    "triage accept": "triggers.accept",
    "triage dismiss": "triggers.dismiss_trigger",
    "triage defer": "triggers.defer",
    "triage reopen": "triggers.reopen",
    "facts read": "inputs.rehearse",
    "facts correct": "source.correct",
    "rules list": "rules.other_list",
    "rules check": "rules.check",
    "rules vocabulary": "rules.other_list",
    "rules test": "rules.cases",
    "rules backtest": "rules.backtest",
    "rules limits": "rules.edit",
    "cycle open": "cycle.open_cycle",
    "cycle assess": "cycle.look",
    "cycle advance": "cycle.advance",
    "cycle close": "cycle.close_cycle",
    "deliverable list": "deliverables",
    "deliverable show": "deliverables",
    "deliverable print": "deliverables.read",
    "deliverable diff": "deliverables.difference",
    "deliverable write": "deliverables.edit",
    **{f"deliverable comment {verb}": "deliverables.comment" for verb in COMMENT_VERBS},
    "deliverable waive": "deliverables.waive",
    "deliverable submit": "deliverables.submit",
    "deliverable approve": "deliverables.approve",
    "deliverable import": "inputs.import_plan",
    "ledger tip": "history.verify",
    "ledger verify": "history.verify",
    "ledger show": "history",
    "measure record": "measures.read",
    **{f"{kind} set": "cycle.write" for kind in RECORD_KINDS},
    **{f"{kind} list": "cycle.records" for kind in RECORD_KINDS},
    **{f"{kind} retire": "records.retire" for kind in RECORD_KINDS},
    **{f"{kind} import": "records.import_records" for kind in RECORD_KINDS},
}
"""Command -> what does the same: an action, or a mode that shows it."""
ELSEWHERE = {
    "init": "the set-up shows where there is no workspace",
    "demo": "makes a workspace of its own",
    "watch": "the interface watches by itself",
    "serve": "the interface is what it serves",
    "doctor": "Check-up in the palette",
    "ledger repair": "no interface opens on a record that does not fit together",
    "backup": "what the machine's owner does from time to time, or a timer for him",
    "restore": "the workspace that the interface would open in is what it makes",
    "ledger export": "as with a backup",
    "ledger import": "as with a restore",
    "ledger move": "decided by whoever runs the server, while nobody works with the workspace",
    "passphrase": "a line for smits.toml, which the interface does not write",
    "mail ask": "e-mails for a mail program, which opens files of the machine",
    "mail read": "the watcher, which runs beside the interface, does so by itself",
    "rules regret": "the strategy review and the question before a cycle is closed",
    "rules schema": "for editors of rule files",
    "rules adopt": "decided by whoever keeps the rule files of a team's machines",
    "team init": "the owner of the database, with rights that the interface does not have",
    "team join": "says where the record is, before an interface can show it",
}


def commands(group: TyperGroup, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{before}{name} ")
        else:
            assert isinstance(command, TyperCommand)
            yield f"{before}{name}"


def actions() -> set[str]:
    screens = [*(screen_of(mode) for mode in MODE_BY_NAME), *BELOW, ModeScreen]
    return {str(one.id) for screen in screens for one in actions_of(screen)}


def test_every_command_has_its_twin() -> None:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    assert set(commands(root)) == {*TWINS, *ELSEWHERE}
    assert set(TWINS.values()) <= {*actions(), *MODE_BY_NAME}


def test_every_action_has_an_id_a_word_and_a_tooltip() -> None:
    """Of its own on each screen, so that keys can be given to it and the palette tells it."""
    for screen in (*(screen_of(mode) for mode in MODE_BY_NAME), *BELOW):
        told = actions_of(screen)
        assert len({one.id for one in told}) == len(told)
        for one in told:
            assert one.id
            assert one.description
            assert one.tooltip.endswith((" ", ".")) is False
        keys = [key for one in told for key in one.key.split(",")]
        assert len(set(keys)) == len(keys), screen
        moving = {"j", "k", "g", "G", "q", "y", *"12345678"}
        assert not moving & set(keys), screen
