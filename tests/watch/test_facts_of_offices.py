"""Everyday files of offices in several countries, in the columns and words that such offices use."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from watch_facts_files import facts, workbook

from smits_rules.vocabulary import (
    AuditFinding,
    CorporateEvent,
    Feedback,
    Goal,
    Indicator,
    Opportunity,
    PlanObjective,
    Regulation,
    Service,
    ServiceLevel,
    VendorNotice,
)
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile, ProfileProduct


@pytest.mark.parametrize(
    ("grade", "severity"),
    [
        ("No conformidad mayor", "high"),
        ("No conformidad menor", "low"),
        ("Non-conformité majeure", "high"),
        ("Não conformidade maior", "high"),
        ("Non conformità minore", "low"),
    ],
)
def test_a_nonconformity_is_graded_although_it_begins_with_a_negation(grade: str, severity: str) -> None:
    """`Not critical` states no grade, a major non-conformity does."""
    rows = [["Ref.", "Finding", "Type", "Due"]]
    rows += [["NC-1", "Remote access without a second factor", grade, "2027-01-31"]]
    rows += [["NC-2", "Restores are not tested", "No conforme", "2027-04-30"]]
    first, *rest = facts(AuditFinding, "audit-reports/a.xlsx", workbook(rows))
    assert first.severity == severity
    assert all(finding.severity is None for finding in rest)


def test_findings_of_financial_auditors_have_their_grade_before_the_title() -> None:
    """Management letters number findings by year, and name the class of deficiency first."""
    text = (
        "# Management letter\n\n## 2026-001 Significant deficiency - Leavers keep their "
        "accounts\n\nCriteria: ...\n\n"
        "## 2026-002 Control deficiency - Passwords do not expire\n\n## Status of earlier findings\n\nNone.\n"
    )
    findings = facts(AuditFinding, "audit-reports/letter.md", text)
    assert [(finding.finding, finding.severity) for finding in findings] == [
        ("2026-001", "high"),
        ("2026-002", "medium"),
    ]


def test_scores_with_a_column_for_each_group() -> None:
    """Questions as rows and groups as columns; the row of counts is no score."""
    csv = (
        "Satisfaction with IT 2026\n\nQuestion,Teachers,Staff,Pupils\nOverall rating (1-5),3.9,4.1,3.6\n"
        "Network,4.0,3.8,3.9\nResponses,212,148,1904\n"
    )
    scores = facts(Feedback, "customer-feedback/survey.csv", csv)
    assert [(score.segment, score.score, score.responses) for score in scores] == [
        ("Teachers", 3.9, 212),
        ("Staff", 4.1, 148),
        ("Pupils", 3.6, 1904),
    ]


def test_a_quarter_without_a_year_takes_that_of_the_title() -> None:
    """Lists of a year's goals name quarters only."""
    rows = [["Goals 2027"], [], ["Goal", "Target", "Quarter"]]
    rows += [["Second factor for all staff", "100 %", "T1"], ["Faster replies of the desk", "< 3 h", "Q2"]]
    goals = facts(Goal, "goals/list.xlsx", workbook(rows))
    assert [goal.quarter for goal in goals] == ["2027-Q1", "2027-Q2"]
    rows = [["Doel", "Streefwaarde", "Trekker", "Kwartaal 2028"], ["Minder incidenten", "300", "Bas", "K2"]]
    (goal,) = facts(Goal, "goals/doelen.xlsx", workbook(rows))
    assert (goal.quarter, goal.owner) == ("2028-Q2", "Bas")


def test_labelled_lines_of_one_block_are_an_aim_each() -> None:
    """PDFs have the lines of a list in one block, without bullets and blank lines."""
    text = (
        "Technology plan\nAdopted on June 18, 2024.\nGoals\nGoal 1: Every pupil has a device\nby August "
        "2026.\n"
        "Goal 2: 10 Gbps at all sites by June 30, 2027.\nGoal 3: A second factor for all staff by "
        "January 15, 2027.\n"
    )
    objectives = facts(PlanObjective, "strategy-plans/plan.txt", text)
    assert [objective.due for objective in objectives][1:] == [dt.date(2027, 6, 30), dt.date(2027, 1, 15)]
    assert objectives[0].objective.strip(".") == "Every pupil has a device by August 2026"


def test_a_product_named_beside_its_maker_is_no_party() -> None:
    """`Contoso, maker of Fabrikam Desk, ...` speaks of Contoso."""
    text = (
        "Contoso, maker of Fabrikam Desk, today announced that it has signed a definitive agreement "
        "to acquire Tailspin Systems for $1.1 billion.\n"
    )
    (deal,) = facts(CorporateEvent, "mergers-acquisitions/news.txt", text)
    assert deal.parties == ("Contoso", "Tailspin Systems")


