"""A file on another organisation is asked about before anything is decided on it; ours never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_watch.documents.loader import open_document
from smits_watch.extraction.ownership import ours_or_asked
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile, ProfileProduct
from smits_watch.facts.question import RememberedAnswer

PROFILE = OrganisationProfile(
    name="Norvik Wasserwerke GmbH",
    aliases=("NWW",),
    products=(ProfileProduct(product="Orion Billing Suite", vendor="Orion"),),
    services=("Mail", "Meter data"),
    vendors=("Orion",),
)
AUDIT = """\
# Security assessment

A review of the {thing} was done in March 2027.

| ID | Title | Severity |
|---|---|---|
| 1 | {title} | High |
| 2 | Passwords are shared | Medium |
"""
SERVICES = """\
owner_org,Service,Measure,Period,Target,Actual
Port Authority,Permits,in time,2027-Q1,90 %,80 %
Port Authority,Berths,in time,2027-Q1,95 %,97 %
"""
BUDGET = "Agency,Line,2027\n{who},Network,400000\n{who},Workplace,500000\n"


def read(tmp_path: Path, kind: str, name: str, text: str, *, answer: str = "") -> Extraction:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    document = open_document(file, f"{kind}/{name}")
    answers = ()
    if answer:
        asked = ours_or_asked(document, extract(document, kind, CONTEXT), CONTEXT).questions[0]
        answers = (RememberedAnswer(id="A1", kind=kind, topic="owner", shape=asked.shape, choice=answer),)
    context = ExtractionContext(profile=PROFILE, answers=answers)
    return ours_or_asked(document, extract(document, kind, context), context)


CONTEXT = ExtractionContext(profile=PROFILE)


@pytest.mark.parametrize(
    ("kind", "name", "text", "other"),
    [
        ("budgets", "plan.csv", BUDGET.format(who="Ministry of Harbours"), "Ministry of Harbours"),
        ("budgets", "plan.csv", BUDGET.format(who="Gemeinde Ostrau"), "Gemeinde Ostrau"),
        ("budgets", "plan.csv", BUDGET.format(who="Globex Logistics Ltd"), "Globex Logistics Ltd"),
        (
            "audit-reports",
            "r.md",
            AUDIT.format(thing="pier/crane-core repository", title="It leaks"),
            "pier/crane-core",
        ),
        (
            "audit-reports",
            "r.md",
            "Prepared for:\n\nGlobex Logistics\n\n" + AUDIT.format(thing="network", title="It leaks"),
            "Globex Logistics",
        ),
        (
            "service-reports",
            "q1.csv",
            SERVICES,
            "Port Authority",
        ),
    ],
)
def test_another_organisation_is_asked_about_and_states_no_fact_meanwhile(
    tmp_path: Path, kind: str, name: str, text: str, other: str
) -> None:
    """Whatever the format says it with: a column, a label, or what is marked as reviewed."""
    asked = read(tmp_path, kind, name, text)
    [question] = asked.questions
    assert (question.topic, question.quote, asked.facts) == ("owner", other, ())
    assert question.candidates[0].facts


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("budgets", "plan.csv", BUDGET.format(who="Norvik Wasserwerke GmbH")),
        ("budgets", "plan.csv", BUDGET.format(who="Norvik Wasserwerke")),
        ("budgets", "NWW plan.csv", BUDGET.format(who="Department of Pumps")),
        ("budgets", "plan.csv", BUDGET.format(who="Group IT")),
        ("budgets", "plan.csv", "Department,Line,2027\nFinance,Licences,9000\nHR,Licences,4000\n"),
        (
            "audit-reports",
            "r.md",
            AUDIT.format(thing="Crane/Core protocol", title="Orion Billing Suite leaks"),
        ),
        ("audit-reports", "r.md", AUDIT.format(thing="access management", title="It leaks")),
        (
            "service-portfolio",
            "p.csv",
            "Service,Owner,Criticality,Vendor,Product\nMail,A. Kern,high,Orion Inc,Orion Post\n",
        ),
    ],
)
def test_a_file_that_may_be_ours_is_not_asked_about(tmp_path: Path, kind: str, name: str, text: str) -> None:
    """Our name, with or without its legal form, our products, departments, and vendors of our services."""
    extraction = read(tmp_path, kind, name, text)
    assert extraction.facts
    assert extraction.questions == ()


def test_the_answer_is_remembered_for_the_name_and_for_no_other(tmp_path: Path) -> None:
    """Next year's file is not asked about, but a ministry is not another one."""
    text = BUDGET.format(who="Ministry of Harbours")
    assert read(tmp_path, "budgets", "a.csv", text, answer="Ministry of Harbours is ours").facts
    refused = read(tmp_path, "budgets", "a.csv", text, answer="Ministry of Harbours is not ours")
    assert (refused.facts, refused.questions) == ((), ())
    assert (
        refused.nothing_stated
        == "It is about Ministry of Harbours, which is not ours; no decision is based on it."
    )
    answers = (
        RememberedAnswer(
            id="A1",
            kind="budgets",
            topic="owner",
            shape=("ministry of harbours",),
            choice="Ministry of Harbours is ours",
        ),
    )
    file = tmp_path / "b.csv"
    file.write_text(BUDGET.format(who="Ministry of Bridges"), encoding="utf-8")
    document = open_document(file, "budgets/b.csv")
    context = ExtractionContext(profile=PROFILE, answers=answers)
    assert ours_or_asked(document, extract(document, "budgets", context), context).questions


def test_an_organisation_that_did_not_say_its_name_is_asked_nothing(tmp_path: Path) -> None:
    """`smits facts` outside of a workspace reads whatever it is given."""
    file = tmp_path / "a.csv"
    file.write_text(BUDGET.format(who="Ministry of Harbours"), encoding="utf-8")
    document = open_document(file, "budgets/a.csv")
    nameless = ExtractionContext()
    assert ours_or_asked(document, extract(document, "budgets", nameless), nameless).facts


@pytest.mark.parametrize(
    ("name", "header", "other"),
    [
        ("Stadtwerke Ostrau 2027.csv", "Line", "Stadtwerke Ostrau"),
        ("plan.csv", "Stadtwerke Ostrau IT", "Stadtwerke Ostrau"),
        ("plan.csv", "Upper Eden District Council - IT", "Upper Eden District Council"),
        ("plan.csv", "Kolbrunn AG", "Kolbrunn AG"),
    ],
)
def test_a_budget_that_its_name_or_header_calls_another_organisations_is_asked_about(
    tmp_path: Path, name: str, header: str, other: str
) -> None:
    found = read(tmp_path, "budgets", name, f"{header},Budget 2027\nNetwork,400000\nWorkplace,500000\n")
    assert not found.facts
    assert found.questions[0].text.startswith(f"It is about {other}.")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Norvik Stadtwerke 2027.csv", "Line,Budget 2027\nNetwork,400000"),  # our name in part
        ("Klinikum IT 2027.csv", "Line,Budget 2027\nNetwork,400000"),  # what it is, but not which
        ("City Council Budget.csv", "Line,Budget 2027\nNetwork,400000"),
        ("University Hospital IT.csv", "Line,Budget 2027\nNetwork,400000"),
        ("plan.csv", "Vendor,Budget 2027\nGlobex Logistics Ltd,400000"),  # the vendor of a line
    ],
)
def test_words_for_kinds_of_organisations_and_vendors_of_lines_name_nobody_else(
    tmp_path: Path, name: str, first: str
) -> None:
    found = read(tmp_path, "budgets", name, f"{first}\nWorkplace,500000\n")
    assert not found.questions
    assert any(fact.fact == "budget" for fact in found.facts)
