"""Assumptions in plain words, and the derived facts that compare goals and hold assumptions."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_rules.derivation.assumption_text import ExpectedFigure, Support, claim_of
from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import (
    Assumption,
    Budget,
    DeliverableDue,
    Fact,
    Feedback,
    Goal,
    GoalChange,
    Indicator,
    VendorNotice,
)

TODAY = dt.date(2027, 3, 10)


def given(order: int, *facts: Fact) -> InputFacts:
    placed = tuple(fact.model_copy(update={"source": f"I{order}#{n}"}) for n, fact in enumerate(facts))
    received = dt.datetime(2027, 3, 10, tzinfo=dt.UTC)
    return InputFacts(f"I{order}", "goals", f"goals/{order}.csv", received, placed, fresh=True, order=order)


def derived(*inputs: InputFacts, assumptions: tuple[str, ...] = ()) -> list[Fact]:
    return derive(inputs, Circumstances(TODAY, TODAY, assumptions=assumptions))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("EUR/USD stays above 1.05", ExpectedFigure("EUR/USD", "above", 1.05, "")),
        ("Inflation will stay below 3 %.", ExpectedFigure("Inflation", "below", 3.0, "%")),
        (
            "The FY27 budget is at least 900,000 EUR",
            ExpectedFigure("FY27 budget", "at_least", 900_000.0, "EUR"),
        ),
        ("EUR/USD stays above 1,05", ExpectedFigure("EUR/USD", "above", 1.05, "")),
        ("The FY27 budget is at least 8 million EUR", ExpectedFigure("FY27 budget", "at_least", 8e6, "EUR")),
        ("Das Budget 2027 bleibt über 8,4 Mio. EUR", ExpectedFigure("Budget 2027", "above", 8.4e6, "EUR")),
        ("Le taux reste en dessous de 3 %", ExpectedFigure("taux", "below", 3.0, "%")),
        ("The budget is at most 1.200.000,50 EUR", ExpectedFigure("budget", "at_most", 1_200_000.5, "EUR")),
        ("NPS at least 30", ExpectedFigure("NPS", "at_least", 30.0, "")),
        ("Oracle 19c is supported until 2029", Support("Oracle 19c", dt.date(2029, 1, 1))),
        ("Oracle 19c is supported until end of 2029", Support("Oracle 19c", dt.date(2030, 1, 1))),
        ("Oracle 19c stays supported through 2029-06", Support("Oracle 19c", dt.date(2029, 7, 1))),
        ("Oracle 19c is supported until 2029-06-30", Support("Oracle 19c", dt.date(2029, 6, 30))),
        ("Inflation does not exceed 3 %", ExpectedFigure("Inflation", "at_most", 3.0, "%")),
        ("Die Inflation übersteigt nicht 3 %", ExpectedFigure("Inflation", "at_most", 3.0, "%")),
        ("L'inflation ne dépasse pas 3 %", ExpectedFigure("inflation", "at_most", 3.0, "%")),
        ("NPS >= 30", ExpectedFigure("NPS", "at_least", 30.0, "")),
        ("Kestrel 11 wird bis 2029 unterstützt", Support("Kestrel 11", dt.date(2029, 1, 1))),
        ("Der Support für Kestrel 11 läuft bis Ende 2029", Support("Kestrel 11", dt.date(2030, 1, 1))),
        ("Kestrel 11 ist bis 31.12.2029 in Wartung", Support("Kestrel 11", dt.date(2029, 12, 31))),
        ("Kestrel 11 est pris en charge jusqu'à fin 2029", Support("Kestrel 11", dt.date(2030, 1, 1))),
        ("Das Projekt läuft bis 2029", None),
        ("Customers trust us", None),
        ("Oracle is supported until 2029-13", None),
    ],
)
def test_plain_words_are_understood_or_left_to_people(
    text: str, claim: ExpectedFigure | Support | None
) -> None:
    found = claim_of(text)
    assert found == claim or (found is not None and claim is not None and str(found) == str(claim))


@pytest.mark.parametrize(
    ("text", "fact", "holds"),
    [
        ("EUR/USD stays above 1.05", Indicator(indicator="eur/usd", value=1.05), False),
        ("EUR/USD stays at least 1.05", Indicator(indicator="EUR/USD", value=1.05), True),
        ("The FY27 budget is at least 900", Budget(period="2027", total=899), False),
        ("NPS stays above 30", Feedback(measure="nps", score=31), True),
        (
            "KestrelDB 11 is supported until 2029",
            VendorNotice(
                product="KestrelDB", version="11", notice="end-of-life", effective_date="2028-12-31"
            ),
            False,
        ),
        (
            "KestrelDB 11 is supported until 2029",
            VendorNotice(
                product="KestrelDB", version="12", notice="end-of-life", effective_date="2028-12-31"
            ),
            True,
        ),
        ("EUR/USD stays above 1.05", Indicator(indicator="EUR/GBP", value=0.8), True),
    ],
)
def test_an_assumption_is_held_against_the_newest_facts(text: str, fact: Fact, holds: bool) -> None:
    (found,) = [f for f in derived(given(1, fact), assumptions=(text,)) if isinstance(f, Assumption)]
    assert found.holds is holds
    assert bool(found.source) == bool(found.actual)


def goals(*named: str, quarter: str = "2027-Q1") -> list[Goal]:
    pairs = (name.partition("=") for name in named)
    return [Goal(goal=goal, quarter=quarter, target=target) for goal, _, target in pairs]


def changes(*inputs: InputFacts) -> list[tuple[str, int, int, int]]:
    found = [fact for fact in derived(*inputs) if isinstance(fact, GoalChange)]
    return [(fact.basis, fact.added, fact.dropped, fact.retargeted) for fact in found]


def test_goals_are_compared_with_their_former_version_and_with_the_quarter_before() -> None:
    before = given(1, *goals("Cloud=40 %", "Desk=90 %", quarter="Q4 2026"))
    first = given(2, *goals("Cloud=50 %", "Desk=90 %"))
    assert changes(before, first) == [("quarter", 0, 0, 1)]
    later = given(3, *goals("cloud=50 %", "Security=1"))
    assert changes(before, first, later) == [("version", 1, 1, 0), ("quarter", 1, 1, 1)]


def test_the_quarters_of_one_plan_are_not_compared_with_each_other() -> None:
    """A plan for the year spreads its goals over the quarters; none of them turned."""
    plan = given(1, *goals("Cloud=50 %"), *goals("Desk=90 %", quarter="2027-Q2"))
    assert changes(plan) == []
    assert changes(plan, given(2, *goals("Security=1", quarter="2027-Q3"))) == [("quarter", 1, 1, 0)]


def test_the_same_goals_again_are_no_change() -> None:
    first, again = given(1, *goals("Cloud=50 %")), given(2, *goals(" CLOUD =50  %"))
    assert changes(first, again) == []


def test_a_deliverable_with_a_date_counts_down() -> None:
    due = Circumstances(TODAY, TODAY, deliverables_due={"strategy-plan": dt.date(2027, 3, 8)})
    (found,) = [fact for fact in derive([], due) if isinstance(fact, DeliverableDue)]
    assert (found.deliverable, found.days) == ("strategy-plan", -2)


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("Inflation stays below 3 %", "Inflation rate (%)"),
        ("Die Inflation bleibt unter 3 %", "Inflationsrate"),
        ("Le taux d'inflation reste en dessous de 3 %", "Inflation"),
        ("The unemployment rate stays below 3 %", "Unemployment in %"),
    ],
)
def test_an_indicator_is_known_by_what_it_measures(text: str, series: str) -> None:
    """People name the thing, a series the sort of figure and its unit."""
    fact = Indicator(indicator=series, period="2027-02", value=3.4)
    (held,) = [one for one in derived(given(1, fact), assumptions=(text,)) if isinstance(one, Assumption)]
    assert held.holds is False


def test_a_narrower_indicator_is_another_one() -> None:
    """Core inflation is not inflation."""
    fact = Indicator(indicator="Core inflation rate", period="2027-02", value=3.4)
    text = "Inflation stays below 3 %"
    (held,) = [one for one in derived(given(1, fact), assumptions=(text,)) if isinstance(one, Assumption)]
    assert (held.holds, held.actual) == (True, "")


def test_a_blank_before_a_sign_is_no_other_target() -> None:
    """Somebody types `+5 %` where `+5%` stood."""
    first = [
        Goal(goal=name, quarter="2027-Q1", target=target)
        for name, target in (("Grow", "+5 %"), ("Hire", "20"))
    ]
    again = [
        Goal(goal=name, quarter="2027-Q1", target=target)
        for name, target in (("Grow", "+5%"), ("Hire", "20."))
    ]
    assert changes(given(1, *first), given(2, *again)) == []