def test_german_words_count_in_swiss_spelling() -> None:
    """Switzerland writes `ss` where Germany writes `ß`."""
    text = (
        "Spital Contoso und Klinik Fabrikam AG schliessen sich zusammen\n\nDie Verwaltungsräte haben "
        "es beschlossen.\n"
    )
    (deal,) = facts(CorporateEvent, "mergers-acquisitions/news.txt", text)
    assert (deal.event, deal.parties) == ("merger", ("Spital Contoso", "Klinik Fabrikam AG"))


def test_headings_with_the_rank_of_a_recommendation() -> None:
    """Courts of audit rank recommendations rather than findings."""
    text = (
        "# Bericht\n\n## Empfehlung 1 (Priorität 1)\n\nEs fehlt.\n\n## Empfehlung 2 (Priorität "
        "3)\n\nUmsetzung bis Juni.\n"
    )
    findings = facts(AuditFinding, "audit-reports/bericht.md", text)
    assert [finding.severity for finding in findings] == ["critical", "medium"]


def test_scores_with_a_row_for_each_group() -> None:
    """The overall column counts; the scale stands in the title."""
    rows: list[list[Any]] = [["Kundenzufriedenheit 2026 (Skala 1-6, 6 = sehr gut)"], []]
    rows += [["Berufsgruppe", "Rücklauf", "Support", "Systeme", "Gesamt"], ["Pflege", 241, 4.5, 4.2, 4.4]]
    rows += [["Verwaltung", 67, 4.9, 4.8, 4.8], ["Total", 308, 4.6, 4.3, 4.5]]
    scores = facts(Feedback, "customer-feedback/umfrage.xlsx", workbook(rows))
    assert [(score.segment, score.score, score.responses, score.scale) for score in scores] == [
        ("Pflege", 4.4, 241, "1 to 6"),
        ("Verwaltung", 4.8, 67, "1 to 6"),
        ("", 4.5, 308, "1 to 6"),
    ]


def test_a_law_that_implements_a_directive_is_of_its_country() -> None:
    """Its number is not that of the directive, and the article at its end speaks of the whole law."""
    text = (
        "Staatsblad van het Koninkrijk der Nederlanden\nJaargang 2026\nNr. 377\n\nWet van 7 oktober "
        "2026, houdende regels "
        "ter implementatie van richtlijn (EU) 2022/2555\n\nArtikel 98\nDeze wet treedt in werking met "
        "ingang van 1 januari "
        "2027, met uitzondering van artikel 21, dat in werking treedt met ingang van 1 juli 2027.\n"
    )
    (act,) = facts(Regulation, "regulations/wet.txt", text)
    assert (act.jurisdiction, act.effective_date, act.reference) == ("NL", dt.date(2027, 1, 1), "")


def test_a_dutch_letter_with_the_day_before_the_verb() -> None:
    """`per 31 december wordt beëindigd`: the verb comes last; the post-office box is no product."""
    text = (
        "Contoso Nederland B.V.\n\nPostbus 2155\n\nFabrikam Wonen\n\nT.a.v. mevrouw S. de Wit\n\n"
        "Datum: 8 oktober 2026\n\nOnderwerp: Einde ondersteuning Kardex AX 2012\n\nGeachte mevrouw De "
        "Wit,\n\n"
        "Hierbij informeren wij u dat de ondersteuning van Kardex AX 2012 per 31 december 2027 wordt "
        "beëindigd.\n\nDe onderhoudsvergoeding wordt per 1 januari 2027 verhoogd met 7,5%.\n\n"
        "Met vriendelijke groet,\n\nP. Verhagen\n"
    )
    end, price = facts(VendorNotice, "vendor-notices/brief.txt", text)
    assert (end.notice, end.effective_date) == ("end-of-support", dt.date(2027, 12, 31))
    assert (price.price_change_pct, price.effective_date) == (7.5, dt.date(2027, 1, 1))
    assert (end.product, price.product) == ("Kardex AX", "Kardex AX")


def test_registers_of_contracts_are_renewals_and_no_ends_of_products() -> None:
    """A contract that ends may be extended; the product goes on."""
    csv = (
        "Contract,Supplier,Product,Start,End date,Annual value\n"
        "C-1,Contoso,Kardex 11,2022-01-01,2026-12-31,41000\n"
    )
    (notice,) = facts(VendorNotice, "vendor-notices/register.csv", csv)
    assert (notice.notice, notice.vendor, notice.effective_date) == (
        "renewal",
        "Contoso",
        dt.date(2026, 12, 31),
    )
    csv = "Product,Vendor,Start date,End date,Cost\nKardex,Contoso,2024-04-01,2027-03-31,284000\n"
    assert [n.notice for n in facts(VendorNotice, "vendor-notices/list.csv", csv)] == ["renewal"]
    csv = "Product,Version,End of support,Contract until\nKardex,11,2026-12-31,2028-12-31\n"
    assert [n.notice for n in facts(VendorNotice, "vendor-notices/list.csv", csv)] == ["end-of-support"]


