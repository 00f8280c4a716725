"""Documents: what is stale and why, whom a change asks again, and who may agree for whom."""

from __future__ import annotations

from typing import Any

import approved_cycle
import pytest
from approved_cycle import ASSESSMENT, PLAN, SETTINGS, take

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy import export
from smits_tui.actions.strategy.agreement import agreement, delegation, objections
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.sections import confirm_section, write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.actions.strategy.records import retire_record, set_record
from smits_tui.actions.strategy.traceability import trace
from smits_tui.actions.triggers import triage
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.staleness import stale_sections
from smits_tui.process.deliverables.status import deliverables as all_of
from smits_tui.process.entries.records import (
    Measure,
    Risk,
)
from smits_tui.settings import AgreementRules
from smits_tui.workspace import Workspace

first_cycle, written = approved_cycle.first_cycle, approved_cycle.written


def status(record: Record, kind: str) -> Any:
    return next(
        document for document in all_of(record.state, people_of(SETTINGS), {}) if document.kind == kind
    )


def test_after_one_regulation_exactly_the_sections_that_rest_on_it_are_stale(written: Record) -> None:
    """With the cause, along assessment and plan; what rests on something else stays as it was."""
    assert stale_sections(written.state) == {}
    take(written, "regulations", trigger="regulation")
    stale = stale_sections(written.state)
    assert set(stale) == {f"{ASSESSMENT}/external-factors", f"{PLAN}/position", f"{PLAN}/risks"}
    (cause,) = stale[f"{ASSESSMENT}/external-factors"]
    assert (cause.trigger, cause.input, cause.text) == ("T1", "I2", "Something about regulations.")
    assert stale[f"{PLAN}/risks"][0].through == f"{ASSESSMENT}/external-factors"
    assert status(written, ASSESSMENT).status == "stale"
    assert status(written, "mission-and-vision").status == "approved"


def test_a_case_that_was_raised_again_is_one_cause_and_not_two(written: Record) -> None:
    """A vendor corrects its date: what it said before puts nothing in question any more."""
    for _ in range(2):
        take(written, "regulations", trigger="regulation", subject="the same")
        newest = written.state.triggers("open")[0].id
        triage.accept(written, [newest], by="Mara")
    causes = stale_sections(written.state)[f"{ASSESSMENT}/external-factors"]
    assert [cause.trigger for cause in causes] == [newest]


def test_a_dismissed_trigger_makes_nothing_stale_and_a_confirmed_section_is_not_any_more(
    written: Record, clock: Any
) -> None:
    from smits_tui.actions.triggers.triage import dismiss

    take(written, "regulations", trigger="regulation")
    clock.forward(minutes=1)
    confirm_section(written, ASSESSMENT, "external-factors", by="Mara")
    assert stale_sections(written.state) == {}
    clock.forward(minutes=1)
    take(written, "regulations", trigger="regulation")
    assert stale_sections(written.state)
    dismiss(written, ["T2"], by="Mara", reason="not ours")
    assert stale_sections(written.state) == {}


def test_a_new_version_of_a_cited_input_makes_its_section_stale(written: Record) -> None:
    take(written, "budgets", path="budgets/1.txt")
    stale = stale_sections(written.state)
    assert f"{ASSESSMENT}/internal-factors" in stale
    assert "was replaced by I2" in stale[f"{ASSESSMENT}/internal-factors"][0].text


def test_a_typo_asks_again_only_those_who_agreed_to_that_section(
    written: Record, workspace: Workspace, clock: Any
) -> None:
    """And shows them just what changed; the others' agreement stands."""
    clock.forward(minutes=1)
    write_section(written, PLAN, "patterns", "About Patterns, spelled right [I1].", by="Mara")
    assert status(written, PLAN).status == "draft"
    shown = list(export.difference(written.state, workspace, PLAN, None))[2:]
    assert [line for line in shown if line[0] in "+-"] == [
        "-About Patterns [I1].",
        "+About Patterns, spelled right [I1].",
    ]
    submit(written, workspace, PLAN, by="Mara")
    standings = {standing.stakeholder: standing for standing in status(written, PLAN).agreement.standings}
    assert all(standing.asked == standing.changed == ("patterns",) for standing in standings.values())
    assert agreement.agree(written, SETTINGS, PLAN, by="Tom") == ("patterns",)
    assert status(written, PLAN).agreement.agreed == ("Tom",)
    approved = workspace.root / "deliverables" / f"{PLAN}.md"
    assert "spelled right" not in approved.read_text()
    assert "spelled right" in approved.with_name(f"{PLAN}.submitted.md").read_text()


