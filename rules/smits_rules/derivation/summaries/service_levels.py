"""`service-level-summary`: the missed targets in the newest report of a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from smits_rules.derivation.equivalence.file_versions import folder_of, heads, in_force
from smits_rules.derivation.inputs import Circumstances, InputFacts, sources_of
from smits_rules.vocabulary import Service, ServiceLevel, ServiceLevelSummary
from smits_rules.vocabulary.periods import days_over, end_of, in_order


def service_level_summaries(
    inputs: Iterable[InputFacts], services: Sequence[Service], circumstances: Circumstances
) -> Iterator[ServiceLevelSummary]:
    """One fact per report with met or missed service levels; a corrected one replaces the first.

    A report that follows its measures over several periods counts for the newest.

    Args:
        inputs: every input that was read.
        services: of the portfolio in force, with their criticality.
        circumstances: the start of the fiscal year.
    """
    critical = {s.service.strip().casefold() for s in services if s.criticality == "critical"}
    for item in heads(in_force(inputs, _contents)):
        levels = [level for level in item.of(ServiceLevel) if level.met is not None]
        levels = _newest(levels, circumstances.fiscal_year_start)
        missed = [level for level in levels if not level.met]
        period, _ = Counter(level.period for level in levels).most_common(1)[0]
        yield ServiceLevelSummary(
            period=period or item.path,
            measured=len(levels),
            missed=len(missed),
            breach_pct=round(100 * len(missed) / len(levels), 4),
            critical_missed=sum(1 for level in missed if level.service.strip().casefold() in critical),
            age_days=days_over(period, item.received.date(), circumstances.fiscal_year_start),
            source=(missed or levels)[0].source,
            sources=sources_of(missed or levels[:1]),
            quote=(missed or levels)[0].quote,
            confidence=(missed or levels)[0].confidence,
        )


def _newest(levels: list[ServiceLevel], fiscal_year_start: int) -> list[ServiceLevel]:
    """The levels of the newest period where a report follows a measure over several; else all of them.

    A column for each month shows the course, and what was missed in spring is no news in autumn. A year
    beside its months is their sum.
    """
    measured = Counter((service, measure) for service, measure, _ in {_named(level) for level in levels})
    periods = {level.period for level in levels}
    parts = [p for p in periods if not any(other.startswith(f"{p}-") for other in periods)]
    if max(measured.values(), default=1) == 1 or not all(end_of(p, fiscal_year_start) for p in parts):
        return levels
    newest = in_order(parts, fiscal_year_start)[-1]
    return [level for level in levels if level.period == newest]


def _named(level: ServiceLevel) -> tuple[str, str, str]:
    return level.service.casefold(), level.measure.casefold(), level.period


def _contents(item: InputFacts) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (level.service.casefold(), level.measure.casefold(), level.period or item.path)
        for level in item.of(ServiceLevel)
        if level.met is not None
    )


def level_links(item: InputFacts) -> Iterator[tuple[str, object]]:
    """The links of a report to others that it may replace, or be replaced by."""
    folder = folder_of(item.path)
    return ((folder, stated) for stated in _contents(item))
