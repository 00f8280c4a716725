"""Goals and opportunities in sheets: OKRs with their key results, tenders, grants and leads."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read

from smits_rules.vocabulary import Goal, Opportunity, PlanObjective
from smits_watch.documents.document import Document, Passage, Table
from smits_watch.facts import ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile


def goals(content: str, name: str = "goals/okr.csv") -> list[tuple[str, str, str, str]]:
    """Goal, quarter, target and owner of each."""
    return [(g.goal, g.quarter, g.target, g.owner) for g in facts(Goal, name, content)]


def offers(
    content: str, name: str = "opportunities/list.csv"
) -> list[tuple[str, float | None, str | None, str]]:
    """Title, value, currency and day of each."""
    found = facts(Opportunity, name, content)
    return [(one.title, one.value, one.currency, str(one.decide_by)) for one in found]


def test_an_objective_is_told_once_before_its_key_results() -> None:
    """Sheets write the objective in the first of its lines, or in each of them."""
    for second in ("", "Win the north"):
        rows = (
            "Objective,Key Result,Target,Owner,Quarter\nWin the north,Open three shops,3,Ann,Q2 2031\n"
            f"{second},Sign twenty customers,20,Bo,Q2 2031\nSleep well,No incident at night,0,Cy,Q2 2031\n"
        )
        assert goals(rows) == [
            ("Win the north", "2031-Q2", "", "Ann"),
            ("Open three shops", "2031-Q2", "3", "Ann"),
            ("Sign twenty customers", "2031-Q2", "20", "Bo"),
            ("Sleep well", "2031-Q2", "", "Cy"),
            ("No incident at night", "2031-Q2", "0", "Cy"),
        ]


@pytest.mark.parametrize(
    "rows",
    [
        "Ziel;Zielwert;Verantwortlich;Quartal\nExport steigern;15 %;Ann;Q2 2031\n",
        "Objetivo;Meta;Responsable;Año;Trimestre\nExport steigern;15 %;Ann;2031;2\n",
        "Goals of Q2 2031;;\nGoal;Target;Owner\nExport steigern;15 %;Ann\n",
        "Goal;Export steigern\nTarget;15 %\nOwner;Ann\nQuarter;Q2 2031\n",
    ],
)
def test_quarters_stand_in_columns_titles_or_beside_their_year(rows: str) -> None:
    """A goal without its quarter is compared with nothing."""
    assert goals(rows) == [("Export steigern", "2031-Q2", "15 %", "Ann")]


def test_objectives_as_headings_within_a_table_have_their_key_results_below() -> None:
    """The column is called after the team; that it holds goals stands in the title."""
    table = (
        "# Team OKRs\n\n## 2031 Q4\n\n| **Platform** | **Owner** | **End** |\n| - | - | - |\n"
        "| **1 Finish the move** | | |\n| Move 20 services | Ann | 0.4 |\n| Close the old hall | Bo | 1 |\n"
    )
    assert [goal[:2] for goal in goals(table, "goals/team.md")] == [
        ("Finish the move", "2031-Q4"),
        ("Move 20 services", "2031-Q4"),
        ("Close the old hall", "2031-Q4"),
    ]


def test_goal_and_target_in_one_cell_are_told_apart() -> None:
    """Forms export what people typed below labels."""
    rows = 'Team,OKR description\nA,"Goal: Grow exports; Target: 15 %"\nB,"Goal: Hire ten; Target: 10"\n'
    assert [goal[::2] for goal in goals(rows)] == [("Grow exports", "15 %"), ("Hire ten", "10")]


def test_lines_that_are_quoted_as_a_whole_are_parted() -> None:
    """A CSV file that was saved as CSV once more has one field in each line."""
    rows = '"Id,Objective,Owner,Notes"\n"O1,Grow exports,Ann,""late, but sure"""\n"O2,Hire ten,Bo,"\n'
    assert [(goal[0], goal[3]) for goal in goals(rows)] == [("Grow exports", "Ann"), ("Hire ten", "Bo")]


def test_an_objective_of_a_plan_has_its_day_and_its_owner() -> None:
    """The same tables as in goals, with days instead of quarters."""
    rows = "Strategic objective,Responsible,Due date\nOne service desk,Ann,30/06/2031\n"
    (found,) = facts(PlanObjective, "strategy-plans/p.csv", rows)
    assert (found.objective, found.owner, str(found.due)) == ("One service desk", "Ann", "2031-06-30")


@pytest.mark.parametrize(
    ("rows", "offer"),
    [
        (
            "TENDER_TITLE,TOTAL_COST,CLOSING_DATE,ISSUED\nNew roof,475882,2031-03-31T12:00:00,2031-01-01\n",
            ("New roof", 475_882, None, "2031-03-31"),
        ),
        (
            "Ausschreibung;Auftragswert (T€);Angebotsfrist\nNeues Dach;1.250,5;31.03.2031\n",
            ("Neues Dach", 1_250_500, "EUR", "2031-03-31"),
        ),
        (
            "Grant,Funder,Award ceiling,Currency,Deadline\nRoofs for all,State,2M,CHF,31 Mar 2031\n",
            ("Roofs for all", 2_000_000, "CHF", "2031-03-31"),
        ),
        (
            'Opportunity,Version,Expected value,Decide by\nNew roof,2.1.7,"25,000 EUR",30.06.2031\n',
            ("New roof", 25_000, "EUR", "2031-06-30"),
        ),
        (
            "Tender title;Total cost;Days left\nNew roof;66 255,50 ₸;7 days\n",
            ("New roof", 66_255.5, "KZT", "None"),
        ),
        (
            "Title,Value,Project end\nNew roof,90000,2035-01-01\n",
            ("New roof", 90_000, None, "None"),
        ),
        (
            "Opportunity,New roof\nExpected value,EUR 90k\nDecision by,2031-03-31\n",
            ("New roof", 90_000, "EUR", "2031-03-31"),
        ),
    ],
)
def test_tenders_grants_and_leads_are_read_under_their_own_headings(
    rows: str, offer: tuple[object, ...]
) -> None:
    """The day of publication or the end of a project is no day of decision."""
    assert offers(rows) == [offer]


