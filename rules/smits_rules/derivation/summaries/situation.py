"""`situation`: the main quantities in one fact, with the facts behind each of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from heapq import heapify, heappop, heappush

from smits_rules.derivation.inputs import FactT, sources_of
from smits_rules.vocabulary import (
    AuditSummary,
    BudgetChange,
    Deal,
    DerivedFact,
    Exposure,
    Fact,
    FeedbackChange,
    InputSilence,
    RegulationDue,
    ServiceLevelSummary,
    Situation,
)

HORIZON_DAYS = 365
"""Later effects are not urgent yet."""
PAST_DAYS = -180
"""Earlier effects are no longer news."""
_OUTDATED = 4
"""The heap is rebuilt once it has so many times the places that count."""
GRAVE_CVSS = 7.0
"""From this score on CVSS 3.1 rates a vulnerability as high."""
_CHANGING = (
    *("end-of-life", "end-of-support", "end-of-sale", "deprecation", "breaking-change"),
    *("licence-change", "acquisition", "security-advisory"),
)

_Position = tuple[float, int, str, str, str]
"""The rank of a fact, the negative order of its newest input (of equal ranks the newer one is first), and its
origin."""


class _Ranking:
    """The best fact of each cell, of which only the first of all counts.

    A heap, because comparing all cells whenever one changes takes longer the more inputs there are.
    """

    def __init__(self) -> None:
        """Start without facts."""
        self._of_cell: dict[Hashable, tuple[_Position, Fact]] = {}
        self._heap: list[tuple[_Position, int, Hashable]] = []
        """Places with a serial number and the cell; outdated ones are dropped when they come first."""
        self._serial = 0

    def put(self, cell: Hashable, ranked: tuple[_Position, Fact] | None) -> None:
        """Replace the fact of a cell; None removes it."""
        if ranked is None:
            self._of_cell.pop(cell, None)
            return
        self._of_cell[cell] = ranked
        self._serial += 1
        heappush(self._heap, (ranked[0], self._serial, cell))
        if len(self._heap) > _OUTDATED * len(self._of_cell) + _OUTDATED:
            self._heap = [(position, n, c) for n, (c, (position, _)) in enumerate(self._of_cell.items())]
            heapify(self._heap)

    def first(self) -> Fact | None:
        """The first fact; None if there is none."""
        while self._heap:
            position, _, cell = self._heap[0]
            ranked = self._of_cell.get(cell)
            if ranked is not None and ranked[0] == position:
                return ranked[1]
            heappop(self._heap)
        return None


class Weights:
    """The facts relevant to the situation, cached so that not all facts are examined each time."""

    def __init__(self) -> None:
        """Start without facts."""
        self._pressing: dict[Hashable, tuple[tuple[int, str, str, str], list[Fact]]] = {}
        """Cell -> the order and origin by which it is sorted, and its facts."""
        self._rankings = {kind: _Ranking() for kind in _RANKED}

    def put(self, cell: Hashable, order: int, facts: Sequence[Fact]) -> None:
        """Replace the facts of a cell.

        Args:
            cell: in which they were derived.
            order: of their newest input.
            facts: all facts of the cell.
        """
        pressing = [fact for fact in facts if type(fact) not in _RANKED and _weighs(fact)]
        if pressing:
            self._pressing[cell] = (order, *_origin(pressing[0])), pressing
        else:
            self._pressing.pop(cell, None)
        for kind, rank in _RANKED.items():
            ranked = [
                (_position(rank(fact, order), order, fact), fact)
                for fact in facts
                if type(fact) is kind and _weighs(fact)
            ]
            best = min(ranked, key=lambda ranked_fact: ranked_fact[0][0], default=None)
            self._rankings[kind].put(cell, best)

    def facts(self) -> list[Fact]:
        """The relevant facts, by the order of the newest inputs, and the first of each ranked kind."""
        pressing = sorted(self._pressing.values(), key=lambda ranked_fact: ranked_fact[0])
        first = (ranking.first() for ranking in self._rankings.values())
        return [*(fact for _, facts in pressing for fact in facts), *filter(None, first)]


def _position(rank: float, order: int, fact: Fact) -> _Position:
    return rank, -order, *_origin(fact)


def _origin(fact: Fact) -> tuple[str, str, str]:
    """The sort key for facts of one input, because the order of their cells depends on history."""
    return fact.source, fact.fact, fact.case_subject


def situation(facts: Sequence[Fact]) -> Situation:
    """All main quantities in one fact; those beyond the horizon are left out."""
    kept = [fact for fact in facts if _weighs(fact)]
    budgets = sorted(_of(kept, BudgetChange), key=lambda fact: fact.change_pct)
    touched, due = _of(kept, Exposure), _of(kept, RegulationDue)
    critical = [fact for fact in touched if fact.highest_criticality == "critical"]
    levels = [level for level in _of(facts, ServiceLevelSummary)[-1:] if level.age_days <= HORIZON_DAYS]
    grave = [audit for audit in _of(facts, AuditSummary)[-1:] if audit.critical or audit.high]
    falls = sorted(_of(kept, FeedbackChange), key=lambda fact: fact.change)
    silent = [fact for fact in _of(facts, InputSilence) if fact.overdue_days > 0]
    deals = _of(kept, Deal)
    grounds: dict[str, tuple[DerivedFact, ...]] = {
        "budget_change_pct": tuple(budgets[:1]),
        "corporate_events": tuple(deals),
        "critical_exposures": tuple(critical),
        "exposures": tuple(touched),
        "regulations_due": tuple(due),
        "breach_pct": tuple(levels),
        "feedback_change": tuple(falls[:1]),
        "audit_high": tuple(grave),
    }
    sources = sources_of(fact for ground in grounds.values() for fact in ground)
    return Situation(
        budget_change_pct=budgets[0].change_pct if budgets else None,
        exposures=len(touched),
        critical_exposures=len(critical),
        regulations_due=len(due),
        breach_pct=levels[0].breach_pct if levels else None,
        audit_high=sum(audit.critical + audit.high for audit in grave),
        feedback_change=falls[0].change if falls else None,
        silent_kinds=len(silent),
        corporate_events=len(deals),
        source=sources[0] if sources else "",
        sources=sources,
    ).rest_on(grounds)


def _weighs(fact: Fact) -> bool:
    """Whether one of the quantities may include the fact."""
    if isinstance(fact, BudgetChange):
        return fact.basis == "baseline" and fact.age_days <= HORIZON_DAYS
    if isinstance(fact, Exposure):
        return _presses(fact)
    if isinstance(fact, RegulationDue):
        return fact.relevant and _coming(fact)
    if isinstance(fact, FeedbackChange):
        return fact.change < 0 and fact.age_days <= HORIZON_DAYS
    if isinstance(fact, Deal):
        return fact.concerns != "none" and fact.stands and fact.age_days <= HORIZON_DAYS
    return isinstance(fact, ServiceLevelSummary | AuditSummary)


def _change_pct(fact: Fact, _: int) -> float:
    return fact.change_pct if isinstance(fact, BudgetChange) else 0.0


def _change(fact: Fact, _: int) -> float:
    return fact.change if isinstance(fact, FeedbackChange) else 0.0


def _newest(_: Fact, order: int) -> float:
    return -order


_RANKED: dict[type[Fact], Callable[[Fact, int], float]] = {
    BudgetChange: _change_pct,
    FeedbackChange: _change,
    ServiceLevelSummary: _newest,
    AuditSummary: _newest,
}
"""Kinds of which only the first counts, with their ranks: the largest cut or fall, the newest report."""


def _of(facts: Sequence[Fact], kind: type[FactT]) -> list[FactT]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _presses(exposure: Exposure) -> bool:
    """Whether a notice changes the product soon; a price doesn't, nor does a patchable vulnerability."""
    if exposure.notice not in _CHANGING or (exposure.severity or GRAVE_CVSS) < GRAVE_CVSS:
        return False
    return exposure.days_until is None or PAST_DAYS <= exposure.days_until <= HORIZON_DAYS


def _coming(regulation: RegulationDue) -> bool:
    return regulation.days_until is not None and 0 <= regulation.days_until <= HORIZON_DAYS
