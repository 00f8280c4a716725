"""Tables with periods across: service levels by month, scores by quarter, fiscal years of a file."""

from __future__ import annotations

import pytest
from watch_facts_files import facts

from smits_rules.vocabulary import Budget, Feedback, ServiceLevel


def test_availability_of_services_by_month() -> None:
    """The corner says what is measured, a column what was agreed."""
    text = "Availability %,Jan 2031,Feb 2031,Target\nMail,99.95,99.2,99.9\nPortal,99.4,99.6,99.5\n"
    text += "Total,99.7,99.4,\n"
    found = facts(ServiceLevel, "service-reports/r.csv", text)
    assert [(one.service, one.period, one.target, one.actual, one.met) for one in found] == [
        ("Mail", "2031-01", 99.9, 99.95, True),
        ("Mail", "2031-02", 99.9, 99.2, False),
        ("Portal", "2031-01", 99.5, 99.4, False),
        ("Portal", "2031-02", 99.5, 99.6, True),
    ]
    assert {one.unit for one in found} == {"%"}


def test_measures_by_month_have_directions_of_their_own() -> None:
    """Units stand in the cells."""
    text = "KPI,Target,Jan 2031,Feb 2031\nAvailability,99.9 %,99.95 %,99.1 %\nMTTR,4 h,3 h,5 h\n"
    found = facts(ServiceLevel, "service-reports/r.csv", text)
    assert [(one.measure, one.met) for one in found] == [
        ("Availability", True),
        ("Availability", False),
        ("MTTR", True),
        ("MTTR", False),
    ]


def test_months_without_target_and_measure_are_no_service_levels() -> None:
    """Visitors by month are a statistic."""
    assert not facts(ServiceLevel, "service-reports/r.csv", "Site,Jan 2031,Feb 2031\nMain,40,50\nBlog,4,5\n")


def test_scores_of_regions_by_quarter() -> None:
    """The line for all of them is no group."""
    text = "CSAT by region,Q1 2031,Q2 2031\nNorth,4.1,4.2\nAll,4.0,4.1\n"
    found = facts(Feedback, "customer-feedback/s.csv", text)
    assert [(one.measure, one.segment, one.period, one.score) for one in found] == [
        ("csat", "North", "2031-Q1", 4.1),
        ("csat", "North", "2031-Q2", 4.2),
        ("csat", "", "2031-Q1", 4.0),
        ("csat", "", "2031-Q2", 4.1),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Fiscal year from July to June",
        "Our financial year starts on 1 July",
        "Fiscal year ends 30 June",
        "Geschäftsjahr ab Juli",
    ],
)
def test_a_file_says_when_its_fiscal_year_begins(title: str) -> None:
    """It counts before what the organisation's settings say."""
    text = f"{title},,,\nItem,Nov 2030,Dec 2030,Jan 2031\nStaff,10,10,10\nHosting,5,5,5\n"
    found = facts(Budget, "budgets/b.csv", text)
    assert [(one.period, one.total) for one in found] == [("FY2031", 45)]
