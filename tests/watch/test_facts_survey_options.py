"""Surveys with a column for each answer: `Very satisfied` to `Very dissatisfied`."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import Feedback
from smits_watch.documents.document import Document, Table
from smits_watch.facts import extract


def scores(*rows: tuple[str | float | None, ...]) -> list[tuple[str, str, float, int | None]]:
    """Measure, segment, score and answers of what is read from a table."""
    document = Document("customer-feedback/survey 2027.csv", "csv", tables=[Table("", rows)])
    facts = extract(document, "customer-feedback").facts
    return [
        (fact.measure, fact.segment, fact.score, fact.responses)
        for fact in facts
        if isinstance(fact, Feedback)
    ]


@pytest.mark.parametrize(
    ("question", "options"),
    [
        (
            "How satisfied are you overall?",
            ("Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"),
        ),
        (
            "Wie zufrieden sind Sie insgesamt?",
            ("sehr zufrieden", "zufrieden", "unzufrieden", "sehr unzufrieden"),
        ),
        ("Êtes-vous satisfait ?", ("Très satisfait", "Satisfait", "Peu satisfait", "Pas satisfait")),
        ("¿Está satisfecho?", ("Muy satisfecho", "Satisfecho", "Poco satisfecho", "Nada satisfecho")),
        ("I am satisfied with IT", ("Strongly agree", "Agree", "Disagree", "Strongly disagree")),
        (
            "Ich bin zufrieden",
            ("Trifft voll zu", "Trifft eher zu", "Trifft eher nicht zu", "Trifft nicht zu"),
        ),
    ],
)
def test_the_score_is_the_share_of_positive_answers(question: str, options: tuple[str, ...]) -> None:
    """In any language; before, the first option's share was taken for the score."""
    assert scores(("Question", *options), (question, 24.0, 82.0, 70.0, 24.0)) == [
        ("satisfaction", "", 53.0, 200)
    ]


def test_shares_have_no_number_of_answers_but_the_stated_one() -> None:
    head = ("Question", "Satisfied", "Neutral", "Dissatisfied", "Responses")
    assert scores(head, ("IT overall", 60.0, 25.0, 15.0, 214.0)) == [("satisfaction", "", 60.0, 214)]


def test_the_question_about_the_whole_counts_among_others() -> None:
    """Without one, each part stands for itself."""
    head = ("Topic", "Satisfied", "Dissatisfied")
    parts = [("Service desk", 30.0, 10.0), ("Network", 10.0, 10.0)]
    assert scores(head, *parts, ("IT overall", 40.0, 60.0)) == [("satisfaction", "", 40.0, None)]
    assert scores(head, *parts) == [
        ("satisfaction", "Service desk", 75.0, 40),
        ("satisfaction", "Network", 50.0, 20),
    ]


@pytest.mark.parametrize(("mean", "score"), [(2.4, 56.0484), (2.6, 2.6)])
def test_a_mean_on_which_one_is_best_is_no_score(mean: float, score: float) -> None:
    """School marks in German: the answers tell which end is the good one."""
    head = (
        "Frage",
        "Trifft voll zu",
        "Trifft eher zu",
        "Trifft eher nicht zu",
        "Trifft nicht zu",
        "Mittelwert",
    )
    row = ("Ich bin zufrieden", 41.0, 98.0, 77.0, 32.0, mean)
    assert [found[2] for found in scores(head, row)] == [pytest.approx(score)]


def test_columns_of_one_side_are_no_options() -> None:
    """Shares of satisfied users alone are scores, one for each question."""
    assert scores(("Year", "Satisfied"), ("2027", 81.0)) == [("satisfaction", "", 81.0, None)]


MARKS = (5.0, 4.0, 3.0, 2.0, 1.0)


@pytest.mark.parametrize(
    ("options", "counts", "found"),
    [
        ((*MARKS, "Total"), (10.0, 20.0, 5.0, 3.0, 2.0, 40.0), (3.825, "1..5", "read")),
        (MARKS[::-1], (2.0, 3.0, 5.0, 20.0, 10.0), (3.825, "1..5", "inferred")),
        (("1 (poor)", "2", "3", "4", "5 (very good)"), (2.0, 3.0, 5.0, 20.0, 10.0), (3.825, "1..5", "read")),
        (
            ("1 (sehr gut)", "2", "3", "4", "5 (mangelhaft)"),
            (10.0, 20.0, 5.0, 3.0, 2.0),
            (75.0, "0..100", "read"),
        ),
    ],
)
def test_columns_headed_by_the_marks_of_a_scale_give_their_mean(
    options: tuple[str | float, ...], counts: tuple[float, ...], found: tuple[float, str, str]
) -> None:
    """The best mark first, or words at its ends, tell which end is the good one."""
    rows = (("Question", *options), ("Satisfaction with the portal", *counts))
    document = Document("customer-feedback/portal.csv", "csv", tables=[Table("", rows)])
    (fact,) = extract(document, "customer-feedback").facts
    assert isinstance(fact, Feedback)
    assert (fact.score, fact.scale, fact.confidence) == found


def test_counts_of_eleven_marks_for_recommending_give_the_net_promoter_score() -> None:
    head = ("Question", *(float(mark) for mark in range(11)))
    row = ("Would you recommend us?", *(1.0,) * 7, 3.0, 5.0, 6.0, 9.0)
    assert scores(head, row) == [("nps", "", 26.6667, 30)]


def test_the_mean_of_the_whole_counts_among_stated_means() -> None:
    rows = [("Satisfaction with chat", 8.0, 2.0, 4.0), ("Overall satisfaction", 3.0, 1.0, 3.5)]
    assert [score for *_, score, _ in scores(("Question", "Satisfied", "Dissatisfied", "Mean"), *rows)] == [
        3.5
    ]


def test_shares_of_answers_in_unknown_words_are_no_scores() -> None:
    """Each figure was taken for a score of satisfaction; figures that add up to 100 are parts of a whole."""
    head = ("Satisfaction with", "Gwych", "Iawn", "Gwael")
    assert scores(head, ("Chat", 50.0, 30.0, 20.0), ("Phone", 41.0, 33.0, 26.0)) == []
