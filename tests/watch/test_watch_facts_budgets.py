"""Budgets as people send them: what they add up to, where that stands, and what must not be counted."""

from __future__ import annotations

import pytest
from budget_tables import LONG, Rows, budget, read, totals

from smits_rules.vocabulary import Budget, BudgetLine
from smits_watch.documents.document import Document, Table
from smits_watch.facts import extract


def test_a_total_row_is_the_total_and_says_where_it_stands() -> None:
    """The manager must be able to look at the very cell."""
    found = budget(read([["IT budget 2027"], [], *LONG, ["Total", 750]]))
    assert (found.period, found.total, found.lines) == ("2027", 750, 2)
    assert found.source == "budgets/budget.xlsx#IT!B6"
    assert found.quote == "Total | 750"


@pytest.mark.parametrize(("sheet", "anchor"), [("IT", "IT!B2:B3"), ("", "lines 2-3")])
def test_without_a_total_row_the_lines_are_added_up(sheet: str, anchor: str) -> None:
    """Then the range of lines is where it stands."""
    found = budget(read(LONG, sheet=sheet))
    assert (found.total, found.source.rpartition("#")[2]) == (750, anchor)


def test_each_line_is_told_with_its_place() -> None:
    """Cuts are discussed line by line."""
    lines = [fact for fact in read(LONG).facts if isinstance(fact, BudgetLine)]
    assert [(line.name, line.amount, line.source.rpartition("#")[2]) for line in lines] == [
        ("Network", 400, "IT!B2"),
        ("Workplace", 350, "IT!B3"),
    ]


def test_grand_total_and_subtotals_are_not_counted_twice() -> None:
    """The commonest mistake in adding up somebody else's workbook."""
    rows = [
        ["Item", "2027"],
        ["Hardware"],
        ["Servers", 100],
        ["Laptops", 50],
        ["Subtotal hardware", 150],
        ["Staff"],
        ["Salaries", 300],
        ["Total staff", 300],
        ["Grand total", 450],
    ]
    extraction = read(rows)
    assert extraction.summary["totals"] == {"2027": 450}
    assert budget(extraction).lines == 3
    assert totals(rows[:-1]) == {"2027": 450}


def test_a_total_without_a_label_is_a_total() -> None:
    """The last row of many sheets is just a sum."""
    assert totals([*LONG, [None, 750]]) == {"2027": 750}


@pytest.mark.parametrize(
    "rows",
    [
        [["Event", "2027 Actual income", "2027 Actual expense"], ["a", 10, 8], ["b", 5, 6]],
        [
            ["Date", "Payee", "Amount"],
            ["2027-01-03", "a", 10],
            ["2027-01-09", "b", 20],
            ["2027-02-11", "c", 5],
        ],
    ],
)
def test_actuals_and_payments_are_no_budget_and_that_is_said(rows: Rows) -> None:
    """What was spent is not what may be spent."""
    extraction = read(rows, sheet="", path="budgets/list.csv")
    assert extraction.facts == ()
    assert extraction.nothing_stated


def test_a_profit_and_loss_gives_its_spending() -> None:
    """What is left of revenue after spending is no budget."""
    rows = [
        ["Account", "FY2027"],
        ["Income"],
        ["Fees", 100],
        ["Grants", 200],
        ["Total income", 300],
        ["Expense"],
        ["Staff", 180],
        ["Cloud", 130],
        ["Total expense", 310],
        ["P/L", -10],
    ]
    extraction = read(rows)
    assert extraction.summary["totals"] == {"FY2027": 310}
    assert extraction.proofs == ("FY2027: its 2 lines add up to the total in IT!B9.",)


