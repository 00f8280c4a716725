"""All deliverables of a first cycle, written, submitted, agreed to and approved."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from conftest import FixedClock

from smits_tui.actions.session import open_record, record_settings
from smits_tui.actions.strategy import cycle
from smits_tui.actions.strategy.agreement import agreement
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised
from smits_tui.process.entries.records import (
    AssumptionSet,
    Measure,
    Objective,
    Risk,
    Scenario,
    SwotPoint,
)
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace, make_workspace

NAMES = ("Mara", "Tom", "Ines")


SETTINGS = Settings(organisation="Acme", stakeholders=tuple(Stakeholder(name=name) for name in NAMES))


ASSESSMENT, PLAN = "strategy-assessment", "strategy-plan"


def take(record: Record, kind: str, *, trigger: str = "", path: str = "", subject: str = "") -> str:
    """An input that was read and, if a kind of trigger is named, raised one."""
    number = record.state.next_id("inputs")
    name, path = f"I{number}", path or f"{kind}/{number}.txt"
    received = InputReceived(
        id=name,
        kind=kind,
        path=path,
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=1,
        version=record.state.versions(path) + 1,
    )
    entries: list[Any] = [received, InputRead(id=name)]
    if trigger:
        raised = TriggerRaised(
            id=f"T{record.state.next_id('triggers')}",
            rule="r",
            trigger=trigger,
            subject=subject or name,
            outcome="review",
            severity="medium",
            because=f"Something about {kind}.",
            touches=(ASSESSMENT, PLAN),
            inputs=(name,),
            sources=(path,),
            input=name,
            fact={},
            explanation={},
            fingerprint=name,
            pack="p",
        )
        entries.append(raised)
    record.commit("watcher", lambda _state: entries)
    return name


@pytest.fixture(scope="module")
def first_cycle(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dt.datetime]:
    """All documents of a first cycle, submitted and approved, and the hour after; tests get copies of it."""
    clock = FixedClock(dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC))
    workspace = make_workspace(
        tmp_path_factory.mktemp("cycle") / "acme", "Acme [draft]", jurisdictions=("EU",)
    )
    record, _ = open_record(workspace, clock)
    record_settings(record, workspace, "kim", "made")
    take(record, "budgets")
    cycle.open_cycle(record, by="Mara", reason="first")
    set_record(record, Scenario, by="Mara", text="One", values={"chosen": True, "why": "so"})
    set_record(record, Objective, by="Mara", text="It stays up", values={"owner": "Mara"})
    set_record(record, Measure, by="Mara", text="Outages", values={"objective": "O1", "target": 5.0})
    set_record(record, AssumptionSet, by="Mara", text="EUR/USD stays above 1.05")
    set_record(record, Risk, by="Mara", text="It does not")
    set_record(record, SwotPoint, by="Mara", text="Old", values={"quadrant": "weakness", "evidence": ("I1",)})
    for kind in (ASSESSMENT, "mission-and-vision", PLAN):
        for section in DOCUMENTS[kind].sections:
            if section.text:
                text = f"About {section.title} [I1]."
                write_section(record, kind, section.name, text, by="Mara")
        clock.forward(minutes=1)
        submit(record, workspace, kind, by="Mara")
        for name in NAMES:
            agreement.agree(record, SETTINGS, kind, by=name)
        approve(record, workspace, SETTINGS, kind, by="Tom")
    clock.forward(hours=1)
    return workspace, clock.now


@pytest.fixture
def written(
    first_cycle: tuple[Workspace, dt.datetime],
    workspace: Workspace,
    clock: FixedClock,
    keep_record: Callable[[Workspace], Workspace],
) -> Record:
    """A copy of the first cycle in the test's own workspace."""
    finished, clock.now = first_cycle
    shutil.copytree(finished.root, workspace.root, dirs_exist_ok=True)
    keep_record(workspace)
    record, _ = open_record(workspace, clock)
    return record
