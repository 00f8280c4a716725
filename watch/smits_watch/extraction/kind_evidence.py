"""How strongly the facts extracted from a document suggest its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from smits_rules.vocabulary import (
    AuditFinding,
    AuditReport,
    CorporateEvent,
    Fact,
    Feedback,
    Opportunity,
    Regulation,
    ServiceLevel,
    VendorNotice,
)
from smits_watch.facts import Extraction

_FULL, _MUCH, _PART, _LITTLE = 3.0, 2.3, 1.5, 0.5
"""Facts with everything typical of their kind; with most of it; with part of it; with next to nothing."""
_MANY = 3
"""With this many facts, they form a list."""


def evidence_of(kind: str, extraction: Extraction) -> float:
    """Weigh a result.

    Args:
        kind: the input kind assumed.
        extraction: the result.

    Returns:
        From 0 without facts to 3, if a fact has everything typical of its kind.
    """
    weigh = _WEIGHTS.get(kind, _list)
    return max((weigh(fact, extraction) for fact in extraction.facts), default=0.0)


def _list(fact: Fact, extraction: Extraction) -> float:
    """The evidence for a kind whose facts are rows of a list or table."""
    if fact.confidence != "inferred":
        return _FULL if len(extraction.facts) >= _MANY else _PART
    return _PART if len(extraction.facts) >= _MANY else _LITTLE


def _notice(fact: Fact, _: Extraction) -> float:
    if not isinstance(fact, VendorNotice) or fact.notice == "other":
        return 0.0
    if fact.confidence == "stated":
        return _FULL
    is_specific = (
        fact.effective_date or fact.price_change_pct is not None or fact.severity or fact.fix_available
    )
    return _FULL if fact.product and is_specific else _PART if fact.product else _LITTLE


def _deal(fact: Fact, _: Extraction) -> float:
    if not isinstance(fact, CorporateEvent) or (fact.event == "none" and fact.status != "denied"):
        return 0.0
    if len(fact.parties) > 1:
        return _FULL if fact.status else _MUCH
    return _PART if fact.parties else _LITTLE


def _act(fact: Fact, _: Extraction) -> float:
    if not isinstance(fact, Regulation):
        return 0.0
    dated = fact.effective_date or fact.applies_from
    if fact.jurisdiction and (fact.reference or fact.action == "consolidated"):
        return _FULL if dated or fact.action in ("consolidated", "proposal") else _PART
    return _PART if fact.jurisdiction and dated else 0.0


def _finding(fact: Fact, extraction: Extraction) -> float:
    if isinstance(fact, AuditReport):
        grades = (fact.critical, fact.high, fact.medium, fact.low)
        return _MUCH if sum(bool(count) for count in grades) > 1 else _PART
    if not isinstance(fact, AuditFinding):
        return 0.0
    if fact.severity is None:
        return _PART if len(extraction.facts) >= _MANY else 0.0
    return _FULL if len(extraction.facts) > 1 else _PART


def _call(fact: Fact, _: Extraction) -> float:
    if not isinstance(fact, Opportunity):
        return 0.0
    return (
        _FULL
        if fact.value and fact.decide_by
        else _MUCH
        if fact.decide_by
        else _PART
        if fact.value
        else _LITTLE
    )


def _score(fact: Fact, extraction: Extraction) -> float:
    if not isinstance(fact, Feedback) or fact.confidence != "inferred":
        return _list(fact, extraction)
    return _MUCH if fact.responses else _PART


def _level(fact: Fact, _: Extraction) -> float:
    if not isinstance(fact, ServiceLevel):
        return 0.0
    return _FULL if fact.target is not None and fact.actual is not None else _PART


_WEIGHTS: Mapping[str, Callable[[Fact, Extraction], float]] = {
    "vendor-notices": _notice,
    "vendor-strategies": _notice,
    "mergers-acquisitions": _deal,
    "regulations": _act,
    "audit-reports": _finding,
    "opportunities": _call,
    "service-reports": _level,
    "customer-feedback": _score,
}
