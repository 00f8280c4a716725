"""What tables of levels, answers, indicators and services mean, whichever way round they are written."""

from __future__ import annotations

from typing import Any

import pytest
from watch_facts_files import facts, read

from smits_rules.vocabulary import Feedback, Indicator, Service, ServiceLevel


def test_an_indicator_in_a_column_for_each_year_has_its_line_as_name() -> None:
    """Statistical offices export so; codes beside the names are none."""
    rows = "Land,Land code,Figure,2029,2030,2031\nSaxony,SN,Output,100,110,121\nHesse,HE,Output,90,90,99\n"
    extracted = facts(Indicator, "environment/o.csv", rows)
    assert [(fact.indicator, fact.period, fact.change_pct) for fact in extracted] == [
        ("Saxony Output", "2031", 10),
        ("Hesse Output", "2031", 10),
    ]


def test_a_rate_changes_by_points() -> None:
    """From 0.5 to 0.6 % is no rise of a fifth."""
    (found,) = facts(Indicator, "environment/i.csv", "Year,Inflation (annual %)\n2030,0.5\n2031,0.6\n")
    assert (found.unit, found.change_points) == ("rate", pytest.approx(0.1))


def test_year_and_quarter_in_two_columns_are_one_period() -> None:
    """The number of the quarter is no indicator."""
    rows = "year,quarter,orders\n2030,1,100\n2030,2,100\n2030,3,100\n2030,4,100\n2031,1,105\n"
    (found,) = facts(Indicator, "environment/q.csv", rows)
    assert (found.indicator, found.period, found.change_pct) == ("orders", "2031-Q1", 5)


def test_a_series_called_price_has_the_name_of_its_file() -> None:
    """Two files with a column Price are two series."""
    (found,) = facts(Indicator, "environment/copper.csv", "Date,Price\n2030-06-01,100\n2031-06-01,130\n")
    assert found.indicator == "copper Price"


@pytest.mark.parametrize(
    ("measure", "target", "actual", "met"),
    [
        ("Failed changes", "5 %", "12 %", False),
        ("Error rate", "1 %", "0.4 %", True),
        ("Batch finished by", "06:00", "07:45", False),
        ("P1 resolution (h)", "4", "5.5", False),
        ("First response", "15 min", "3 min", True),
        ("First response", "1 h", "45 min", True),
        ("Availability", "99.9 %", "99.95 %", True),
        ("Calls answered within 30 seconds", "80 %", "75 %", False),
        ("Tickets", "max. 20", "25", False),
    ],
)
def test_whether_more_or_less_is_better_follows_from_words_units_and_signs(
    measure: str, target: str, actual: str, met: bool
) -> None:
    """A level judged the wrong way round is a false alarm or a missed one."""
    (level,) = facts(
        ServiceLevel, "service-reports/s.csv", f"Measure;Target;Actual\n{measure};{target};{actual}\n"
    )
    assert level.met is met


def test_what_nothing_tells_is_asked() -> None:
    """Is a higher number of widgets better? Nobody can know."""
    extraction = read("service-reports/s.csv", "Measure,Target,Actual\nWidgets,20,25\n")
    (question,) = extraction.questions
    assert (question.topic, [c.answer for c in question.candidates]) == ("direction", ["higher", "lower"])
    assert extraction.facts == ()


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        ("Ticket,SLA definition,Has breached\nT1,P1 4 h,false\nT2,P1 4 h,true\nT3,P2 8 h,true\n", 2),
        ("Key,Time to resolution\nA-1,-2:15\nA-2,3:05\nA-3,12:00\n", 1),
    ],
)
def test_exports_of_service_desks_say_which_tickets_breached(rows: str, missed: int) -> None:
    """Each ticket is measured; less time than none is a breach."""
    summary = read("service-reports/s.csv", rows).summary
    assert (summary["measured"], summary["missed"]) == (3, missed)


def test_a_column_of_availability_is_held_against_the_target_in_the_text() -> None:
    """A table of months has the target above it."""
    table = "| Month | Availability |\n|---|---|\n| 2031-01 | 99.6 % |\n| 2031-02 | 98 % |\n"
    text = f"# Availability\n\nOur SLA is 99.5 %.\n\n{table}"
    extracted = facts(ServiceLevel, "service-reports/a.md", text)
    assert [(level.target, level.met) for level in extracted] == [(99.5, True), (99.5, False)]


