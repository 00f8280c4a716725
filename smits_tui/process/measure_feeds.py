"""Measures that take their readings from facts: the figures that inputs state per period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from smits_rules.vocabulary.finding_status import is_settled
from smits_rules.vocabulary.suggestions import nearest

GRADES = ("critical", "high", "medium", "low")


class StatedFigure(NamedTuple):
    """A figure that an input states."""

    name: str
    """Its name, e.g. `nps / Industry`."""
    period: str
    """Blank if not stated; then the date of receipt counts."""
    value: float
    source: str = ""
    """Where it stands, as a path with an anchor."""


class FactSource(Protocol):
    """An input as a source of figures."""

    @property
    def path(self) -> str:
        """Shared by the versions of a file."""

    @property
    def counts(self) -> bool:
        """Whether its facts count."""

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What it states."""


@dataclass(frozen=True, slots=True)
class FeedKind:
    """A kind of fact that can provide a measure's readings."""

    name: str
    """The first word of a feed, e.g. `feedback`."""
    inputs: tuple[str, ...]
    """The input kinds with such facts."""
    of: str
    """The meaning of the rest of the feed, for people."""
    figures: Callable[[Iterable[Mapping[str, Any]]], Iterator[StatedFigure]]
    """Extracts the figures from the facts of one input."""


def _named(*parts: object) -> str:
    return " / ".join(str(part).strip() for part in parts if part)


def _plain(
    fact_type: str, value: str, *names: str
) -> Callable[[Iterable[Mapping[str, Any]]], Iterator[StatedFigure]]:
    """An extractor for a fact type with one figure per fact."""

    def figures(facts: Iterable[Mapping[str, Any]]) -> Iterator[StatedFigure]:
        for fact in facts:
            if fact.get("fact") == fact_type and isinstance(fact.get(value), int | float):
                name = _named(*(fact.get(part) for part in names))
                yield StatedFigure(name, str(fact.get("period") or ""), float(fact[value]), _source(fact))

    return figures


def _indicators(facts: Iterable[Mapping[str, Any]]) -> Iterator[StatedFigure]:
    """The latest and the previous value of each indicator."""
    for fact in facts:
        for period, value in (("previous_period", "previous"), ("period", "value")):
            if (
                fact.get("fact") == "indicator"
                and fact.get(period)
                and isinstance(fact.get(value), int | float)
            ):
                name = str(fact.get("indicator") or "")
                yield StatedFigure(name, str(fact[period]), float(fact[value]), _source(fact))


def _budgets(facts: Iterable[Mapping[str, Any]]) -> Iterator[StatedFigure]:
    """The total of each period, per scope or overall."""
    for figure in _plain("budget", "total", "scope")(facts):
        yield figure._replace(name=figure.name or "total")


def _findings(facts: Iterable[Mapping[str, Any]]) -> Iterator[StatedFigure]:
    """The number of open findings per grade and in total; listed findings take precedence over counts."""
    all_findings = list(facts)
    reports = [fact for fact in all_findings if fact.get("fact") == "audit-report"]
    findings = [fact for fact in all_findings if fact.get("fact") == "audit-finding"]
    period = str(next((report["period"] for report in reports if report.get("period")), ""))
    if findings:
        still = [
            str(fact.get("severity")) for fact in findings if not is_settled(str(fact.get("status") or ""))
        ]
        counts = {grade: still.count(grade) for grade in GRADES}
        total = len(still)
    elif reports:
        counts = {grade: sum(int(report.get(grade) or 0) for report in reports) for grade in GRADES}
        total = sum(counts.values())
    else:
        return
    for name, count in {**counts, "open": total}.items():
        yield StatedFigure(name, period, float(count), _source((findings or reports)[0]))


def _source(fact: Mapping[str, Any]) -> str:
    return str(fact.get("source") or "")


FEED_KINDS: dict[str, FeedKind] = {
    kind.name: kind
    for kind in (
        FeedKind(
            "feedback",
            ("customer-feedback",),
            "a measure and, if there are several, its segment: `nps / Industry`",
            _plain("feedback", "score", "measure", "segment"),
        ),
        FeedKind(
            "service-level",
            ("service-reports",),
            "a service and its measure: `Billing / availability`",
            _plain("service-level", "actual", "service", "measure"),
        ),
        FeedKind("indicator", ("environment",), "an indicator: `EUR/USD`", _indicators),
        FeedKind("audit", ("audit-reports",), "open findings: `open`, `critical`, `high` ...", _findings),
        FeedKind("budget", ("budgets",), "`total`, or what the budget covers", _budgets),
    )
}
"""Every kind by its name."""


def feed_of(text: str) -> tuple[FeedKind, str] | None:
    """The kind and the name of a feed such as `feedback nps / Industry`; None if there is no such kind."""
    first, _, name = " ".join(text.split()).partition(" ")
    kind = FEED_KINDS.get(first.casefold())
    return (kind, name) if kind and name else None


def feed_problem(text: str) -> str | None:
    """Why this can't feed a measure, as a sentence; None if it can."""
    if not text.strip() or feed_of(text):
        return None
    first, _, name = " ".join(text.split()).partition(" ")
    kind = FEED_KINDS.get(first.casefold())
    if kind and not name:
        return f"Say after '{kind.name}' of what: {kind.of}."
    best = nearest(first, FEED_KINDS)
    hint = f"did you mean '{best}'?" if best else f"begin with one of {', '.join(FEED_KINDS)}."
    return f"'{first}' is not a fact that can feed a measure; {hint}"


def in_force(inputs: Iterable[FactSource]) -> list[Any]:
    """The newest version of each file whose facts count."""
    newest = {item.path: item for item in inputs if item.counts}
    return list(newest.values())


def same_name(first: str, other: str) -> bool:
    """Whether two names of figures are equal, ignoring case and blanks around a slash."""
    return _folded(first) == _folded(other)


def _folded(name: str) -> str:
    return "/".join(" ".join(part.split()) for part in name.casefold().split("/"))
