"""Tables that hold a budget, tables that only look like one, and several of them in one document."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import Budget, Indicator

LEDGER = """Posted,Text,Amount,Standing
2031-01-02,Opening,,1000
2031-01-05,Rent,-200,800
2031-02-05,Rent,-200,600
2031-02-09,Fees,500,1100
2031-03-05,Rent,-200,900
2031-04-05,Rent,-200,700
"""

REPORT = "# Treasurer's report 2031\n\n| Item | Amount |\n|--|--|\n| Rent | 200 |\n| Fees | 90 |\n"


def budgets(name: str, content: str | bytes) -> list[tuple[str, float]]:
    return [(fact.period, fact.total) for fact in facts(Budget, f"budgets/{name}", content)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("budget 2031.csv", LEDGER),
        ("budget.csv", "Date,Payee,Amount\n2031-01-05,Rent AG,200\n2031-02-09,Power AG,90\n"),
        (
            "2031.md",
            REPORT,
        ),
        ("2031.csv", "Scenario,Amount\nLow,200\nMiddle,300\nHigh,500\n"),
        ("2031.csv", "Item,Settings\nHours a day,8\nFactor,1.3\n"),
        ("2031.csv", "Role,Rate per hour (EUR)\nAnalyst,90\nArchitect,110\n"),
    ],
)
def test_what_only_looks_like_a_budget_is_none(name: str, content: str) -> None:
    """Accounts, reports, alternatives and prices must not change what the organisation plans to spend."""
    found = read(f"budgets/{name}", content)
    assert [fact for fact in found.facts if isinstance(fact, Budget)] == []
    assert not found.questions


def test_a_title_over_some_columns_heads_none_of_them() -> None:
    """Its year would otherwise be the year of every column."""
    rows = [["Budget by unit: 2029 - 2031", "", "", ""], ["Unit", "2029", "2030", "2031"]]
    content = workbook([*rows, ["Web", 1, 2, 3], ["Data", 4, 5, 6]], merged={"A1:B1": rows[0][0]})
    assert budgets("b.xlsx", content) == [("2029", 5), ("2030", 7), ("2031", 9)]


def test_years_may_say_what_they_are() -> None:
    """Treasuries write `estimate` behind the years to come."""
    text = "Year,Value\n2029,100\n2030,110\n2031 estimate,120\n"
    assert budgets("b.csv", text) == [("2029", 100), ("2030", 110), ("2031", 120)]


def test_a_year_beside_months_is_the_period_though_a_total_stands_below() -> None:
    """A line for each month and team, and the word Total in the column of years."""
    rows = "".join(f"2031,{month},{team},5\n" for month in ("January", "February") for team in ("A", "B"))
    assert budgets("b.csv", f"Year,Month,Team,Budget\n{rows}Total,,,20\n") == [("2031", 20)]


def test_sections_that_all_end_in_a_line_called_total_add_up() -> None:
    """None of them is the total of everything, not even the largest."""
    rows = [("Web", "Hosting", 10), ("Web", "Total", 10), ("Data", "Licences", 500), ("Data", "Staff", 300)]
    text = "Unit,Item,Budget 2031\n" + "".join(
        f"{a},{b},{c}\n" for a, b, c in [*rows, ("Data", "Total", 800)]
    )
    found = read("budgets/b.csv", text)
    assert found.summary["totals"] == {"2031": 810}
    assert found.proofs == ("2031: its 3 lines add up to its subtotals.",)


def test_numbers_of_cost_centres_are_no_amounts() -> None:
    """They are as long as amounts, and begin alike."""
    rows = "".join(f"{10_020_000 + 7 * n},Team {n},{100 + n}\n" for n in range(9))
    assert budgets("b 2031.csv", f"C. custos,Team,Plan\n{rows}") == [("2031", 936)]


def test_tables_that_add_up_to_lines_of_another_are_its_details() -> None:
    """One document, one budget: the sections of a page explain its summary."""
    summary = "# Budget 2031\n\n| Category | Budget |\n|--|--|\n| Hosting | 30 |\n| Staff | 70 |\n"
    details = "\n## Hosting\n\n| Item | Cost |\n|--|--|\n| Web | 10 |\n| Mail | 20 |\n"
    found = read("budgets/b.md", f"{summary}| **Total** | 100 |\n{details}")
    assert [fact.total for fact in found.facts if isinstance(fact, Budget)] == [100]
    assert "'Hosting' adds up to the line 'Hosting' of another table." in found.proofs


def test_the_line_above_a_table_says_its_unit() -> None:
    """In prose, scale and currency stand over the table and not in it."""
    text = "# Budget 2031\n\nAll amounts in kEUR.\n\n| Item | Plan |\n|--|--|\n| Web | 10 |\n| Mail | 20 |\n"
    (one,) = facts(Budget, "budgets/b.md", text)
    assert (one.total, one.currency) == (30_000, "EUR")


def test_monthly_amounts_are_asked_about() -> None:
    """A month's cost is a twelfth of the budget."""
    (question,) = read("budgets/b 2031.csv", "Item,Monthly cost\nWeb,10\nMail,20\n").questions
    assert [candidate.answer for candidate in question.candidates] == ["in a year", "as it is written"]
    assert "360" in question.candidates[0].meaning


