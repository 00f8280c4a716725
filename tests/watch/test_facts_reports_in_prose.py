"""Audit, service and survey reports in prose: sections of a grade, totals, months, services, respondents."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import AuditFinding, Feedback, ServiceLevel
from smits_watch.documents.document import Document
from smits_watch.documents.text.plain_text import read_markdown
from smits_watch.facts import Extraction, extract
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.question import RememberedAnswer
from smits_watch.prose.sentences import split_sentences


def read(kind: str, text: str, *answers: RememberedAnswer) -> Extraction:
    passages, tables = read_markdown(text)
    document = Document(f"{kind}/report.md", "markdown", passages, tables)
    return extract(document, kind, ExtractionContext(answers=answers))


def counts(text: str) -> tuple[int, ...]:
    summary = read("audit-reports", text).summary
    return tuple(summary[grade] for grade in ("critical", "high", "medium", "low"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Bericht\n\n7 Feststellungen: 2 mit hohem, 3 mit mittlerem und 2 mit geringem Risiko.\n",
            (0, 2, 3, 2),
        ),
        (
            "# Rapport d'audit\n\nUn constat critique, deux constats élevés et un constat faible.\n",
            (1, 2, 0, 1),
        ),
        (
            "# Audit\n\nSono stati rilevati 5 rilievi, di cui 2 di gravità alta e 3 di gravità media.\n",
            (0, 2, 3, 0),
        ),
        ("# Scan\n\n- Critical: 1683\n- High: 4,719\n- Medium: 507\n- Low: 612\n", (1683, 4719, 507, 612)),
        ("# Audit\n\n- High: 0\n- Medium: 2 (both fixed)\n- Low: 5 (3 fixed, 2 accepted)\n", (0, 0, 2, 5)),
    ],
)
def test_counts_of_a_summary(text: str, expected: tuple[int, ...]) -> None:
    """Inflected grades, numbers above 999, and what became of the findings in brackets."""
    assert counts(text) == expected


def test_findings_in_sections_of_a_grade() -> None:
    """The section says how grave they are; number, status and day stand at each."""
    text = (
        "# Audit\n\nWe found 4 findings; 1 critical and 2 high ones.\n\n## Critical findings\n\n"
        "### F001: No second factor\n\n- **Status:** Open\n- **Due date:** 2027-05-31\n\n"
        "## High findings\n\n### F002: Late patches\n\n#### Impact\n\nGrave.\n\n### F003: No test\n\n"
        "## Low priority\n\n1. Rename groups\n\n## Medium findings\n\n- None found\n"
    )
    found = [fact for fact in read("audit-reports", text).facts if isinstance(fact, AuditFinding)]
    assert [(f.finding, f.title, f.severity, f.status, str(f.due or "")) for f in found] == [
        ("F001", "No second factor", "critical", "Open", "2027-05-31"),
        ("F002", "Late patches", "high", "", ""),
        ("F003", "No test", "high", "", ""),
        ("", "Rename groups", "low", "", ""),
    ]


def test_grades_that_do_not_add_up_to_the_total_are_asked_about() -> None:
    """Nine findings, six of them graded, may have a slip in either; `of which` names only the grave ones."""
    text = "# Audit of the data centre\n\nThere are {} findings ({}2 high, 3 medium, 1 low).\n"
    asked = read("audit-reports", text.format(9, ""))
    (question,) = asked.questions
    assert asked.facts == ()
    assert [candidate.answer for candidate in question.candidates] == ["6 findings", "no findings"]
    answer = RememberedAnswer(
        id="A1", kind="audit-reports", topic="total", shape=question.shape, choice="6 findings"
    )
    assert read("audit-reports", text.format(9, ""), answer).summary["medium"] == 3
    assert not read("audit-reports", text.format(6, "")).questions
    assert not read("audit-reports", text.format(9, "of which ").replace("(of", "of")).questions


def test_numbered_findings_with_their_grade_line_by_line() -> None:
    """One below the other in a paragraph."""
    text = "# Bericht\n\nFeststellung 1 (hoch): Alt ist es.\nFeststellung 2 (mittel): Geübt wird nicht.\n"
    assert counts(text) == (0, 1, 1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "# Relazione di audit\n\nNon sono state rilevate non conformità.\n",
        "# Informe\n\nNo se han detectado hallazgos.\n",
    ],
)
def test_a_report_states_in_its_language_that_there_are_none(text: str) -> None:
    """It is understood, not silent."""
    assert read("audit-reports", text).nothing_stated


@pytest.mark.parametrize(
    "text",
    [
        "# Audit announcement\n\nOn 12 May we begin. Last time there were two high findings.\n",
        "# Security reviews\n\nThe portfolio of my audits.\n\n- 16 high, 39 medium findings\n",
    ],
)
def test_announcements_and_portfolios_are_no_reports(text: str) -> None:
    """They count the findings of other audits."""
    assert read("audit-reports", text).facts == ()


def test_exceptions_described_before_they_are_graded_are_no_legend() -> None:
    """A legend names the grade first, and `No exception` of one control is not said of the whole report."""
    text = (
        "# Exceptions\n\n| Control ID | Description | Result | Severity |\n|---|---|---|---|\n"
        "| AC-2 | Accounts are reviewed | Exception noted | High |\n| AC-7 | Lockout | No exception | |\n"
        "| CP-9 | Backups are tested | Exception noted | Medium |\n"
    )
    assert counts(text) == (0, 1, 1, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In April 2027 the mail service was available 99.98 % of the time (SLA: 99.9 %).",
            ("mail service", "2027-04", 99.98, 99.9, True),
        ),
        (
            "- Help desk: 84 % of calls answered within 30 seconds (target 80 %)",
            ("Help desk", "", 84, 80, True),
        ),
        ("91 % des tickets ont été résolus dans les délais (objectif 95 %).", ("", "", 91, 95, False)),
        (
            "De beschikbaarheid van het zaaksysteem bedroeg in mei 99,3 %; afgesproken is 99,5 %.",
            ("zaaksysteem", "", 99.3, 99.5, False),
        ),
        ("The web site was up 99.97 % (target 99.9 %).", ("web site", "", 99.97, 99.9, True)),
        ("Il tempo medio di risoluzione è stato di 5,2 ore (massimo 6 ore).", ("", "", 5.2, 6, True)),
        ("Die Lösungszeit betrug 6,5 Stunden, vereinbart sind 8 Stunden.", ("", "", 6.5, 8, True)),
    ],
)
def test_levels_and_their_services_in_sentences(
    text: str, expected: tuple[str, str, float, float, bool]
) -> None:
    """What the service is, stands before a colon or beside the measure."""
    (level,) = read("service-reports", f"# Report\n\n{text}\n").facts
    assert isinstance(level, ServiceLevel)
    assert (level.service, level.period, level.actual, level.target, level.met) == expected


def test_a_promised_availability_is_not_measured() -> None:
    """Terms of a contract speak of what will be."""
    text = "# Service levels\n\nThe network will be available 99 % of the time.\n"
    assert read("service-reports", text).facts == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("412 customers answered. Overall satisfaction was 4.1 out of 5, after 3.9 last year.", (4.1, 412)),
        ("An der Umfrage nahmen 238 Kunden teil. 87 % sind zufrieden.", (87, 238)),
        ("156 utilisateurs ont répondu. La note moyenne est de 3,8 sur 5. 72 % reviendraient.", (3.8, 156)),
        (
            "143 users took part. Most, 91 % of them, liked it, and the average rating was 4.4 out of 5.",
            (4.4, 143),
        ),
        ("Er deden 95 klanten mee. Het gemiddelde rapportcijfer was 7,9.", (7.9, 95)),
        ("Hanno risposto 204 clienti. Il punteggio medio è 4,3 su 5.", (4.3, 204)),
    ],
)
def test_scores_and_respondents_in_sentences(text: str, expected: tuple[float, int]) -> None:
    """In the order of each language; the past tense tells of this survey."""
    (score,) = read("customer-feedback", f"# Survey 2027\n\n{text}\n").facts
    assert isinstance(score, Feedback)
    assert (score.score, score.responses) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A CSAT of 85 % means 85 % of respondents were satisfied.",
        "## Step 2: be specific\n\nOur Net Promoter Score of 72 is high.",
    ],
)
def test_what_explains_a_measure_states_no_score(text: str) -> None:
    """Examples in articles on surveys."""
    assert read("customer-feedback", f"# Scores\n\n{text}\n").facts == ()


def test_a_figure_begins_a_sentence_after_a_number_but_a_day_does_not() -> None:
    """`5. 72 %` are two sentences, `5. 12. 2027` is a day."""
    assert [text for _, text in split_sentences("It is 4 of 5. 72 % agree.")] == [
        "It is 4 of 5.",
        "72 % agree.",
    ]
    assert len(list(split_sentences("Es gilt am 5. 12. 2027 für alle."))) == 1
