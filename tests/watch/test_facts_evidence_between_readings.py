"""Where nothing is said, evidence chooses: totals between columns, years against months, rows or answers."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import AuditFinding, Budget, Feedback, Indicator, Service, ServiceLevel

Rows = list[list[Any]]


def test_of_columns_without_headers_the_one_that_adds_up_counts() -> None:
    """The other has how many of each are bought."""
    rows: Rows = [["Laptop", 5, 1000], ["Camera", 1, 1800], ["Lens", 1, 2000], ["Total", None, 4800]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert (budget.total, budget.confidence) == (4800, "read")


def test_a_product_is_asked_about_where_another_column_has_the_total() -> None:
    """An offer has amounts before and after its discount, and what is paid adds up to the total."""
    rows: Rows = [["Item", "Cantidad", "Unit price", "Amount with tax", "Amount before discount"]]
    rows += [["Site", 2, 100, 180, 200], ["Hosting", 1, 50, 60, 50], ["Care", 12, 10, 120, 120]]
    rows += [["", "", "Subtotal", 300, ""], ["", "", "TOTAL", 360, ""]]
    (question,) = read("budgets/b.xlsx", workbook(rows)).questions
    assert {candidate.answer for candidate in question.candidates} == {
        "Amount with tax",
        "Amount before discount",
    }


def test_numbers_of_parts_and_counts_of_things_are_no_amounts() -> None:
    """A list of works or of spare parts has nothing else."""
    works: Rows = [["Code", "Denominación", "Cantidad"], ["BT1", "Cable", 3], ["BT2", "Lamp", 4]]
    parts: Rows = [
        ["Item #", "Part #", "Description"],
        [1, 26109, "Fan"],
        [2, 26110, "Belt"],
        [4, 26111, "Nut"],
    ]
    for rows in (works, parts):
        assert not facts(Budget, "budgets/b.xlsx", workbook(rows))


def test_monthly_revenue_beside_expenses_is_no_budget_unless_it_says_so() -> None:
    """The books of two years are no plans of them."""
    text = "month,client,recurring_revenue,expenses\n2030-01-01,Apex,70,30\n2030-02-01,Apex,71,31\n"
    assert read("budgets/financials.csv", text).nothing_stated == "It contains actual amounts, not a budget."
    assert facts(Budget, "budgets/budget.csv", text)


def test_costs_after_a_first_total_belong_to_the_total_of_everything() -> None:
    """Indirect costs are added to the total of direct ones."""
    rows: Rows = [["Item", "Funds"], ["Staff", 90], ["Travel", 80], ["Total direct costs", 170]]
    rows += [["Indirect costs of the total", 30], ["Total", 200]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert budget.total == 200


def test_ids_tell_whether_names_are_those_of_services() -> None:
    """Projects have names, owners and states as well; a sheet called services needs no more than names."""
    lines = "{},name,owner,status\n1,Mail,Ann,Live\n2,Wiki,Bob,Live\n"
    assert not facts(Service, "service-portfolio/a.csv", lines.format("initiative_id"))
    assert len(facts(Service, "service-portfolio/a.csv", lines.format("id"))) == 2
    rows: Rows = [["id", "nom", "couleur"], ["m", "Mobilité", "#fff"], ["f", "Finances", "#eee"]]
    assert len(facts(Service, "service-portfolio/a.xlsx", workbook(rows, sheet="services"))) == 2


def test_counts_of_breaches_are_no_verdicts_and_no_shares() -> None:
    """Two breaches are no word for yes, and no target is set for a survey's score."""
    text = "month,client,sla_breaches,csat_score\n" + "".join(
        f"2030-0{n},Apex,{n % 4},4.{n}\n" for n in range(1, 10)
    )
    assert not facts(ServiceLevel, "service-reports/r.csv", text)


def test_scores_of_groups_are_no_answers() -> None:
    """A net promoter score of 61 was worked out before; its mean with others has no number of answers."""
    text = "Program,Cohort,CSAT,NPS\nA,C1,87,61\nA,C2,91,75\nB,C1,95,89\n"
    found = facts(Feedback, "customer-feedback/s.csv", text)
    assert [(one.measure, one.segment, one.score, one.responses) for one in found[:2]] == [
        ("csat", "A / C1", 87, None),
        ("csat", "A / C2", 91, None),
    ]
    assert len(found) == 6


def test_months_as_lines_and_years_as_columns_are_one_series() -> None:
    """The year that runs has only its first months."""
    months = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль"]
    rows: Rows = [
        ["", 2029, 2030, 2031],
        *[[name, 100, 101, 102 if n < 2 else None] for n, name in enumerate(months)],
    ]
    (one,) = facts(Indicator, "environment/wages.xlsx", workbook(rows, sheet="Sheet1"))
    assert (one.period, one.value, one.previous_period, one.previous) == ("2031-02", 102, "2030-02", 101)


def test_a_list_of_risks_needs_neither_numbers_nor_states() -> None:
    """Its header says what it lists."""
    text = "Risk,Category,Likelihood,Impact,Mitigation\nData breach,IT,4,5,MFA\nPhishing,IT,3,3,Training\n"
    found = facts(AuditFinding, "audit-reports/r.csv", text)
    assert [(one.title, one.severity, one.confidence) for one in found] == [
        ("Data breach", "critical", "inferred"),
        ("Phishing", "medium", "inferred"),
    ]


def test_sheets_that_add_up_to_a_stated_total_are_one_budget() -> None:
    """Each shop has a sheet, and each sheet says what all of them cost."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for shop, price in (("North", 40), ("South", 60)):
            rows: Rows = [["Total of the project", None, 200], [], ["Item", "Units", "Cost"]]
            rows += [["Lamp", 1, price], ["Cable", 2, price], ["Total", None, 2 * price]]
            sheet = book.add_worksheet(shop)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    (budget,) = facts(Budget, "budgets/b.xlsx", file.getvalue())
    assert (budget.total, budget.lines, budget.source) == (200, 4, "budgets/b.xlsx#North!C1")


def test_the_day_on_which_a_project_starts_is_not_the_period_of_its_budget() -> None:
    """Its amount is for the years from start to end; currencies are not added up."""
    text = (
        "project,start,end,budget,currency\nA,2030-01-01,2032-06-30,20,EUR\nB,2031-01-01,2031-12-31,30,EUR\n"
    )
    text += "C,2031-01-01,2033-12-31,90,SEK\n"
    found = facts(Budget, "budgets/b.csv", text)
    assert [(one.period, one.total, one.currency) for one in found] == [("", 50, "EUR"), ("", 90, "SEK")]


def test_names_of_projects_and_priorities_of_risks() -> None:
    """A column of project names lists no services, one of risk priorities grades risks."""
    assert not facts(
        Service, "service-portfolio/a.csv", "project_id,project_name,owner\n1,Mail,Ann\n2,Wiki,Bob\n"
    )
    text = (
        "risk_id,risk_name,risk_priority,risk_status\n5,Scope creep,High,Open\n6,Data loss,Critical,Closed\n"
    )
    found = facts(AuditFinding, "audit-reports/r.csv", text)
    assert [(one.title, one.severity, one.status) for one in found] == [
        ("Scope creep", "high", "Open"),
        ("Data loss", "critical", "Closed"),
    ]
