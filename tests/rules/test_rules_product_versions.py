"""Versions of a notice and of a service, whether they stand in the name or beside it."""

from __future__ import annotations

import pytest

from smits_rules.derivation.equivalence.products import same_product
from smits_rules.derivation.equivalence.version_ranges import is_named
from smits_rules.vocabulary import Service, VendorNotice


@pytest.mark.parametrize(
    ("told", "used", "same"),
    [
        (("Tarn", "10"), ("Tarn 10", "22H2"), True),
        (("Tarn", "11"), ("Tarn 10", "22H2"), False),
        (("Tarn 10", ""), ("Tarn", "10"), True),
        (("Tarn Base", "12.2"), ("Tarn Base 12c", "12.2"), True),
        (("TB2", "11"), ("TB2", ""), True),
        (("TB2", "11"), ("TB2", "10.5"), False),
        (("Tarn Base", ""), ("Tarn Base", "12c"), True),
    ],
)
def test_versions_in_names(told: tuple[str, str], used: tuple[str, str], same: bool) -> None:
    notice = VendorNotice(source="a", vendor="Bramble", product=told[0], version=told[1])
    service = Service(source="b", service="S", vendor="Bramble", product=used[0], version=used[1])
    assert same_product(notice, service) is same


@pytest.mark.parametrize(
    ("told", "used", "same"),
    [
        ("Tarn Server", "Tarn Online", False),
        ("Tarn Server", "Tarn Cloud", False),
        ("Chat Rooms", "Chat", False),
        ("Chat", "Chat Rooms", False),
        ("Tarn Server", "Tarn", True),
        ("Tarn Enterprise", "Tarn", True),
    ],
)
def test_siblings_of_a_product_are_others(told: str, used: str, same: bool) -> None:
    """What ends for the servers of a vendor's customers does not end for those of its cloud."""
    notice = VendorNotice(source="a", vendor="Bramble", product=told)
    service = Service(source="b", service="S", vendor="Bramble", product=used)
    assert same_product(notice, service) is same


@pytest.mark.parametrize(
    ("product", "vendor", "application", "version", "same"),
    [
        ("Tarn Base", "Bramble", "Tarn Base 2016", "13.0", True),
        ("Tarn Base", "", "Bramble Tarn Base", "", True),
        ("Tarn Base 2019", "", "Tarn Base 2016", "13.0", False),
        ("Finch Analytics", "", "Finch", "", False),  # nobody says that it is this vendor's
        ("Finch Analytics", "Bramble", "Finch", "", True),
        ("Finch Analytics", "Thistle", "Finch", "", False),
        ("Tarn Base", "Bramble", "", "", False),
    ],
)
def test_where_a_portfolio_lists_applications_each_is_its_own_product(
    product: str, vendor: str, application: str, version: str, same: bool
) -> None:
    """Most registers have no column for the product: the application is what was bought."""
    notice = VendorNotice(source="a", vendor=vendor, product=product)
    service = Service(source="b", service=application, vendor="Bramble", version=version)
    assert same_product(notice, service) is same


def test_a_register_may_say_what_sort_of_system_a_product_is() -> None:
    """`SCADA Tarn`: the letter speaks of Bramble's Tarn only."""
    notice = VendorNotice(source="a", vendor="Bramble", product="Sima Tarn", version="7.5")
    assert same_product(notice, Service(source="b", service="SCADA Tarn 7.5", vendor="Bramble"))
    assert not same_product(notice, Service(source="b", service="SCADA Finch 7.5", vendor="Bramble"))


def test_a_service_named_after_its_vendor_needs_no_column_for_it() -> None:
    """`Bramble Git` is Bramble's, whatever edition the letter speaks of."""
    notice = VendorNotice(source="a", vendor="Bramble", product="Bramble Git Premium")
    assert same_product(notice, Service(source="b", service="Bramble Git"))
    assert not same_product(notice, Service(source="b", service="Thistle Git"))


@pytest.mark.parametrize(
    ("version", "among", "named"),
    [
        ("7.0", "7.4.0 through 7.4.6, 7.6.0 through 7.6.2", False),
        ("7.0", "7.0.0 through 7.0.16", True),  # which patch it has is not known
        ("7.4.7", "7.4.0 bis 7.4.6", False),
        ("7.4.6", "before 7.4.7", True),
        ("7.4.7", "before 7.4.7", False),
        ("6.1", "7.2 and earlier", True),
        ("8", "7.2 and earlier", False),
        ("9", "8.0 and later", True),
        ("11", "10, 11 and 12", True),
        ("13", "10, 11 and 12", False),
        ("2.4", "2.0 to 2.3 and 3.0 to 3.1", False),
        ("2.3.1", "2.x before 2.3.2", True),
        ("", "1.0", True),
        ("5.1", "all versions", True),
    ],
)
def test_a_version_is_among_those_that_an_advisory_names(version: str, among: str, named: bool) -> None:
    assert is_named(version, among) is named
