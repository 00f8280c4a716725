"""Vendors' letters: what is announced, what is only mentioned, and what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile, ProfileProduct
from smits_watch.facts.question import RememberedAnswer

OURS = OrganisationProfile(
    name="Acme",
    products=(
        ProfileProduct(product="Northwind Ledger", vendor="Northwind", version="12", service="Accounts"),
        ProfileProduct(product="Lumen Mail", vendor="Lumen", service="Mail"),
    ),
    vendors=("Northwind", "Lumen"),
)
MAIL = {"from": "Northwind Care <care@northwind.example>", "date": "2027-01-12T09:00:00+00:00"}


def read(
    *texts: str,
    profile: OrganisationProfile = OURS,
    answers: tuple[RememberedAnswer, ...] = (),
    **metadata: str,
) -> Extraction:
    passages = [Passage(text, f"body line {number}") for number, text in enumerate(texts, 1)]
    document = Document("vendor-notices/letter.eml", "eml", passages, metadata=metadata)
    return extract(document, "vendor-notices", ExtractionContext(profile=profile, answers=answers))


def told(extraction: Extraction) -> list[tuple[str, str, str, str]]:
    return [
        (fact.product, fact.version, fact.notice, str(fact.effective_date or ""))
        for fact in extraction.facts
        if isinstance(fact, VendorNotice)
    ]


def test_several_products_with_their_own_days() -> None:
    """One letter, two products, three days: three notices."""
    extraction = read(
        "Dear customer,\n\nSeveral of our products reach important dates:",
        "- Ledger 12: end of support on 30 June 2027\n"
        "- ReportMaker 7.2: end of sale on 1 March 2027, end of life on 1 March 2028",
        "Kind regards\nNorthwind Care",
        subject="Several products reach important dates",
        **MAIL,
    )
    assert told(extraction) == [
        ("Northwind Ledger", "12", "end-of-support", "2027-06-30"),
        ("ReportMaker", "7.2", "end-of-sale", "2027-03-01"),
        ("ReportMaker", "7.2", "end-of-life", "2028-03-01"),
    ]
    assert {fact.vendor for fact in extraction.facts if isinstance(fact, VendorNotice)} == {"Northwind"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "The end of support of Ledger 12, previously announced for 31 March 2027, has been "
                "postponed to 30 September 2028."
            ),
            ("Northwind Ledger", "12", "end-of-support", "2028-09-30"),
        ),
        (
            (
                "Mainstream maintenance for Northwind Ledger 12.0 ends on December 31, 2027. Optional "
                "extended maintenance is available until the end of 2030."
            ),
            ("Northwind Ledger", "12.0", "end-of-support", "2027-12-31"),
        ),
        (
            (
                "Northwind Ledger 12 reaches end of support on 30 June 2027. Move to Ledger 13, "
                "which is supported until April 30, 2031. Version 11 is not affected."
            ),
            ("Northwind Ledger", "12", "end-of-support", "2027-06-30"),
        ),
        (
            "From 1 September 2027 Northwind Ledger will be licensed per employee instead of per server.",
            ("Northwind Ledger", "", "licence-change", "2027-09-01"),
        ),
        (
            "Ab dem 1. Oktober 2027 wird der Support für Northwind Ledger 12 eingestellt.",
            ("Northwind Ledger", "12", "end-of-life", "2027-10-01"),
        ),
        (
            "Northwind Ledger 12 ne sera plus pris en charge à compter du 1er juin 2027.",
            ("Northwind Ledger", "12", "end-of-support", "2027-06-01"),
        ),
    ],
)
def test_the_day_that_is_meant(text: str, expected: tuple[str, str, str, str]) -> None:
    """Postponed, extended, of another version: each date has its role."""
    assert told(read(text, subject="Northwind Ledger", **MAIL))[0] == expected


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Your annual fee for Ledger will rise from EUR 100,000 to EUR 112,000 as of 1 January 2028.", 12),
        ("As of January 1, 2028 the support fees for Ledger will be increased by 5 percent.", 5),
        ("The price of Ledger rises from $5,000 to $9,900. Customers get 50% discount for a year.", 98),
        ("From 1 May 2027 the price of Ledger is reduced by 15%. We increase the traffic to 2 TB.", -15),
        ("Die Preise für Ledger steigen zum 1. Juli 2027 um 18,5 %.", 18.5),
        (
            (
                "Your Ledger subscription renews on 1 April 2027.\n\nCurrent annual fee: EUR 84,000.00\n"
                "Renewal annual fee: EUR 97,440.00"
            ),
            16,
        ),
    ],
)
def test_how_a_price_changes(text: str, change: float) -> None:
    """Two amounts, a percentage, a renewal; never a discount."""
    (fact,) = read(*text.split("\n\n"), subject="Northwind Ledger: prices", **MAIL).facts
    assert isinstance(fact, VendorNotice)
    assert (fact.notice, fact.price_change_pct) == ("price-change", change)


@pytest.mark.parametrize(
    ("subject", "text", "reason"),
    [
        ("[users] Ledger 12 EOL schedule?", "Hi all, is there an EOL schedule for Ledger 12?", "question"),
        ("Northwind Ledger 13 released", "We are happy to release Ledger 13 today.", "release"),
        (
            "Our support policy",
            "When a product reaches its end of life, we tell you a year before.",
            "policy",
        ),
    ],
)
def test_what_announces_nothing_is_understood_as_such(subject: str, text: str, reason: str) -> None:
    """Silence has a reason, which is told."""
    extraction = read(text, subject=subject, **MAIL)
    assert (extraction.facts, extraction.questions) == ((), ())
    assert reason in extraction.nothing_stated


def test_a_release_that_also_ends_a_version() -> None:
    """New versions come with the end of old ones."""
    extraction = read(
        "Ledger 13 will be released in June 2027. Ledger 12 end-of-life is in November 2028.",
        subject="Ledger 13 target release date and Ledger 12 end-of-life",
        **MAIL,
    )
    assert told(extraction) == [("Northwind Ledger", "12", "end-of-life", "2028-11-30")]


def test_an_order_of_day_and_month_that_nothing_tells_is_asked_and_remembered() -> None:
    """Nine months too early is worse than a question."""
    texts = ("On 10/01/2027 Lumen Mail will be retired.",)
    head: dict[str, Any] = {
        "subject": "Retirement of Lumen Mail",
        "from": "Lumen <info@lumen.example>",
        "date": "2027-01-12",
    }
    extraction = read(*texts, **head)
    (question,) = extraction.questions
    assert extraction.facts == ()
    assert (question.topic, [candidate.answer for candidate in question.candidates]) == (
        "date",
        ["day first", "month first"],
    )
    answer = RememberedAnswer(
        id="A1", kind="vendor-notices", topic="date", shape=question.shape, choice="month first"
    )
    assert told(read(*texts, answers=(answer,), **head)) == [("Lumen Mail", "", "end-of-life", "2027-10-01")]


def test_another_date_proves_the_order() -> None:
    """09/15 can only be a month and a day."""
    extraction = read(
        "On 10/01/2027 Lumen Mail will retire Basic Authentication for all tenants. "
        "Tenants must move to OAuth by 09/15/2027.",
        subject="Retirement of Basic Authentication in Lumen Mail",
        **{"from": "Lumen <noreply@lumen.example>", "date": "2027-01-12"},
    )
    assert told(extraction) == [("Lumen Mail", "", "end-of-life", "2027-10-01")]


def test_an_unclear_letter_of_a_known_vendor_is_a_question() -> None:
    """A known vendor with an unclear message is never passed over in silence."""
    extraction = read(
        "Please find important information on your contract in the customer portal.",
        subject="Important information on Northwind Ledger",
        **MAIL,
    )
    (question,) = extraction.questions
    assert (extraction.facts, question.topic) == ((), "message")
    assert "Northwind Ledger" in question.text
    assert question.candidates[-1].facts == ()


def test_a_letter_without_a_product_asks_which_of_ours_is_meant() -> None:
    """The vendor is ours, so one of its products is meant."""
    extraction = read("All prices rise by 7 % on 1 May 2027.", subject="Price increase", **MAIL)
    (question,) = extraction.questions
    assert question.topic == "product"
    assert question.candidates[0].answer == "Northwind Ledger"


@pytest.mark.parametrize(
    ("metadata", "vendor"),
    [
        ({"from": "Dan Briones <dan@fabrikam.com>"}, "Fabrikam"),
        ({"from": "Fabrikam Customer Service <info@fabrikam.example>"}, "Fabrikam"),
        ({"author": "Jane Doe"}, ""),
    ],
)
def test_a_person_is_no_vendor(metadata: dict[str, str], vendor: str) -> None:
    """The domain names the company; the author of an article does not."""
    (fact,) = read(
        "Desk 10 reaches end of support on 14 October 2027.", title="Desk 10 support", **metadata
    ).facts
    assert isinstance(fact, VendorNotice)
    assert fact.vendor == vendor


def test_a_score_is_not_the_version_of_the_scoring_system() -> None:
    """CVSS 3.1 says how is counted, 9.8 how grave it is."""
    (fact,) = read(
        "A vulnerability in Lumen Mail 4 (CVE-2027-1000, CVSS 3.1 base score 9.8) lets attackers run code. "
        "Updates are available.",
        subject="Security advisory for Lumen Mail 4",
        **{"from": "Lumen PSIRT <psirt@lumen.example>"},
    ).facts
    assert isinstance(fact, VendorNotice)
    assert (fact.notice, fact.severity, fact.fix_available, fact.version) == (
        "security-advisory",
        9.8,
        True,
        "4",
    )
    assert fact.effective_date is None


def advisory(data: Any) -> list[VendorNotice]:
    facts = extract(Document("v/a.json", "json", data=data), "vendor-notices").facts
    return [fact for fact in facts if isinstance(fact, VendorNotice)]


def test_a_vex_says_that_a_product_is_not_affected() -> None:
    """Good news: the hole is grave, and not in this product."""
    tree = {
        "branches": [
            {
                "category": "vendor",
                "name": "Northwind",
                "branches": [
                    {
                        "category": "product_name",
                        "name": "Ledger",
                        "branches": [
                            {"category": "product_version", "name": "12", "product": {"product_id": "P1"}}
                        ],
                    }
                ],
            }
        ]
    }
    data = {
        "document": {"category": "csaf_vex", "title": "Ledger", "tracking": {}},
        "product_tree": tree,
        "vulnerabilities": [
            {
                "product_status": {"known_not_affected": ["P1"]},
                "scores": [{"products": ["P1"], "cvss_v3": {"baseScore": 9.8}}],
            }
        ],
    }
    (cleared,) = advisory(data)
    assert (cleared.product, cleared.version, cleared.affected, cleared.severity) == (
        "Ledger",
        "12",
        False,
        None,
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {
                "document": {"category": "csaf_security_advisory", "title": "x", "tracking": {}},
                "vulnerabilities": [{"metrics": [{"content": {"cvss_v4": {"baseScore": 9.3}}}]}],
            },
            ("", 9.3, None),
        ),
        (
            {
                "@context": "https://openvex.dev/ns/v0.2.0",
                "statements": [
                    {
                        "vulnerability": {"name": "CVE-2027-1"},
                        "products": ["pkg:npm/desk@4"],
                        "status": "not_affected",
                    }
                ],
            },
            ("desk", None, False),
        ),
        (
            {
                "id": "GHSA-1",
                "modified": "2027-01-01T00:00:00Z",
                "affected": [{"package": {"name": "desk"}, "ranges": [{"events": [{"fixed": "5"}]}]}],
                "database_specific": {"severity": "CRITICAL"},
            },
            ("desk", 9.0, True),
        ),
    ],
)
def test_other_forms_of_advisories(data: Any, expected: tuple[str, float | None, bool | None]) -> None:
    """CSAF 2.1 keeps scores elsewhere; VEX and OSV state products of their own."""
    (fact,) = advisory(data)
    assert (fact.product, fact.severity, fact.affected) == expected
    assert fact.confidence == "stated"