def test_tables_of_one_sheet_with_a_line_for_everything_are_one_budget() -> None:
    """Never one of the halves."""
    rows: Rows = [
        ["OPEX", None],
        ["Item", "2027"],
        ["a", 400],
        ["b", 300],
        ["Total OPEX", 700],
        [None, None],
        ["CAPEX", None],
        ["Project", "2027"],
        ["c", 200],
        ["d", 100],
        ["Total CAPEX", 300],
        ["Total IT", 1000],
    ]
    numbers = [number for number, row in enumerate(rows, 1) if any(row)]
    table = Table("IT", [row for row in rows if any(row)], numbers, lettered=True)
    extraction = extract(Document("budgets/b.xlsx", "xlsx", tables=[table]), "budgets")
    assert extraction.summary["totals"] == {"2027": 1000}
    assert budget(extraction).lines == 4


def test_scenarios_on_sheets_keep_their_names_and_assumptions_are_no_budget() -> None:
    """An exchange rate is no budget, and the main scenario is the budget."""
    tables = [
        Table("Base case", [["Item", "2027"], ["a", 400], ["b", 300]], lettered=True),
        Table("Downside", [["Item", "2027"], ["a", 350], ["b", 250]], lettered=True),
        Table("Assumptions", [["Parameter", "2026", "2027"], ["EUR/USD", 1.1, 1.2]], lettered=True),
    ]
    extraction = extract(Document("budgets/b.xlsx", "xlsx", tables=tables), "budgets")
    stated = [(fact.scope, fact.total) for fact in extraction.facts if isinstance(fact, Budget)]
    assert stated == [("", 700), ("Downside", 600)]


@pytest.mark.parametrize("sign", [1, -1])
def test_revenue_is_no_spending(sign: int) -> None:
    """What comes in is not what may be spent, whichever sign it is written with."""
    rows = [
        ["Position", "2027"],
        ["Spending"],
        ["Servers", 500],
        ["Staff", 300],
        ["Revenue"],
        ["Recharges", sign * 200],
        ["Net", 800 - 200],
    ]
    assert totals(rows) == {"2027": 800}
    typed = [["Name", "Type", "Amount 2027"], ["a", "Expense", 500], ["b", "Revenue", sign * 200]]
    assert totals(typed) == {"2027": 500}


def test_years_side_by_side_are_budgets_of_their_own() -> None:
    """A budget is taken before actuals of the same year."""
    rows = [["Item", "2026 actual", "2026 budget", "2027 budget"], ["a", 1, 10, 20], ["b", 2, 30, 40]]
    assert totals(rows) == {"2026": 40, "2027": 60}


def test_merged_headers_belong_to_the_columns_below_them() -> None:
    """The year stands once above several columns."""
    rows = [
        ["Item", "2026", None, "2027", None],
        [None, "Budget", "Actual", "Budget", "Actual"],
        ["a", 10, 9, 20, 0],
        ["b", 30, 31, 40, 0],
    ]
    assert totals(rows) == {"2026": 40, "2027": 60}


def test_years_one_below_the_other_are_parted() -> None:
    """A long table with a column for the year."""
    rows = [["fiscal_year", "name", "planned", "ftes"], ["2026-2027", "a", 5, 1.5], ["2027-2028", "a", 7, 2]]
    assert totals(rows) == {"2026-2027": 5, "2027-2028": 7}
    assert totals([["Year", "Item", "Cost"], [2026, "a", 5], [2026, "b", 6], [2027, "a", 7]]) == {
        "2026": 11,
        "2027": 7,
    }


def test_months_and_quarters_add_up_to_their_year() -> None:
    """With a total column beside them nothing is counted twice."""
    quarters = [
        ["IT budget FY27"],
        [],
        ["Item", "Q1", "Q2", "Q3", "Q4"],
        ["a", 1, 2, 3, 4],
        ["b", 1, 1, 1, 1],
    ]
    assert totals(quarters) == {"FY2027": 14}
    quarters[2].append("Total")
    quarters[3].append(10)
    quarters[4].append(4)
    assert totals(quarters) == {"FY2027": 14}
    dated = [["Item", "Jan 2027", "Feb 2027"], ["a", 1, 2], ["b", 3, 4]]
    assert totals(dated) == {"2027": 10}


