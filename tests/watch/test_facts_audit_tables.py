"""Audit logs as people keep them: the auditor's own grades, forms, turned tables, summaries that count."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import AuditFinding, AuditReport
from smits_watch.documents.document import Document, Table
from smits_watch.facts import ExtractionContext, extract
from smits_watch.facts.audit_reports.cvss import cvss_base
from smits_watch.facts.context import OrganisationProfile, RememberedAnswer
from smits_watch.facts.shapes import shape_of

LOG = "audit-reports/log.csv"


def findings(content: str | bytes, name: str = LOG) -> list[AuditFinding]:
    return facts(AuditFinding, name, content)


def graded(*grades: str, header: str = "Rating") -> list[str | None]:
    """The grades that are read of a log in which only the auditor's words differ."""
    rows = "".join(f"F{n},Door {n} stays open,{grade},Open\n" for n, grade in enumerate(grades))
    return [finding.severity for finding in findings(f"No,Finding,{header},Status\n{rows}")]


@pytest.mark.parametrize(
    ("header", "words", "grades"),
    [
        ("Rating", ("4 - High", "3 - Medium", "Low (2)"), ["high", "medium", "low"]),
        ("Priority", ("P1", "P2", "P4"), ["critical", "high", "low"]),
        ("Priority", ("P0", "P1", "P2"), ["critical", "high", "medium"]),
        ("Priority", ("1", "2", "3"), ["critical", "high", "medium"]),
        ("Category", ("CAT I", "CAT II", "CAT III"), ["high", "medium", "low"]),
        ("Type", ("Major non-conformity", "Minor NC", "Observation"), ["high", "low", "info"]),
        (
            "Rating",
            ("Material weakness", "Significant deficiency", "Control deficiency"),
            ["critical", "high", "medium"],
        ),
        ("RAG", ("Red", "Amber", "Green"), ["high", "medium", "low"]),
        ("Rating", ("H", "M", "L"), ["high", "medium", "low"]),
        ("CVSS", ("9.8", "7.0", "3.1"), ["critical", "high", "low"]),
        ("Einstufung", ("Hauptabweichung", "Nebenabweichung", "Hinweis"), ["high", "low", "info"]),
        ("Gravité", ("Élevée", "Moyenne", "Faible"), ["high", "medium", "low"]),
        ("Severidad", ("Crítica", "Alta", "Baja"), ["critical", "high", "low"]),
    ],
)
def test_grades_are_read_in_the_auditors_words(
    header: str, words: tuple[str, ...], grades: list[str]
) -> None:
    """A grave finding that is not understood looks like a clean audit."""
    assert graded(*words, header=header) == grades


def test_places_of_a_scheme_are_inferred_and_words_are_read() -> None:
    """P1 is the gravest of its scheme, but only the auditor knows what that means to him."""
    by_place, by_word = findings("No,Finding,Priority\n1,Door open,P1\n2,Lamp broken,High\n")
    assert (by_place.confidence, by_word.confidence) == ("inferred", "read")


def test_a_scale_of_which_nobody_can_tell_the_gravest_end_is_asked() -> None:
    """Severity 1 is the worst of some auditors and the mildest of others."""
    rows = "Ref,Observation,Severity,Status\n1,Door open,1,Open\n2,Lamp broken,4,Open\n"
    found = read(LOG, rows)
    (question,) = found.questions
    assert found.facts == ()
    assert question.topic == "grade"
    first, second = ([fact.severity for fact in c.facts] for c in question.candidates)
    assert (first, second) == (["critical", "low"], ["low", "critical"])


