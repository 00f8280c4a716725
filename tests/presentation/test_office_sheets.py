"""Lists as offices keep them come in with few questions, which are asked once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.ledger.record import Record
from smits_tui.presentation.sheets.files import SheetRefused, read_sheet, sheet_file
from smits_tui.presentation.sheets.questions import SheetQuestions
from smits_tui.presentation.sheets.records import import_records, record_rows
from smits_tui.presentation.typed_fields import TypingContext
from smits_tui.process.entries.records import Initiative, Measure, Objective, Risk

CONTEXT = TypingContext(dt.date(2027, 3, 31), "EUR")


def workbook(path: Path, rows: Sequence[Sequence[Any]], percent: Sequence[tuple[int, int]] = ()) -> Path:
    """A workbook with numbers, dates and percent cells as such."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("KPI")
        share, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "mmm yy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                elif value is not None:
                    sheet.write(number, column, value, share if (number, column) in percent else None)
    path.write_bytes(out.getvalue())
    return path


def test_a_kpi_sheet_of_thirty_measures_comes_in_without_a_question(record: Record, tmp_path: Path) -> None:
    """Goals as merged cells, months as dates, shares as percent cells, `n/a` where nothing was read."""
    months = [dt.date(2027, month, 1) for month in (1, 2, 3)]
    rows: list[list[Any]] = [["KPI report IT 2027", *[None] * 8], [None] * 9]
    rows.append(["Strategic goal", "KPI", "Unit", "Baseline", "Target value", *months, "KPI owner"])
    percent = []
    for number in range(1, 31):
        goal = f"Goal {number // 10 + 1}" if number % 10 in (0, 1) else None
        unit, factor = ("%", 0.01) if number % 2 else ("days", 1)
        values = [(number + step) * factor for step in (1.5, 20, 2.25, 3.125)]
        if unit == "%":
            percent += [(len(rows), column) for column in (3, 4, 5, 6)]
        rows.append([goal, f"Share {number}", unit, *values, "n/a", "Kim"])
    rows.append([None, "Total", None, 1, 1, 1, 1, 1, None])
    sheet = read_sheet(workbook(tmp_path / "kpi.xlsx", rows, percent))
    done = import_records(record, Measure, sheet, CONTEXT, by="Tom")
    measures = record.state.records(Measure)
    assert len(measures) == 30
    assert done.readings == 60
    assert done.left_rows == ("Total",)
    assert [item.text for item in record.state.records(Objective)] == ["Goal 1", "Goal 2", "Goal 3", "Goal 4"]
    assert all(item.data.proposed for item in record.state.records(Objective))
    first = measures[0]
    assert (first.data.objective, first.data.owner, first.data.unit) == ("O1", "Kim", "%")
    assert (first.data.baseline, first.data.target) == (2.5, 21.0)
    assert [(reading.period, reading.value) for reading in first.readings] == [
        ("2027-01", 3.25),
        ("2027-02", 4.125),
    ]
    assert measures[1].data.target == 22.0
    again = import_records(record, Measure, sheet, CONTEXT, by="Tom")
    assert (again.added, again.changed, again.same, again.readings) == ((), (), 30, 0)


def test_a_list_of_forty_projects_comes_in_with_two_questions_asked_once(
    record: Record, tmp_path: Path
) -> None:
    """Headings of groups, thousands, numbers as a German office writes them, colours as a status."""
    lines = [
        "Projektliste;;;;;;;",
        "Nr;Project name;Colour;Project lead;Beginn;Ende;Budget (TEUR);Status",
    ]
    for number in range(1, 41):
        if number % 20 == 1:
            lines.append(f";Programme {number};;;;;;")
        status = ("Green", "Red", "completed")[number % 3]
        lines.append(
            f"P{number};Project {number};Lee;Kim;0{number % 9 + 1}/04/2027;Q4 2027;1.2{number:02},5;{status}"
        )
    lines.append(";Summe;;;;;49.000,0;")
    file = tmp_path / "projects.csv"
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    rows = read_sheet(file)
    with pytest.raises(SheetQuestions) as asked:
        import_records(record, Initiative, rows, CONTEXT, by="Tom")
    assert [question.key for question in asked.value.questions] == ["dates", "status:colours"]
    assert "'Red' or 'Green'" in asked.value.questions[1].text
    assert record.state.records(Initiative) == []
    answers = {"dates": "month first", "status:colours": "under-way"}
    done = import_records(record, Initiative, rows, CONTEXT, by="Tom", mapped=answers)
    assert len(done.added) == 40
    assert done.left == ("Colour",)
    assert done.left_rows == ("Programme 1", "Programme 21", "Summe")
    data = record.state.records(Initiative)[1].data
    assert (data.text, data.owner, data.budget, data.status) == ("Project 2", "Kim", 1_202_500.0, "done")
    assert (data.start, data.end) == (dt.date(2027, 3, 4), dt.date(2027, 12, 31))
    later = [[cell.replace("Project 7", "Replace the mainframe") for cell in row] for row in rows]
    more = import_records(record, Initiative, later, CONTEXT, by="Tom")
    assert (len(more.added), more.same) == (1, 39), "what was answered is remembered for tables like it"


