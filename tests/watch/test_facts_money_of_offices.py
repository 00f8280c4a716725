"""Amounts, currencies, scales and periods as offices in several countries write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import (
    Budget,
    CorporateEvent,
    Opportunity,
    Service,
    VendorNotice,
)
from smits_watch.documents.document import Document, Passage, Table
from smits_watch.facts import ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.values.units import scale_in


def test_a_column_of_yearly_dollars_is_the_cost() -> None:
    """`Annual $` names the amount by its sign only."""
    rows: list[list[Any]] = [["App", "Vendor", "Annual $"], ["Timetable", "Contoso", 186000]]
    assert [s.cost for s in facts(Service, "service-portfolio/apps.xlsx", workbook(rows))] == [186000]


@pytest.mark.parametrize(
    "sentence",
    [
        "Awards of up to $350,000 per district; $12 million available statewide.",
        "The programme has a budget of $12 million. Grants of up to $350,000 per project are possible.",
        "La dotation est de 12 millions d'euros, avec un montant maximum de 350 000 € par projet.",
        "Het budget bedraagt € 12 miljoen. Per aanvrager is maximaal € 350.000 beschikbaar.",
        "Die Fördersumme beträgt 12 Mio. Franken. Maximaler Beitrag pro\nSpital: CHF 350'000.-.",
    ],
)
def test_a_grant_is_worth_what_one_applicant_gets(sentence: str) -> None:
    """The whole programme is nobody's opportunity."""
    text = (
        f"Cybersecurity grant programme\n\nApplications are now open. {sentence}\nApplications are "
        f"due December 18, 2026.\n"
    )
    (opportunity,) = facts(Opportunity, "opportunities/grant.txt", text)
    assert opportunity.value == 350000


def test_a_price_list_takes_day_and_vendor_from_its_title() -> None:
    """Lists of prices say above the table whose they are, and from when they are valid."""
    rows: list[list[Any]] = [["Contoso AG - Preisliste gültig ab 1. Januar 2027"], []]
    rows += [["Produkt", "Preis 2026", "Preis 2027"], ["Kardex Basis", 1250, 1350]]
    (notice,) = facts(VendorNotice, "vendor-notices/prices.xlsx", workbook(rows))
    assert (notice.vendor, notice.effective_date) == ("Contoso AG", dt.date(2027, 1, 1))
    rows[0] = ["Contoso AG - Preisliste, Stand 1. September 2026"]
    (notice,) = facts(VendorNotice, "vendor-notices/prices.xlsx", workbook(rows))
    assert notice.effective_date is None


@pytest.mark.parametrize(
    ("sign", "profile", "currency"),
    [
        ("$", OrganisationProfile(currency="AUD"), "AUD"),
        ("$", OrganisationProfile(jurisdictions=("AU",)), "AUD"),
        ("$", OrganisationProfile(currency="EUR"), "USD"),
        ("US$", OrganisationProfile(currency="AUD"), "USD"),
        ("kr", OrganisationProfile(currency="SEK"), "SEK"),
        ("tkr", OrganisationProfile(jurisdictions=("NO", "EU")), "NOK"),
        ("kr", OrganisationProfile(currency="EUR"), None),
    ],
)
def test_a_shared_sign_is_the_currency_of_the_country(
    sign: str, profile: OrganisationProfile, currency: str | None
) -> None:
    """`$` is no US dollar for a council in Australia, whose budgets would become questions."""
    rows = [("Account", f"Budget 2027 {sign}"), ("Licences", 900_000.0), ("Support", 450_000.0)]
    rows += [("Network", 150_000.0), ("Total", 1_500_000.0)]
    document = Document("budgets/b.csv", "csv", tables=[Table("", rows)])
    context = ExtractionContext(profile=profile)
    (budget,) = [f for f in extract(document, "budgets", context).facts if isinstance(f, Budget)]
    assert budget.currency == currency


def test_deals_in_the_news_are_in_us_dollars_wherever_they_are_read() -> None:
    """News is written for everybody."""
    text = "Contoso Corp acquires Fabrikam Inc for $1.1 billion\n"
    document = Document("mergers-acquisitions/n.txt", "txt", passages=[Passage(text.strip(), "line 1")])
    context = ExtractionContext(profile=OrganisationProfile(currency="AUD"))
    (deal,) = extract(document, "mergers-acquisitions", context).facts
    assert isinstance(deal, CorporateEvent)
    assert deal.currency == "USD"


def test_costs_in_thousands_are_told_in_whole_units() -> None:
    """The header states the unit, as in budgets."""
    rows: list[list[Any]] = [["System", "Leverantör", "Årskostnad (tkr)"], ["Kardex", "Contoso", 18500]]
    assert [s.cost for s in facts(Service, "service-portfolio/lista.xlsx", workbook(rows))] == [18_500_000]


@pytest.mark.parametrize(
    ("title", "scale"),
    [
        ("Valores em R$ mil", 1e3),
        ("R$ milhões", 1e6),
        ("Importes en miles de €", 1e3),
        ("Belopp i mnkr", 1e6),
        ("Beløb i t.kr.", 1e3),
        ("w tys. PLN", 1e3),
        ("Preço R$ 1.250,00", 1),
    ],
)
def test_thousands_and_millions_in_more_languages(title: str, scale: float) -> None:
    """A budget of 8,500 instead of 8.5 million is a wrong fact."""
    assert scale_in(title) == scale


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1T2026", "2026-Q1"),
        ("3T26", "2026-Q3"),
        ("2º trim 2027", "2027-Q2"),
        ("4. kwartał 2026", "2026-Q4"),
        ("FY2026 2Q", "FY2026-Q2"),
    ],
)
def test_quarters_with_the_number_first(text: str, period: str) -> None:
    """As Brazil, Portugal and Poland write them."""
    named = period_in(text)
    assert named is not None
    assert named.text == period


def test_currencies_by_their_names() -> None:
    """`Unit: Thousands of Yen` is how English files in Japan state both."""
    rows: list[list[Any]] = [["IT Budget FY2026"], ["Unit: Thousands of Yen"], []]
    rows += [["Item", "FY2026 Budget"], ["Software", 19800], ["Network", 6500], ["Total", 26300]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert (budget.total, budget.currency) == (26_300_000, "JPY")


def test_lines_whose_codes_continue_theirs_are_sums() -> None:
    """Chart of accounts: 1 sums 1.1 and 1.2 below it; counted twice, the budget would be doubled."""
    rows: list[list[Any]] = [["IT budget 2027"], [], ["Code", "Item", "Budget 2027"]]
    rows += [["1", "Operations", 900000], ["1.1", "Licences", 600000], ["1.2", "Support", 300000]]
    rows += [["2", "Projects", 500000], ["2.1", "ERP", 350000], ["2.2", "Portal", 150000]]
    whole = read("budgets/b.xlsx", workbook([*rows, ["", "Total", 1400000]]))
    assert not whole.questions
    assert [fact.total for fact in whole.facts if isinstance(fact, Budget)] == [1400000]
    (question,) = read("budgets/b.xlsx", workbook(rows)).questions  # without a total, a person decides
    assert "1,400,000" in question.candidates[0].meaning
    rows[3][2] = 950000  # it is no sum: a line of its own, and a difference to ask about
    assert read("budgets/b.xlsx", workbook([*rows, ["", "Total", 2850000]])).summary["totals"] == {
        "2027": 2850000
    }
