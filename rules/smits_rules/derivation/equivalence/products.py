"""Whether a vendor notice and a service of the portfolio mean the same product."""

from __future__ import annotations

import re

from smits_rules.derivation.equivalence.version_ranges import is_named
from smits_rules.vocabulary import Service, VendorNotice

SIMILAR = 90
"""Names at least so alike (rapidfuzz ratio, 0 to 100) are the same, but for typing errors."""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_COMMON = frozenset(
    (
        *("the", "for", "of", "and", "app", "application", "cloud", "database", "edition", "enterprise"),
        *("online", "platform", "product", "server", "service", "services", "software", "standard", "suite"),
        *("system", "tool", "version"),
    )
)
"""Words that name no product by themselves."""


_CATEGORIES = frozenset(
    (
        *(
            "scada",
            "erp",
            "crm",
            "dms",
            "ecm",
            "hr",
            "hcm",
            "lims",
            "mes",
            "cad",
            "gis",
            "wms",
            "tms",
            "siem",
        ),
        *("pacs", "ris", "emr", "ehr", "epr", "lms", "sis", "bi", "dwh", "cms", "pos", "vpn", "mdm"),
    )
)
"""What sort of system a register says before the name of the product: `SCADA WinCC`."""


_VARIANTS = (
    frozenset(("online", "server", "cloud", "desktop", "mobile", "web", "client")),
    frozenset(
        ("rooms", "phone", "embedded", "iot", "sdk", "viewer", "toolkit", "connector", "express", "studio")
    ),
)
"""Words that make another product of a name: two that differ do, one of the second set even alone."""


def same_product(notice: VendorNotice, service: Service) -> bool:
    """Whether a notice concerns what a service runs on.

    The product of one must be named in the other, apart from the vendor's name, words such as `server` and
    numbers; and the versions must not differ where both are known. A service may run on several products,
    with a semicolon between them. Where a portfolio names applications only, a service is its own product;
    the notice's product must then be named in it, for `Finance` alone is no `Finance Analytics`.
    """
    if not notice.product:
        return False
    return any(
        _same_name(notice, similar) and _same_version(notice, similar) for similar in _by_product(service)
    )


def product_of(service: Service) -> str:
    """What a service runs on, or its own name where the portfolio does not say."""
    return service.product or service.service


def _by_product(service: Service) -> list[Service]:
    """A service once for each product that it runs on."""
    products = [product.strip() for product in service.product.split(";")]
    if len(products) == 1:
        return [service] if product_of(service) else []
    return [service.model_copy(update={"product": product}) for product in products if product]


def _same_name(notice: VendorNotice, service: Service) -> bool:
    from rapidfuzz import fuzz

    product = product_of(service)
    words, used = _words(notice.product), _words(product)
    if _are_siblings(words, used):
        return False
    if words == used or fuzz.ratio(notice.product.casefold(), product.casefold()) >= SIMILAR:
        return not _vendors_differ(notice, service)
    vendors = _words(notice.vendor) | _words(service.vendor)
    words, used = _telling(words - vendors), _telling(used - vendors)
    used = used - _CATEGORIES or used
    if not words or not used:
        return False
    is_part = used <= words and (
        bool(service.product) or _vendors_meet(notice, service) or _names_vendor(notice, service)
    )
    return (words <= used or is_part) and not _vendors_differ(notice, service)


def _are_siblings(noticed: set[str], used: set[str]) -> bool:
    """Whether two names are those of siblings: Exchange Server and Exchange Online, Teams and Teams Rooms."""
    first, two = noticed & _VARIANTS[0], used & _VARIANTS[0]
    return bool(first and two and not first & two) or bool((noticed ^ used) & _VARIANTS[1])


def _vendors_differ(notice: VendorNotice, service: Service) -> bool:
    """Whether both name a vendor and share no word of it, nor is one named in the other's product."""
    words, used = _words(notice.vendor), _words(service.vendor)
    if not words or not used:
        return False
    return not (words & (used | _words(product_of(service))) or used & _words(notice.product))


def _vendors_meet(notice: VendorNotice, service: Service) -> bool:
    """Whether both name a vendor, and it is the same."""
    return bool(_words(notice.vendor) and _words(service.vendor)) and not _vendors_differ(notice, service)


def _names_vendor(notice: VendorNotice, service: Service) -> bool:
    """Whether a service without a vendor of its own has the notice's vendor in its name: `Contoso Git`."""
    vendor = _telling(_words(notice.vendor))
    return bool(vendor) and not service.vendor and vendor <= _words(service.service)


def _same_version(notice: VendorNotice, service: Service) -> bool:
    """Whether the parts that both versions have are equal: 12c and 12.2 are, 2012 and 2016 are not.

    Numbers in the name come first: 22H2 of Windows 10 is version 10 of Windows. Where a notice lists the
    versions that it affects, the service's must be among them.
    """
    numbers = _numbers(notice.product, notice.version or "")
    used = _numbers(product_of(service), service.version or "")
    if notice.affected_versions and not is_named(service.version, notice.affected_versions):
        return False
    return all(ours == theirs for ours, theirs in zip(numbers, used, strict=False))


def _numbers(product: str, version: str) -> list[str]:
    named, numbers = _NUMBER.findall(product), _NUMBER.findall(version)
    return numbers if numbers[: len(named)] == named else [*named, *numbers]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _telling(words: set[str]) -> set[str]:
    return {word for word in words if word not in _COMMON and not word.isdigit()}
