"""The context for reading a file: settings, remembered answers, and the organisation's profile."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

from smits_rules.derivation.markets import shared_currency
from smits_tui.process.state import Input, State
from smits_tui.settings import Settings
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.profile import (
    KEPT_BUDGETS,
    BudgetEvidence,
    OrganisationProfile,
    ProfileBudget,
    ProfileProduct,
    profile_budgets,
)
from smits_watch.facts.question import RememberedAnswer

_TELLING = ("service-portfolio", "budgets")
"""The input kinds that describe the organisation."""


class ExtractionContexts:
    """Builds the contexts of many files; the profile is rebuilt only when one of its inputs changed."""

    def __init__(self, settings: Settings) -> None:
        """Start without a profile.

        Args:
            settings: the workspace settings.
        """
        self._settings = settings
        self._seen = 0
        self._newest: dict[str, OrderedDict[str, Input]] = {kind: OrderedDict() for kind in _TELLING}
        """Kind -> path -> the newest version that counts, the last to come last."""
        self._budgets: dict[str, tuple[list[dict[str, Any]], tuple[ProfileBudget, ...]]] = {}
        self._profile: OrganisationProfile | None = None

    def of(self, state: State, kind: str | None) -> ExtractionContext:
        """Build the context for reading a file.

        Args:
            state: the recorded state.
            kind: the input kind whose column mapping applies; None for none.

        Returns:
            The context; it contains plain data only, so that it can be sent to the reading process.
        """
        return ExtractionContext(
            columns=self._settings.columns(kind) if kind else {},
            profile=self._profile_of(state),
            answers=tuple(remembered_answers(state)),
        )

    def foresee(self, state: State, item: Input, reading: ExtractedFile) -> None:
        """Use the facts of a file as evidence for the next one before they are recorded.

        Args:
            state: the recorded state.
            item: the input that was read.
            reading: its result.
        """
        if reading.status == "read" and (reading.kind or item.kind) in _TELLING:
            facts = [fact.model_dump(mode="json", exclude_defaults=False) for fact in reading.facts]
            read = replace(item, kind=reading.kind or item.kind, status="read", facts=facts)
            if self._take(state, [read]):
                self._profile = None

    def _profile_of(self, state: State) -> OrganisationProfile:
        """The profile, rebuilt when an input that describes the organisation changed."""
        self._seen, changed = state.inputs_changed(self._seen)
        profile = self._profile
        if self._take(state, changed) or profile is None or profile.today != state.today:
            inputs = (*self._newest["service-portfolio"].values(), *self._last_budgets())
            profile = self._profile = organisation_profile(
                inputs, state.today, self._settings, self._budgets_of
            )
        return profile

    def budget_evidence(self, state: State) -> BudgetEvidence:
        """The budgets of the profile by input, as the starting point for files that are read together."""
        self._profile_of(state)
        return BudgetEvidence((item.path, self._budgets_of(item)) for item in self._last_budgets())

    def _last_budgets(self) -> list[Input]:
        last = islice(reversed(self._newest["budgets"].values()), KEPT_BUDGETS)
        return list(last)[::-1]

    def _budgets_of(self, item: Input) -> tuple[ProfileBudget, ...]:
        """The budgets of an input, cached because in a burst the profile is rebuilt for each budget."""
        cached = self._budgets.get(item.path)
        if cached is None or cached[0] is not item.facts:
            cached = self._budgets[item.path] = item.facts, _budgets_of(item)
        return cached[1]

    def _take(self, state: State, changed: Iterable[Input]) -> bool:
        """Keep the newest valid version of each file that describes the organisation; whether one changed."""
        is_other = False
        for item in changed:
            newest = self._newest.get(item.kind)
            held = newest.get(item.path) if newest is not None else None
            if newest is not None and item.counts and (held is None or held.seq <= item.seq):
                is_other = is_other or held is None or held.facts is not item.facts
                newest[item.path] = item
                newest.move_to_end(item.path)
            elif held is not None and held.id == item.id:
                self._newest = _newest_of(state)
                return True
        return is_other


def _newest_of(state: State) -> dict[str, OrderedDict[str, Input]]:
    newest: dict[str, OrderedDict[str, Input]] = {kind: OrderedDict() for kind in _TELLING}
    for item in state.inputs_of(_TELLING):
        if item.counts:
            newest[item.kind][item.path] = item
    return newest


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


def _budgets_of(item: Input) -> tuple[ProfileBudget, ...]:
    return profile_budgets(item.facts)


def organisation_profile(
    inputs: Iterable[Input],
    today: dt.date,
    settings: Settings,
    budgets_of: Callable[[Input], tuple[ProfileBudget, ...]] = _budgets_of,
) -> OrganisationProfile:
    """The organisation's profile according to settings and inputs.

    Args:
        inputs: all versions of the budgets and portfolios, in order of arrival.
        today: the date on which files are read.
        settings: the workspace settings.
        budgets_of: the budgets of an input, possibly cached.
    """
    newest = list({item.path: item for item in inputs if item.counts}.values())
    products = tuple(_products(newest))
    return OrganisationProfile(
        name=settings.organisation,
        aliases=settings.also_known_as,
        jurisdictions=settings.jurisdictions,
        topics=settings.topics,
        currency=settings.currency or shared_currency(settings.jurisdictions) or None,
        fiscal_year_start=settings.fiscal_year_start,
        products=products,
        vendors=_distinct(product.vendor for product in products),
        services=_distinct(product.service for product in products),
        parties=settings.parties,
        budgets=tuple(
            budget
            for item in [item for item in newest if item.kind == "budgets"][-KEPT_BUDGETS:]
            for budget in budgets_of(item)
        ),
        today=today,
    )


def _products(inputs: Iterable[Input]) -> Iterable[ProfileProduct]:
    for fact in _facts(inputs, "service"):
        if fact.get("product") or fact.get("vendor") or fact.get("service"):
            yield ProfileProduct(
                product=fact.get("product") or "",
                vendor=fact.get("vendor") or "",
                version=fact.get("version") or "",
                service=fact.get("service") or "",
            )


def _facts(inputs: Iterable[Input], kind: str) -> Iterable[dict[str, Any]]:
    return (fact for item in inputs for fact in item.facts if fact.get("fact") == kind)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
