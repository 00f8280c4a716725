"""Registers of risks: whose grade is whose, lines that go on, legends below, registers in other scripts."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import AuditFinding

Rows = list[list[object]]


def findings(rows: Rows, merged: dict[str, object] | None = None) -> list[AuditFinding]:
    return facts(AuditFinding, "audit-reports/r.xlsx", workbook(rows, merged=merged))


def test_the_grade_of_the_asset_is_not_that_of_the_risk() -> None:
    """Several columns have words like it and no header says whose they are; the product is only inferred."""
    header = [
        "Risk Number",
        "Risk Description",
        "Probability",
        "Impact",
        "Asset Value",
        "For Matrix",
        "Threat",
        "For Matrix",
    ]
    lines = [
        [f"R{n}", f"Door {n} is open", 3 if n else 1, 3, 9, "Very High" if n % 2 else "Low", 5, "Medium"]
        for n in range(6)
    ]
    found = findings([header, *lines])
    assert [finding.severity for finding in found] == ["medium", *["high"] * 5]
    assert {finding.confidence for finding in found} == {"inferred"}
    assert found[0].finding == "R0"


def test_lines_of_one_risk_with_a_control_each_are_one_finding() -> None:
    """Its name is merged over them, and its number stands in the first; letters grade it."""
    rows: Rows = [
        ["Risk ID#", "List of possible risks", "Initial risk", "Control short description"],
        [1, "", "H", "Second factor"],
        ["", "", "H", "Awareness"],
        [2, "Theft", "M - H", "Locks"],
        [3, "Fire", "L", "Alarm"],
    ]
    found = findings(rows, {"B2:B3": "Fraud"})
    assert [(one.finding, one.title, one.severity) for one in found] == [
        ("1", "Fraud", "high"),
        ("2", "Theft", "high"),
        ("3", "Fire", "low"),
    ]
    assert [one.confidence for one in found] == ["read", "inferred", "read"]


def test_a_heat_map_below_a_register_lists_no_risks() -> None:
    """Its rows are called by a word and a number, too."""
    rows: Rows = [
        ["ID", "Риск", "Score", "Level"],
        *[[f"R0{n}", f"Сбой {n}", 15, "High (Высокий)"] for n in range(1, 6)],
    ]
    rows += [[], ["Severity 5", 5, 10, 15], ["Severity 4", 4, 8, 12]]
    assert [finding.finding for finding in findings(rows)] == ["R01", "R02", "R03", "R04", "R05"]


def test_the_number_of_an_application_is_no_number_of_a_finding() -> None:
    """An application has several gaps, and what is recommended is not what was found."""
    text = "gap_type,risk_range,app_id,detail,recommended_action\n"
    text += "ACCESS,HIGH,A1,No second factor,Buy tokens\nOWNER,MEDIUM,A1,Nobody owns it,Name an owner\n"
    found = facts(AuditFinding, "audit-reports/gaps.csv", text)
    assert [(one.finding, one.title, one.severity) for one in found] == [
        ("", "No second factor", "high"),
        ("", "Nobody owns it", "medium"),
    ]


def test_a_checklist_that_nobody_filled_in_holds_no_findings() -> None:
    """A column that says `Observation` in each line grades nothing."""
    rows: Rows = [["Technique", "Observation to be made", "Rating", ""]]
    rows += [["Observation", f"Is record {n} kept?", "YES", "NO"] for n in range(5)]
    assert not read("audit-reports/c.xlsx", workbook(rows)).facts


@pytest.mark.parametrize(
    "text",
    [
        "Findings\n\nNo Finding Severity Due\n1 Passwords never change. 2031\n",
        "Audit\n\nNo issues were noted in the backup process. Passwords are never changed, which is grave.\n",
    ],
)
def test_what_says_nothing_of_the_whole_is_no_all_clear(text: str) -> None:
    """The number of a finding is no `no`, and one process without issues is not the whole."""
    assert read("audit-reports/a.txt", text).nothing_stated == ""
    clear = "Audit\n\nNo findings were identified during the audit.\n"
    assert read("audit-reports/a.txt", clear).nothing_stated == "The report states no findings."
