"""Input kinds: one object each, from which everything derives that the program knows of them."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import run, shown, until

from smits_rules.vocabulary import FACT_TYPES, INPUT_KINDS
from smits_rules.vocabulary.kinds.input_kind import InputKind
from smits_tui.actions.inputs.extraction.entry import read_entry
from smits_tui.actions.inputs.intake import Arrival, receive
from smits_tui.actions.status import status_of
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.record import Record
from smits_tui.presentation.setup.questions import calendar_questions
from smits_tui.process.deliverables.sections import evidence_of, section_of
from smits_tui.tui.app import SmitsApp
from smits_tui.workspace import Workspace, make_workspace
from smits_watch.extraction.child import Request, read_file
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts.context import ExtractionContext

EXTRACTOR = """
from smits_rules.vocabulary import Opportunity
from smits_watch.facts.extraction import Extraction


def extract(document, context):
    titles = [row[0] for table in document.tables for row in table.rows[1:]]
    facts = tuple(Opportunity(title=title, source=document.path) for title in titles)
    return Extraction("contracts", facts)
"""
CONTRACTS = InputKind(
    name="contracts",
    title="Contracts",
    about="Contracts with customers, and when they end.",
    extractor="contracts_kind.extractor:extract",
    words=((r"contract(s|ual)?|counterparty", 3),),
    supports=("strategy-assessment/market-spaces",),
    expected_days=90,
    asked_at_setup=True,
)


@pytest.mark.parametrize("kind", INPUT_KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_has_everything(kind: InputKind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.name)
    assert kind.title
    assert kind.about.endswith(".")
    module, _, function = kind.extractor.partition(":")
    assert callable(getattr(importlib.import_module(f"smits_watch.facts.{module}"), function))
    assert kind.words
    assert all(re.compile(words) and weight > 0 for words, weight in kind.words)
    assert set(kind.stated) <= set(FACT_TYPES)
    assert all(section_of(path) for path in kind.supports)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert f"| `{kind.name}` | {kind.about[0].lower()}{kind.about[1:-1]} |" in readme


def test_one_more_is_one_object_and_one_extractor(
    tmp_path: Path, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the file to the lists: no room has a list of kinds of its own that lacks it."""
    (tmp_path / "contracts_kind").mkdir()
    (tmp_path / "contracts_kind" / "extractor.py").write_text(EXTRACTOR, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(INPUT_KINDS, "contracts", CONTRACTS)
    workspace = make_workspace(tmp_path / "acme", "Acme")
    assert workspace.settings().expected_days["contracts"] == 90
    assert "No contracts for" in [question.label for question in calendar_questions()]
    assert "contracts" in evidence_of("strategy-assessment/market-spaces")
    record = _read_into(workspace, clock)
    status = status_of(record.state, Heartbeat(), clock(), INPUT_KINDS, workspace.settings())
    assert {folder.kind: folder.recorded for folder in status.folders}["contracts"] == 1

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        assert "contracts" in shown(app)
        await pilot.press("3")
        await until(pilot, lambda: "contracts" in shown(app))
        for _ in range(len(INPUT_KINDS)):
            await pilot.press("j")
        await until(pilot, lambda: CONTRACTS.about in shown(app))

    run(workspace, clock, test)


def _read_into(workspace: Workspace, clock: Any) -> Record:
    """Drop a file of the kind, and record what it states; its kind is guessed from its words."""
    from smits_tui.actions.session import open_record

    record, _ = open_record(workspace, clock)
    file = workspace.inputs / "contracts" / "contracts.csv"
    file.write_text(
        "Contract,Counterparty\nHosting for Halden,Halden\nContract 2,Kestrel\n", encoding="utf-8"
    )
    path, digest = "contracts/contracts.csv", sha256_of(file)
    guess = Request(file, "somewhere/contracts.csv", None, ExtractionContext(), None, digest)
    reading = ExtractedFile.model_validate_json(read_file(guess))
    assert reading.kind == "contracts", reading
    assert [fact.fact for fact in reading.facts] == ["opportunity", "opportunity"]
    arrival = Arrival(file, "contracts", path, digest, file.stat().st_size, file.stat().st_mtime_ns)
    identifier = receive(record, workspace, workspace.settings(), arrival)
    item = record.state.input(identifier or "")
    assert item is not None
    record.commit("watcher", lambda state: [read_entry(state, item, reading, holds_parts=False)])
    return record