def test_answers_with_labels_give_the_score() -> None:
    """A mean of 6.4 is no net promoter score."""
    rows = "Id,NPS,Comment\n1,10 - Extremely likely,a\n2,0 - Not at all likely,b\n3,7,\n4,,\n5,9,\n6,6,c\n"
    (found,) = facts(Feedback, "customer-feedback/f.csv", rows)
    assert (found.score, found.responses, found.scale) == (0, 5, "-100..100")


def test_survey_exports_with_three_rows_of_headers_are_read() -> None:
    """Names, questions and identifiers stand above the answers; groups of promoters are no segments."""
    rows = (
        "Start,Q1,Q1_GROUP\nStart date,How likely are you to recommend us?,Group\n"
        '"{""id"":1}","{""id"":2}","{""id"":3}"\n'
        "2031-03-01,9,Promoter\n2031-03-01,10,Promoter\n2031-03-02,6,Detractor\n2031-03-02,8,Passive\n"
        "2031-03-03,2,Detractor\n2031-03-03,9,Promoter\n"
    )
    (found,) = facts(Feedback, "customer-feedback/f.csv", rows)
    assert (found.score, found.responses) == (pytest.approx(16.6667), 6)


@pytest.mark.parametrize(
    "rows",
    [
        "Measure,2031-Q1,2031-Q2\nNPS,42,28\n",
        "Quarter,NPS\n2031-Q1,42\n2031-Q2,28\n",
        "Measure,Score,Quarter\nNPS,42,2031-Q1\nNPS,28,2031-Q2\n",
    ],
)
def test_a_table_of_scores_may_be_turned_any_way_round(rows: str) -> None:
    """Quarters as columns, as rows, or in a column."""
    extracted = facts(Feedback, "customer-feedback/f.csv", rows)
    assert [(fact.measure, fact.period, fact.score) for fact in extracted] == [
        ("nps", "2031-Q1", 42),
        ("nps", "2031-Q2", 28),
    ]


def test_counts_of_promoters_and_detractors_give_the_score() -> None:
    """Many reports show the three bands alone."""
    (found,) = facts(
        Feedback, "customer-feedback/f.csv", "Quarter,Promoters,Passives,Detractors\n2031-Q1,60,20,20\n"
    )
    assert (found.score, found.period) == (40, "2031-Q1")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [
                "sys_class_name,name,operational_status,busines_criticality,version,vendor",
                "Application,Orders,Operational,1 - most critical,Lyra ERP 9,Lyra",
                "Application,Old files,Retired,4 - not critical,Filer 2,Filer",
            ],
            [
                ("Orders", "critical", "catalogue", "Lyra ERP", "9"),
                ("Old files", "low", "retired", "Filer", "2"),
            ],
        ),
        (
            [
                "Anwendung;Servicekritikalität;Lebenszyklusphase;Basisprodukt",
                "Lohn;A (hoch);produktiv;Lyra HR 4",
            ],
            [("Lohn", "high", "catalogue", "Lyra HR", "4")],
        ),
    ],
)
def test_exports_of_a_cmdb_are_portfolios(rows: list[str], expected: list[tuple[Any, ...]]) -> None:
    """Without criticality, product and version no notice of a vendor ever concerns a service."""
    extracted = facts(Service, "service-portfolio/p.csv", "\n".join(rows) + "\n")
    assert [(s.service, s.criticality, s.lifecycle, s.product, s.version) for s in extracted] == expected


def test_a_list_of_names_is_no_portfolio() -> None:
    """A list of departments with their addresses has no services."""
    rows = "id,name,url\n1,Treasury,https://t.example\n2,Archive,https://a.example\n"
    assert facts(Service, "service-portfolio/p.csv", rows) == []


def test_an_object_may_describe_one_service() -> None:
    """Repositories hold a file for each component."""
    text = '{"metadata": {"name": "orders"}, "spec": {"owner": "team-a", "lifecycle": "production"}}'
    (found,) = facts(Service, "service-portfolio/p.json", text)
    assert (found.service, found.owner, found.lifecycle) == ("orders", "team-a", "catalogue")
