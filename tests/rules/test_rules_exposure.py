"""Which services a vendor's notice concerns, and which notice or portfolio replaces another."""

from __future__ import annotations

import datetime as dt

import pytest
from derived_facts import derived, input_of, notice, service

from smits_rules.vocabulary import (
    Exposure,
    PortfolioChange,
    Service,
    VendorNotice,
)


@pytest.mark.parametrize(
    ("used", "touched"),
    [
        ({}, True),
        ({"product": "Ledger"}, True),
        ({"product": "northwind  ledger server"}, True),
        ({"product": "Northwnd Ledger"}, True),
        ({"version": "12.3"}, True),
        ({"version": ""}, True),
        ({"version": "13"}, False),
        ({"product": "Northwind Desk"}, False),
        ({"vendor": "Fabrikam", "product": "Ledger"}, False),
        ({"product": ""}, False),
        ({"lifecycle": "retired"}, False),
    ],
)
def test_a_notice_meets_the_services_that_run_on_the_product(used: dict[str, str], touched: bool) -> None:
    """Names differ between letters and portfolios, and not every name that is like another is the same."""
    changes = derived([input_of(1, service(**used)), input_of(2, notice())], Exposure)
    assert bool(changes) == touched


def test_common_words_are_no_product() -> None:
    """`Database Server` of one vendor is not that of another."""
    told = input_of(1, VendorNotice(vendor="A", product="Database Server", notice="end-of-life"))
    used = input_of(2, Service(service="x", product="Database"))
    assert derived([told, used], Exposure) == []


def test_an_exposure_counts_days_and_takes_the_gravest_criticality() -> None:
    """The rule weighs both."""
    using = input_of(1, service("A", criticality="low"), service("B", criticality="critical"))
    (found,) = derived([using, input_of(2, notice())], Exposure)
    assert (found.days_until, found.highest_criticality, found.services) == (112, "critical", ("A", "B"))
    assert found.sources == ("I2#0", "I1#0", "I1#1")


def test_a_corrected_notice_replaces_the_first() -> None:
    """The last word of the vendor counts."""
    later = input_of(3, notice(effective_date=dt.date(2028, 1, 1)))
    (found,) = derived([input_of(1, service()), input_of(2, notice()), later], Exposure)
    assert found.effective_date == dt.date(2028, 1, 1)


def test_a_reminder_without_a_date_hides_no_letter_with_one() -> None:
    """Support ends on the day that was announced, although nobody repeats it."""
    inputs = [input_of(1, service()), input_of(2, notice()), input_of(3, notice(effective_date=None))]
    (exposure,) = derived(inputs, Exposure)
    assert exposure.effective_date == dt.date(2027, 6, 30)


@pytest.mark.parametrize("turned", [False, True])
def test_a_product_is_one_however_letters_write_its_vendor(turned: bool) -> None:
    """The second letter postpones what the first one announced; it is no other case."""
    letters = [{"vendor": "Northwind Inc."}, {"product": "Ledger"}]
    inputs = [input_of(n, notice(**fields)) for n, fields in enumerate(letters[:: -1 if turned else 1], 2)]
    assert [fact.case_subject for fact in derived([input_of(1, service()), *inputs], Exposure)] == [
        "Northwind / Ledger / 12"
    ]


def test_a_portfolio_replaces_the_one_that_it_renews() -> None:
    """By what it says, not by its name; a department's own list stands beside it."""
    first = input_of(1, *(service(name) for name in "ABCD"), path="p/old.xlsx")
    other = input_of(2, service("X"), service("Y"), path="p/department.xlsx")
    newer = input_of(3, *(service(name) for name in "ABCE"), path="p/new.xlsx")
    assert derived([first, other], PortfolioChange) == []
    (found,) = derived([first, other, newer], PortfolioChange)
    assert (found.services, found.added, found.removed) == (6, 1, 1)
    (exposure,) = derived([first, other, newer, input_of(4, notice())], Exposure)
    assert "D" not in exposure.services
