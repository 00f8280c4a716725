"""Which facts are derived from which groups of inputs: one object per kind of derived fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

from smits_rules.derivation.assumptions import assumptions
from smits_rules.derivation.changes.budget_versions import unscoped
from smits_rules.derivation.changes.budgets import budget_changes
from smits_rules.derivation.changes.feedback import feedback_changes
from smits_rules.derivation.changes.goals import goal_changes, quarter_after, quarter_key
from smits_rules.derivation.changes.indicators import indicator_changes, series_key
from smits_rules.derivation.deadlines.opportunities import opportunities, opportunity_links
from smits_rules.derivation.deadlines.regulations import act_key, regulations_due
from smits_rules.derivation.equivalence.surveys import survey_links
from smits_rules.derivation.exposure.deals import deals, parties_of
from smits_rules.derivation.exposure.portfolio import exposures, notice_key, portfolio_changes, portfolios
from smits_rules.derivation.groups import Around, Family, Group, LinkedFamily, SplitFamily
from smits_rules.derivation.inputs import InputFacts
from smits_rules.derivation.summaries.audits import audit_links, audit_summaries, findings_overdue
from smits_rules.derivation.summaries.service_levels import level_links, service_level_summaries
from smits_rules.vocabulary import (
    Budget,
    BudgetLine,
    CorporateEvent,
    Fact,
    Goal,
    Indicator,
    Regulation,
    Service,
    VendorNotice,
)
from smits_rules.vocabulary.periods import key_after, period_key

PORTFOLIO = "portfolio"
"""The family that determines the services in force, on which other families depend."""
_Parts = Mapping[Group, Sequence[Fact]]


def families(stated: Collection[str] = ()) -> list[Family]:
    """All families, in order of dependency.

    Args:
        stated: types of recorded facts that are also passed on unchanged.
    """
    return [
        SplitFamily(PORTFOLIO, _services, _portfolio, of_newest=False),
        SplitFamily("budgets", _budgets, _budget, of_newest=False, rests_on_freshness=True),
        SplitFamily("exposures", _notices, _exposures, rests_on_services=True),
        SplitFamily(
            "regulations", _acts, lambda _, items, around: regulations_due(items, around.circumstances)
        ),
        SplitFamily("deals", _deals, _deal, rests_on_services=True),
        LinkedFamily("service levels", level_links, _levels, rests_on_services=True),
        LinkedFamily("audits", audit_links, _audits, rests_on_services=True),
        LinkedFamily(
            "surveys", survey_links, lambda items, around: feedback_changes(items, around.circumstances)
        ),
        SplitFamily("goals", _goals, _goal, of_newest=False),
        SplitFamily(
            "indicators",
            _indicators,
            lambda _, items, around: indicator_changes(items, around.circumstances),
            of_newest=False,
        ),
        LinkedFamily(
            "opportunities",
            opportunity_links,
            lambda items, around: opportunities(items, around.circumstances),
        ),
        SplitFamily("assumptions", _assumed, _assumption, of_newest=False),
        SplitFamily("stated", lambda item, _: _by_subject(item, stated), _as_stated),
    ]


def _grouped(facts: Iterable[tuple[Hashable, Fact]]) -> _Parts:
    parts: dict[Group, list[Fact]] = defaultdict(list)
    for group, fact in facts:
        parts[group].append(fact)
    return parts


def _services(item: InputFacts, _: Around) -> _Parts:
    return _grouped((PORTFOLIO, service) for service in item.of(Service))


def _portfolio(_: Group, items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    return portfolio_changes(portfolios(items), around.circumstances)


def _budgets(item: InputFacts, _: Around) -> _Parts:
    """Budgets are compared with others of their period and scope, and with those of the previous period."""
    scope = unscoped(item)
    parts: dict[Group, list[Fact]] = defaultdict(list)
    for budget in item.of(Budget):
        period, of = period_key(budget.period), budget.scope.strip().casefold() or scope
        for group in dict.fromkeys(((period, of), (key_after(period), of))):
            parts[group].append(budget)
    lines = list(item.of(BudgetLine)) if parts else []
    return {group: [*budgets, *lines] for group, budgets in parts.items()}


def _budget(group: Group, items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    period = group[0] if isinstance(group, tuple) else ""
    changes = budget_changes(items, around.circumstances)
    return (change for change in changes if period_key(change.period) == period)


def _notices(item: InputFacts, _: Around) -> _Parts:
    return _grouped((notice_key(notice), notice) for notice in item.of(VendorNotice))


def _exposures(_: Group, items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    return exposures(items, around.services, around.circumstances.today)


def _acts(item: InputFacts, _: Around) -> _Parts:
    return _grouped((act_key(act), act) for act in item.of(Regulation))


def _deals(item: InputFacts, _: Around) -> _Parts:
    return _grouped((parties_of(event), event) for event in item.of(CorporateEvent) if event.parties)


def _deal(_: Group, items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    return deals(items, around.services, around.circumstances)


def _levels(items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    return service_level_summaries(items, around.services, around.circumstances)


def _audits(items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    yield from audit_summaries(items, around.services, around.circumstances)
    yield from findings_overdue(items, around.services, around.circumstances)


def _goals(item: InputFacts, _: Around) -> _Parts:
    """Goals are compared with others of their quarter, and with those of the previous quarter."""
    parts: dict[Group, list[Fact]] = defaultdict(list)
    for goal in item.of(Goal):
        quarter = quarter_key(goal.quarter)
        for group in dict.fromkeys((quarter, quarter_after(quarter))):
            parts[group].append(goal)
    return parts


def _goal(group: Group, items: Sequence[InputFacts], around: Around) -> Iterable[Fact]:
    changes = goal_changes(items, around.circumstances)
    return (change for change in changes if quarter_key(change.quarter) == group)


def _indicators(item: InputFacts, _: Around) -> _Parts:
    return _grouped((series_key(item, indicator), indicator) for indicator in item.of(Indicator))


def _assumed(item: InputFacts, around: Around) -> _Parts:
    """The assumptions that concern an input."""
    texts = around.circumstances.assumptions
    assumed_texts = (
        text for text in texts if any(assumption.source for assumption in assumptions([text], [item]))
    )
    return dict.fromkeys(assumed_texts, item.facts)


def _assumption(group: Group, items: Sequence[InputFacts], _: Around) -> Iterable[Fact]:
    return assumptions([str(group)], items)


def _by_subject(item: InputFacts, types: Collection[str]) -> _Parts:
    if not types:
        return {}
    return _grouped(((fact.fact, fact.case_subject), fact) for fact in item.facts if fact.fact in types)


def _as_stated(_: Group, items: Sequence[InputFacts], __: Around) -> Iterable[Fact]:
    return (fact for item in items for fact in item.facts)
