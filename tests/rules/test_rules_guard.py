"""What was only inferred from prose raises nothing grave, unless it names something of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from acme_inputs import RECEIVED, TODAY
from rules_packs import pack_of, rule

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.judges.decision import RuleDecision, decide
from smits_rules.judges.durable import Engine
from smits_rules.model.rule import Pack
from smits_rules.model.templates import sentence
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import (
    AuditFinding,
    AuditSummary,
    Budget,
    BudgetChange,
    Exposure,
    Fact,
    Regulation,
    Service,
    Situation,
    VendorNotice,
)

GRAVE = ("critical", "high")
SERVICE = Service(service="Payroll", criticality="critical", product="Orion HR", vendor="Orion")


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack(shipped_packs())


def decisions(pack: Pack, *facts: Fact) -> list[RuleDecision]:
    with Engine(pack) as engine:
        return [decision for judged in decide(pack, engine, facts) for decision in judged.decisions]


def follows(*facts: Fact, **around: object) -> list[Fact]:
    placed = [
        InputFacts(
            f"I{n}", "x", f"x/{n}.txt", RECEIVED, (fact.model_copy(update={"source": f"I{n}#"}),), True, n
        )
        for n, fact in enumerate(facts, 1)
    ]
    return list(derive(placed, Circumstances(today=TODAY, began=TODAY, names=("Acme",), **around)))  # type: ignore[arg-type]


def inferred(fact: Fact) -> Fact:
    return fact.model_copy(update={"confidence": "inferred"})


FINDING = AuditFinding(finding="1", title="The signature can be replayed", severity="critical")


def test_an_inferred_finding_of_nobody_known_is_no_high_trigger(shipped: Pack) -> None:
    """A report on somebody else's system must not shout; the same from a table is read and may."""
    [held] = decisions(shipped, *follows(inferred(FINDING)))
    assert (held.rule, held.severity, held.explanation["severity"]) == ("audit-critical", "medium", "medium")
    assert "names nothing of the organisation's own" in held.explanation["guard"]
    [read] = decisions(shipped, *follows(FINDING))
    assert (read.severity, read.explanation["guard"]) == ("high", "")
    assert held.fingerprint != read.fingerprint


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Acme's portal leaks sessions", "Acme"),
        ("Payroll shares one password", "its service Payroll"),
        ("Orion HR runs without patches", "its product Orion HR"),
    ],
)
def test_an_inferred_finding_that_names_our_own_is_high_and_says_so(
    shipped: Pack, title: str, named: str
) -> None:
    """The organisation, its services and its products are what a grave alarm may rest on."""
    finding = inferred(FINDING.model_copy(update={"title": title}))
    [grave] = decisions(shipped, *follows(SERVICE, finding))
    assert grave.severity == "high"
    assert grave.explanation["guard"].endswith(f"it is high as it names {named}.")


def test_jurisdictions_products_and_budgets_are_our_own(shipped: Pack) -> None:
    """What is joined with the portfolio, binds us, or changes our budget stays grave."""
    law = inferred(
        Regulation(title="An act", jurisdiction="DE", action="new", effective_date=TODAY.replace(month=6))
    )
    notice = inferred(
        VendorNotice(vendor="Orion", product="Orion HR", notice="end-of-life", effective_date=TODAY)
    )
    cut = inferred(Budget(period="FY2027", total=80))
    facts = follows(SERVICE, law, notice, Budget(period="FY2027", total=100), cut, jurisdictions=("DE",))
    grave = {decision.rule for decision in decisions(shipped, *facts) if decision.severity in GRAVE}
    assert {"regulation-due", "product-end-of-life", "budget-cut"} <= grave
    anywhere = {d.rule: d.severity for d in decisions(shipped, *follows(law))}
    assert anywhere["regulation-due"] == "medium"


def test_a_situation_is_no_graver_than_what_it_rests_on(shipped: Pack) -> None:
    """Two inferences from prose do not make one certainty."""
    cut = BudgetChange(period="FY27", basis="baseline", total=90, baseline=100, change=-10, change_pct=-10)
    exposed = Exposure(product="Orion HR", highest_criticality="critical", own="its product Orion HR")
    both = Situation(budget_change_pct=-10.0, critical_exposures=1)
    sure = both.rest_on({"budget_change_pct": (cut,), "critical_exposures": (exposed,)})
    assert {d.severity for d in decisions(shipped, sure)} == {"high"}
    doubtful = cut.model_copy(update={"confidence": "inferred"})
    unsure = Situation(budget_change_pct=-10.0, critical_exposures=1).rest_on(
        {"budget_change_pct": (doubtful,), "critical_exposures": (exposed,)}
    )
    assert {d.severity for d in decisions(shipped, unsure)} == {"medium"}


def test_rules_of_a_team_are_taken_at_their_word(tmp_path: Path) -> None:
    """Whoever writes a rule of their own says how grave it is."""
    own = pack_of(tmp_path, rule("{ critical = { at_least = 1 } }", fact="audit-summary"))
    summary = AuditSummary(report="A report", critical=1, confidence="inferred")
    assert [decision.severity for decision in decisions(own, summary)] == ["high"]


def test_a_sentence_leaves_out_what_is_zero_or_unknown() -> None:
    """`and 0 high` and `version (unknown)` say nothing; brackets without a field are text."""
    text = "{report} [sic]: {critical:.0f} critical[ and {high:.0f} high][, {medium:.0f} medium]."
    assert sentence(text, AuditSummary(report="R", critical=2, medium=1)) == "R [sic]: 2 critical, 1 medium."
    assert sentence(text, AuditSummary(report="R", critical=2, high=3)) == "R [sic]: 2 critical and 3 high."
