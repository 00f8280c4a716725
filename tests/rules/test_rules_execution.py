"""How the strategy is carried out: what is late or due is said by shipped limits, as long as it is true."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smits_rules.derivation.inputs import (
    ActionProgress,
    AskedAgreement,
    Circumstances,
    ExecutionProgress,
    InitiativeProgress,
    InputFacts,
    MeasuredValue,
    MeasureProgress,
    ObjectiveProgress,
)
from smits_rules.derivation.pipeline import derive
from smits_rules.judges.rule_index import Matcher
from smits_rules.model.templates import UNKNOWN, sentence
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import AuditFinding, Opportunity
from smits_rules.vocabulary.derived.execution import EXECUTION
from smits_rules.vocabulary.periods import end_of

PACK = load_pack(shipped_packs())
RULES = Matcher([rule for rule in PACK.rules if rule.fact in EXECUTION])
START = dt.date(2027, 1, 1)


def day(number: float) -> dt.date:
    return START + dt.timedelta(days=number)


def fired(progress: ExecutionProgress, today: dt.date, *inputs: InputFacts) -> dict[str, str]:
    """The rules on execution that fire on a day, with their sentences."""
    facts = derive(inputs, Circumstances(today, START, execution=progress))
    found = {rule.id: sentence(rule.because, fact) for fact in facts for rule in _fired(fact)}
    assert not any(UNKNOWN in text for text in found.values()), found
    return found


def _fired(fact: Any) -> list[Any]:
    return RULES.fired(fact) if fact.fact in EXECUTION else []


def initiative(**values: Any) -> ExecutionProgress:
    usual: dict[str, Any] = {"owner": "", "budget": None, "spent": None, "progress": 0.0, "last_report": None}
    dates = {"start": day(0), "end": day(100)}
    return ExecutionProgress(
        initiatives=(InitiativeProgress("P1", "Switches", **{**usual, **dates, **values}),)
    )


def measure(*values: float, better: str = "up", **fields: Any) -> ExecutionProgress:
    readings = tuple(
        MeasuredValue(f"2027-{month:02}", value, day(30 * month)) for month, value in enumerate(values, 1)
    )
    usual: dict[str, Any] = {"owner": "Tom", "unit": "%", "target": 100.0, "baseline": 0.0, "due": day(365)}
    one = MeasureProgress(
        **{"id": "M1", "text": "Moved", "began": START, "every_days": 31, **usual, **fields},
        better=better,
        readings=readings,
    )
    return ExecutionProgress(measures=(one,))


def audit(*findings: AuditFinding, received: int = 0) -> InputFacts:
    at = dt.datetime.combine(day(received), dt.time(12), dt.UTC)
    return InputFacts("I1", "audit-reports", "audit-reports/a.csv", at, findings, fresh=False, order=1)


def test_an_initiative_is_late_by_its_end_and_by_its_progress() -> None:
    """Two weeks beyond its end; or a month and a quarter of its time behind when people last reported."""
    assert fired(initiative(progress=90.0, last_report=day(95)), day(113)) == {}
    late = fired(initiative(progress=90.0, last_report=day(95)), day(114))
    assert late == {
        "initiative-late": "P1 is late: Switches (no owner) is due to end on 2027-04-11 and is 90 % done."
    }
    assert fired(initiative(progress=20.0, last_report=day(49)), day(99)) == {}
    assert set(fired(initiative(progress=20.0, last_report=day(50)), day(50))) == {"initiative-late"}
    assert set(fired(initiative(), day(30))) == {"initiative-late"}
    assert fired(initiative(end=day(1000)), day(60)) == {}


def test_an_initiative_is_over_budget_by_a_tenth() -> None:
    assert fired(initiative(budget=1000.0, spent=1099.0, last_report=day(1)), day(1)) == {}
    assert (
        "1,100 of a budget of 1,000"
        in fired(initiative(budget=1000.0, spent=1100.0), day(1))["initiative-over-budget"]
    )
    assert fired(initiative(budget=0.0, spent=5.0), day(1)) == {}


def test_an_objective_is_told_a_month_ahead_unless_it_is_reached() -> None:
    def progress(*, reached: bool) -> ExecutionProgress:
        return ExecutionProgress(objectives=(ObjectiveProgress("O1", "Calm", "Mara", day(100), reached),))

    assert fired(progress(reached=False), day(69)) == {}
    assert fired(progress(reached=False), day(70)) == {
        "objective-due": "O1 is due on 2027-04-11 and not reached yet: Calm (Mara)."
    }
    assert fired(progress(reached=True), day(70)) == {}


def test_an_action_has_a_week_of_grace() -> None:
    work = ExecutionProgress(actions=(ActionProgress("C1", "Call them", "Tom", day(10)),))
    assert fired(work, day(16)) == {}
    assert set(fired(work, day(17))) == {"action-overdue"}


@pytest.mark.parametrize(
    ("values", "fields", "is_off"),
    [
        ((9.0,), {}, False),
        ((9.0, 10.0, 20.0, 6.0), {}, True),
        ((9.0, 10.0, 20.0, 8.0), {}, False),
        ((95.0, 110.0), {"better": "down", "target": 50.0, "baseline": 100.0}, True),
        ((95.0, 100.0), {"better": "down", "target": 50.0, "baseline": 100.0}, False),
        ((5.0,), {"baseline": None}, False),
        ((60.0, 30.0), {"baseline": None}, True),
        ((99.0, 60.0), {"baseline": 100.0}, True),
        ((1.0, 1.0), {"due": None}, False),
        ((1.0, 1.0), {"target": None}, False),
    ],
)
def test_a_measure_is_off_its_way_to_the_target(
    values: tuple[float, ...], fields: dict[str, Any], is_off: bool
) -> None:
    """Held against a straight line from baseline, or else the first reading, to target; the period counts."""
    assert ("measure-gap" in fired(measure(*values, **fields), day(125))) is is_off


def test_a_measure_is_unread_a_month_after_its_next_period() -> None:
    """The last period that was read counts, not the day on which somebody typed it."""
    assert "measure-unread" not in fired(measure(1.0, due=None), day(30 + 31 + 29))
    assert "measure-unread" in fired(measure(1.0, due=None), day(30 + 31 + 30))


def test_findings_past_their_date_are_one_case_of_their_audit() -> None:
    """Grave ones at once; what is settled, not due, or of an old report, is none."""
    grave = AuditFinding(finding="F-1", title="Patches", severity="high", status="open", due=day(10))
    small = AuditFinding(finding="F-2", title="Labels", severity="low", status="open", due=day(5))
    done = AuditFinding(finding="F-3", title="Doors", severity="critical", status="closed", due=day(5))
    both = audit(small, done, grave)
    nothing = ExecutionProgress()
    assert fired(nothing, day(10), both) == {}
    assert fired(nothing, day(11), both) == {
        "finding-overdue": "Critical or high findings of a were due on 2027-01-11 and are still open: F-1 "
        "Patches."
    }
    assert fired(nothing, day(18), audit(small, done)) == {}
    assert set(fired(nothing, day(19), audit(small, done))) == {"finding-overdue-minor"}
    assert fired(nothing, day(400), audit(grave, received=376)) == {}


def test_decisions_are_asked_for_as_long_as_nobody_took_them() -> None:
    asked = ExecutionProgress(agreements=(AskedAgreement("strategy plan", ("Mara", "Tom"), day(0)),))
    assert fired(asked, day(13)) == {}
    assert fired(asked, day(14)) == {
        "agreement-overdue": "Agreement to the strategy plan was requested on 2027-01-01 and is "
        "still missing from Mara, Tom."
    }
    at = dt.datetime.combine(START, dt.time(12), dt.UTC)
    market = Opportunity(title="A market", value=900_000.0, currency="EUR", decide_by=day(60))
    call = InputFacts("I1", "opportunities", "opportunities/a.csv", at, (market,), fresh=False, order=1)
    assert fired(ExecutionProgress(), day(45), call) == {}
    assert set(fired(ExecutionProgress(), day(46), call)) == {"opportunity-undecided"}
    dismissed = ExecutionProgress(dismissed_opportunities=frozenset({"A market"}))
    assert fired(dismissed, day(46), call) == {}


@given(st.integers(0, 400), st.integers(1, 400), st.floats(0, 99), st.integers(0, 100))
def test_a_day_that_passes_makes_nothing_of_it_untrue(
    now: int, later: int, done: float, last_report: int
) -> None:
    """What is late, due, unread or waits stays so until somebody does something."""
    late = initiative(
        progress=done,
        last_report=day(min(last_report, now)) if last_report else None,
        budget=10.0,
        spent=20.0,
    )
    progress = ExecutionProgress(
        initiatives=late.initiatives,
        objectives=(ObjectiveProgress("O1", "Calm", "", day(100), reached=False),),
        actions=(ActionProgress("C1", "Call them", "", day(10)),),
        measures=measure(1.0, 1.0).measures,
        agreements=(AskedAgreement("strategy plan", ("Mara",), day(0)),),
    )
    findings = audit(AuditFinding(finding="F-1", severity="high", status="open", due=day(10)))
    assert fired(progress, day(now), findings).keys() <= fired(progress, day(now + later), findings).keys()


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2027", "2027-12-31"),
        ("2027-Q1", "2027-03-31"),
        ("2028-02", "2028-02-29"),
        ("2027-W53", None),
        ("2026-W53", "2027-01-03"),
        ("2027-03-05", "2027-03-05"),
        ("last spring", None),
    ],
)
def test_a_period_ends_on_a_day(period: str, end: str | None) -> None:
    ends = end_of(period)
    assert (ends and ends.isoformat()) == end
