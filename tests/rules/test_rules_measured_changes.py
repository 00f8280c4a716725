"""What a change is measured against: figures, scores, rates, prices, currencies and goals."""

from __future__ import annotations

import datetime as dt

import pytest
from acme_inputs import GERMAN, TODAY, derived, input_at, service

from smits_rules.vocabulary import (
    AuditFinding,
    CorporateEvent,
    Exposure,
    Feedback,
    FeedbackChange,
    Goal,
    GoalChange,
    Indicator,
    IndicatorChange,
    Opportunity,
    OpportunityDue,
    PortfolioChange,
    Situation,
    VendorNotice,
)


def test_a_rise_of_prices_is_told_in_money_where_the_cost_is_known() -> None:
    """Five percent of 2,000 is no cause for a strategy."""
    rise = VendorNotice(vendor="Orion", product="Orion HR", notice="price-change", price_change_pct=5.0)
    letter = input_at(2, "vendor-notices/a.txt", rise)
    (known,) = derived([input_at(1, "service-portfolio/p.csv", service(cost=2000.0)), letter], Exposure)
    (unknown,) = derived([input_at(1, "service-portfolio/p.csv", service()), letter], Exposure)
    assert (known.price_change, unknown.price_change) == (100.0, None)


def test_a_score_is_weighed_by_its_scale() -> None:
    """From 4.5 to 2.9 of five is a landslide, though it is no ten points."""
    scores = [("2026-Q4", 4.5), ("2027-Q1", 2.9)]
    inputs = [
        input_at(n, f"customer-feedback/{n}.csv", Feedback(measure="csat", period=period, score=score))
        for n, (period, score) in enumerate(scores, 1)
    ]
    (change,) = derived(inputs, FeedbackChange)
    assert (change.change, change.change_pct) == (-1.6, -40.0)


def test_rates_move_in_points_and_strangers_currencies_not_at_all() -> None:
    """A tenth of a point is nothing; +20 % of a rate is no move of a rate."""
    inputs = [
        input_at(
            n,
            f"environment/{n}.csv",
            Indicator(indicator=name, value=value, period="2027", previous=before, previous_period="2026"),
        )
        for n, (name, value, before) in enumerate(
            [("Inflation (annual %)", 0.6, 0.5), ("USD/JPY", 180.0, 150.0), ("Copper", 120.0, 100.0)], 1
        )
    ]
    rate, pair, price = derived(inputs, IndicatorChange, **GERMAN)
    assert (rate.change_pct, rate.change_points) == (None, 0.1)
    assert (pair.relevant, price.relevant, price.change_pct) == (False, True, 20.0)


def test_small_moves_in_a_row_are_a_drift() -> None:
    """No period shows it; together they are far from what was agreed."""
    inputs = [
        input_at(
            n,
            f"environment/{n}.csv",
            Indicator(indicator="EUR/USD", period=f"2026-0{n}", value=1.0 - 0.04 * n),
        )
        for n in range(1, 5)
    ]
    drift = {change.basis: change.change_pct for change in derived(inputs, IndicatorChange)}
    assert drift == {"period": pytest.approx(-4.5455), "baseline": pytest.approx(-12.5)}


@pytest.mark.parametrize(
    ("values", "step", "rest"),
    [
        ((100, 104, 108, 113), 4.6296, 8.0),
        ((100, 118, 119, 120), 18.0, 2.0),
        ((100, 118, 124, 132), 18.0, 14.0),
        ((100, 118, 112, 103), 18.0, 0.0),
    ],
)
def test_a_drift_knows_which_part_of_it_came_in_one_step(
    values: tuple[float, ...], step: float, rest: float
) -> None:
    """That step was reported when it came, and is not reported once more a month later."""
    inputs = [
        input_at(n, "environment/a.csv", Indicator(indicator="Power", period=f"2026-0{n}", value=value))
        for n, value in enumerate(values, 1)
    ]
    (drift,) = (change for change in derived(inputs, IndicatorChange) if change.basis == "baseline")
    assert (drift.step_pct, drift.rest_pct) == (pytest.approx(step), pytest.approx(rest))