def test_a_range_is_inferred_and_what_is_lost_is_no_opportunity() -> None:
    """Lists of a sales team keep what was lost; a value between two is not read but inferred."""
    rows = (
        "Opportunity,Stage,Expected value\nNew roof,Proposal,EUR 100k - EUR 250k\n"
        "Old roof,Closed Lost,EUR 90k\nNo roof,Cancelled,EUR 10k\n"
    )
    (found,) = facts(Opportunity, "opportunities/o.csv", rows)
    assert (found.title, found.value, found.confidence) == ("New roof", 250_000, "inferred")


def test_a_list_with_nothing_but_titles_is_one_where_its_words_say_so() -> None:
    """Any table has a column called title."""
    rows = "title,url\nRoof of the town hall,https://example.org/tender/1\n"
    assert [offer[0] for offer in offers(rows)] == ["Roof of the town hall"]
    papers = "Tender ID,Document type,Document name\nT-1,Fee cover,Receipt of the fee\n"
    assert offers(papers, "opportunities/tenders.csv") == []
    assert offers("name,phone\nAnn Roof,123\n", "opportunities/customers.csv") == []
    assert offers("title,url\nHow roofs are built,https://example.org/books/1\n") == []


def test_years_in_a_list_are_not_its_headers() -> None:
    """Lines such as `Vici;NWO;2025;2035` name years, and stay lines."""
    rows = "Grant;Funder;Opens;Closes for good\n" + "".join(
        f"Programme {name};State;{2025 + n};{2030 + n}\n" for n, name in enumerate("ABCDEFGH")
    )
    assert len(offers(rows, "opportunities/grants.csv")) == 8


def test_the_order_of_day_and_month_is_asked_once_for_a_list() -> None:
    """A day above twelve anywhere in the column tells it for all."""
    doubtful = "Tender,Value,Closing date\nNew roof,1000,03/04/2031\n"
    found = read("opportunities/l.csv", doubtful)
    assert [question.topic for question in found.questions] == ["date"]
    assert offers(doubtful + "Old roof,2000,25/04/2031\n")[0][3] == "2031-04-03"
    rows = [["Tender", "Value", "Closing date"], ["New roof", "1000", "03/04/2031"]]
    document = Document("opportunities/l.csv", "csv", tables=[Table("", rows)])
    context = ExtractionContext(profile=OrganisationProfile(jurisdictions=("US-CA",)))
    (offer,) = extract(document, "opportunities", context).facts
    assert isinstance(offer, Opportunity)
    assert str(offer.decide_by) == "2031-03-04"


def test_titles_and_kinds_of_action_are_no_goals() -> None:
    """Courses have titles, and a log of payments has actions; neither lists aims."""
    assert goals("Title,Owner\nFirst aid,Ann\nFire drill,Bo\n", "goals/courses.csv") == []
    rows = "Action,Date\n" + "designate,2031-01-31\nrescind,2031-02-28\n" * 5
    assert facts(PlanObjective, "strategy-plans/log.csv", rows) == []


def test_a_list_says_that_nothing_proves_it() -> None:
    """Whoever checks a reading wants to know what it rests on; prose is inferred and rests on its passage."""
    found = read("opportunities/l.csv", "Tender,Value\nNew roof,1000\nOld roof,2000\n")
    assert found.proofs == ("Nothing adds up in a list; its headers alone say what its lines mean (2 read).",)
    assert read("goals/g.md", "# Goals of 2031\n\n- Grow exports to Spain\n- Hire ten people\n").proofs == ()


def test_a_doubtful_day_in_a_line_that_is_left_out_is_not_asked_about() -> None:
    """Cancelled tenders have days, too."""
    rows = "Tender,Status,Closing date,Value\nNew roof,Open,,1000\nOld roof,Cancelled,03/04/2031,2000\n"
    found = read("opportunities/l.csv", rows)
    assert (len(found.facts), found.questions) == (1, ())


def test_the_heading_of_a_document_says_of_which_quarter_its_goals_are() -> None:
    """Word files have their title as a heading, and no quarter in the table."""
    table = Table("", [["Goal", "Target"], ["Win the north", "3"], ["Sleep well", "0"]])
    passages = [Passage("Quarterly goals 2031-Q2", "1", heading=True)]
    document = Document("goals/plan.docx", "docx", passages, [table])
    found = extract(document, "goals", ExtractionContext()).facts
    assert [goal.quarter for goal in found if isinstance(goal, Goal)] == ["2031-Q2", "2031-Q2"]


def test_the_goals_of_each_sheet_are_of_its_quarter() -> None:
    """An office adds a sheet to the workbook for each quarter."""
    sheets = [
        Table(quarter, [["Ziel", "Zielwert"], [f"Win the {place}", "3"], ["Sleep well", "0"]])
        for quarter, place in (("2031-Q1", "north"), ("2031-Q2", "south"))
    ]
    found = extract(Document("goals/Ziele.xlsx", "xlsx", [], sheets), "goals", ExtractionContext()).facts
    assert [(goal.goal, goal.quarter) for goal in found if isinstance(goal, Goal)] == [
        ("Win the north", "2031-Q1"),
        ("Sleep well", "2031-Q1"),
        ("Win the south", "2031-Q2"),
        ("Sleep well", "2031-Q2"),
    ]
