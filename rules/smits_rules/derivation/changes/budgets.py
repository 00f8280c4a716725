"""`budget-change`: a budget compared with its baseline, its previous version and the previous period."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from smits_rules.derivation.equivalence.file_versions import bare_name, container_of, folder_of
from smits_rules.derivation.inputs import Circumstances, InputFacts, places
from smits_rules.vocabulary import Budget, BudgetChange, BudgetLine
from smits_rules.vocabulary.periods import days_over, key_before, period_key

_WORDS_OF_ANY = re.compile(
    r"\b(?:it|budgets?|plan|fy|gj|the|of|for|haushalt|kosten|costs?|q[1-4]|h[12])\b|\d+"
)
"""Words of a file name that don't name a department."""
_DEPARTMENTS = frozenset(
    (
        *(
            "hr",
            "finance",
            "marketing",
            "sales",
            "legal",
            "operations",
            "ops",
            "facilities",
            "logistics",
            "production",
        ),
        *(
            "procurement",
            "purchasing",
            "engineering",
            "research",
            "development",
            "support",
            "security",
            "admin",
        ),
        *(
            "administration",
            "communications",
            "network",
            "workplace",
            "infrastructure",
            "personal",
            "finanzen",
        ),
        *(
            "vertrieb",
            "einkauf",
            "recht",
            "produktion",
            "logistik",
            "verwaltung",
            "forschung",
            "rh",
            "finances",
        ),
        *("ventes", "achats", "juridique", "logistique", "administración", "ventas", "compras", "recursos"),
    )
)
"""Words in a file name that name a department, including short ones."""
_SHORTEST_NAME = 4
"""Shorter words of a file name, e.g. `a` or `b2`, don't distinguish departments."""


@dataclass(frozen=True, slots=True)
class _Version:
    """A budget of one period and scope, as stated by one input."""

    budget: Budget
    order: int
    received: dt.date
    fresh: bool
    folder: str
    name: str
    """The file name without period and version."""
    lines: frozenset[str]
    beside: frozenset[str] = frozenset()
    """The names of the other files in the same mail or archive."""


_Case = tuple[str, str]