def test_only_those_who_agreed_before_are_shown_a_change(
    written: Record, workspace: Workspace, clock: Any
) -> None:
    """Somebody who never agreed is asked for the first time, not again."""
    write_section(written, PLAN, "patterns", "Second [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    agreement.agree(written, SETTINGS, PLAN, by="Tom")
    identifier = objections.object_to(written, SETTINGS, PLAN, "patterns", "no", by="Ines")
    clock.forward(minutes=1)
    write_section(written, PLAN, "patterns", "Third [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    standings = {standing.stakeholder: standing for standing in status(written, PLAN).agreement.standings}
    assert standings["Tom"].changed == ("patterns",)
    assert (standings["Ines"].asked, standings["Ines"].changed) == (("patterns",), ())
    assert status(written, PLAN).status == "objected"
    with pytest.raises(ActionRefused, match="somebody else must answer"):
        objections.answer(written, identifier, "it is fine", by="Ines")
    objections.answer(written, identifier, "it is mended", by="Mara")
    assert status(written, PLAN).status == "submitted"


def test_nobody_agrees_in_anothers_name_but_a_delegate(
    written: Record, workspace: Workspace, clock: Any
) -> None:
    write_section(written, PLAN, "patterns", "New [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    with pytest.raises(ActionRefused, match="not a stakeholder"):
        agreement.agree(written, SETTINGS, PLAN, by="Eve")
    with pytest.raises(ActionRefused, match="nobody agrees in another's name"):
        agreement.agree(written, SETTINGS, PLAN, by="Tom", stakeholder="Mara")
    delegation.name_delegate(written, SETTINGS, "Eve", by="Ines", until=clock.now.date())
    agreement.agree(written, SETTINGS, PLAN, by="Eve", stakeholder="Ines")
    assert "Ines" in status(written, PLAN).agreement.agreed
    clock.forward(days=1)
    with pytest.raises(ActionRefused, match="nobody agrees in another's name"):
        agreement.agree(written, SETTINGS, PLAN, by="Eve", stakeholder="Ines")


def test_the_writer_is_not_the_only_one_who_approves(written: Record, workspace: Workspace) -> None:
    """Even where one agreement is enough."""
    one_is_enough = SETTINGS.model_copy(update={"agreement": AgreementRules(quorum_pct=30)})
    write_section(written, PLAN, "patterns", "New [I1].", by="Mara")
    submit(written, workspace, PLAN, by="Mara")
    agreement.agree(written, one_is_enough, PLAN, by="Mara")
    with pytest.raises(ActionRefused, match="another stakeholder must agree"):
        approve(written, workspace, one_is_enough, PLAN, by="Mara")
    agreement.agree(written, one_is_enough, PLAN, by="Tom")
    approve(written, workspace, one_is_enough, PLAN, by="Mara")


def test_a_claim_needs_an_input_that_is_there(written: Record, workspace: Workspace) -> None:
    write_section(written, ASSESSMENT, "external-factors", "It grows.\n\nSo [I9].", by="Mara")
    with pytest.raises(ActionRefused, match="I9, which is not an input"):
        submit(written, workspace, ASSESSMENT, by="Mara")
    write_section(written, ASSESSMENT, "external-factors", "It grows.", by="Mara")
    with pytest.raises(ActionRefused, match="cites no input: It grows"):
        submit(written, workspace, ASSESSMENT, by="Mara")


def test_a_line_from_strategy_to_initiative_can_be_followed(written: Record) -> None:
    """What a record names must be there, and what is given up is kept."""
    (line,) = trace(written.state, "m1")
    assert (line["id"], [one["id"] for one in line["measures"]]) == ("O1", ["M1"])
    assert trace(written.state, "O1") == [line]
    with pytest.raises(ActionRefused, match="no objective 'O7'"):
        set_record(written, Measure, by="Mara", text="x", values={"objective": "O7"})
    retire_record(written, Risk, "R1", by="Mara", reason="over")
    assert written.state.records(Risk) == []
    (kept,) = written.state.records(Risk, retired=True)
    assert kept.data.reason == "over"