def test_an_office_s_numbers_are_not_ids(record: Record) -> None:
    """A list of others also begins with R1; their first risk is not ours."""
    set_record(record, Risk, by="Mara", text="The data centre burns", values={})
    rows = [["Risk ID", "Risk description", "Probability (1-5)", "Impact (1-5)", "Mitigation", "Risk owner"]]
    rows += [[f"R{n}", f"Supplier {n} fails", str(n % 5 + 1), "5", "Test", "Kim"] for n in range(1, 26)]
    done = import_records(record, Risk, rows, CONTEXT, by="Tom")
    assert len(done.added) == 25
    first, *others = record.state.records(Risk)
    assert first.text == "The data centre burns"
    assert [other.data.likelihood for other in others[:5]] == ["medium", "medium", "high", "high", "low"]
    assert {(other.data.impact, other.data.owner, other.data.response) for other in others} == {
        ("high", "Kim", "Test")
    }


def test_a_grade_without_a_range_is_asked_for(record: Record) -> None:
    rows = [["Risk", "Likelihood", "Impact"], ["It burns", "3", "4"], ["It floods", "1", "2"]]
    with pytest.raises(SheetQuestions, match="highest grade") as asked:
        import_records(record, Risk, rows, CONTEXT, by="Tom")
    assert asked.value.questions[0].choices == ("3", "4", "5", "10")
    with pytest.raises(SheetRefused, match="'7' is no answer"):
        import_records(record, Risk, rows, CONTEXT, by="Tom", mapped={"scale": "7"})
    import_records(record, Risk, rows, CONTEXT, by="Tom", mapped={"scale": "5"})
    assert [item.data.impact for item in record.state.records(Risk)] == ["high", "medium"]


def test_numbers_that_two_countries_read_differently_are_asked_for(record: Record) -> None:
    rows = [["Project", "Budget"], ["One", "1.234"], ["Two", "12.500"]]
    with pytest.raises(SheetQuestions, match=r"'1\.234'"):
        import_records(record, Initiative, rows, CONTEXT, by="Tom")
    proof = [*rows, ["Three", "1.000.000,50"]]
    import_records(record, Initiative, proof, CONTEXT, by="Tom")
    assert [item.data.budget for item in record.state.records(Initiative)] == [1234.0, 12500.0, 1000000.5]
    with pytest.raises(SheetRefused, match="in USD"):
        import_records(record, Initiative, [["Project", "Budget ($)"], ["One", "5"]], CONTEXT, by="Tom")


