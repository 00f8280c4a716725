"""What reading a file may go by: settings, remembered answers, and what is known of the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from smits_tui.process.state import Input, State
from smits_tui.settings import Settings
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.profile import OrganisationProfile, ProfileBudget, ProfileProduct
from smits_watch.facts.question import RememberedAnswer

_KEPT_LINES = 200
"""Lines of a budget that are kept as evidence; more say nothing more about which table is the budget."""


def extraction_context(state: State, settings: Settings, kind: str | None) -> ExtractionContext:
    """Gather what bears on reading a file.

    Args:
        state: what is recorded.
        settings: what a team set.
        kind: the input kind whose column mapping counts; None: none does.

    Returns:
        The context; it holds plain data only, so that it can be sent to the reading process.
    """
    return ExtractionContext(
        columns=settings.columns(kind) if kind else {},
        profile=organisation_profile(state, settings),
        answers=tuple(remembered_answers(state)),
    )


def remembered_answers(state: State) -> Iterable[RememberedAnswer]:
    """The answers in force, the oldest first."""
    for answer in state.answers():
        yield RememberedAnswer.model_validate(
            {
                "id": answer.id,
                "kind": answer.kind,
                "topic": answer.topic,
                "shape": tuple(answer.shape),
                "choice": answer.choice,
                "typed": answer.typed,
            }
        )


def organisation_profile(state: State, settings: Settings) -> OrganisationProfile:
    """What settings and inputs say of the organisation."""
    newest = _newest(state)
    products = tuple(_products(newest))
    return OrganisationProfile(
        name=settings.organisation,
        aliases=settings.also_known_as,
        jurisdictions=settings.jurisdictions,
        topics=settings.topics,
        currency=settings.currency or None,
        fiscal_year_start=settings.fiscal_year_start,
        products=products,
        vendors=_distinct(product.vendor for product in products),
        services=_distinct(product.service for product in products),
        parties=settings.parties,
        budgets=tuple(_budgets(newest)),
        today=state.today,
    )


def _newest(state: State) -> list[Input]:
    """The newest version of each file that counts, of the kinds that say something of the organisation."""
    telling = ("service-portfolio", "budgets")
    by_path = {item.path: item for item in state.inputs() if item.counts and item.kind in telling}
    return list(by_path.values())


def _products(inputs: Iterable[Input]) -> Iterable[ProfileProduct]:
    for fact in _facts(inputs, "service"):
        if fact.get("product") or fact.get("vendor") or fact.get("service"):
            yield ProfileProduct(
                product=fact.get("product") or "",
                vendor=fact.get("vendor") or "",
                version=fact.get("version") or "",
                service=fact.get("service") or "",
            )


def _budgets(inputs: Iterable[Input]) -> Iterable[ProfileBudget]:
    for item in inputs:
        lines: dict[str, list[tuple[str, float]]] = {}
        for fact in _facts([item], "budget-line"):
            lines.setdefault(fact.get("period", ""), []).append((fact.get("name", ""), fact["amount"]))
        for fact in _facts([item], "budget"):
            yield ProfileBudget(
                period=fact.get("period", ""),
                scope=fact.get("scope", ""),
                currency=fact.get("currency"),
                total=fact["total"],
                lines=tuple(lines.get(fact.get("period", ""), ())[:_KEPT_LINES]),
            )


def _facts(inputs: Iterable[Input], kind: str) -> Iterable[dict[str, Any]]:
    return (fact for item in inputs for fact in item.facts if fact.get("fact") == kind)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
