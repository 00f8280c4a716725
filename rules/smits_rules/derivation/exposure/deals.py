"""`deal`: each merger, acquisition or similar event in its newest report, and the companies it affects."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from smits_rules.derivation.equivalence.parties import names_any, party_key
from smits_rules.derivation.inputs import Circumstances, InputFacts, newest_versions, sources_of
from smits_rules.vocabulary import CorporateEvent, Deal, Service

SAME_DEAL_DAYS = 730
"""Reports about the same parties within this time are about the same deal.

Large deals take up to two years to complete.
"""
_OFF = frozenset(("denied", "terminated", "called off", "withdrawn", "cancelled", "abandoned", "rejected"))
_Concern = Literal["own", "vendor", "party", "none"]
_OWN: dict[_Concern, str] = {
    "own": "the organisation itself",
    "vendor": "its vendor",
    "party": "a party that it named",
    "none": "",
}
_Report = tuple[InputFacts, CorporateEvent]


def deals(
    inputs: Iterable[InputFacts], services: Sequence[Service], circumstances: Circumstances
) -> Iterator[Deal]:
    """One fact per deal with named parties; reports about the same parties at about the same time are one.

    Args:
        inputs: every input that was read.
        services: of the portfolio in force; their vendors' deals concern the organisation.
        circumstances: its names, and the parties that it named.
    """
    reports_by_parties: dict[frozenset[str], list[_Report]] = defaultdict(list)
    for item in newest_versions(inputs):
        for event in item.of(CorporateEvent):
            if event.parties and (event.event != "none" or event.status.casefold() in _OFF):
                reports_by_parties[parties_of(event)].append((item, event))
    vendors = tuple(service.vendor for service in services if service.lifecycle != "retired")
    for reports in reports_by_parties.values():
        for deal in _apart(reports):
            if any(event.event != "none" for _, event in deal):
                yield _deal(deal, _concern(deal[-1][1].parties, vendors, circumstances))


def parties_of(event: CorporateEvent) -> frozenset[str]:
    """The parties that identify a deal across reports."""
    return frozenset(map(party_key, event.parties))


def _apart(reports: list[_Report]) -> list[list[_Report]]:
    """Reports about the same parties, split by date; one without a date is about the newest deal."""
    dated = sorted((r for r in reports if r[1].date), key=lambda r: (_day(r), r[0].order))
    deals: list[list[_Report]] = []
    for report in dated:
        if deals and (_day(report) - _day(deals[-1][-1])).days <= SAME_DEAL_DAYS:
            deals[-1].append(report)
        else:
            deals.append([report])
    undated = [report for report in reports if not report[1].date]
    if not undated:
        return deals
    return [*deals[:-1], [*(deals[-1] if deals else []), *undated]]


def _day(report: _Report) -> dt.date:
    return report[1].date or report[0].received.date()


def _concern(parties: Iterable[str], vendors: Iterable[str], circumstances: Circumstances) -> _Concern:
    parties = tuple(parties)
    if names_any(parties, circumstances.names):
        return "own"
    if names_any(parties, vendors):
        return "vendor"
    return "party" if names_any(parties, circumstances.parties) else "none"


def _deal(reports: Sequence[_Report], concern: _Concern) -> Deal:
    newest = reports[-1][1]
    named = next(event for _, event in reversed(reports) if event.event != "none")
    began = min((event.date for _, event in reports if event.date), default=None)
    received = min(report[0].received.date() for report in reports)
    last = max((event.date for _, event in reports if event.date), default=received)
    return Deal(
        event=named.event,
        parties=named.parties,
        concerns=concern,
        stands=newest.event != "none" and newest.status.casefold() not in _OFF,
        value=next((event.value for _, event in reversed(reports) if event.value is not None), None),
        currency=next((event.currency for _, event in reversed(reports) if event.value is not None), None),
        status=newest.status,
        date=newest.date,
        began=began,
        age_days=max(0, (received - last).days),
        own=_OWN[concern],
        source=newest.source,
        sources=sources_of(event for _, event in reversed(reports)),
        quote=newest.quote,
        confidence=newest.confidence,
    )
