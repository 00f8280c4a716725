"""Texts that resemble notices, names that only a title has, and lists with a column for the message."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts import only

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.documents.loader import open_content
from smits_watch.facts import Extraction, extract


def read(title: str, *texts: str, **metadata: str) -> Extraction:
    passages = [Passage(title, "line 1", heading=True)]
    passages += [Passage(text, f"line {number}") for number, text in enumerate(texts, 3)]
    return extract(Document("vendor-notices/a.md", "markdown", passages, metadata=metadata), "vendor-notices")


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        (
            "EOL from the customer's point of view",
            (
                "22 August 2027",
                "All of us eventually have to phase out old versions.",
                "This is called end of life.",
                "EOL creates a problem for customers.",
            ),
        ),
        (
            "The complexity of a change to the Fair Use License",
            (
                "In theory, software becomes open a few years after its release under this license.",
                "Fabrikam said that a company could make it simple by replacing the license and its headers.",
            ),
        ),
        (
            "Security incident: key of the build server",
            ("An access key was readable for an hour. No vulnerability was exploited.",),
        ),
    ],
)
def test_general_texts_and_reports_of_incidents_are_asked_about(title: str, texts: tuple[str, ...]) -> None:
    extraction = read(title, *texts)
    assert extraction.facts == ()
    assert [question.topic for question in extraction.questions] == ["message"]


@pytest.mark.parametrize(
    ("title", "text", "product"),
    [
        (
            "Old Card Add On Price Increase",
            "On March 5th, the cost for old cards rises from $30 to $60. Upgrade to the Fabrikam Net.",
            "Old Card Add On",
        ),
        ("Deprecation of Contoso adapters", "We deprecate the adapters of Contoso.", "Contoso adapters"),
    ],
)
def test_the_subject_of_a_title(title: str, text: str, product: str) -> None:
    assert only(VendorNotice, read(title, text, date="2027-02-01")).product == product


def test_an_adjective_with_a_capital_within_a_sentence_begins_a_name() -> None:
    fact = only(
        VendorNotice, read("Notice", "Effective 1 May 2027, New Meadow is discontinued by its maker.")
    )
    assert fact.product == "New Meadow"


@pytest.mark.parametrize(
    "text",
    [
        "Support will now end on 30 June 2028 instead of 31 December 2027.",
        "Der Support endet nun am 30. Juni 2028 statt am 31. Dezember 2027.",
        "Le support prendra désormais fin le 30 juin 2028 au lieu du 31 décembre 2027.",
    ],
)
def test_a_day_in_place_of_another(text: str) -> None:
    fact = only(VendorNotice, read("Contoso Ledger 11", text))
    assert (fact.product, fact.version, fact.effective_date) == ("Contoso Ledger", "11", dt.date(2028, 6, 30))


def test_the_attributes_at_the_head_of_a_text_are_none_of_it() -> None:
    text = ":title: Deprecation of Contoso Ledger 4\n:date: 2027-02-04\n\nWe deprecate Contoso Ledger 4.\n"
    document = open_content(text.encode(), "vendor-notices/a.adoc")
    fact = only(VendorNotice, extract(document, "vendor-notices"))
    assert (fact.product, fact.announced, fact.effective_date) == (
        "Contoso Ledger",
        dt.date(2027, 2, 4),
        None,
    )
    assert ":date:" not in fact.quote


def test_a_list_with_a_column_for_the_message() -> None:
    text = (
        "Vendor,Product,Notice,Price change (%),Effective date\n"
        "Contoso,Contoso Ledger 11,Price increase,7.5,2027-07-01\n"
        "Fabrikam,Fabrikam Mail,End of support,,2027-12-31\n"
        "Fabrikam,Fabrikam Desk,New logo,,2027-12-31\n"
    )
    document = open_content(text.encode(), "vendor-notices/list.csv")
    facts = [fact for fact in extract(document, "vendor-notices").facts if isinstance(fact, VendorNotice)]
    assert [(f.vendor, f.product, f.version, f.notice, f.price_change_pct) for f in facts] == [
        ("Contoso", "Contoso Ledger", "11", "price-change", 7.5),
        ("Fabrikam", "Fabrikam Mail", "", "end-of-support", None),
    ]
    assert [str(fact.effective_date) for fact in facts] == ["2027-07-01", "2027-12-31"]


def test_a_template_announces_nothing_and_blanks_in_documentation_are_none() -> None:
    letter = read(
        "Price change notice template",
        "Hi [CUSTOMER NAME], we are updating the price for [PRODUCT]. It rises from 1 May 2027.",
    )
    assert (letter.facts, letter.questions) == ((), ())
    assert "template" in letter.nothing_stated
    manual = ["Set the name of the list in <product-list> and start again."] * 50
    assert only(VendorNotice, read("Contoso Ledger 4 is deprecated", *manual)).product == "Contoso Ledger"


def test_who_gives_an_opinion_is_not_what_ends() -> None:
    extraction = read("Contoso says that deprecation is a chance", "Plan for it in time.")
    assert not any(isinstance(fact, VendorNotice) and fact.product for fact in extraction.facts)


def test_support_that_is_provided_until_a_month_ends_then() -> None:
    text = "Contoso Ledger 1 support will be provided until June 2027."
    fact = only(VendorNotice, read("Contoso Ledger 1 support extended", text))
    assert (fact.notice, str(fact.effective_date)) == ("end-of-support", "2027-06-30")


def test_a_part_of_a_product_stands_for_the_product() -> None:
    fact = only(
        VendorNotice,
        read(
            "Retirement of Basic Login in Northwind Mail",
            "On 1 October 2027 we retire Basic Login in Northwind Mail.",
        ),
    )
    assert (fact.product, fact.notice) == ("Northwind Mail", "end-of-life")


def test_what_a_change_of_licence_costs_is_no_second_notice() -> None:
    fact = only(
        VendorNotice,
        read(
            "Lizenzumstellung Contoso DB",
            "Ab dem 1. Oktober 2027 wird Contoso DB pro Kern lizenziert.",
            "Die Preise steigen dadurch im Mittel um 18,5 %.",
        ),
    )
    assert (fact.notice, fact.price_change_pct) == ("licence-change", 18.5)


def test_a_date_in_a_title_is_no_product() -> None:
    fact = only(
        VendorNotice,
        read(
            "Tuesday, January 21, 2027 Security Releases",
            "Updates of Contoso Runtime fix the vulnerability CVE-2027-1234.",
        ),
    )
    assert fact.product == "Contoso Runtime"


def test_a_day_before_which_nothing_ends_is_not_the_end() -> None:
    fact = only(
        VendorNotice, read("Contoso Ledger 4 end of life: not before 31 December 2027", "We go on for now.")
    )
    assert (fact.product, fact.notice, fact.effective_date) == ("Contoso Ledger", "end-of-life", None)