def test_tables_in_nordic_words() -> None:
    """Service levels, findings, surveys and rates as Swedish authorities make them."""
    rows: list[list[Any]] = [["Tjänst", "Mått", "Mål", "Utfall", "Status"]]
    rows += [["Journal", "Tillgänglighet", "99,90 %", "99,31 %", "Röd"]]
    rows += [["Servicedesk", "Svarstid (sek)", "≤ 60", "48", "Grön"]]
    levels = facts(ServiceLevel, "service-reports/rapport.xlsx", workbook(rows))
    assert [(level.target, level.actual, level.met) for level in levels] == [
        (99.9, 99.31, False),
        (60, 48, True),
    ]
    rows = [["Nr", "Iakttagelse", "Väsentlighet", "Klart senast"]]
    rows += [["1", "Behörigheter avslutas inte", "Hög", "2027-01-31"], ["2", "Övningar saknas", "Medel", ""]]
    findings = facts(AuditFinding, "audit-reports/granskning.xlsx", workbook(rows))
    assert [(f.severity, f.due) for f in findings] == [("high", dt.date(2027, 1, 31)), ("medium", None)]
    csv = "Datum;Styrränta\n2026-08-31;1,75\n2026-09-30;2,00\n"
    (rate,) = facts(Indicator, "environment/ranta.csv", csv)
    assert rate.change_points == 0.25


def test_a_law_that_changes_another_has_its_own_number() -> None:
    """`Lag om ändring i ...lagen (2025:1506)`: the number in brackets is that of the other law."""
    text = (
        "Svensk författningssamling\n\nSFS 2026:1187\n\nLag om ändring i cybersäkerhetslagen (2025:1506)\n\n"
        "Denna lag träder i kraft den 1 februari 2027.\n"
    )
    (act,) = facts(Regulation, "regulations/lag.txt", text)
    assert act.reference == "SFS 2026:1187"


def test_councils_that_are_amalgamated_merge() -> None:
    """The word of local government for a merger."""
    text = (
        "Review of boundaries\n\nContoso Shire Council and Fabrikam City Council will be amalgamated "
        "from 1 July 2028.\n"
    )
    (deal,) = facts(CorporateEvent, "mergers-acquisitions/news.txt", text)
    assert (deal.event, deal.parties) == ("merger", ("Contoso Shire Council", "Fabrikam City Council"))


def test_a_call_need_not_be_named_in_its_title() -> None:
    """An amount, a deadline and the word grants in the first lines of guidance for applicants."""
    text = (
        "Digital Inclusion Fund - guidance for applicants\n\nGrants of between £50,000 and £300,000 are "
        "available.\n\n"
        "The fund has £8 million to award.\n\nDeadline: 12 noon, 9 October 2026.\n"
    )
    (call,) = facts(Opportunity, "opportunities/guidance.txt", text)
    assert (call.value, call.decide_by) == (300000, dt.date(2026, 10, 9))


def test_headers_in_everyday_words() -> None:
    """Small offices ask questions in their headers."""
    rows: list[list[Any]] = [["What", "Who supplies it", "How critical?", "£ per year", "Who looks after it"]]
    rows += [
        ["Donors", "Contoso", "High", 38400, "Fundraising"],
        ["Cases", "Fabrikam", "Critical", 21500, "Services"],
    ]
    services = facts(Service, "service-portfolio/systems.xlsx", workbook(rows))
    assert [(s.service, s.vendor, s.criticality, s.cost, s.owner) for s in services] == [
        ("Donors", "Contoso", "high", 38400, "Fundraising"),
        ("Cases", "Fabrikam", "critical", 21500, "Services"),
    ]


def test_polish_files() -> None:
    """Grades agree with a feminine noun, acts that change another one, banks that merge."""
    rows: list[list[Any]] = [["Nr", "Ustalenie", "Istotność", "Termin realizacji"]]
    rows += [
        ["1", "Brak segmentacji sieci", "Wysoka", "31.03.2027"],
        ["2", "Stary rejestr", "Niska", "31.12.2026"],
    ]
    findings = facts(AuditFinding, "audit-reports/raport.xlsx", workbook(rows))
    assert [f.severity for f in findings] == ["high", "low"]
    text = "DZIENNIK USTAW\n\nUSTAWA\nz dnia 11 września 2026 r.\no zmianie ustawy o cyberbezpieczeństwie\n\n"
    (act,) = facts(
        Regulation, "regulations/u.txt", text + "Ustawa wchodzi w życie z dniem 1 stycznia 2027 r.\n"
    )
    assert (act.action, act.effective_date) == ("amendment", dt.date(2027, 1, 1))
    (deal,) = facts(
        CorporateEvent,
        "mergers-acquisitions/n.txt",
        "Bank Warta połączy się z Bankiem Noteć\n\nObie rady zdecydowały.\n",
    )
    assert deal.event == "merger"


