"""`indicator-change`: how indicators changed since the previous period and since the strategy was agreed."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from smits_rules.derivation.equivalence.file_versions import bare_name, folder_of
from smits_rules.derivation.inputs import Circumstances, InputFacts, finite, sources_of
from smits_rules.derivation.markets import own_market
from smits_rules.vocabulary import Indicator, IndicatorChange
from smits_rules.vocabulary.periods import days_over, in_order

_RATE = re.compile(
    r"%|\bpercent|\bprozent|\b(?:inflation|interest|unemployment|vacancy|deposit|lending|refinancing|growth)\b"
    r"|\binflations?rate|leitzins|\bzins|arbeitslos|\btaux\b(?! de change)",
    re.IGNORECASE,
)
"""Names of figures that are percentages: from 0.5 to 0.6 % they change by a tenth of a point."""
_DIGITS = re.compile(r"\d+")
"""The part that differs in weekly file names of the same figure, e.g. `rates 2027-03-01`."""


@dataclass(frozen=True, slots=True)
class _Value:
    """The value of a series for one period."""

    value: float
    fact: Indicator
    order: int
    received: dt.date
    period: str = ""
    """As written in its file; blank if not stated."""


def indicator_changes(
    inputs: Iterable[InputFacts], circumstances: Circumstances
) -> Iterator[IndicatorChange]:
    """The newest value of each series compared with the previous one, and with the agreed one.

    A series is an indicator by name and unit; a later file continues it, unless it has no period: two
    articles that each give an inflation rate may be about different years and countries. The newest value
    counts, so that the late arrival of an older file changes nothing.
    """
    series: dict[Hashable, dict[str, _Value]] = defaultdict(dict)
    alone: dict[Hashable, _Value] = {}
    for item in sorted(inputs, key=lambda item: item.order):
        for fact in item.of(Indicator):
            key = series_key(item, fact)
            values = series[key]
            if fact.previous is not None and fact.previous_period:
                values.setdefault(
                    fact.previous_period,
                    _Value(fact.previous, fact, item.order, item.received.date(), fact.previous_period),
                )
            if fact.value is not None:
                values[fact.period or item.id] = _Value(
                    fact.value, fact, item.order, item.received.date(), fact.period
                )
            elif fact.change_pct is not None or fact.change_points is not None:
                alone[key] = _Value(math.nan, fact, item.order, item.received.date())
    for key, values in series.items():
        if values:
            yield from _changes(values, circumstances)
        elif key in alone:
            yield _stated(alone[key], circumstances)
    yield from (_stated(alone[key], circumstances) for key in alone.keys() - series.keys())


def series_key(item: InputFacts, fact: Indicator) -> Hashable:
    """The series of a value: name and unit, and the file name if no period is stated."""
    named = " ".join(fact.indicator.casefold().split()), fact.unit.casefold()
    return named if fact.period else (*named, folder_of(item.path), _DIGITS.sub("", bare_name(item.path)))


def _changes(values: dict[str, _Value], circumstances: Circumstances) -> Iterator[IndicatorChange]:
    periods = in_order(list(values))
    newest = periods[-1]
    fact = values[newest].fact
    before = _before(values, periods)
    if before is None:
        if fact.change_pct is not None or fact.change_points is not None:
            yield _stated(values[newest], circumstances)
        return
    yield from _change(values, newest, before, "period", circumstances)
    base = _baseline(values, periods, circumstances.agreed)
    if base not in (newest, before):
        between = [values[period].value for period in periods[periods.index(base) :]]
        for change in _change(values, newest, base, "baseline", circumstances):
            yield change.model_copy(update=_drift(between, rate=change.change_pct is None))


def _before(values: dict[str, _Value], periods: Sequence[str]) -> str | None:
    """The period compared with the newest value: the one stated in its file, or else the previous one."""
    stated = values[periods[-1]].fact
    if stated.previous is not None and stated.previous_period in values:
        return stated.previous_period
    return periods[-2] if len(periods) > 1 else None


def _baseline(values: dict[str, _Value], periods: Sequence[str], agreed: int | None) -> str:
    at_agreement = [period for period in periods if agreed is not None and values[period].order <= agreed]
    return at_agreement[-1] if at_agreement else periods[0]


def _change(
    values: dict[str, _Value],
    newest: str,
    before: str,
    basis: Literal["period", "baseline"],
    circumstances: Circumstances,
) -> Iterator[IndicatorChange]:
    now, then = values[newest], values[before]
    rate = now.fact.unit.casefold() == "rate" or bool(_RATE.search(now.fact.indicator))
    points = now.value - then.value
    percent = 100 * points / abs(then.value) if then.value else math.inf
    if not math.isfinite(points) or not (rate or math.isfinite(percent)):
        return
    yield IndicatorChange(
        indicator=now.fact.indicator,
        basis=basis,
        period=now.fact.period,
        value=now.value,
        previous_period=then.period,
        previous=then.value,
        change_pct=None if rate else round(percent, 4),
        change_points=round(points, 4) if rate else None,
        age_days=days_over(now.fact.period, now.received, circumstances.fiscal_year_start),
        relevant=own_market(now.fact.indicator, circumstances),
        source=now.fact.source,
        sources=sources_of((now.fact, then.fact)),
        quote=now.fact.quote,
        confidence=now.fact.confidence,
    )


def _drift(values: Sequence[float], *, rate: bool) -> dict[str, float]:
    """The largest single change, and the change that remains without it.

    Args:
        values: by period, at least two, the first one not zero unless they are rates.
        rate: whether they are percentages, which change in points.
    """
    whole = values[-1] - values[0]
    steps = [(now - then, then) for then, now in pairwise(values) if (now - then) * whole > 0]
    largest, before = max(steps, key=lambda step: abs(step[0]), default=(0.0, 1.0))
    rest = whole - largest if (whole - largest) * whole > 0 else 0.0
    if rate:
        return {"step_points": round(largest, 4), "rest_points": round(rest, 4)}
    step_pct = finite(100 * largest / abs(before)) if before else None
    return {"step_pct": step_pct or 0.0, "rest_pct": finite(100 * rest / abs(values[0])) or 0.0}


def _stated(value: _Value, circumstances: Circumstances) -> IndicatorChange:
    """A change stated in a file without the values."""
    fact = value.fact
    rate = fact.unit.casefold() == "rate" or bool(_RATE.search(fact.indicator))
    return IndicatorChange(
        indicator=fact.indicator,
        period=fact.period,
        value=fact.value,
        previous_period=fact.previous_period,
        previous=fact.previous,
        change_pct=None if rate else fact.change_pct,
        change_points=fact.change_points,
        age_days=days_over(fact.period, value.received, circumstances.fiscal_year_start),
        relevant=own_market(fact.indicator, circumstances),
        source=fact.source,
        sources=(fact.source,) if fact.source else (),
        quote=fact.quote,
        confidence=fact.confidence,
    )
