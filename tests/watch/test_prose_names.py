"""Names of products in prose: ours first, with version and edition as parts of the name."""

from __future__ import annotations

import pytest

from smits_watch.facts.profile import ProfileProduct
from smits_watch.prose.amounts import find_money
from smits_watch.prose.known_products import find_known
from smits_watch.prose.names import find_names

OURS = (
    ProfileProduct(product="Northwind Ledger", vendor="Northwind", version="12"),
    ProfileProduct(product="Fabrikam Enterprise Linux", vendor="Fabrikam", version="7.9"),
    ProfileProduct(product="Post 10", vendor="Contoso", version="22H2"),
    ProfileProduct(product="Exchange", vendor="Contoso"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northwind Ledger 12 ends", [("Northwind Ledger", "12")]),
        ("support for Ledger 11 and 12 ends", [("Northwind Ledger", "11"), ("Northwind Ledger", "12")]),
        ("FEL 7 is retired", [("Fabrikam Enterprise Linux", "7")]),
        ("Contoso Post 10 Enterprise 22H2 ends", [("Post 10", "22H2")]),
        ("Northwind Legder 12 ends", []),
        ("Fabrikam Entreprise Linux 7", [("Fabrikam Enterprise Linux", "7")]),
        ("Exchange Online stays", []),
        ("in exchange for money", []),
    ],
)
def test_our_products_are_known_by_other_writings_and_never_by_another_product(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Vendor left out, initials, edition, typing error; Exchange Online is not Exchange."""
    assert [(mention.name, mention.version) for mention in find_known(text, OURS)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("End of support for DataHub Server 11", [("DataHub Server", "11")]),
        ("Der Support für Contoso Mail 2019 endet am 14. Oktober 2027.", [("Contoso Mail", "2019")]),
        ("Contoso 10 and Contoso 9 end in November 2028", [("Contoso", "10"), ("Contoso", "9")]),
        ("Red Kite Linux 7 End of Maintenance", [("Red Kite Linux", "7")]),
        ("the price of Fabrikam CRM rises for 36 months", [("Fabrikam CRM", "")]),
        ("Dear customer, support ends in June 2027", []),
        ("CVE-2027-1000 was fixed", []),
    ],
)
def test_what_looks_like_a_name(text: str, expected: list[tuple[str, str]]) -> None:
    """Months, numbers of months and the words of letters are no products."""
    assert [(mention.name, mention.version) for mention in find_names(text)] == expected


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€1.2M", 1_200_000, "EUR"),
        ("1,5 Mrd. Euro", 1_500_000_000, "EUR"),
        ("97.440,00 EUR", 97_440, "EUR"),
        ("CHF 1'250", 1_250, "CHF"),
        ("$2.8bn", 2_800_000_000, "USD"),
        ("SEK 1 250 000", 1_250_000, "SEK"),
        ("₹ 1,25,000", 125_000, "INR"),
    ],
)
def test_money_as_it_is_written_in_europe_and_elsewhere(text: str, value: float, currency: str) -> None:
    """A comma is a decimal mark in one country and parts thousands in the next."""
    assert [(money.value, money.currency) for money in find_money(f"about {text} in all")] == [
        (value, currency)
    ]