def budget_changes(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[BudgetChange]:
    """Compare budgets of the same period and scope.

    The newest version for a period is compared with the baseline: the newest one that existed when the
    strategy was agreed, or else the first one. Each fresh version, and always the newest, is compared with
    the previous version. The newest is also compared with the newest one for the previous period. A version
    without changes is ignored: a file that is saved again changes nothing, and the agreed version is not
    compared with older ones. A version that returns to the baseline reverses a change and is not one itself.
    Budgets in different currencies, budgets of zero, and changes beyond the range of a float are not
    compared.
    """
    versions = _versions(inputs)
    change = partial(_change, circumstances.fiscal_year_start)
    for case, case_versions in versions.items():
        newest, base = case_versions[-1], _baseline(case_versions, circumstances.agreed)
        agreed = _percent(newest.budget, base.budget)
        for position, version in enumerate(case_versions[1:], 1):
            settled = circumstances.agreed is not None and version.order <= circumstances.agreed
            taken_back = _same(version.budget, base.budget)
            if (version.fresh or version is newest) and not settled and not taken_back:
                yield from change(case[1], version, case_versions[position - 1], "previous", agreed)
        if base is not newest:
            yield from change(case[1], newest, base, "baseline", agreed)
        earlier = versions.get((key_before(case[0]), case[1]))
        if earlier and key_before(case[0]) != case[0]:
            yield from change(case[1], newest, earlier[-1], "year", agreed)


def unscoped(item: InputFacts) -> str:
    """What a budget of an input is compared within, where it does not say what it covers."""
    return folder_of(item.path)


def _versions(inputs: Iterable[InputFacts]) -> dict[_Case, list[_Version]]:
    """The budgets of each period and scope in the order of arrival; of several in one input, the last."""
    versions: dict[_Case, list[_Version]] = defaultdict(list)
    ordered = sorted(inputs, key=lambda item: item.order)
    together: dict[str, set[str]] = defaultdict(set)
    for item in ordered:
        together[container_of(item.path)].add(_name(item.path))
    for item in ordered:
        stated = {(period_key(b.period), b.scope.strip().casefold()): b for b in item.of(Budget)}
        lines = frozenset(line.name.casefold() for line in item.of(BudgetLine))
        name, container = _name(item.path), container_of(item.path)
        beside = frozenset(together[container] - {name} if container else ())
        for (period, scope), budget in stated.items():
            version = _Version(
                budget,
                item.order,
                item.received.date(),
                item.fresh,
                folder_of(item.path),
                name,
                lines,
                beside,
            )
            case_versions = versions[period, scope or _unstated_scope(version, versions, period)]
            if case_versions and _same(case_versions[-1].budget, budget):
                case_versions[-1] = replace(case_versions[-1], budget=budget)
            else:
                case_versions.append(version)
    return versions


def _name(path: str) -> str:
    return " ".join(_WORDS_OF_ANY.sub(" ", bare_name(path)).split())


def _unstated_scope(version: _Version, versions: dict[_Case, list[_Version]], period: str) -> str:
    """What a budget covers that does not say so: the folder of its file tells, or its name.

    Files of different names that have hardly a line in common are of different departments, and so are those
    that came together in one mail or archive, and files that are called after different departments.
    """
    if version.folder:
        return version.folder
    others = {
        case[1]: case_versions[-1]
        for case, case_versions in versions.items()
        if case[0] == period
        and case_versions
        and not case_versions[-1].budget.scope
        and not case_versions[-1].folder
    }
    same = [scope for scope, other in others.items() if version.name and other.name == version.name]
    alike = (scope for scope, other in others.items() if not _apart(version, other))
    return same[0] if same else next(alike, version.name if others else "")


def _apart(version: _Version, other: _Version) -> bool:
    if other.name in version.beside:
        return True
    mine, others = set(version.name.split()), set(other.name.split())
    if mine & _DEPARTMENTS and others & _DEPARTMENTS:
        return not mine & others & _DEPARTMENTS
    if not _telling(mine - others) or not _telling(others - mine):
        return False
    shared = len(version.lines & other.lines)
    return 2 * shared < min(len(version.lines), len(other.lines))


def _telling(words: set[str]) -> bool:
    return any(len(word) >= _SHORTEST_NAME for word in words)


def _same(budget: Budget, other: Budget) -> bool:
    return budget.total == other.total and (budget.currency or other.currency) == (
        other.currency or budget.currency
    )


def _baseline(versions: Sequence[_Version], agreed: int | None) -> _Version:
    at_agreement = [version for version in versions if agreed is not None and version.order <= agreed]
    return at_agreement[-1] if at_agreement else versions[0]


def _percent(now: Budget, then: Budget) -> float | None:
    """The change in percent; None if the two can't be compared."""
    differs = now.currency and then.currency and now.currency != then.currency
    if differs or not then.total:
        return None
    change = 100 * (now.total - then.total) / abs(then.total)
    return round(change, 4) if math.isfinite(change) else None


def _change(
    fiscal_year_start: int,
    scope: str,
    version: _Version,
    other: _Version,
    basis: Literal["baseline", "previous", "year"],
    agreed: float | None,
) -> Iterator[BudgetChange]:
    now, then = version.budget, other.budget
    change_pct = _percent(now, then)
    if change_pct is None:
        return
    yield BudgetChange(
        period=now.period,
        scope=now.scope or scope,
        basis=basis,
        total=now.total,
        baseline=then.total,
        change=now.total - then.total,
        change_pct=change_pct,
        agreed_change_pct=agreed or 0.0,
        age_days=days_over(now.period, version.received, fiscal_year_start),
        currency=now.currency or then.currency,
        own="" if then.confidence == "inferred" else f"its budget of {then.period}".rstrip(" of"),
        source=now.source,
        sources=places((now, then)),
        quote=now.quote,
        confidence=now.confidence,
    )
