"""Regulations, vendors' notices and the portfolio: what they say, and what they only mention."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_rules.vocabulary import Regulation, Service, VendorNotice
from smits_watch.documents.document import Document, Passage, Table
from smits_watch.facts import Extraction, extract
from smits_watch.prose.dates import find_dates


def prose(kind: str, *texts: str, **metadata: str) -> Extraction:
    passages = [Passage(text, f"line {number}") for number, text in enumerate(texts, 1)]
    return extract(Document("folder/file.txt", "text", passages, metadata=metadata), kind)


def notice(*texts: str, **metadata: str) -> VendorNotice:
    (fact,) = prose("vendor-notices", *texts, **metadata).facts
    assert isinstance(fact, VendorNotice)
    return fact


def regulation(*texts: str, **metadata: str) -> Regulation:
    (fact,) = prose("regulations", *texts, **metadata).facts
    assert isinstance(fact, Regulation)
    return fact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 30 June 2027.", "2027-06-30"),
        ("June 30th, 2027", "2027-06-30"),
        ("am 30. Juni 2027", "2027-06-30"),
        ("le 1er juin 2027", "2027-06-01"),
        ("30.06.2027", "2027-06-30"),
        ("2027-06-30T10:00", "2027-06-30"),
        ("13/02/2027", "2027-02-13"),
        ("02/13/2027", "2027-02-13"),
        ("in Q3 2027", "2027-09-30"),
        ("the third quarter of 2027", "2027-09-30"),
        ("in February 2028", "2028-02-29"),
        ("by the end of 2027", "2027-12-31"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: str) -> None:
    """Every rule with a date rests on this."""
    assert [found.date for found in find_dates(text)] == [dt.date.fromisoformat(expected)]


@pytest.mark.parametrize(
    "text", ["31.02.2027", "version 10.11.12", "2027", "call 030 20 27", "page 3 of 2027"]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    """A wrong date is worse than none."""
    assert find_dates(text) == []


LETTER = (
    "Northwind Software GmbH, Harbour Street 1",
    "Date: 3 March 2027",
    "End of support for Northwind Ledger 12",
    (
        "Dear customer, we announced the end of life of Ledger 9 on 1 May 2020. "
        "Support for Northwind Ledger 12 will end on 30 June 2028. After that date no fixes will be provided."
    ),
)


def test_a_letter_is_about_what_its_subject_says() -> None:
    """An old end of life that is mentioned in passing is not the news."""
    found = notice(*LETTER)
    assert (found.vendor, found.product, found.version) == (
        "Northwind Software GmbH",
        "Northwind Ledger",
        "12",
    )
    assert (found.notice, found.effective_date) == ("end-of-support", dt.date(2028, 6, 30))
    assert found.announced == dt.date(2027, 3, 3)
    assert found.source == "folder/file.txt#line 4"
    assert "30 June 2028" in found.quote


def test_a_price_rise_in_a_mail() -> None:
    """Direction, percentage, sender and product."""
    found = notice(
        "Price increase for Fabrikam Desk from 1 January 2028",
        "Prices of Fabrikam Desk rise by 8.5 % with effect from 1 January 2028.",
        subject="Price increase for Fabrikam Desk from 1 January 2028",
        **{"from": "Fabrikam Customer Service <info@fabrikam.example>"},
        date="2027-09-01T10:00:00+00:00",
    )
    assert (found.vendor, found.product, found.notice) == ("Fabrikam", "Fabrikam Desk", "price-change")
    assert (found.price_change_pct, found.effective_date) == (8.5, dt.date(2028, 1, 1))
    assert found.announced == dt.date(2027, 9, 1)


def test_a_price_cut_is_negative() -> None:
    """Not every change is a rise."""
    assert notice("Price change for Desk", "We lower the price of Desk by 5 percent.").price_change_pct == -5


def test_a_german_letter() -> None:
    """The language is kept open."""
    found = notice(
        "Contoso Technologies GmbH",
        "Support-Ende für Contoso Mail 2019",
        "Der Support für Contoso Mail 2019 endet am 14. Oktober 2027.",
    )
    assert (found.product, found.version) == ("Contoso Mail", "2019")
    assert found.effective_date == dt.date(2027, 10, 14)


def test_a_lifecycle_table_is_a_notice_for_each_row() -> None:
    """Vendors publish dates as tables."""
    rows: list[list[Any]] = [
        ["Product lifecycle", None, None],
        ["Product", "Version", "End of support"],
        ["Ledger", "12", dt.date(2028, 6, 30)],
        ["Ledger", "13", "31 December 2030"],
        ["Ledger", "14", "tbd"],
    ]
    document = Document("v/t.xlsx", "xlsx", tables=[Table("Dates", rows, lettered=True)])
    found = [f for f in extract(document, "vendor-notices").facts if isinstance(f, VendorNotice)]
    assert [(f.version, str(f.effective_date), f.source) for f in found] == [
        ("12", "2028-06-30", "v/t.xlsx#Dates!C3"),
        ("13", "2030-12-31", "v/t.xlsx#Dates!C4"),
    ]


def test_an_advisory_in_csaf() -> None:
    """Vendor, product, severity and fix are stated, not guessed."""
    data = {
        "document": {
            "category": "csaf_security_advisory",
            "title": "Ledger: remote code execution",
            "tracking": {"initial_release_date": "2027-03-03T00:00:00Z"},
        },
        "product_tree": {
            "branches": [
                {
                    "category": "vendor",
                    "name": "Northwind",
                    "branches": [{"category": "product_name", "name": "Ledger"}],
                }
            ]
        },
        "vulnerabilities": [
            {"scores": [{"cvss_v3": {"baseScore": 9.8}}], "remediations": [{"category": "vendor_fix"}]},
            {"scores": [{"cvss_v3": {"baseScore": 5.0}}, "rubbish"], "remediations": None},
        ],
    }
    (found,) = extract(Document("v/a.json", "json", data=data), "vendor-notices").facts
    assert isinstance(found, VendorNotice)
    assert (found.vendor, found.product, found.severity, found.fix_available) == (
        "Northwind",
        "Ledger",
        9.8,
        True,
    )
    assert (found.notice, found.announced, found.confidence) == (
        "security-advisory",
        dt.date(2027, 3, 3),
        "stated",
    )


ACT = (
    "Regulation (EU) 2027/1234 of the European Parliament on the cybersecurity of services",
    "The European Parliament,",
    "Whereas Directive (EU) 2016/1148 entered into force on 8 August 2016, cyber threats have grown.",
    "This Regulation shall enter into force on 1 July 2027.",
    "It shall apply from 17 January 2029. However, Article 5 shall apply from 1 July 2028.",
)


def test_a_regulation_is_not_the_one_that_it_quotes() -> None:
    """Number and dates are its own."""
    found = regulation(*ACT)
    assert found.reference == "Regulation (EU) 2027/1234"
    assert (found.jurisdiction, found.action) == ("EU", "new")
    assert found.applies_from == (dt.date(2028, 7, 1), dt.date(2029, 1, 17))
    assert "cybersecurity" in found.topics


def test_the_own_date_of_entry_into_force_wins_over_a_quoted_one() -> None:
    """A recital tells of the past of another act."""
    assert regulation(*ACT).effective_date == dt.date(2027, 7, 1)


def test_days_after_publication_are_counted() -> None:
    """`On the twentieth day following that of its publication` is a date."""
    found = regulation(
        "Commission Delegated Regulation (EU) 2027/55 amending Regulation (EU) 2025/1",
        "Published on 10 March 2027.",
        "This Regulation shall enter into force on the twentieth day following that of its publication.",
    )
    assert (found.action, found.effective_date) == ("amendment", dt.date(2027, 3, 30))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It shall apply from 24 months after its entry into force.", "2029-03-30"),
        ("It shall apply two years after the date of entry into force of this Regulation.", "2029-03-30"),
        ("It shall apply six months after publication.", "2027-09-10"),
        ("Sie gilt ab zwölf Monate nach Inkrafttreten.", "2028-03-30"),
    ],
)
def test_a_span_after_another_date_is_a_date(said: str, expected: str) -> None:
    """`12 months after` is how long projects have."""
    found = regulation(
        "Commission Delegated Regulation (EU) 2027/55 on something",
        "Published on 10 March 2027.",
        "This Regulation shall enter into force on the twentieth day following that of its publication.",
        said,
    )
    assert found.applies_from == (dt.date.fromisoformat(expected),)


@pytest.mark.parametrize(
    ("title", "action", "where"),
    [
        ("Corrigendum to Regulation (EU) 2027/1234", "correction", "EU"),
        ("Proposal for a Regulation of the European Parliament", "proposal", "EU"),
        ("Data Protection (Amendment) Regulations, S.I. 2027/12", "amendment", "GB"),
        ("Gesetz zur Änderung des IT-Gesetzes, BGBl. 2027 I Nr. 33", "amendment", "DE"),
        ("Loi n° 2027-100 relative aux services", "new", "FR"),
    ],
)
def test_what_an_act_does_and_where_it_binds(title: str, action: str, where: str) -> None:
    """A proposal binds nobody; an act of another country is not ours."""
    found = regulation(title, "Some text of the act that is of no concern here.")
    assert (found.action, found.jurisdiction) == (action, where)


def test_a_portfolio_with_titles_above_its_header() -> None:
    """Values come as people write them."""
    rows: list[list[Any]] = [
        ["Service portfolio 2027"],
        [],
        [
            "Service",
            "Service owner",
            "Criticality",
            "Status",
            "Vendor",
            "Product",
            "Version",
            "Users",
            "Cost",
            "Fee",
        ],
        ["Mail", "Kim", "Tier 1", "live", "Contoso", "Contoso Mail", 2019.0, 1200, "12.500,00 €", "yes"],
        ["Archive", "Lee", "low", "decommissioned", "", "", "", None, None, "no"],
        ["Total", None, None, None, None, None, None, 1200, None, None],
    ]
    document = Document("p/p.xlsx", "xlsx", tables=[Table("S", rows, lettered=True)])
    extraction = extract(document, "service-portfolio")
    mail, archive = (f for f in extraction.facts if isinstance(f, Service))
    assert (mail.criticality, mail.lifecycle, mail.version, mail.users) == (
        "critical",
        "catalogue",
        "2019",
        1200,
    )
    assert (mail.cost, mail.charged, mail.source) == (12_500, True, "p/p.xlsx#S!A4")
    assert (archive.lifecycle, archive.charged) == ("retired", False)
    assert extraction.summary == {"services": 2, "charged": 1}