def test_figures_of_no_stated_period_are_compared_within_their_file_only() -> None:
    """Two articles that each give an inflation rate speak of different years and countries."""

    def rates(*paths: str) -> list[tuple[float | None, str]]:
        inputs = [
            input_at(n, path, Indicator(indicator="Inflation rate", unit="rate", value=value))
            for n, (path, value) in enumerate(zip(paths, (7.7, 3.2), strict=True), 1)
        ]
        return [(fact.change_points, fact.previous_period) for fact in derived(inputs, IndicatorChange)]

    assert rates("environment/times.txt", "environment/herald.txt") == []
    assert rates("environment/rates 2027-01.txt", "environment/rates 2027-02.txt") == [(-4.5, "")]


def test_an_indicator_knows_how_old_its_period_was_when_it_came() -> None:
    """A table of three years ago moves nothing now."""
    values = [
        Indicator(indicator="Rents", period=period, value=value)
        for period, value in (("2023-11", 100.0), ("2023-12", 150.0))
    ]
    (change,) = derived([input_at(1, "environment/rents.csv", *values)], IndicatorChange)
    assert change.age_days == (TODAY - dt.date(2023, 12, 31)).days


def test_another_currency_is_not_compared_with_limits_in_the_own() -> None:
    """250,000 yen are no quarter of a million."""
    inputs = [
        input_at(1, "opportunities/a.csv", Opportunity(title="Port", value=250000, currency="JPY")),
        input_at(2, "opportunities/b.csv", Opportunity(title="Depot", value=250000, currency="EUR")),
    ]
    assert [o.value for o in derived(inputs, OpportunityDue, **GERMAN)] == [None, 250000]


def test_the_portfolio_saved_again_is_as_changed_as_before() -> None:
    """And what was agreed is the new baseline."""
    few = [service(service=f"S{n}") for n in range(4)]
    many = [*few, *(service(service=f"T{n}") for n in range(2))]
    path = "service-portfolio/p.csv"
    once = [input_at(1, path, *few), input_at(2, path, *many)]
    again = [*once, input_at(3, path, *many[::-1])]
    assert (
        [c.added for c in derived(once, PortfolioChange)]
        == [c.added for c in derived(again, PortfolioChange)]
        == [2]
    )
    (settled,) = derived(again, PortfolioChange, agreed=3)
    assert (settled.added, settled.change_pct) == (0, 0.0)


def test_goals_of_two_departments_stand_side_by_side() -> None:
    """Neither gave up the other's; a target that moves by a hair is the same one."""

    def goal(name: str, target: str = "") -> Goal:
        return Goal(goal=name, quarter="2027-Q1", target=target)

    sales = input_at(1, "goals/Sales.csv", goal("Win Spain", "100"), goal("Keep Lisbon"))
    plant = input_at(2, "goals/Plant.csv", goal("Less scrap"))
    assert derived([sales, plant], GoalChange) == []
    slightly = input_at(3, "goals/Sales.csv", goal("Win Spain", "105"), goal("Keep Lisbon"))
    assert derived([sales, plant, slightly], GoalChange) == []
    halved = input_at(3, "goals/Sales.csv", goal("Win Spain", "50"), goal("Keep Lisbon"))
    assert [change.retargeted for change in derived([sales, plant, halved], GoalChange)] == [1]


def test_a_situation_cites_what_it_sums_up() -> None:
    """The explanation must lead to the message of the merger and not to the goals."""
    finding = AuditFinding(title="Shared passwords", severity="critical", status="open")
    merger = CorporateEvent(event="merger", parties=("Acme", "Northwind"), status="agreed", date=TODAY)
    inputs = [input_at(1, "audit-reports/a.csv", finding), input_at(2, "mergers-acquisitions/m.md", merger)]
    (situation,) = derived(inputs, Situation)
    cited = {source for fact in situation.grounds({"corporate_events"}) for source in fact.all_sources}
    assert cited == {"I2#0"}
    assert [fact.cause for fact in situation.grounds({"audit_high"})] == ["audit-summary a"]
