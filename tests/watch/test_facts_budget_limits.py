"""What looks like a budget and is none, and what a budget's table leaves to the text around it."""

from __future__ import annotations

from fpdf import FPDF
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import Budget


def printed(pages: list[list[list[str]]]) -> bytes:
    """A document with a ruled table on each page."""
    document = FPDF()
    document.set_font("helvetica", size=11)
    for rows in pages:
        document.add_page()
        for cells in rows:
            for cell in cells:
                document.cell(60, 8, cell, border=1)
            document.ln()
    return bytes(document.output())


def test_a_template_that_nobody_filled_in_is_no_budget_of_nothing() -> None:
    """Its formulas add up to 0, which would be the gravest cut there is."""
    found = read(
        "budgets/b.xlsx", workbook([["Item", "Budget 2031"], ["Staff", 0], ["Licences", 0], ["Total", 0]])
    )
    assert not found.facts
    assert found.warnings


def test_a_column_of_funds_is_spending_paid_out_of_them() -> None:
    """Grants and departments name their columns by who pays."""
    rows = [
        ["Item", "State funds", "Own funds", "Total"],
        ["Staff", 40, 10, 50],
        ["Travel", 5, 0, 5],
        ["Total", 45, 10, 55],
    ]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert budget.total == 55
    share = [*rows, ["Cost share", "82 %", "18 %", "100 %"]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(share))
    assert budget.total == 55


def test_pieces_of_equations_are_no_amounts() -> None:
    """Nothing names them: neither a header nor a label."""
    assert not facts(Budget, "budgets/b.md", "| r | 2 |\n| - | - |\n| q | 0 |\n| 0 | 4 |\n| d | 6 |\n")


def test_balances_of_single_days_and_summaries_of_spending_are_no_budgets() -> None:
    """The last day of a year stands for the year."""
    day = workbook([["Account", "2031-05-14"], ["Savings", 40], ["Cash", 5]])
    assert not facts(Budget, "budgets/b.xlsx", day)
    spent = workbook(
        [["Item", "2030", "2031"], ["Rent", 40, 41], ["Total", 40, 41]], sheet="Spending Summary2"
    )
    assert read("budgets/b.xlsx", spent).nothing_stated == "It contains actual amounts, not a budget."


def test_a_list_without_header_currency_and_proof_is_only_inferred() -> None:
    """A total that it adds up to proves it."""
    lines = "Servers,400\nLicences,300\n"
    (budget,) = facts(Budget, "budgets/b.csv", lines)
    assert (budget.total, budget.confidence) == (700, "inferred")
    (budget,) = facts(Budget, "budgets/b.csv", f"{lines}Total,700\n")
    assert (budget.total, budget.confidence) == (700, "read")


def test_the_only_currency_of_the_text_is_that_of_its_table() -> None:
    """Two currencies in the text say nothing."""
    table = "\n\n| Item | 2031 |\n| - | - |\n| Staff | 400 |\n| Travel | 30 |\n| Total | 430 |\n"
    for text, currency in (("We ask for NOK 430.", "NOK"), ("NOK 430 are EUR 37.", None)):
        (budget,) = facts(Budget, "budgets/b.md", f"# Budget{table}\n{text}\n")
        assert (budget.total, budget.currency) == (430, currency)


def test_a_table_goes_on_over_the_page_without_its_header() -> None:
    """The total stands on the last page alone."""
    first = [["Item", "Budget 2031"], ["Staff", "400"], ["Travel", "30"]]
    (budget,) = facts(Budget, "budgets/b.pdf", printed([first, [["Rent", "70"], ["Total", "500"]]]))
    assert (budget.total, budget.lines) == (500, 3)
    own = [["Item", "Revenue"], ["Fees", "600"], ["Sales", "20"]]
    (budget,) = facts(Budget, "budgets/b.pdf", printed([first, own]))
    assert (budget.total, budget.lines) == (430, 2)
