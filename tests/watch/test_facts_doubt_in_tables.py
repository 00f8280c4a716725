"""What a table says without proof is inferred, and what contradicts itself is no fact."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from watch_facts_files import facts, read, workbook
from watch_reading_files import docx, ods, paragraph, word_table

from smits_rules.vocabulary import (
    AuditFinding,
    Budget,
    Feedback,
    Indicator,
    Opportunity,
    Service,
    ServiceLevel,
    VendorNotice,
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


def test_figures_without_service_target_and_verdict_are_only_inferred() -> None:
    """A list of figures may report anything."""
    levels = facts(ServiceLevel, "service-reports/k.csv", "Metric,Value\nRevenue,12500\nOpen seats,33\n")
    assert {level.confidence for level in levels} <= {"inferred"}
    (level,) = facts(ServiceLevel, "service-reports/k.csv", "Service,Availability %\nMail,99.2\n")
    assert level.confidence == "read"


def test_counts_of_what_was_on_time_are_no_percentages() -> None:
    """`3` of 4 tasks are not 3 %."""
    assert not facts(ServiceLevel, "service-reports/s.csv", "Task,On time,Late\nChecks,3,1\nReviews,2,1\n")


def test_targets_close_to_a_hundred_are_percentages_of_which_more_is_better() -> None:
    """Nobody asks which direction is better for 99.95."""
    found = read("service-reports/s.csv", "Service,SLO target,SLO actual\nMail,99.9,99.94\nERP,99.95,99.7\n")
    assert not found.questions
    assert [fact.met for fact in found.facts if isinstance(fact, ServiceLevel)] == [True, False]


def test_verdicts_in_words_of_time_are_verdicts() -> None:
    """`Past due` is missed."""
    table = "Request,SLA status\nR-1,Past due\nR-2,On track\nR-3,Past due\n"
    assert read("service-reports/s.csv", table).summary["missed"] == 2


def test_a_score_of_something_unnamed_is_only_inferred() -> None:
    """A score of friction is none of satisfaction."""
    answers = "id,friction_score\n" + "".join(f"D{n},{1 + n % 5}\n" for n in range(12))
    assert {score.confidence for score in facts(Feedback, "customer-feedback/s.csv", answers)} == {"inferred"}
    answers = answers.replace("friction_score", "satisfaction")
    assert {score.confidence for score in facts(Feedback, "customer-feedback/s.csv", answers)} == {"read"}


def test_a_table_of_scores_in_dutch_gives_each_of_them() -> None:
    """Its lines are questions, not answers that could be averaged."""
    rows = [["Vraag", "Score (1-10)", "Respons"], ["Algemene tevredenheid", 7.4, 412], ["NPS", 12, 410]]
    scores = facts(Feedback, "customer-feedback/s.xlsx", workbook(rows))
    assert [(one.measure, one.score, one.responses) for one in scores] == [
        ("satisfaction", 7.4, 412),
        ("nps", 12, 410),
    ]


def test_series_that_nothing_tells_apart_are_only_inferred() -> None:
    """A line for each year with a value for each month, and no header over them."""
    lines = "2031,0.5,0.4,0.7\n2030,0.6,0.1,0.3\n2029,0.2,0.8,0.9\n"
    found = read("environment/prices.csv", lines)
    assert {one.confidence for one in found.facts if isinstance(one, Indicator)} == {"inferred"}
    assert any("nothing tells them apart" in warning for warning in found.warnings)


def test_signed_contracts_are_no_opportunities() -> None:
    """Whoever receives the money is known already."""
    rows = "Contract number,Project name,Recipient of the grant,Amount\nA-1,Robot arm,Works Ltd,50000\n"
    assert not facts(Opportunity, "opportunities/o.csv", rows)


def test_titles_with_amounts_are_opportunities_for_sure_only_where_something_says_so() -> None:
    """A day by which to decide, or the name of the list."""
    rows = "Project name,Value\nRobot arm,50000\nGreen roof,20000\n"
    for name, confidence in (("list", "inferred"), ("tenders", "read")):
        found = facts(Opportunity, f"opportunities/{name}.csv", rows)
        assert {one.confidence for one in found} <= {confidence}


def test_the_kind_of_a_service_is_not_its_name() -> None:
    """A list of vendors says which type of service each gives."""
    rows = "vendor_id,vendor_name,service_type,criticality\nV-1,Wingtip,Payroll,High\nV-2,Orbis,Mail,Low\n"
    assert not facts(Service, "service-portfolio/v.csv", rows)


def test_a_risk_register_in_italian_is_understood() -> None:
    """Columns and grades in the language of the office."""
    rows = [
        ["ID", "Rischio", "Probabilità", "Impatto", "Livello", "Stato", "Scadenza"],
        ["R-01", "Copie non verificate", "Alta", "Alto", "Alto", "Aperto", "31/12/2031"],
        ["R-02", "Documenti vecchi", "Bassa", "Basso", "Basso", "Chiuso", "30/06/2031"],
    ]
    findings = facts(AuditFinding, "audit-reports/r.xlsx", workbook(rows))
    assert [(one.severity, one.status, str(one.due)) for one in findings] == [
        ("high", "Aperto", "2031-12-31"),
        ("low", "Chiuso", "2031-06-30"),
    ]


def test_a_day_that_stands_once_for_several_lines_is_the_day_of_all() -> None:
    """Lines without a day would else be left out, and the budget be smaller than its total."""
    rows = [
        ["Date", "Budget", "EUR"],
        ["2031-02-03", "Gates", 15],
        ["", "Switch", 18],
        ["", "Subtotal", 33],
        ["2031-02-05", "Meter", 43],
        ["", "Battery", 10],
        ["", "Subtotal", 53],
        ["", "Total", 86],
    ]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert (budget.period, budget.total, budget.lines) == ("2031", 86, 4)


def test_targets_of_the_years_of_a_plan_are_no_service_levels() -> None:
    """A baseline beside them says that nothing of it was reached yet."""
    planned = "Availability,Baseline,2031,2032\nMail,95 %,97 %,99 %\nERP,94 %,96 %,98 %\n"
    assert not {level.period for level in facts(ServiceLevel, "service-reports/p.csv", planned)} & {"2031"}
    report = "Availability,2031,2032\nMail,97 %,99 %\nERP,96 %,98 %\n"
    assert {level.period for level in facts(ServiceLevel, "service-reports/r.csv", report)} == {
        "2031",
        "2032",
    }


def test_a_column_of_directions_says_which_figures_are_better() -> None:
    """In words of any language that is known, or by a sign."""
    rows = "Nome,direcao,meta,valor atual\nPlataforma,maior_igual,99,98\nCliques,menor_igual,5,4\n"
    levels = facts(ServiceLevel, "service-reports/k.csv", rows)
    assert [(one.better, one.met) for one in levels] == [("higher", False), ("lower", True)]


def test_series_of_one_name_on_several_sheets_are_told_apart_by_them() -> None:
    """Each sheet is about something else."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        for sheet, value in (("North", 4), ("South", 9)):
            page = made.add_worksheet(sheet)
            for row, cells in enumerate([["year", "price"], [2030, value], [2031, value + 1]]):
                page.write_row(row, 0, cells)
    series = facts(Indicator, "environment/p.xlsx", book.getvalue())
    assert {(one.indicator, one.value, one.confidence) for one in series} == {
        ("North price", 5, "read"),
        ("South price", 10, "read"),
    }


