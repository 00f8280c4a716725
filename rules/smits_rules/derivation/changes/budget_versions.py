"""The versions of budgets: which ones are compared, by period and by what they cover."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from smits_rules.derivation.changes.unstated_scopes import UnstatedScopes, department_name
from smits_rules.derivation.equivalence.file_versions import container_of, folder_of
from smits_rules.derivation.inputs import InputFacts
from smits_rules.vocabulary import Budget, BudgetLine
from smits_rules.vocabulary.periods import period_key


@dataclass(frozen=True, slots=True)
class BudgetVersion:
    """A budget of one period and scope, as stated by one input."""

    budget: Budget
    order: int
    received: dt.date
    fresh: bool
    folder: str
    name: str
    """The file name without period and version."""
    lines: frozenset[str]
    """The names of its lines, in lower case."""
    beside: frozenset[str] = frozenset()
    """The names of the other files in the same mail or archive."""


def unscoped(item: InputFacts) -> str:
    """What a budget of an input is compared within, where it does not say what it covers."""
    return folder_of(item.path)


def budget_versions(inputs: Iterable[InputFacts]) -> dict[tuple[str, str], list[BudgetVersion]]:
    """The budgets of each period and scope in the order of arrival; of several in one input, the last."""
    versions: dict[tuple[str, str], list[BudgetVersion]] = defaultdict(list)
    scopes: dict[str, UnstatedScopes] = defaultdict(UnstatedScopes)
    ordered = sorted(inputs, key=lambda item: item.order)
    together: dict[str, set[str]] = defaultdict(set)
    for item in ordered:
        together[container_of(item.path)].add(department_name(item.path))
    for item in ordered:
        stated = {(period_key(b.period), b.scope.strip().casefold()): b for b in item.of(Budget)}
        lines = frozenset(line.name.casefold() for line in item.of(BudgetLine))
        name, container = department_name(item.path), container_of(item.path)
        beside = frozenset(together[container] - {name} if container else ())
        for (period, scope), budget in stated.items():
            version = BudgetVersion(
                budget,
                item.order,
                item.received.date(),
                item.fresh,
                folder_of(item.path),
                name,
                lines,
                beside,
            )
            covers = scope or version.folder or scopes[period].scope_of(version)
            case_versions = versions[period, covers]
            if case_versions and same_budget(case_versions[-1].budget, budget):
                case_versions[-1] = replace(case_versions[-1], budget=budget)
            else:
                case_versions.append(version)
            scopes[period].put(
                covers, case_versions[-1], is_stated=bool(budget.scope or case_versions[-1].folder)
            )
    return versions


def same_budget(budget: Budget, other: Budget) -> bool:
    """Whether two budgets have the same total; a currency that only one states is no difference."""
    return budget.total == other.total and (budget.currency or other.currency) == (
        other.currency or budget.currency
    )
