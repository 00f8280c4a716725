"""What is the product or the vendor of a letter, and what only looks like one."""

from __future__ import annotations

import pytest
from letter_notices import day, notices, read

from smits_watch.documents.document import Document, Passage
from smits_watch.facts import extract


@pytest.mark.parametrize(
    ("title", "text", "product"),
    [
        (
            "Kritische Schwachstelle",
            (
                "In Firewalls gibt es eine Schwachstelle. Der US-amerikanische Hersteller Contoso VPN hat "
                "einen Patch veröffentlicht. Die US-Behörde CISA warnt."
            ),
            "Contoso VPN",
        ),
        ("Siste støtte", "Contoso legger ned støtten for Ledger 7 den 14. januar 2028.", "Ledger"),
        ("Te produkty", "14 stycznia 2028 Contoso kończy wsparcie techniczne dla Ledger 7.", "Ledger"),
    ],
)
def test_who_ends_or_warns_is_not_the_product(title: str, text: str, product: str) -> None:
    """Words that describe a company are no part of a name; the company that acts is the vendor."""
    assert notices(read(title, text))[0].product == product


@pytest.mark.parametrize(
    "texts",
    [
        ("Price increases – Part 1", "Generally, price increases are motivated by the need for bookings."),
        ("Reachout", "We reach out to clients with open PMRs on releases that are reaching end of support."),
    ],
)
def test_numbers_of_parts_and_acronyms_in_the_plural_are_no_products(texts: tuple[str, ...]) -> None:
    assert read(*texts).facts == ()


def test_an_authority_is_not_the_product_of_an_advisory() -> None:
    (fact,) = notices(
        read(
            "CISA on Contoso Gateway: patch CVE-2027-1234",
            "CISA reports the OS command injection vulnerability CVE-2027-1234 in Contoso Gateway.",
        )
    )
    assert fact.product == "Contoso Gateway"


def test_news_of_others_about_a_vendor_names_the_vendor() -> None:
    """A newsletter that its own text never mentions is not the vendor: the company that acts in its "
    "title is."""
    document = Document(
        "vendor-notices/n.eml",
        "mail",
        [Passage("Für die Wartung sollen Unternehmen 3,3 Prozent mehr bezahlen.", "line 3")],
        metadata={
            "from": "Newsletter <news@itblatt.example>",
            "subject": "Contoso erhöht die Preise für Ledger",
        },
    )
    (notice,) = notices(extract(document, "vendor-notices"))
    assert notice.vendor == "Contoso"


def test_a_brand_in_small_letters_is_the_product_of_its_page_and_headings_are_its_versions() -> None:
    texts = [
        Passage("Release lifecycle", "line 1", heading=True),
        Passage(
            "nordlicht Releases erscheinen jährlich. Das hilft unseren Kunden. Bitte planen Sie um.",
            "line 2",
        ),
        Passage("Version 5.1", "line 3", heading=True),
        Passage("Veröffentlicht: 1. April 2025 | End of Support: 31. März 2027", "line 4"),
        Passage("Version 5.2", "line 5", heading=True),
        Passage("Veröffentlicht: 1. April 2026 | End of Support: 31. März 2028", "line 6"),
    ]
    facts = notices(extract(Document("vendor-notices/page.md", "markdown", texts), "vendor-notices"))
    assert [(f.product, f.version, f.effective_date) for f in facts] == [
        ("nordlicht", "5.1", day("2027-03-31")),
        ("nordlicht", "5.2", day("2028-03-31")),
    ]


def test_the_words_of_a_headline_in_capitals_are_no_product_if_the_text_writes_them_small() -> None:
    (fact,) = notices(
        read(
            "Board Mandates Immediate VPN Patch for Federal Hospitals Amid Active Ransomware Attacks",
            "The threat to networks of federal civilian hospitals has become serious.",
            "Hospitals must patch a critical flaw (CVE-2027-11111) in Contoso Edge Gateway within days.",
        )
    )
    assert (fact.product, fact.notice) == ("Contoso Edge Gateway", "security-advisory")


def test_a_word_for_a_vendor_is_not_its_name() -> None:
    facts = notices(read("Contoso unterstützt Ledger 7 nicht mehr", "Der Hersteller hat alle informiert."))
    assert facts
    assert all("Hersteller" not in fact.vendor for fact in facts)


def test_a_name_written_out_in_brackets_is_no_other_product_and_ends_no_list() -> None:
    facts = notices(
        read(
            "Contoso augmente à nouveau ses tarifs",
            "Les licences Ledger Server et LDS (Ledger Desktop Services) ont pris 10 % au 1er janvier 2028.",
        )
    )
    assert {fact.product for fact in facts} <= {"Ledger Server", "LDS"}
    assert {fact.price_change_pct for fact in facts} == {10}