def test_months_written_with_a_dot_and_a_blank_are_months() -> None:
    """As Korean offices write them."""
    (series,) = facts(Indicator, "environment/c.csv", "Year,2030. 11,2030. 12,2031. 01\nCCI,99.1,99.4,99.9\n")
    assert (series.period, series.value) == ("2031-01", 99.9)


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


def test_one_column_of_a_month_beside_targets_holds_the_results() -> None:
    """Its header is the month, and a light says what was met."""
    rows = [
        ["KPI", "Target", "Aug 2031", "Status"],
        ["Availability of ERP", "99.5%", "99.1%", "🔴"],
        ["Availability of mail", "99.5%", "99.9%", "🟢"],
    ]
    levels = facts(ServiceLevel, "service-reports/k.xlsx", workbook(rows))
    assert [(one.period, one.actual, one.met) for one in levels] == [
        ("2031-08", 99.1, False),
        ("2031-08", 99.9, True),
    ]


def test_a_column_called_sla_with_verdicts_holds_no_targets() -> None:
    """What stands in a column tells more than its header."""
    rows = "Incident,Resolution target,Resolution time,SLA\nI-1,04:00,03:12,Met\nI-2,04:00,05:45,Breached\n"
    assert [one.met for one in facts(ServiceLevel, "service-reports/i.csv", rows)] == [True, False]


