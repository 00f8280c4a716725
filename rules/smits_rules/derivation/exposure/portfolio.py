"""The service portfolio in force, how it changed, and which vendor notices affect it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from smits_rules.derivation.equivalence.file_versions import folder_of
from smits_rules.derivation.equivalence.parties import names_any, party_key
from smits_rules.derivation.equivalence.products import product_of, same_product
from smits_rules.derivation.inputs import (
    Circumstances,
    InputFacts,
    finite,
    newest_versions,
    sources_of,
    stage_of,
)
from smits_rules.vocabulary import Exposure, PortfolioChange, Service, VendorCourse, VendorNotice

Criticality = Literal["critical", "high", "medium", "low"]
_CRITICALITIES: tuple[Criticality, ...] = ("critical", "high", "medium", "low")
_COURSES = ("roadmap", "acquisition")
"""Notices by which a vendor says where it goes, whichever product they speak of."""
_PLATFORM = re.compile(
    r"\b(?:erp|s/?4 ?hana|sap ecc|ecc|dynamics|navision|peoplesoft|e-business suite|jd edwards"
    r"|database|datenbank|base de données|db2|oracle db|sql server|postgres\w*|mysql|mariadb|hana|mongodb)\b",
    re.IGNORECASE,
)
"""ERP systems and databases: to replace one takes years, not months."""


@dataclass(slots=True)
class _Portfolio:
    """One portfolio, e.g. of a department, and what it said before."""

    held: InputFacts
    versions: list[tuple[int, list[Service]]] = field(default_factory=list)
    """Place in the order of arrival, and the services from then on; neighbours differ."""


def portfolios(inputs: Iterable[InputFacts]) -> list[_Portfolio]:
    """The portfolios in force, each with its versions.

    A file replaces another one when it is a newer version of it, or when both lie in the same folder and it
    names at least half of the services of the smaller of the two. Files that share less stand side by side.
    """
    holding: list[_Portfolio] = []
    for item in sorted(inputs, key=lambda item: item.order):
        services = list(item.of(Service))
        if not services:
            continue
        replaced = [portfolio for portfolio in holding if _replaces(item, portfolio.held)]
        before = [service for portfolio in replaced for service in portfolio.versions[-1][1]]
        versions = replaced[0].versions if len(replaced) == 1 else [(item.order, before)] if replaced else []
        if versions and _signature(versions[-1][1]) == _signature(services):
            versions = [*versions[:-1], (versions[-1][0], services)]
        else:
            versions = [*versions, (item.order, services)]
        holding = [*(p for p in holding if p not in replaced), _Portfolio(item, versions)]
    return holding


def services_in_force(holding: Iterable[_Portfolio]) -> list[Service]:
    """The services of all portfolios."""
    return [service for portfolio in holding for service in portfolio.versions[-1][1]]


def portfolio_changes(
    holding: Sequence[_Portfolio], circumstances: Circumstances
) -> Iterator[PortfolioChange]:
    """How the portfolios differ from what they were when the strategy was agreed.

    Or else from the version before.
    """
    pairs = [(p.versions[-1][1], _compared(p, circumstances.agreed)) for p in holding]
    changed = [(now, before) for now, before in pairs if before is not None]
    if not changed:
        return
    now = {_key(s): s for current, _ in changed for s in current}
    former = {_key(s): s for _, before in changed for s in before or ()}
    kept = now.keys() & former.keys()
    added, removed = now.keys() - former.keys(), former.keys() - now.keys()
    moved = [key for key in kept if _product(now[key]) != _product(former[key])]
    regraded = [
        key for key in kept if now[key].criticality != former[key].criticality and former[key].criticality
    ]
    all_former = {_key(s) for now_, before in pairs for s in (before if before is not None else now_)}
    count = len(added) + len(removed) + len({*moved, *regraded})
    telling = [now[key] for key in now if key in added or key in moved or key in regraded]
    sources = sources_of((*(telling or now.values()), *(former[key] for key in former if key in removed)))
    yield PortfolioChange(
        services=len({_key(s) for current, _ in pairs for s in current}),
        added=len(added),
        removed=len(removed),
        moved=len(moved),
        regraded=len(regraded),
        change_pct=round(100 * count / len(all_former), 4),
        cost_change_pct=_cost_change([(now[key], former[key]) for key in kept]),
        source=sources[0] if sources else "",
        sources=(sources[0], sources[-1]) if len(sources) > 1 else sources,
    )


def exposures(
    inputs: Iterable[InputFacts], services: Sequence[Service], today: dt.date
) -> Iterator[Exposure | VendorCourse]:
    """Join the notices on each product with the services, but retired ones, that run on it.

    Of several notices of one kind on a product the one announced last counts, but a mild advisory does not
    close the hole that a graver one speaks of. Where no service runs on a product, but some on others of its
    vendor, only the vendor's course is of interest.
    """
    live = [service for service in services if service.lifecycle != "retired"]
    vendors = tuple(service.vendor for service in live)
    for every in _notices(inputs).values():
        notices, newest = _that_apply(every, live), every[-1]
        using = [service for service in live if any(same_product(notice, service) for notice in notices)]
        if using:
            yield _exposure(notices, using, today)
        elif newest.notice in _COURSES and newest.vendor and newest.product and _is_near(newest, vendors):
            yield _course(newest, live)


def _that_apply(notices: Sequence[VendorNotice], services: Sequence[Service]) -> list[VendorNotice]:
    """The newest notice where it touches a service, with those before it; of advisories each that does."""
    touching = [notice for notice in notices if any(same_product(notice, service) for service in services)]
    if notices[-1].notice == "security-advisory":
        return touching
    return list(notices) if touching and touching[-1] is notices[-1] else []


def _is_near(notice: VendorNotice, vendors: Sequence[str]) -> bool:
    """Whether services run on products of its vendor; as long as there is no portfolio, nobody can tell."""
    return not vendors or names_any([notice.vendor], vendors)


def _notices(inputs: Iterable[InputFacts]) -> dict[tuple[str, str], list[VendorNotice]]:
    """The notices that affect a product, by product and kind, in the order of their announcement.

    Where one of them does not say when it was announced, they count in the order of their arrival.
    """
    by_product: dict[tuple[str, str], list[tuple[int, VendorNotice]]] = {}
    for item in newest_versions(inputs):
        for notice in item.of(VendorNotice):
            key = notice_key(notice)
            if notice.affected is not False and (notice.product or notice.vendor):
                by_product.setdefault(key, []).append((item.order, notice))
    return {key: _by_announcement(notices) for key, notices in by_product.items()}


def notice_key(notice: VendorNotice) -> tuple[str, str]:
    """Product and kind: of several notices on both the newest counts.

    `Orbis Inc / Orbis Directory` and `Orbis / Directory` are one product.
    """
    vendor, product = party_key(notice.vendor) if notice.vendor else "", notice.product.casefold().split()
    own = vendor.split()
    bare = product[len(own) :] if product[: len(own)] == own else product
    return " / ".join((vendor, " ".join(bare or product), notice.version.casefold())), notice.notice


def _by_announcement(notices: Sequence[tuple[int, VendorNotice]]) -> list[VendorNotice]:
    arrived = [notice for _, notice in sorted(notices, key=lambda numbered: numbered[0])]
    if all(notice.announced for notice in arrived):
        return sorted(arrived, key=lambda notice: notice.announced or dt.date.min)
    return arrived


def _exposure(notices: Sequence[VendorNotice], using: Sequence[Service], today: dt.date) -> Exposure:
    notice = next((candidate for candidate in reversed(notices) if _is_definite(candidate)), notices[-1])
    if notice.notice == "security-advisory":
        notice = max(notices, key=lambda candidate: candidate.severity or 0)
    named = {service.criticality for service in using}
    days_until = (notice.effective_date - today).days if notice.effective_date else None
    cost = sum(service.cost for service in using if service.cost is not None)
    rise = notice.price_change_pct
    return Exposure(
        vendor=_shortest(candidate.vendor for candidate in notices),
        product=_shortest(candidate.product for candidate in notices),
        version=notice.version,
        notice=notice.notice,
        services=tuple(dict.fromkeys(service.service for service in using)),
        service_count=len({service.service for service in using}),
        highest_criticality=next((grade for grade in _CRITICALITIES if grade in named), None),
        effective_date=notice.effective_date,
        days_until=days_until,
        stage_days=stage_of(days_until),
        platform=any(_PLATFORM.search(text) for text in (notice.product, *(product_of(s) for s in using))),
        price_change_pct=rise,
        price_change=finite(cost * rise / 100, 2) if cost and rise is not None else None,
        severity=notice.severity,
        fix_available=notice.fix_available,
        own=f"its product {product_of(using[0])}",
        source=notice.source,
        sources=sources_of((notice, *using)),
        quote=notice.quote,
        confidence=notice.confidence,
    )


def _is_definite(notice: VendorNotice) -> bool:
    """Whether it says when, or how much: a reminder that says neither hides no letter that does."""
    if notice.notice in ("price-change", "renewal"):
        return notice.price_change_pct is not None
    return notice.effective_date is not None


def _shortest(spellings: Iterable[str]) -> str:
    """One spelling for all notices on a product, whichever of them came first."""
    return min(spellings, key=lambda text: (len(text), text))


def _course(notice: VendorNotice, live: Iterable[Service]) -> VendorCourse:
    using = [service for service in live if names_any([notice.vendor], [service.vendor])]
    return VendorCourse(
        vendor=notice.vendor,
        product=notice.product,
        notice=notice.notice,
        services=tuple(dict.fromkeys(service.service for service in using)),
        own=f"its vendor {notice.vendor}" if using else "",
        source=notice.source,
        sources=sources_of((notice, *using)),
        quote=notice.quote,
        confidence=notice.confidence,
    )


def _compared(portfolio: _Portfolio, agreed: int | None) -> list[Service] | None:
    """What a portfolio is compared with; None if there is nothing."""
    at_agreement = [
        services for order, services in portfolio.versions if agreed is not None and order <= agreed
    ]
    if at_agreement:
        return at_agreement[-1]
    return portfolio.versions[-2][1] if len(portfolio.versions) > 1 else None


def _cost_change(pairs: Iterable[tuple[Service, Service]]) -> float | None:
    costs = [(now.cost, then.cost) for now, then in pairs if now.cost is not None and then.cost is not None]
    before = sum(then for _, then in costs)
    return finite(100 * (sum(now for now, _ in costs) - before) / before) if before > 0 else None


def _signature(services: Iterable[Service]) -> set[tuple[object, ...]]:
    return {(_key(s), _product(s), s.version, s.criticality, s.lifecycle, s.cost) for s in services}


def _product(service: Service) -> str:
    return " ".join(service.product.casefold().split())


def _replaces(item: InputFacts, held: InputFacts) -> bool:
    if item.path == held.path:
        return True
    if folder_of(item.path) != folder_of(held.path):
        return False
    new, old = ({_key(service) for service in each.of(Service)} for each in (item, held))
    return 2 * len(new & old) >= min(len(new), len(old))


def _key(service: Service) -> str:
    return service.service.strip().casefold()