def test_a_word_that_nobody_knows_is_asked_and_the_answer_is_remembered_for_that_word() -> None:
    """The other findings of the list are read; the answer on one word says nothing of another."""
    rows = [
        ["No", "Finding", "Rating"],
        ["1", "Door open", "Kwestia A"],
        ["2", "Lamp broken", "High"],
        ["3", "Paint old", "Kwestia B"],
    ]
    document = Document("audit-reports/a.csv", "csv", tables=[Table("", rows)])
    found = extract(document, "audit-reports")
    assert [fact.severity for fact in found.facts if isinstance(fact, AuditFinding)] == ["high"]
    assert [question.topic for question in found.questions] == ["grade", "grade"]
    answer = RememberedAnswer(
        id="A1", kind="audit-reports", topic="grade", choice="Kwestia A = low", shape=found.questions[0].shape
    )
    later = extract(document, "audit-reports", ExtractionContext(answers=(answer,)))
    assert [fact.severity for fact in later.facts if isinstance(fact, AuditFinding)] == ["high", "low"]
    assert [question.candidates[0].answer for question in later.questions] == ["Kwestia B = critical"]


def test_likelihood_and_impact_grade_a_risk() -> None:
    """A risk register has no column of grades; what the matrix says is inferred."""
    header = "Risk ID,Risk description,Likelihood,Impact,Target date\n"
    rows = f"{header}R1,Fire,5,5,2031-01-31\nR2,Typo,Rare,Minor,\n"
    fire, typo = findings(rows)
    assert (fire.severity, fire.confidence, fire.due) == ("critical", "inferred", dt.date(2031, 1, 31))
    assert typo.severity == "low"


def test_a_follow_up_list_without_grades_keeps_status_and_due_date() -> None:
    """What is overdue is known without any grade; a date of closing closes."""
    rows = (
        "Recommendation ref;Agreed action;Target date;Date completed\n"
        "R-1;Replace locks;30.06.2031;02.05.2031\nR-2;Train guards;31.07.2031;\n"
    )
    done, open_ = findings(rows)
    assert (done.is_settled, open_.is_settled) == (True, False)
    assert (open_.due, open_.severity) == (dt.date(2031, 7, 31), None)


def test_headings_within_a_list_grade_what_is_below_them() -> None:
    """Lists by hand are grouped and have no column of grades."""
    rows = (
        "No,Finding,Due\nHigh risk findings,,\n1,Door open,2031-01-31\n"
        "Low risk findings,,\n2,Paint old,2031-02-28\n"
    )
    assert [finding.severity for finding in findings(rows)] == ["high", "low"]


def test_what_conforms_is_no_finding_and_a_legend_has_none() -> None:
    """A checklist lists every clause; a legend explains each grade once."""
    rows = "Clause,Requirement,Result,Comment\n4.1,Context,Conforming,\n4.2,Parties,Minor NC,No list\n"
    (finding,) = findings(rows)
    assert (finding.title, finding.severity) == ("No list", "low")
    assert findings("Grade,Meaning\nHigh,Within a month\nMedium,Within a quarter\nLow,Some day\n") == []


def test_parts_of_a_finding_are_not_counted_beside_it() -> None:
    """The gravity of a finding that has parts is stated once, above or at each part."""
    doors = "1,Doors,\n1.1,Front door open,High\n1.2,Back door open,Low\n"
    rows = f"No,Finding,Severity\n{doors}2,Lamps,Medium\n2a,Hall,\n"
    assert [finding.finding for finding in findings(rows)] == ["1.1", "1.2", "2"]


def test_findings_as_columns_and_as_forms_are_read_like_lines() -> None:
    """Word templates have a form for each finding; presentations turn the table round."""
    turned = (
        "Finding no,F1,F2\nFinding,Door open,Lamp broken\nSeverity,High,Low\nDue date,2031-01-31,2031-02-28\n"
    )
    forms = (
        "Finding no,F1\nFinding,Door open\nSeverity,High\nDue date,2031-01-31\n\n"
        "Finding no,F2\nFinding,Lamp broken\nSeverity,Low\nDue date,2031-02-28\n"
    )
    for content in (turned, forms):
        found = findings(content)
        assert [(f.finding, f.title, f.severity) for f in found] == [
            ("F1", "Door open", "high"),
            ("F2", "Lamp broken", "low"),
        ]
        assert found[1].due == dt.date(2031, 2, 28)
    assert [f.source.rpartition("#")[2] for f in findings(forms)] == ["line 3", "line 8"]


