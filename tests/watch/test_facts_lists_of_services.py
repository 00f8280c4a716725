"""Workbooks with several lists of the same services, lists of devices, and jobs with an agreed time."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from watch_facts_files import facts, read

from smits_rules.vocabulary import Service, ServiceLevel


def test_sheets_that_name_services_by_their_ids_say_more_of_them() -> None:
    """Costs and reviews are kept on sheets of their own; counted again, each service would be two."""
    sheets = {
        "Applications": [
            ["App ID", "Application Name", "Owner"],
            ["A1", "Mail", "Ann"],
            ["A2", "Wiki", "Bob"],
        ],
        "Costs": [["App ID", "Licences", "Hosting"], ["A1", 40, 10], ["A2", 5, 5]],
        "Reviews": [["App ID", "Backup owner", "Status"], ["A1", "Cid", "Active"], ["A2", "Dan", "Active"]],
    }
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    found = facts(Service, "service-portfolio/a.xlsx", file.getvalue())
    assert [service.service for service in found] == ["Mail", "Wiki"]
    alone = "App ID,Owner,Status\nA1,Ann,Active\nA2,Bob,Active\n"
    assert len(facts(Service, "service-portfolio/a.csv", alone)) == 2


def test_a_list_of_laptops_is_no_portfolio() -> None:
    """It is said, so that nobody waits for its services."""
    found = read(
        "service-portfolio/a.csv",
        "Device name,Serial number,Owner,Status\nL-1,S99,Ann,In use\nL-2,S98,Bob,In use\n",
    )
    assert (found.facts, found.nothing_stated) == ((), "It lists devices, not services.")


@pytest.mark.parametrize(("late", "in_time"), [("Overdue", "On-Time"), ("delayed", "in time")])
def test_jobs_with_an_agreed_time_and_a_duration_are_measured(late: str, in_time: str) -> None:
    """Their verdict stands beside them, in the words of the desk."""
    text = f"job,sla_hours,duration_hours,status\nA,6,5,{in_time}\nB,8,26,{late}\n"
    found = facts(ServiceLevel, "service-reports/r.csv", text)
    assert [(level.target, level.actual, level.met) for level in found] == [(6, 5, True), (8, 26, False)]
