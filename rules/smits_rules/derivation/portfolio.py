"""The service portfolio in force, how it changed, and which vendor notices concern it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from smits_rules.derivation.inputs import InputFacts, places
from smits_rules.derivation.product_match import same_product
from smits_rules.vocabulary import Exposure, PortfolioChange, Service, VendorNotice

Criticality = Literal["critical", "high", "medium", "low"]
_CRITICALITIES: tuple[Criticality, ...] = ("critical", "high", "medium", "low")


def services_in_force(inputs: Iterable[InputFacts]) -> tuple[list[Service], list[Service]]:
    """The services of the newest portfolio, and those of the one that it replaced.

    A file replaces another one when it is a newer version of it, or when it names at least half of the
    services of the smaller of the two. Files that share less stand side by side, e.g. one a department.

    Returns:
        The services now and before the newest file came; the latter is empty when it replaced nothing.
    """
    holding: list[InputFacts] = []
    before: list[Service] = []
    for item in sorted(inputs, key=lambda item: item.order):
        if next(item.of(Service), None) is None:
            continue
        kept = [held for held in holding if not _replaces(item, held)]
        before = _services(holding) if len(kept) < len(holding) else []
        holding = [*kept, item]
    return _services(holding), before


def portfolio_changes(now: Sequence[Service], before: Sequence[Service]) -> Iterator[PortfolioChange]:
    """How the newest portfolio differs from the one that it replaced, if it replaced one."""
    if not before:
        return
    names, former = {_key(s): s for s in now}, {_key(s): s for s in before}
    added, removed = names.keys() - former.keys(), former.keys() - names.keys()
    sources = places((*now, *before))
    yield PortfolioChange(
        services=len(names),
        added=len(added),
        removed=len(removed),
        change_pct=round(100 * (len(added) + len(removed)) / len(former), 4),
        source=now[0].source,
        sources=(sources[0], sources[-1]) if len(sources) > 1 else sources,
    )


def exposures(
    inputs: Iterable[InputFacts], services: Sequence[Service], today: dt.date
) -> Iterator[Exposure]:
    """Join the newest notice on each product with the services, but retired ones, that run on it."""
    notices: dict[tuple[str, str], VendorNotice] = {}
    for item in sorted(inputs, key=lambda item: item.order):
        for notice in item.of(VendorNotice):
            notices[notice.case_subject.casefold(), notice.notice] = notice
    live = [service for service in services if service.lifecycle != "retired"]
    for notice in (notice for notice in notices.values() if notice.affected is not False):
        using = [service for service in live if same_product(notice, service)]
        if using:
            yield _exposure(notice, using, today)


def _exposure(notice: VendorNotice, using: Sequence[Service], today: dt.date) -> Exposure:
    named = {service.criticality for service in using}
    return Exposure(
        vendor=notice.vendor,
        product=notice.product,
        version=notice.version,
        notice=notice.notice,
        services=tuple(dict.fromkeys(service.service for service in using)),
        service_count=len({service.service for service in using}),
        highest_criticality=next((grade for grade in _CRITICALITIES if grade in named), None),
        effective_date=notice.effective_date,
        days_until=(notice.effective_date - today).days if notice.effective_date else None,
        price_change_pct=notice.price_change_pct,
        severity=notice.severity,
        source=notice.source,
        sources=places((notice, *using)),
        quote=notice.quote,
        confidence=notice.confidence,
    )


def _replaces(item: InputFacts, held: InputFacts) -> bool:
    if item.path == held.path:
        return True
    new, old = ({_key(service) for service in one.of(Service)} for one in (item, held))
    return 2 * len(new & old) >= min(len(new), len(old))


def _services(holding: Iterable[InputFacts]) -> list[Service]:
    return [service for item in holding for service in item.of(Service)]


def _key(service: Service) -> str:
    return service.service.strip().casefold()