def test_percentages_and_hidden_rows_of_an_ods_are_told_as_those_of_an_xlsx() -> None:
    """Its cells say what is shown; calamine gives numbers alone."""
    shares: list[list[str | float]] = [
        ["Service", "Target", "Actual"],
        ["Mail", 0.9, 0.85],
        ["ERP", 0.3, 0.4],
    ]
    levels = facts(ServiceLevel, "service-reports/s.ods", ods(shares, percent=(1, 2)))
    assert [(one.target, one.actual, one.unit, one.met) for one in levels] == [
        (90, 85, "%", False),
        (30, 40, "%", True),
    ]
    rows: list[list[str | float]] = [["Item", "Budget 2031"], ["Staff", 400], ["Dropped", 90], ["Cloud", 200]]
    (question,) = read("budgets/b.ods", ods(rows, hidden=(2,))).questions
    assert "hidden rows" in question.text


def test_a_list_of_things_with_a_year_each_has_no_series() -> None:
    """No value is followed by another one of the same thing."""
    rows = "Name,Year,Points\nAnn,2029,50\nBen,2031,40\n"
    assert {one.confidence for one in facts(Indicator, "environment/m.csv", rows)} <= {"inferred"}
    assert not facts(Indicator, "environment/m.csv", rows.replace("Year", "Year joined"))


def test_portfolios_lifecycles_and_service_levels_of_european_offices_are_understood() -> None:
    """By their headers and words in Dutch, German and Italian."""
    rows = (
        "Applicatienaam,Eigenaar,Leverancier,Kritikaliteit,Status\nZaken,Ann,Orbis,Zeer hoog,In productie\n"
    )
    (service,) = facts(Service, "service-portfolio/a.csv", rows)
    assert (service.owner, service.vendor, service.criticality) == ("Ann", "Orbis", "critical")
    ends = (
        "Produkt,Version,Ende Standardsupport,Ende erweiterter Support\nOrbis DB,12,31.12.2030,31.12.2033\n"
    )
    (notice,) = facts(VendorNotice, "vendor-notices/e.csv", ends)
    assert str(notice.effective_date) == "2033-12-31"
    levels = "Servizio,Soglia,Valore,Rispettato\nPosta,15 min,22 min,No\nRete,15 min,9 min,Sì\n"
    assert [one.met for one in facts(ServiceLevel, "service-reports/s.csv", levels)] == [False, True]


def test_a_sheet_of_definitions_lists_nothing() -> None:
    """It has the headers of the register, with what can be chosen below them."""
    book = io.BytesIO()
    register = [["ID", "Issue", "Severity", "Status"], ["1", "Doors stay open", "Major", "Open"]]
    choices = [
        ["Issue", "Severity", "Status"],
        ["Change", "Critical", "Open"],
        ["Problem", "Minor", "Closed"],
    ]
    with xlsxwriter.Workbook(book) as made:
        for sheet, rows in (("Audit findings", register), ("Definitions", choices)):
            page = made.add_worksheet(sheet)
            for row, cells in enumerate(rows):
                page.write_row(row, 0, cells)
    findings = facts(AuditFinding, "audit-reports/r.xlsx", book.getvalue())
    assert [one.title for one in findings] == ["Doors stay open"]


def test_controls_are_no_services_and_ids_of_grants_no_titles() -> None:
    """Both are lists of something else."""
    controls = (
        "Control ID,Control Name,Owner,Status\nC-1,Access review,Ann,Implemented\nC-2,Logs,Ben,Proposed\n"
    )
    assert not facts(Service, "service-portfolio/c.csv", controls)
    grants = "Grant_ID,Donor,Grant_Amount\nG001,Orbis Trust,5000\nG002,Vega Fund,7000\n"
    assert not [
        one for one in facts(Opportunity, "opportunities/g.csv", grants) if one.title.startswith("G00")
    ]
