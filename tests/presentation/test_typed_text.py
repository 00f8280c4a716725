"""What people type: every common form is read, and what says two things is refused with both."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smits_rules.model.field_values import MAX_NUMBER
from smits_tui.presentation.setup.limits import limit_of
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.presentation.typed_fields import TypingContext, check_record_text, fact_values, record_values
from smits_tui.presentation.typed_money import typed_money
from smits_tui.presentation.typed_numbers import spelled_number, typed_number, typed_whole
from smits_tui.presentation.typed_periods import typed_period
from smits_tui.presentation.typed_text import Ambiguous, TypedTextRefused
from smits_tui.process.entries.records import AssumptionSet, Initiative, Measure

TODAY = dt.date(2027, 3, 10)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("99,9", 99.9),
            ("1,200.50", 1200.5),
            ("1.200,50", 1200.5),
            ("1 200,5", 1200.5),
            ("1\u202f200", 1200),
        ),
        *(("1'250.-", 1250), ("1,25,00,000", 12_500_000), ("1.234.567", 1_234_567), ("0,125", 0.125)),
        *(("-5", -5), ("\u22123", -3), ("(5,500.5)", -5500.5), (".5", 0.5), ("12 %", 12), ("12%", 12)),
        *(("1.1250", 1.125), ("1e5", 100_000), ("1234,567", 1234.567), ("\uff11\uff12", 12), ("+7", 7)),
    ],
)
def test_a_number_is_read_as_it_is_written_anywhere(text: str, number: float) -> None:
    assert typed_number(text, "%") == number


@pytest.mark.parametrize("text", ["300,000", "1,200", "1.200", "-1,200", "(5,000)", "999.999"])
def test_a_number_that_says_two_things_is_refused_with_both(text: str) -> None:
    with pytest.raises(Ambiguous) as refused:
        typed_number(text)
    advice = str(refused.value).partition("write ")[2].removesuffix(".").split(" or ")
    assert len({typed_number(hint) for hint in advice}) == 2


def test_the_advice_names_both_readings() -> None:
    with pytest.raises(Ambiguous, match=re.escape("1,200 can be 1200 or 1.2: write 1200 or 1.2.")):
        typed_number("1,200")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "inf",
        "-Infinity",
        "1e400",
        "1e-400",
        "9" * 30,
        "9" * 300,
        "1,2,3",
        "--5",
        "5²",
        "12 50",
        "٣",
    ],
)
def test_what_is_no_number_of_a_sane_size_is_refused(text: str) -> None:
    with pytest.raises(TypedTextRefused):
        typed_number(text)


@given(st.floats(-MAX_NUMBER, MAX_NUMBER, allow_nan=False))
def test_a_number_that_a_form_shows_is_read_back_as_the_same(number: float) -> None:
    assert typed_number(spelled_number(number)) == number


@given(st.text("0123456789.,' -+()eE%kM€", max_size=12))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for read in (typed_number, typed_money, typed_period, lambda one: typed_date(one, TODAY)):
        with suppress(TypedTextRefused):
            read(text)


def test_a_whole_number_has_one_reading_where_the_other_is_a_fraction_or_out_of_bounds() -> None:
    assert typed_whole("1,200", "days", 1, 3650) == 1200
    assert typed_whole("3,000", "days", 10, 3650) == 3000
    with pytest.raises(Ambiguous):
        typed_whole("3,000", "days", 1, 3650)
    for text in ("7.5", "0", "3651", "often"):
        with pytest.raises(TypedTextRefused, match="whole number of days"):
            typed_whole(text, "days", 1, 3650)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        *(("1.2M EUR", 1_200_000, "EUR"), ("900k", 900_000, None), ("EUR 1,200,000.50", 1_200_000.5, "EUR")),
        *(("1 250,50 €", 1250.5, "EUR"), ("2.5 lakh", 250_000, None), ("TEUR 900", 900_000, "EUR")),
        *(
            ("900 k€", 900_000, "EUR"),
            ("5 bn usd", 5e9, "USD"),
            ("-5 EUR", -5, "EUR"),
            ("1.2 mio", 1.2e6, None),
        ),
    ],
)
def test_money_has_a_currency_and_a_scale(text: str, amount: float, currency: str | None) -> None:
    assert typed_money(text) == (amount, currency)


def test_money_that_says_two_things_is_refused() -> None:
    assert typed_money("$5k", "CAD") == (5000, "CAD")
    with pytest.raises(Ambiguous, match="USD 5000 or CAD 5000 or AUD 5000"):
        typed_money("$5k")
    with pytest.raises(Ambiguous, match="1200000 or 1200"):
        typed_money("1,200k")
    with pytest.raises(TypedTextRefused, match="in USD; amounts here are in EUR"):
        typed_money("5 USD", "EUR")
    with pytest.raises(TypedTextRefused, match="out of range"):
        typed_money("9000000000 bn")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("2027-03-31", "2027-03-31"), ("31.3.2027", "2027-03-31"), ("31 March 2027", "2027-03-31")),
        *(("March 31, 2027", "2027-03-31"), ("31. März 2027", "2027-03-31"), ("31-Mar-2027", "2027-03-31")),
        *(("1er mai 2027", "2027-05-01"), ("31/3/2027", "2027-03-31"), ("3/31/2027", "2027-03-31")),
        *(("03/03/2027", "2027-03-03"), ("+30", "2027-04-09"), ("-2w", "2027-02-24"), ("+3m", "2027-06-08")),
    ],
)
def test_a_date_is_read_in_any_common_form(text: str, day: str) -> None:
    assert typed_date(text, TODAY).isoformat() == day


def test_a_date_that_says_two_things_is_refused_with_both() -> None:
    said = "03/04/2027 can be 3 April 2027 or 4 March 2027: write 2027-04-03 or 2027-03-04."
    with pytest.raises(Ambiguous, match=re.escape(said)):
        typed_date("03/04/2027", TODAY)
    # `listopad` is October in Croatian and November in Polish; only languages that are read can clash.
    assert typed_date("3 listopada 2027", TODAY) == dt.date(2027, 11, 3)


@pytest.mark.parametrize(
    "text", ["", "some day", "31.2.2027", "31.3.27", "9999-12-31", "+99999m", "12 Foo 2027"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(TypedTextRefused):
        typed_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *(("FY27", "FY2027"), ("FY2027", "FY2027"), ("FY2026/27", "FY2027"), ("2026/27", "2026-2027")),
        *(("2027-Q3", "2027-Q3"), ("Q3 2027", "2027-Q3"), ("q3/27", "2027-Q3"), ("H1 2027", "2027-H1")),
        *(("T3 2027", "2027-Q3"), ("1er trimestre 2027", "2027-Q1"), ("2. Quartal 2027", "2027-Q2")),
        *(("4T 2027", "2027-Q4"), ("K1 2027", "2027-Q1"), ("Q1 2026/27", "FY2027-Q1")),
        ("26/27 Q2", "FY2027-Q2"),
        *(("03/2027", "2027-03"), ("March 2027", "2027-03"), ("2011-12", "2011-12"), ("2027", "2027")),
    ],
)
def test_a_period_is_read_into_its_short_form(text: str, period: str) -> None:
    assert typed_period(text) == period


def test_a_period_that_says_two_things_is_refused_with_both() -> None:
    with pytest.raises(Ambiguous, match="write 2011-12 or 2011-2012"):
        typed_period("2011/12")
    with pytest.raises(TypedTextRefused, match="not a period"):
        typed_period("spring")


def test_the_fields_of_records_are_read_and_named_when_they_can_not_be() -> None:
    context = TypingContext(TODAY, "EUR")
    typed = {"budget": "1.2M", "end": "31.3.2028", "progress": "50 %", "owner": "kim", "portfolio": True}
    read = record_values(Initiative, typed, context)
    assert read == {
        "budget": 1_200_000.0,
        "end": dt.date(2028, 3, 31),
        "progress": 50.0,
        "owner": "kim",
        "portfolio": True,
    }
    assert record_values(Measure, {"target": "99,5 days", "unit": "days"}, context)["target"] == 99.5
    with pytest.raises(TypedTextRefused, match=r"^Its budget: 1,200 can be"):
        record_values(Initiative, {"budget": "1,200"}, context)
    with pytest.raises(TypedTextRefused, match=r"smits\.toml does not say"):
        record_values(Initiative, {"budget": "5 USD"}, TypingContext(TODAY))


def test_the_fields_of_facts_are_read_with_their_currency() -> None:
    from smits_rules.vocabulary import RECORDED

    context = TypingContext(TODAY)
    read = fact_values(RECORDED["budget"], {"total": "1.2M EUR", "period": "2026/27", "scope": ""}, context)
    assert read == {"total": 1_200_000.0, "currency": "EUR", "period": "2026-2027", "scope": ""}
    dates = fact_values(RECORDED["regulation"], {"applies_from": "1.1.2028; 2 July 2029"}, context)
    assert dates == {"applies_from": [dt.date(2028, 1, 1), dt.date(2029, 7, 2)]}
    with pytest.raises(TypedTextRefused, match="amounts here are in CHF"):
        fact_values(RECORDED["budget"], {"total": "5 EUR", "currency": "chf"}, context)


def test_a_number_in_an_assumption_is_watched_as_people_read_it() -> None:
    for text in (
        "EUR/USD stays above 1.05",
        "EUR/USD stays above 1,05",
        "The budget is at least 8 million EUR",
    ):
        check_record_text(AssumptionSet, text)
    with pytest.raises(TypedTextRefused, match="write"):
        check_record_text(AssumptionSet, "The FY27 budget is at least 900,000")


def test_a_limit_of_the_set_up_has_the_sign_that_the_rules_give_it() -> None:
    assert limit_of("budget_cut_pct", "-12,5 %") == -12.5
    with pytest.raises(TypedTextRefused, match=r"set below zero: write -12, not 12\."):
        limit_of("budget_cut_pct", "12")


def test_a_topic_with_a_typing_error_is_refused_where_it_is_typed() -> None:
    """In smits.toml as in the set-up: no regulation would match it, and nobody would notice."""
    from smits_tui.presentation.setup.answers import AnswerRefused, topics_of
    from smits_tui.settings import Settings

    with pytest.raises(AnswerRefused, match="did you mean 'cybersecurity'"):
        topics_of("AI, cybersecurty")
    with pytest.raises(ValueError, match="did you mean 'cybersecurity'"):
        Settings(organisation="Acme", topics=("cybersecurty",))
    assert topics_of("AI, port operations") == ("AI", "port operations")


def test_own_words_are_for_topics_of_the_vocabulary_or_ones_own() -> None:
    """A typing error there would make them words for nothing."""
    from smits_tui.settings import Settings

    with pytest.raises(ValueError, match="did you mean 'energy'"):
        Settings(organisation="Acme", topic_words={"enrgy": ("smart meter",)})
    known = Settings(organisation="Acme", topics=("cybersecurty",), topic_words={"energy": ("Cybersecurty",)})
    assert known.topics == ("cybersecurty",)