def test_which_column_has_the_texts_is_asked_once(record: Record) -> None:
    rows = [["Key", "Owner", "Content", "Remark"], ["A", "Kim", "Move the base to the new site", "x"]]
    with pytest.raises(SheetQuestions) as asked:
        import_records(record, Initiative, rows, CONTEXT, by="Tom")
    (question,) = asked.value.questions
    assert (question.key, question.choices) == ("text", ("Content", "Remark"))
    import_records(record, Initiative, rows, CONTEXT, by="Tom", mapped={"text": "Content"})
    rows[1][2] = "Another one"
    import_records(record, Initiative, rows, CONTEXT, by="Tom")
    assert [item.text for item in record.state.records(Initiative)] == [
        "Move the base to the new site",
        "Another one",
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_measures_go_out_with_their_readings_and_come_in_unchanged(
    record: Record, tmp_path: Path, form: str
) -> None:
    set_record(record, Objective, by="Mara", text="Up")
    values = {"objective": "O1", "unit": "%", "target": 99.125, "every": "quarter"}
    set_record(record, Measure, by="Mara", text="Availability", values=values)
    set_record(record, Measure, by="Mara", text="Other", values={})
    for period, value in (("2026-Q4", 98.125), ("2027-Q1", 99.0)):
        record_reading(record, "M1", value=value, period=period, by="Mara")
    file = tmp_path / f"measures.{form}"
    file.write_bytes(sheet_file(record_rows(record.state.records(Measure)), form))
    before = record.state.records(Measure)
    done = import_records(record, Measure, read_sheet(file), CONTEXT, by="Tom")
    assert (done.added, done.changed, done.same, done.readings, done.left) == ((), (), 2, 0, ())
    assert record.state.records(Measure) == before


def test_a_scorecard_has_quarters_of_a_year_with_two_numbers(record: Record) -> None:
    """What a year brought stands beside the word for it; the direction says which way is good."""
    rows = [
        ["Scorecard"],
        [
            "Ref",
            "Performance indicator",
            "Good is",
            "2024/25 outturn",
            "Q1 2025/26",
            "Target 2025/26",
            "Officer",
        ],
        ["D1", "Requests answered in time", "Bigger", "91.5%", "92.5%", "95%", "Jo"],
        ["D2", "Calls that are lost", "Smaller", "7%", "n/a", "5%", "Jo"],
    ]
    import_records(record, Measure, rows, CONTEXT, by="Tom")
    first, second = record.state.records(Measure)
    assert [(reading.period, reading.value) for reading in first.readings] == [
        ("2024-2025", 91.5),
        ("FY2026-Q1", 92.5),
    ]
    assert (first.data.target, first.data.owner, first.data.better) == (95.0, "Jo", "up")
    assert (second.data.better, len(second.readings)) == ("down", 1)


OFFICES = {
    "fr": (
        [
            "Axe stratégique",
            "Indicateur",
            "Unité",
            "Valeur de référence",
            "Cible 2026",
            "Réalisé T1 2026",
            "Responsable",
        ],
        ["Axe 1", "Délai moyen", "jours", "1 234,5", "900,5", "1 100,0", "C. Lefèvre"],
    ),
    "de": (
        [
            "Ziel",
            "Kennzahl",
            "Einheit",
            "Startwert",
            "Soll 2026",
            "Ist 1. Quartal 2026",
            "Verantwortliche Stelle",
        ],
        ["Axe 1", "Délai moyen", "jours", "1.234,50", "900,5", "1.100,00", "C. Lefèvre"],
    ),
    "es": (
        ["Objetivo estratégico", "Indicador", "Unidad", "Línea base", "Meta 2026", "1T 2026", "Responsable"],
        ["Axe 1", "Délai moyen", "jours", "1.234,50", "900,5", "1.100,00", "C. Lefèvre"],
    ),
    "nl": (
        [
            "Doelstelling",
            "Prestatie-indicator",
            "Eenheid",
            "Nulmeting",
            "Streefwaarde",
            "K1 2026",
            "Eigenaar",
        ],
        ["Axe 1", "Délai moyen", "jours", "1.234,50", "900,5", "1.100,00", "C. Lefèvre"],
    ),
}


@pytest.mark.parametrize("country", OFFICES)
def test_kpis_of_other_countries_come_in_without_a_question(record: Record, country: str) -> None:
    import_records(record, Measure, OFFICES[country], CONTEXT, by="Tom")
    (measure,) = record.state.records(Measure)
    data = measure.data
    assert (measure.text, data.unit, data.owner, data.baseline, data.target) == (
        *("Délai moyen", "jours", "C. Lefèvre", 1234.5, 900.5),
    )
    assert [(reading.period, reading.value) for reading in measure.readings] == [("2026-Q1", 1100.0)]
    assert [item.text for item in record.state.records(Objective)] == ["Axe 1"]


PROJECTS = {
    "es": [
        "Código",
        "Proyecto",
        "Responsable",
        "Fecha inicio",
        "Fecha fin",
        "Presupuesto (miles €)",
        "Estado",
    ],
    "us": [
        "Project ID",
        "Project Title",
        "Project Manager",
        "Start Date",
        "Finish Date",
        "Budget (k€)",
        "Status",
    ],
    "nl": ["Nummer", "Projectnaam", "Projectleider", "Startdatum", "Einddatum", "Begroting (k€)", "Fase"],
}


DONE = {"es": "Finalizado", "us": "Completed", "nl": "Afgerond"}


@pytest.mark.parametrize("country", PROJECTS)
def test_projects_of_other_countries_come_in_without_a_question(record: Record, country: str) -> None:
    """The header is found although the first project is named like a column, and says `project` itself."""
    rows = [["2026"], PROJECTS[country]]
    for number in (1, 2):
        days = ["2026-02-01", "31/12/2026"]
        rows.append([f"X-{number}", f"Project {number}", "Kim", *days, "12", DONE[country]])
    import_records(record, Initiative, [*rows, ["", "Total", "", "", "", "24", ""]], CONTEXT, by="Tom")
    first, _ = record.state.records(Initiative)
    data = first.data
    assert (first.text, data.owner, data.budget, data.status) == ("Project 1", "Kim", 12_000.0, "done")
    assert (data.start, data.end) == (dt.date(2026, 2, 1), dt.date(2026, 12, 31))


def test_a_unit_that_is_not_known_is_asked_for(record: Record) -> None:
    """A hundred thousand must not become a hundred because nobody knows the word."""
    rows = [["Project", "Budget (lakhs)", "Spent (tkr)"], ["Replace the system", "12", "3"]]
    with pytest.raises(SheetQuestions, match=r"What are the amounts of 'Budget \(lakhs\)'"):
        import_records(record, Initiative, rows, CONTEXT, by="Tom")
    import_records(record, Initiative, rows, CONTEXT, by="Tom", mapped={"budget:unit": "thousands"})
    (initiative,) = record.state.records(Initiative)
    assert (initiative.data.budget, initiative.data.spent) == (12_000.0, 3_000.0)


def test_headers_in_a_language_that_is_not_known_are_asked_about(record: Record) -> None:
    """Which column has the texts is enough to begin with; the other columns are named as left out."""
    rows = [["Terv"], ["Kód", "Feladat leírása", "Felelős személy"], ["A1", "Új rendszer bevezetése", "Kim"]]
    with pytest.raises(SheetQuestions) as asked:
        import_records(record, Initiative, rows, CONTEXT, by="Tom")
    (question,) = asked.value.questions
    assert question.choices[0] == "Feladat leírása"
    mapped = {"text": "Feladat leírása"}
    done = import_records(record, Initiative, rows, CONTEXT, by="Tom", mapped=mapped)
    assert [item.text for item in record.state.records(Initiative)] == ["Új rendszer bevezetése"]
    assert done.left == ("Kód", "Felelős személy")


def test_values_without_a_period_are_those_of_the_title_or_asked_for(record: Record) -> None:
    """Each time anew, because next month's list has the same headers."""
    rows = [["KPI", "Actual", "Target", "Variance"], ["Calls that are lost", "7", "5", "2"]]
    import_records(record, Measure, [["KPI report March 2027"], *rows], CONTEXT, by="Tom")
    for _ in range(2):
        with pytest.raises(SheetQuestions, match="Of which period are the values of 'Actual'") as asked:
            import_records(record, Measure, rows, CONTEXT, by="Tom")
        (question,) = asked.value.questions
        assert question.choices == ("2027-02", "2026-Q4", "2026", "leave it out")
        import_records(record, Measure, rows, CONTEXT, by="Tom", mapped={question.key: "2027-02"})
    import_records(record, Measure, rows, CONTEXT, by="Tom", mapped={question.key: "leave it out"})
    (measure,) = record.state.records(Measure)
    assert [(reading.period, reading.value) for reading in measure.readings] == [
        ("2027-02", 7.0),
        ("2027-03", 7.0),
    ]