def test_a_cell_of_a_turned_workbook_is_told_where_it_stands() -> None:
    """People check a fact at the cell that it names."""
    rows = [["Finding no", "F1", "F2"], ["Finding", "Door open", "Lamp broken"], ["Severity", "High", "Low"]]
    sources = [finding.source for finding in findings(workbook(rows), "audit-reports/t.xlsx")]
    assert [source.rpartition("!")[2] for source in sources] == ["B3", "C3"]


@pytest.mark.parametrize(
    "rows",
    [
        "Severity,Open,Closed\nCritical,1,7\nHigh,2,8\nMedium,0,9\nLow,4,0\n",
        "Area,Critical,High,Medium,Low\nHall,1,0,0,3\nRoof,0,2,0,1\nTotal,1,2,0,4\n",
        "Area,Critical,High,Medium,Low\nHall,1,0,0,3\nRoof,0,2,0,1\n",
        "Row Labels,Count of Finding\nHall,4\n  Critical,1\n  Low,3\nRoof,3\n  High,2\n  Low,1\nTotal,7",
        "Count of Finding,Column Labels,,,\nRow Labels,Critical,High,Low,Total\nHall,1,,3,4\nRoof,,2,1,3\n",
    ],
)
def test_a_table_that_only_counts_is_a_report_with_counts(rows: str) -> None:
    """Boards get a summary of grades by areas, with or without a total."""
    (report,) = facts(AuditReport, LOG, rows)
    assert (report.critical, report.high, report.medium, report.low) == (1, 2, 0, 4)


def test_in_which_order_day_and_month_stand_is_asked_where_nothing_tells() -> None:
    """03/04 is due in March or in April; an organisation in the United States writes the month first."""
    rows = [["No", "Finding", "Severity", "Due"], ["1", "Door open", "High", "03/04/2031"]]
    document = Document("audit-reports/a.csv", "csv", tables=[Table("", rows)])
    found = extract(document, "audit-reports")
    assert [question.topic for question in found.questions] == ["date"]
    profile = OrganisationProfile(jurisdictions=("US",))
    (finding,) = extract(document, "audit-reports", ExtractionContext(profile=profile)).facts
    assert isinstance(finding, AuditFinding)
    assert finding.due == dt.date(2031, 3, 4)


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
        ("CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 1.8),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:3.1/AV:N/AC:L", None),
    ],
)
def test_the_base_score_of_a_vector_is_that_of_the_specification(vector: str, score: float | None) -> None:
    """Exports of test tools give the vector alone."""
    assert cvss_base(vector) == score


def test_a_line_without_its_number_stays_in_the_list() -> None:
    """A list whose numbers have gaps is neither cut at the last number nor given new headers within."""
    rows = "No,Finding,Severity,Owner,Status,Cost\n" + "".join(
        f"F{n},Door {n} stays open,High,Ann,Open,{n * 10 if n < 3 else ''}\n" for n in range(1, 9)
    )
    assert len(findings(rows)) == 8


def test_a_grade_that_is_written_once_holds_for_the_lines_below_it() -> None:
    """Pivot tables in outline form and merged cells; a blank grade behind the titles is a missing one."""
    outline = "Severity,Finding,Status\nHigh,Door open,Open\n,Tile loose,Open\nLow,Paint old,Open\n"
    assert [finding.severity for finding in findings(outline)] == ["high", "high", "low"]
    blank = "Finding,Severity,Status\nDoor open,High,Open\nTile loose,,Open\nPaint old,Low,Open\n"
    assert [finding.severity for finding in findings(blank)] == ["high", None, "low"]


