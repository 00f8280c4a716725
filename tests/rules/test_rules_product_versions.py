"""Versions of a notice and of a service, whether they stand in the name or beside it."""

from __future__ import annotations

import pytest

from smits_rules.derivation.equivalence.products import same_product
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