def test_a_proposal_beside_a_column_without_a_word_is_asked_about() -> None:
    """What the departments want and what the board proposes: nothing tells which counts."""
    (question,) = read("budgets/b.csv", "Item,FY31 Dept,FY31 Proposed\nWeb,10,9\nMail,20,18\n").questions
    assert [candidate.answer for candidate in question.candidates] == ["FY31 Dept", "FY31 Proposed"]


def test_where_commas_part_the_fields_a_dot_is_the_decimal_mark() -> None:
    """Rates with three digits behind the dot are no thousands."""
    text = "Indicator,Period,Value\nEUR/SEK,2031-Q1,1.000\nEUR/SEK,2031-Q2,1.100\n"
    (one,) = facts(Indicator, "environment/rates.csv", text)
    assert (one.indicator, one.value) == ("EUR/SEK", 1.1)


@pytest.mark.parametrize(
    "table",
    [
        "Item\tPlan\nWeb\t400\nMail\t100\nTotal\t500\n",
        "Item      Plan\n---------------\nWeb        400\nMail       100\n---------------\nTotal      500\n",
    ],
)
def test_columns_in_the_text_of_a_mail_are_a_table(table: str) -> None:
    """People paste from a workbook; the subject says the year and the line above the unit."""
    head = "From: kim@a.example\nTo: lee@b.example\nSubject: Budget 2031\nContent-Type: text/plain\n\n"
    (one,) = facts(Budget, "budgets/m.eml", f"{head}Dear Lee,\n\nin kEUR:\n\n{table}\nKim\n")
    assert (one.period, one.total, one.currency) == ("2031", 500_000, "EUR")
    assert one.source.rpartition("#")[2].startswith("body line")


def test_the_paragraph_above_a_table_in_html_says_its_unit() -> None:
    """Mail programs write so; paragraphs within the cells are none above it."""
    rows = "".join(
        f"<tr><td><p>{a}</p></td><td><p>{b}</p></td></tr>"
        for a, b in [("Item", "2031"), ("Web", 4), ("Mail", 1)]
    )
    (one,) = facts(Budget, "budgets/m.html", f"<h1>Budget</h1><p>In thousands:</p><table>{rows}</table>")
    assert (one.period, one.total) == ("2031", 5000)


def test_a_column_of_accounts_tells_revenue_from_spending() -> None:
    """Planning tools write a line for each of both, with spending below nought."""
    rows = "Shop,Revenue,900\nShop,Expenses,-300\nWeb,Revenue,50\nWeb,Expenses,-100\n"
    assert read("budgets/b 2031.csv", f"department,account,value\n{rows}").summary["totals"] == {"2031": 400}


def test_a_sheet_called_revenue_holds_no_spending() -> None:
    """Its column may be called budget all the same."""
    rows = [["Month", "Actual", "Budget 2031"], ["January", 5, 6], ["February", 7, 8]]
    found = read("budgets/b.xlsx", workbook(rows, sheet="Rev"))
    assert (found.facts, found.nothing_stated) == ((), "It contains revenue, not spending.")


def test_final_expenses_beside_the_budget_are_no_budget() -> None:
    """The page of an event has both, and `final` is said of what was spent."""
    columns = "| Item | Amount | Against projected |\n|--|--|--|\n"
    spent = f"# Budget 2031\n\n## Final expenses\n\n{columns}| Hall | 5 | 1 |\n| Food | 3 | 0 |\n"
    planned = "\n## Confirmed budget\n\n| Item | Amount |\n|--|--|\n| Hall | 4 |\n| Food | 3 |\n"
    assert [total for _, total in budgets("b.md", spent + planned)] == [7]


def test_sums_of_payments_on_their_sheet_are_no_budget() -> None:
    """A pivot table stands beside the list that it adds up."""
    rows = [["Posted", "Payee", "Amount", "", "Group", "Sum"]]
    for month, (group, total) in enumerate([("Rent", 5), ("Food", 4), ("Fuel", 3)], 1):
        rows.append([f"2031-0{month}-05", "Shop", str(total), "", group, str(total)])
    text = "\n".join(",".join(row) for row in rows)
    assert budgets("b.csv", f"{text}\n") == []