def test_a_blank_column_and_counts_are_no_amounts() -> None:
    """Numbers of people, percent and codes stand between the amounts."""
    rows = [
        ["Code", "Item", None, "FTE", "Amount", "Share %"],
        [4711, "a", None, 3, 500, 50],
        [4712, "b", None, 4, 500, 50],
    ]
    assert totals(rows, path="budgets/IT budget FY27.xlsx") == {"FY2027": 1000}


def test_two_currencies_are_never_added_up() -> None:
    """Euros and dollars are told apart."""
    rows = [["Item", "Currency", "2027"], ["a", "EUR", 500], ["b", "USD", 300], ["c", "EUR", 100]]
    found = [fact for fact in read(rows).facts if isinstance(fact, Budget)]
    assert [(one.currency, one.total) for one in found] == [("EUR", 600), ("USD", 300)]
    assert len({one.case_subject for one in found}) == 2


def test_the_period_is_looked_for_around_the_table() -> None:
    """In its title, its sheet's name, and at last the file's name."""
    plain = [["Item", "Amount"], ["a", 1], ["b", 2]]
    assert totals([["Budget FY 2028"], *plain]) == {"FY2028": 3}
    assert totals(plain, sheet="FY28") == {"FY2028": 3}
    assert totals(plain, path="budgets/FY28 v2 final.xlsx") == {"FY2028": 3}
    assert totals(plain, path="budgets/new.xlsx") == {"": 3}


def test_what_the_table_covers_is_its_scope() -> None:
    """Budgets of different entities must not be compared with each other."""
    rows = [["Entity", "Item", "2027"], ["North", "a", 1], ["North", "b", 2]]
    assert budget(read(rows)).scope == "North"
    assert budget(read([["Department: Finance"], [], *LONG])).scope == "Finance"
    two = [Table("A", LONG, lettered=True), Table("B", LONG, lettered=True)]
    extraction = extract(Document("budgets/b.xlsx", "xlsx", tables=two), "budgets")
    assert [fact.scope for fact in extraction.facts if isinstance(fact, Budget)] == ["A", "B"]


def test_configured_columns_win() -> None:
    """Columns that no program can know are mapped once in smits.toml."""
    rows = [["Was", "Wieviel", "Budget"], ["a", 10, 1], ["b", 20, 1]]
    assert totals(rows, amount="Wieviel", path="budgets/2027.csv") == {"2027": 30}


def test_a_table_without_amounts_says_what_to_do() -> None:
    """An empty success would look like a budget of nothing."""
    extraction = read([["Name", "Owner"], ["a", "Kim"], ["b", "Lee"]])
    assert extraction.facts == ()
    assert "smits.toml" in extraction.warnings[0]


def test_a_department_called_sales_is_no_revenue() -> None:
    """A column of types says what is revenue; a list of departments has none."""
    rows = [
        ["Month", "Department", "Budget"],
        ["2027-01", "Sales", 80],
        ["2027-01", "IT", 70],
        ["2027-02", "Sales", 81],
    ]
    assert totals(rows) == {"2027": 231}


def test_months_as_lines_belong_to_the_year_around_them() -> None:
    """Revenue, costs and what is left of them stand side by side."""
    rows = [
        ["Month", "Revenue", "Costs", "EBITDA"],
        ["Jan", 28, 22, 6],
        ["Feb", 30, 23, 7],
        ["Mar", 32, 24, 8],
    ]
    assert totals(rows, path="budgets/Plan 2027.xlsx") == {"2027": 69}


def test_a_line_that_equals_two_others_by_chance_is_a_line() -> None:
    """Licences are 20 %, network and projects 12 and 8: the stated total tells that all five count."""
    rows = [["Item", "2027"], ["Staff", 251600], ["Cloud", 192400], ["Licences", 148000]]
    extraction = read([*rows, ["Network", 88800], ["Projects", 59200], ["Total", 740000]])
    assert (extraction.summary["totals"], budget(extraction).lines) == ({"2027": 740000}, 5)
    unstated = read([*rows, ["Network", 88800], ["Projects", 59200]])
    assert (unstated.summary["totals"], unstated.questions) == ({"2027": 740000}, ())
