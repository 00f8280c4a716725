"""What a budget says without proof is inferred, and what contradicts itself is no fact."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read, workbook
from watch_reading_files import docx, paragraph, word_table

from smits_rules.vocabulary import (
    Budget,
)
from smits_watch.facts.question import RememberedAnswer
from smits_watch.tables.values.numbers import number
from smits_watch.tables.values.units import scale_in

OUTLAYS = [
    ["Change order", "Cost impact USD"],
    ["Deeper piles", 41000],
    ["New facade", 27500],
    ["Lift", 8800],
]


def test_amounts_that_nothing_calls_a_budget_are_only_inferred() -> None:
    """A currency says that they are money, not what for."""
    (budget,) = facts(Budget, "budgets/list.xlsx", workbook(OUTLAYS))
    assert (budget.total, budget.confidence) == (77300, "inferred")
    (budget,) = facts(Budget, "budgets/budget 2031.xlsx", workbook(OUTLAYS))
    assert (budget.period, budget.confidence) == ("2031", "read")
    (budget,) = facts(Budget, "budgets/list.xlsx", workbook([*OUTLAYS, ["Total", 77300]]))
    assert budget.confidence == "read"


def test_a_budget_whose_own_totals_do_not_fit_is_not_sure() -> None:
    """The lines add up to something else than the subtotals that stand among them."""
    rows = [
        ["Budget 2031", "Amount"],
        ["Total staff", 500],
        ["Licences", 2400],
        ["Servers", 1300],
        ["Total other", 900],
    ]
    found = read("budgets/b.xlsx", workbook(rows))
    sure = [fact for fact in found.facts if isinstance(fact, Budget) and fact.confidence == "read"]
    assert not sure


def test_a_table_with_two_columns_of_years_says_of_neither_that_it_is_the_period() -> None:
    """A forecast of 2031 made in 2029 belongs to one of both."""
    rows = [
        ["Year made", "Year", "planned spending"],
        [2030, 2031, 4000],
        [2030, 2032, 4100],
        [2029, 2031, 3900],
    ]
    budgets = facts(Budget, "budgets/budget.xlsx", workbook(rows))
    assert budgets
    assert {budget.confidence for budget in budgets} == {"inferred"}


def test_a_minus_in_one_year_alone_is_no_spending() -> None:
    """Where all years have it, it is how accountants write spending."""
    rows = [["Year", "Budget of schools"], [2029, 5600], [2030, -1200], [2031, 5900]]
    assert [b.total for b in facts(Budget, "budgets/b.xlsx", workbook(rows))] == [5600, -1200, 5900]
    rows = [["Year", "Budget of schools"], [2029, -5600], [2030, -1200], [2031, -5900]]
    assert [b.total for b in facts(Budget, "budgets/b.xlsx", workbook(rows))] == [5600, 1200, 5900]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("Begroting ICT (bedragen x € 1.000)", 1e3),
        ("Budget 2031, EUR thousand", 1e3),
        ("bedragen in duizend euro", 1e3),
        ("Budget i tkr", 1e3),
        ("Plan (w tys. zł)", 1e3),
        ("importi in milioni di euro", 1e6),
        ("en millones de euros", 1e6),
        ("Ansätze in EUR Millionen", 1e6),
        ("4 x 1.000 m cable", 1.0),
        ("Budget of 1,000 euros", 1.0),
    ],
)
def test_a_scale_is_understood_as_offices_write_it(text: str, scale: float) -> None:
    """Otherwise a budget is a thousandth of what it is."""
    assert scale_in(text) == scale


def test_numbers_with_an_exponent_are_numbers_and_codes_are_not() -> None:
    """Programs write small rates as `7.1e-05`."""
    assert number("7.1e-05") == pytest.approx(0.000071)
    assert number("1.2E+06") == 1_200_000
    assert number("12E5") is None


def test_one_grouped_number_among_hundreds_is_above_a_thousand() -> None:
    """Only the sum of a short table may have a dot."""
    table = word_table([["Item", "Budget 2031"], ["Staff", "410"], ["Travel", "620"], ["Total", "1.030"]])
    (budget,) = facts(Budget, "budgets/b.docx", docx(table))
    assert (budget.total, budget.confidence) == (1030, "read")


def test_the_line_above_a_table_in_a_word_document_heads_it() -> None:
    """It says unit and year."""
    table = word_table([["Item", "Amount"], ["Staff", "400"], ["Travel", "30"], ["Total", "430"]])
    above = paragraph("Table 1: budget 2031 in thousands of EUR")
    (budget,) = facts(Budget, "budgets/b.docx", docx(above + table))
    assert (budget.period, budget.total, budget.currency) == ("2031", 430_000, "EUR")


def test_figures_in_the_notes_below_a_table_are_none_of_its_lines() -> None:
    """A heading such as `Notes` after an empty line ends the table."""
    rows = [
        ["Item", "FY2030", "FY2031"],
        ["Staff", 820, 845],
        ["Cloud", 310, 402],
        ["Total", 1130, 1247],
        [],
        ["Notes"],
        ["1", "Cloud includes a one-off of", 120],
        ["2", "Posts", "", 14],
    ]
    budgets = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert {budget.period: budget.total for budget in budgets} == {"FY2030": 1130, "FY2031": 1247}


def test_a_title_over_two_tables_side_by_side_heads_both() -> None:
    """Year and currency stand once."""
    rows = [
        ["Budget 2031 of the society (EUR)"],
        ["Income", "Amount", "", "Expenses", "Amount"],
        ["Fees", 42000, "", "Staff", 30000],
        ["Events", 8000, "", "Rent", 12000],
        ["Total income", 50000, "", "Total expenses", 42000],
    ]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert (budget.period, budget.total, budget.currency) == ("2031", 42000, "EUR")


def test_pieces_of_many_tables_without_year_and_proof_are_no_budgets() -> None:
    """As where the pages of a report are cut into tables."""
    pieces = "\n\n".join(
        f"text {n}\n\n| Part {n} | EUR |\n| - | - |\n| A | {n}500 |\n| B | 70 |" for n in range(1, 6)
    )
    found = read("budgets/report.md", pieces)
    assert not found.facts
    assert "nothing tells which are a budget" in found.nothing_stated


def test_what_a_person_answered_is_sure() -> None:
    """Nothing else in the file says that it is a budget."""
    rows = [["Item", "Alpha", "Beta"], ["Staff", 4000, 5000], ["Travel", 300, 100]]
    content = workbook(rows)
    (question,) = read("budgets/b.xlsx", content).questions
    assert {fact.confidence for one in question.candidates for fact in one.facts[:1]} == {"inferred"}
    answer = RememberedAnswer(
        id="A1", kind="budgets", topic="amount-column", shape=question.shape, choice="Beta"
    )
    (budget,) = [fact for fact in read("budgets/b.xlsx", content, answer).facts if isinstance(fact, Budget)]
    assert (budget.total, budget.confidence) == (5100, "read")


def test_a_sigma_labels_a_total() -> None:
    """Else it would be one more line, and the budget twice what it is."""
    rows = [["Item", "Budget 2031"], ["Staff", 500], ["Licences", 200], ["∑", 700]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert (budget.total, budget.lines) == (700, 2)


def test_tables_one_above_the_other_with_another_year_in_their_titles_are_two() -> None:
    """Their headers are the same."""
    table = [["Item", "EUR"], ["Staff", 300], ["Cloud", 90], ["Total", 390]]
    later = [["Item", "EUR"], ["Staff", 310], ["Cloud", 120], ["Total", 430]]
    rows = [["Budget 2030"], *table, [], ["Budget 2031"], *later]
    budgets = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert {budget.period: budget.total for budget in budgets} == {"2030": 390, "2031": 430}


def test_a_thousand_behind_the_currency_at_the_end_of_a_title_is_a_scale() -> None:
    """`Medium-term plan, CHF 1000`; in a sentence it is an amount."""
    assert scale_in("Medium-term plan, CHF 1000") == 1e3
    assert scale_in("CHF 1'000") == 1e3
    assert scale_in("Budget of CHF 1000 for tea") == 1


def test_net_and_gross_amounts_are_asked_about() -> None:
    """The gross one equals the sum of two others, which says nothing of which is the budget."""
    rows = [["Item", "Net 2031", "VAT", "Gross 2031"], ["Servers", 100, 19, 119], ["Licences", 200, 38, 238]]
    found = read("budgets/b.xlsx", workbook(rows))
    (question,) = found.questions
    assert {candidate.answer for candidate in question.candidates} == {"Net 2031", "Gross 2031"}


BY_MONTH = [
    ["Month", "FY", "Sort", "Budget (\u20b9 L)"],
    ["Apr-30", "FY31", "Rent", 4],
    ["Apr-30", "FY31", "Power", 1.5],
    ["May-30", "FY31", "Rent", 4],
    ["May-30", "FY31", "Power", 1.5],
]
RUNNING = [
    ["unit", "month", "budget_amount", "actual_amount", "ytd_budget"],
    *(["Shop", f"2031-{month:02}", 500, 490 + month, 500 * month] for month in range(1, 7)),
]
BY_YEAR = [["Fund", "Total"], *[["FY30 estimate", 400], ["FY31 request", 450], ["Change", 50]] * 2]


@pytest.mark.parametrize(
    ("rows", "found"),
    [(BY_MONTH, [("FY2031", 1_100_000.0)]), (RUNNING, [("2031", 3000.0)]), (BY_YEAR, [])],
)
def test_lines_of_months_add_up_to_their_year_and_lines_of_years_to_nothing(
    rows: list[list[object]], found: list[tuple[str, float]]
) -> None:
    """A column of years says the year, not that of months; running totals of a plan are no bank account."""
    budgets = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert [(budget.period, budget.total) for budget in budgets] == found


def test_a_month_that_is_chosen_above_a_budget_is_not_taken_for_a_year() -> None:
    """In any of the languages, a view of one month asks whether its amounts are those of a year."""
    rows = [
        ["Bulan ->", "Desember"],
        ["Rincian", "Budget"],
        ["Sewa", 1100],
        ["Listrik", 120],
        ["Total", 1220],
    ]
    found = read("budgets/b.xlsx", workbook(rows))
    assert not [fact for fact in found.facts if isinstance(fact, Budget)]
    assert [question.topic for question in found.questions] == ["unit"]


RECAP = [
    ["Obligations", "Budget 2031"],
    ["Parks", None],
    ["Staff", 400],
    ["Services", 100],
    ["Total", 500],
    ["Museums", None],
    ["Staff", 300],
    ["Services", 200],
    ["Total", 500],
    ["Total, general account", 1000],
    ["By class", None],
    ["Staff", 700],
    ["Services", 300],
    [None, 1000],
]
PAYMENTS_TO = [
    ["Year", "Department", "Class", "Amount USD"],
    [2031, "Treasury", "Personal services", 5000],
    [2031, "Treasury", "Contributions, refunds, taxes", 700],
    [2031, "Parks", "Payments to other funds", 300],
]


JOINED = [
    ["FiscalYear", "Dept", "BudgetEUR", "ForecastEUR"],
    [2031, "Parks", 400.5, 410.25],
    [2031, "Law", 50.5, 49.75],
]
LEI = [
    ["Buget 2031"],
    ["(mii lei)"],
    ["Capitol", "Buget", "Execu\u021bie"],
    ["Licen\u021be", 120, 90],
    ["Total", 120, 90],
]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (RECAP, [("2031", 1000.0, None)]),
        (PAYMENTS_TO, [("2031", 6000.0, "USD")]),
        (
            [
                ["FiscalYear", "Dept", "BudgetEUR", "ForecastEUR"],
                [2031, "Parks", 400.5, 410.25],
                [2031, "Law", 50.5, 49.75],
            ],
            [("2031", 451.0, "EUR")],
        ),
        (
            [
                ["Buget 2031"],
                ["(mii lei)"],
                ["Capitol", "Buget", "Execu\u021bie"],
                ["Licen\u021be", 120, 90],
                ["Total", 120, 90],
            ],
            [("2031", 120_000.0, "RON")],
        ),
    ],
)
def test_totals_units_and_payments_of_public_budgets(
    rows: list[list[object]], found: list[tuple[str, float, str | None]]
) -> None:
    """What repeats a total by class below it is not added, payments to funds are spending, words joined by
    capitals are apart, and thousands of lei are thousands."""
    budgets = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert [(budget.period, budget.total, budget.currency) for budget in budgets] == found


def test_a_plan_repeated_beside_the_running_total_of_payments_is_no_budget_of_each_month() -> None:
    """Earned value: the whole budget of a package stands in each month."""
    paid = [500, 510, 490, 505, 520, 480]
    lines = [[f"2031-{n:02}", "Site", 9000, paid[n - 1], sum(paid[:n])] for n in range(1, 7)]
    rows = [["Month", "Package", "BAC", "Paid", "Cumulative"], *lines]
    assert not facts(Budget, "budgets/b.xlsx", workbook(rows))
