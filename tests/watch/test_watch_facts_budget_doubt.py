"""What a budget asks about, and how its numbers are read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from budget_tables import LONG, budget, read, totals

from smits_watch.documents.document import Document, Table
from smits_watch.facts import ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile, ProfileBudget
from smits_watch.facts.question import RememberedAnswer
from smits_watch.tables.values.numbers import decimal_mark, number
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.values.units import scale_in


def test_a_stated_total_that_the_lines_do_not_fit_is_asked_about() -> None:
    """Hidden lines are real money, and a typing error is none; nothing is decided on either."""
    extraction = read([*LONG, ["Total", 900]])
    (question,) = extraction.questions
    assert (question.topic, question.anchor) == ("total", "IT!B4")
    assert [candidate.summary["totals"] for candidate in question.candidates] == [
        {"2027": 900},
        {"2027": 750},
    ]
    assert extraction.facts == ()


def test_two_columns_for_one_year_are_asked_about_and_the_answer_is_remembered() -> None:
    """Next month's file of that shape is read without asking."""
    rows = [["Item", "North 2027", "South 2027"], ["a", 10, 15], ["b", 20, 30]]
    (question,) = read(rows).questions
    assert question.topic == "amount-column"
    assert [candidate.answer for candidate in question.candidates] == ["North 2027", "South 2027"]
    answer = RememberedAnswer(
        id="A1", kind="budgets", topic="amount-column", shape=question.shape, choice="South 2027"
    )
    table = Table("IT", rows, lettered=True)
    document = Document("budgets/next.xlsx", "xlsx", tables=[table])
    extraction = extract(document, "budgets", ExtractionContext(answers=(answer,)))
    assert (extraction.questions, extraction.summary) == ((), {"totals": {"2027": 45}})


def test_a_revision_counts_more_than_the_original_beside_it() -> None:
    """The revision is what the program is there to notice."""
    rows = [["Item", "Original 2027", "Revised 2027", "Variance"], ["a", 100, 90, -10], ["b", 50, 35, -15]]
    extraction = read(rows)
    assert extraction.summary["totals"] == {"2027": 125}
    assert extraction.questions == ()


def test_a_budget_in_another_unit_than_the_last_one_is_asked_about() -> None:
    """A thousandth of the last budget is a unit that nobody stated, and no cut of 99.9 %."""
    last = ProfileBudget(period="2027", total=750_000)
    context = ExtractionContext(profile=OrganisationProfile(budgets=(last,)))
    table = Table("IT", LONG, lettered=True)
    extraction = extract(Document("budgets/b.xlsx", "xlsx", tables=[table]), "budgets", context)
    (question,) = extraction.questions
    assert (question.topic, question.candidates[0].summary["totals"]) == ("unit", {"2027": 750_000})
    assert extraction.facts == ()


@pytest.mark.parametrize(
    ("on_record", "stated", "asked"),
    [("EUR", "CHF", True), (None, "CHF", True), ("CHF", "CHF", False), (None, "EUR", False)],
)
def test_a_budget_in_another_currency_than_the_last_one_is_asked_about(
    on_record: str | None, stated: str, asked: bool
) -> None:
    """It can't be compared; perhaps only the sign is wrong."""
    last = ProfileBudget(period="2027", total=800, currency=on_record)
    context = ExtractionContext(profile=OrganisationProfile(budgets=(last,), currency="EUR"))
    table = Table("", [["Item", f"Budget 2027 ({stated})"], ["a", 400], ["b", 350]])
    extraction = extract(Document("budgets/rev 2.csv", "csv", tables=[table]), "budgets", context)
    assert [question.topic for question in extraction.questions] == (["currency"] if asked else [])
    assert bool(extraction.facts) is not asked


@pytest.mark.parametrize(("total", "asked"), [(750, False), (800, True)])
def test_the_same_total_shows_that_a_budget_without_a_currency_was_in_this_one(
    total: float, *, asked: bool
) -> None:
    """The resolution says what the draft left out; nothing else changed."""
    last = ProfileBudget(period="2027", total=total)
    context = ExtractionContext(profile=OrganisationProfile(budgets=(last,), currency="EUR"))
    table = Table("", [["Item", "Budget 2027 (CHF)"], ["a", 400], ["b", 350]])
    extraction = extract(Document("budgets/final.csv", "csv", tables=[table]), "budgets", context)
    assert bool(extraction.questions) is asked


def test_a_budget_without_a_period_is_asked_about_where_budgets_are_on_record() -> None:
    """It may well be a new version of one of them."""
    last = ProfileBudget(period="FY2027", total=800)
    context = ExtractionContext(profile=OrganisationProfile(budgets=(last,)))
    table = Table("", [["Item", "Budget"], ["a", 400], ["b", 350]])
    extraction = extract(Document("budgets/rev 2.csv", "csv", tables=[table]), "budgets", context)
    (question,) = extraction.questions
    assert (question.topic, question.candidates[0].answer) == ("period", "FY2027")


@pytest.mark.parametrize(
    ("header", "value", "total", "currency"),
    [
        ("2027 (TEUR)", 12, 12_000, "EUR"),
        ("2027 in Mio. €", 1.5, 1_500_000, "EUR"),
        ("FY2027 $000", "1,250", 1_250_000, "USD"),
        ("2027 (CHF)", "1'250.50", 1250.5, "CHF"),
        ("2027 EUR", "1.250,50 €", 1250.5, "EUR"),
        ("2027", "£ 1,250", 1250, "GBP"),
    ],
)
def test_scale_and_currency_are_read(header: str, value: Any, total: float, currency: str) -> None:
    """`In thousands` overlooked is a cut of 99.9 %."""
    found = budget(read([["Item", header], ["a", value], ["b", 0]]))
    assert (found.total, found.currency) == (total, currency)


def test_marks_of_thousands_are_told_by_the_whole_column() -> None:
    """`1.250` alone may be either."""
    assert totals([["Item", "2027"], ["a", "1.250"], ["b", "2.500,00"]]) == {"2027": 3750}
    assert totals([["Item", "2027"], ["a", "1,250"], ["b", "2,500.00"]]) == {"2027": 3750}
    assert totals([["Kostenstelle", "Ansatz 2027"], ["a", "1.250"], ["b", "12.500"]]) == {"2027": 13750}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1,200)", -1200),
        ("1 200-", -1200),
        ("\u22125", -5),
        ("1.234.567", 1234567),
        ("12%", 12),
        ("x", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    """Brackets, trailing minus, typographic minus."""
    assert number(text) == value


def test_marks_scales_and_periods() -> None:
    """The small readers that everything else rests on."""
    assert decimal_mark(["1.5", "2.25"]) == "."
    assert decimal_mark(["1.250", "2.500"]) == ","
    assert scale_in("IT budget 2000") == 1
    assert period_in("Q1/27") == ("2027-Q1", "2027", 0, 5)
    assert period_in("2019-2023") == ("2019", "2019", 0, 4)
    assert period_in("10.2027 EUR") is None


def test_dates_are_months_of_their_year() -> None:
    """Typed cells of a workbook."""
    rows = [["Item", dt.date(2027, 1, 1), dt.date(2027, 2, 1)], ["a", 1, 2], ["b", 3, 4]]
    assert totals(rows) == {"2027": 10}
