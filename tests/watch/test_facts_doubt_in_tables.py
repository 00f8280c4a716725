"""What a table says without proof is inferred, and what contradicts itself is no fact."""

from __future__ import annotations

import io

import xlsxwriter
from watch_facts_files import facts, read, workbook
from watch_reading_files import ods

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