def test_scores_of_waves_are_not_answers_of_one_survey() -> None:
    """Lines with a period that nobody knows are still periods; before, their mean was taken."""
    csv = "Survey;NPS\nWave A;48\nWave B;23\n"
    scores = facts(Feedback, "customer-feedback/waves.csv", csv)
    assert [(score.period, score.score) for score in scores] == [("Wave A", 48), ("Wave B", 23)]


def test_rules_are_called_what_their_first_article_says() -> None:
    """Below the formula of a minister and the head of a gazette."""
    text = (
        "MINISTRY OF TECHNOLOGY\nNOTIFICATION\n\nG.S.R. 412(E).-In exercise of the powers conferred by "
        "section "
        "40, the Government hereby makes the following rules, namely:-\n\n1. These rules may be called "
        "the Data "
        "Protection (Amendment) Rules, 2026.\n(2) They shall come into force on the 1st day of January, "
        "2027.\n"
    )
    (act,) = facts(Regulation, "regulations/rules.txt", text)
    assert act.title == "Data Protection (Amendment) Rules, 2026"
    text = (
        "DIÁRIO OFICIAL DA UNIÃO\nPublicado em: 08/09/2026\n\nRESOLUÇÃO Nº 31, DE 4 DE SETEMBRO DE 2026\n\n"
        "Aprova o Regulamento de Dados Pessoais do Brasil.\n\nArt. 3º Esta Resolução entra em vigor em 2 "
        "de janeiro de 2027.\n"
    )
    (act,) = facts(Regulation, "regulations/dou.txt", text)
    assert act.title == "RESOLUÇÃO Nº 31, DE 4 DE SETEMBRO DE 2026"


def test_goals_whose_header_is_the_word_for_targets() -> None:
    """`Meta` is the goal where the target has a column of its own."""
    rows: list[list[Any]] = [["Metas 2027"], [], ["Meta", "Indicador", "Valor alvo", "Trimestre"]]
    rows += [["Reduzir o tempo de atendimento", "Minutos", "25", "2T"]]
    (goal,) = facts(Goal, "goals/metas.xlsx", workbook(rows))
    assert (goal.goal, goal.target, goal.quarter) == ("Reduzir o tempo de atendimento", "25", "2027-Q2")


def test_lists_of_pdfs_have_the_bullets_of_symbol_fonts() -> None:
    """U+F0B7 is what Word's bullet becomes in a PDF, and the heading stands right above the list."""
    text = (
        "Mid-term IT Plan FY2025-FY2027\nApproved by the Board, March 25, 2025.\nObjectives\n"
        "\uf0b7 Close the file server by December 31, 2026.\n\uf0b7 Paperless claims by September 30, 2026.\n"
    )
    objectives = facts(PlanObjective, "strategy-plans/plan.txt", text)
    assert [objective.due for objective in objectives] == [dt.date(2026, 12, 31), dt.date(2026, 9, 30)]


def test_products_written_in_lower_case_are_known_from_the_portfolio() -> None:
    """`kintone` is a name although nothing about its spelling says so."""
    text = (
        "Notice of price revision for kardex\n\nWe will revise the price of kardex from JPY 1,800 to "
        "JPY 2,000 as of October 1, 2026.\n"
    )
    product = ProfileProduct(product="kardex", vendor="Contoso", service="kardex")
    title, _, body = text.partition("\n\n")
    passages = [Passage(title, "line 1", heading=True), Passage(body, "line 3")]
    document = Document("vendor-notices/n.txt", "txt", passages=passages)
    context = ExtractionContext(profile=OrganisationProfile(products=(product,), vendors=("Contoso",)))
    (notice,) = extract(document, "vendor-notices", context).facts
    assert isinstance(notice, VendorNotice)
    assert (notice.product, notice.notice, notice.effective_date) == (
        "kardex",
        "price-change",
        dt.date(2026, 10, 1),
    )
    assert round(notice.price_change_pct or 0) == 11


def test_municipal_works_keep_their_full_name() -> None:
    """`Stadtwerke Tarndorf` is a company; `Kraftwerke` alone are what one sells."""
    text = (
        "Zusammenschluss der Stadtwerke Tarndorf und der Stadtwerke Finkental\n\n"
        "Die Stadtwerke Tarndorf GmbH und die Stadtwerke Finkental GmbH haben heute "
        "ihren Zusammenschluss bekannt gegeben.\n"
    )
    (deal,) = facts(CorporateEvent, "mergers-acquisitions/news.txt", text)
    assert deal.parties == ("Stadtwerke Tarndorf GmbH", "Stadtwerke Finkental GmbH")