@pytest.mark.parametrize(
    "rows",
    [
        "Summary,Key,Type,Status,Priority,Due\nDoor open,A-1,Audit Finding,Open,Highest,31/Jan/31 12:00 AM\n",
        "Number,Short description,Priority,Due\nAUD001,Door open,1 - Critical,2031-01-31 00:00:00\n",
    ],
)
def test_exports_of_issue_trackers_are_read(rows: str) -> None:
    """Jira and ServiceNow write headers, priorities and days each in their own way."""
    (finding,) = findings(rows, "audit-reports/export.csv")
    assert (finding.title, finding.severity, finding.due) == ("Door open", "critical", dt.date(2031, 1, 31))


def test_a_legend_beside_a_list_and_a_second_header_row_do_no_harm() -> None:
    """Sheets have notes to the right and headings over several columns."""
    beside = (
        "Ref,Finding,Severity,Status,,Grade,Meaning\nF1,Door open,High,Open,,High,Within a month\n"
        "F2,Paint old,Low,Open,,Low,Some day\nF3,Tile loose,Low,Closed,,,\n"
    )
    assert [finding.severity for finding in findings(beside)] == ["high", "low", "low"]
    two = ",Finding,,Follow-up,\nNo,Title,Rating,Target date,Status\n1,Door open,High,2031-01-31,Open\n"
    (finding,) = findings(two)
    assert (finding.title, finding.severity, finding.due) == ("Door open", "high", dt.date(2031, 1, 31))


def test_what_stands_below_or_beside_a_list_adds_no_findings() -> None:
    """Registers end with the scale of their grades, and repeat the list sorted in another way."""
    rows = (
        "Risk ID,Risk statement,Likelihood,Impact\nR-1,Door open,5,5\nR-2,Paint old,2,2\nR-3,Tile loose,3,4\n"
        "Measure,1,2,3\nLikelihood,Rare,Possible,Certain\n\nRisk ID,Risk statement,Likelihood,Impact\n"
        "R-2,Paint old,2,2\nR-1,Door open,5,5\n"
    )
    assert [finding.finding for finding in findings(rows)] == ["R-1", "R-2", "R-3"]


def test_the_risk_that_is_left_after_planned_measures_is_not_the_grade() -> None:
    """A register states both; and a column of numbers steps back behind one of words."""
    rows = "Finding ID,Risk statement,Likelihood,Impact,Residual risk\nF-1,Door open,5,5,Low\n"
    assert [finding.severity for finding in findings(rows)] == ["critical"]
    rows = "Ref,Gap,Gap rating (1-3),Priority,Owner\n1,No locks,3,Critical,Ann\n2,No lamps,2,High,Bo\n"
    assert [finding.severity for finding in findings(rows)] == ["critical", "high"]


def test_incidents_and_tickets_are_no_findings() -> None:
    """They have grades, states and days as findings do, but no auditor found them."""
    rows = "Incident ID,Title,Severity,Status\nI-1,Mail is slow,High,Open\nI-2,Printer jam,Low,Closed\n"
    assert findings(rows, "audit-reports/desk.csv") == []


def test_shapes_of_two_words_differ() -> None:
    """Else the answer on one word would settle the question on another."""
    assert shape_of(["Kwestia A = low"]) != shape_of(["Kwestia B = low"])


def test_how_many_risks_have_each_range_of_scores_is_no_list_of_findings() -> None:
    """What is to be done about each grade was taken for a finding; scores in brackets count nothing."""
    rows = "Level,Range,Number of risks,Treatment\nHigh,10 - 16,3,Plan at once\nLow,1 - 4,1,Watch\n"
    assert findings(rows, "audit-reports/risks.csv") == []
    text = "# Register\n\nRISK-01: Flood\n\nProbability 4, impact 5, score: 20 (critical)\n"
    assert not [fact for fact in read("audit-reports/r.md", text).facts if isinstance(fact, AuditReport)]
