"""Time series, service reports and surveys as offices and tools export them."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import Feedback, Indicator, ServiceLevel

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_a_year_in_each_line_and_a_column_for_each_month_is_one_series() -> None:
    """Lines above the table say what it is; its column of annual means is no series of its own."""
    rows = [["Prices", *[""] * 13], ["12-month percent change", *[""] * 13]]
    rows += [["Item:", "All goods", *[""] * 12], ["Year", *MONTHS, "Annual"]]
    years = [[year, *[year - 2028 + month / 10 for month in range(12)], 9.9] for year in (2029, 2030, 2031)]
    content = workbook([*rows, *years], merged={"B3:F3": "All goods"})
    (one,) = facts(Indicator, "environment/x.xlsx", content)
    assert (one.indicator, one.unit, one.period) == ("All goods", "rate", "2031-12")
    assert (one.value, one.change_points) == (4.1, 1)


def test_two_files_of_countries_are_two_series() -> None:
    """The file says what is measured, the country does not; the month in its name is no part of it."""
    text = "Country,Year,Value\nNorland,2030,5\nNorland,2031,6\n"
    names = {
        facts(Indicator, f"environment/{file}", text)[0].indicator
        for file in ("wages 2031-05.csv", "rents.csv")
    }
    assert names == {"Norland wages", "Norland rents"}


def test_several_values_for_each_period_are_no_series() -> None:
    """Somebody left out the column that tells the series apart: the last of them is not the series."""
    text = "Date,Value\n" + "".join(f"{year},{value}\n" for value in (1, 5, 9) for year in range(2020, 2030))
    found = read("environment/wages.csv", text)
    assert found.facts == ()
    assert found.warnings == (
        "'wages Value' has several values for 2029, and no column says what they refer to.",
    )


@pytest.mark.parametrize(
    ("header", "cells", "met"),
    [
        ("breached_sla", ("1", "0"), (False, True)),
        ("SLA breach", ("Breached", "Within SLA"), (False, True)),
        ("Within SLA", ("no", "yes"), (False, True)),
    ],
)
def test_tickets_say_whether_they_breached(
    header: str, cells: tuple[str, str], met: tuple[bool, bool]
) -> None:
    """Each desk writes it in its own way; the agreed hours beside it are no share of anything."""
    rows = "".join(f"T{n},Mail,8,{n},{cell}\n" for n, cell in enumerate(cells))
    found = facts(ServiceLevel, "service-reports/t.csv", f"id,service,sla_hours,age,{header}\n{rows}")
    assert tuple(level.met for level in found) == met


def test_the_time_that_tickets_took_is_held_against_the_agreed_one() -> None:
    """The header of the time says what is measured, and that less of it is better."""
    text = "id,resolution_time,sla_threshold,status\n1,130,120,Closed\n2,90,100,Closed\n"
    found = facts(ServiceLevel, "service-reports/t.csv", text)
    assert [(level.measure, level.better, level.met) for level in found] == [
        ("resolution time", "lower", False),
        ("resolution time", "lower", True),
    ]


@pytest.mark.parametrize(
    ("rows", "proof"),
    [
        (
            "Mail,99 %,98 %,no\nWeb,99 %,99.5 %,no\n",
            "In 1 of 2 lines the report's verdict is what target and actual give.",
        ),
        ("Mail,99 %,98 %,\n", "Nothing in the report confirms the 1 verdicts that target and actual give."),
        ("Mail,,,no\n", "The 1 verdicts are the report's own; it has no figures that confirm them."),
    ],
)
def test_a_service_report_says_what_confirms_its_verdicts(rows: str, proof: str) -> None:
    """A verdict of the report that its own figures contradict is worth a look."""
    assert read("service-reports/s.csv", f"Measure,Target,Actual,Met\n{rows}").proofs == (proof,)


def test_answers_without_a_question_are_to_that_in_the_name_of_the_file() -> None:
    """An export of one question has one column, called response."""
    text = "response\n" + "10\n9\n3\n8\n7\n10\n"
    (one,) = facts(Feedback, "customer-feedback/nps 2031.csv", text)
    assert (one.measure, one.score, one.responses, one.period) == ("nps", pytest.approx(33.3333), 6, "2031")
    assert facts(Feedback, "customer-feedback/list.csv", text) == []


def test_means_of_stores_have_the_scale_of_their_measure() -> None:
    """The lowest mean is no end of the scale."""
    text = "store,csat\n" + "".join(f"S{n},{4 + n / 10}\n" for n in range(8))
    assert facts(Feedback, "customer-feedback/c.csv", text)[0].scale == "1..5"


def test_scores_and_series_say_what_they_rest_on() -> None:
    """Nothing adds up in them; whoever reads that knows what is marked as reviewed."""
    survey = read("customer-feedback/n.csv", "nps\n10\n9\n3\n8\n7\n")
    assert survey.proofs == ("Calculated from 5 answers; the file states no score to compare with.",)
    series = read("environment/w.csv", "Date,Wages\n2030-01,5\n2030-02,6\n")
    assert series.proofs == ("Nothing adds up in a time series; 'Wages': 2 values from 2030-01 to 2030-02.",)


def test_a_first_line_without_numbers_is_no_header() -> None:
    """Statistical offices list territories of which they know nothing, in the order of the alphabet."""
    text = "Country,Code,Indicator name,2030,2031\nAland,AL,Jobless (%),,\nNorland,NO,Jobless (%),5,6\n"
    (one,) = facts(Indicator, "environment/j.csv", text + "Sudland,SU,Jobless (%),,\n")
    assert (one.indicator, one.unit, one.value) == ("Norland Jobless (%)", "rate", 6)


def test_one_and_nought_are_verdicts_where_the_header_asks_for_one() -> None:
    """A status of 1 may be anything."""
    rows = "1,8,4,{}\n2,8,9,{}\n"
    met = read("service-reports/t.csv", "id,sla_hours,resolution_hours,sla_met\n" + rows.format("1.0", "1.0"))
    assert met.proofs == ("In 1 of 2 lines the report's verdict is what target and actual give.",)
    status = read("service-reports/t.csv", "id,sla_hours,resolution_hours,status\n" + rows.format("1", "1"))
    assert status.proofs == ("Nothing in the report confirms the 2 verdicts that target and actual give.",)


@pytest.mark.parametrize(
    ("text", "scales"),
    [
        ("Question,Scale,Period,Score\nOverall satisfaction,1-10,2031,7.8\n", {"1 to 10"}),
        ("Frage,Skala,Jahr,Wert\nZufriedenheit,1 bis 6,2031,2.2\n", {"1 to 6"}),
        ("Question,2030,2031\nOverall satisfaction (1-10),4.8,4.6\n", {"1 to 10"}),
        ("Question,2030,2031\nOverall satisfaction,4.8,4.6\n", {"1..5"}),
    ],
)
def test_a_scale_that_the_file_states_is_told_from_one_that_scores_suggest(
    text: str, scales: set[str]
) -> None:
    assert {one.scale for one in facts(Feedback, "customer-feedback/desk.csv", text)} == scales


def test_a_file_on_one_group_of_customers_is_nobody_elses() -> None:
    """An office sends one file for each profession."""
    found = facts(Feedback, "customer-feedback/desk.csv", "Gruppe,Quartal,NPS\nPflege,2031-Q2,40\n")
    assert [(one.segment, one.period) for one in found] == [("Pflege", "2031-Q2")]


def test_an_index_of_rates_is_an_index() -> None:
    """From 100 to 103 it rose by 3 per cent, not by 3 points."""
    text = "Quarter,Contractor day rate index\n2030-Q4,100\n2031-Q1,103\n"
    (one,) = facts(Indicator, "environment/rates.csv", text)
    assert (one.unit, one.change_points, one.change_pct) == ("index", None, 3)
