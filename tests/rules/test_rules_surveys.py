"""Customer feedback: one case per survey and scale, and what is old or answered by few is no news."""

from __future__ import annotations

import pytest
from acme_inputs import derived, input_at

from smits_rules.vocabulary import Feedback, FeedbackChange


def nps(period: str, score: float, segment: str = "", **fields: object) -> Feedback:
    return Feedback(measure="nps", period=period, score=score, segment=segment, **fields)  # type: ignore[arg-type]


def test_the_segments_of_a_survey_are_one_case_that_names_the_worst() -> None:
    """Fifteen alarms for fifteen countries are one alarm."""
    segments = ("", "North", "South", "West")
    first = input_at(1, "customer-feedback/plants 2026-Q3.csv", *(nps("2026-Q3", 40, s) for s in segments))
    drops = zip(segments, (35, 12, 30, 41), strict=True)
    second = input_at(
        2, "customer-feedback/plants 2026-Q4.csv", *(nps("2026-Q4", score, s) for s, score in drops)
    )
    [change] = derived([first, second], FeedbackChange)
    assert (change.segment, change.change, change.segments_fell) == ("North", -28, 2)
    assert change.case_subject == "plants / nps"


def test_scales_and_surveys_are_cases_of_their_own() -> None:
    """An index of -100 to 100 says nothing of stars, nor one depot of another."""
    stars = [
        Feedback(measure=m, scale="1..5", period=f"2026-Q{q}", score=6 - q) for q in (3, 4) for m in "ab"
    ]
    files = [
        input_at(1, "customer-feedback/harbour.csv", nps("2026-Q3", 50), nps("2026-Q4", 30), *stars),
        input_at(2, "customer-feedback/airport.csv", nps("2026-Q3", 20), nps("2026-Q4", 25)),
    ]
    subjects = {change.case_subject: change.change for change in derived(files, FeedbackChange)}
    assert subjects == {"harbour / nps": -20, "airport / nps": 5, "harbour / 1..5": -1}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_survey_goes_on_in_files_of_other_names_whichever_came_first(order: tuple[int, int]) -> None:
    """Offices call the same survey anew each quarter."""
    files = [
        input_at(order[0], "customer-feedback/Umfrage Werk 2026-Q3.csv", nps("2026-Q3", 50)),
        input_at(order[1], "customer-feedback/Kundenzufriedenheit.csv", nps("2026-Q4", 30)),
    ]
    [change] = derived(files, FeedbackChange)
    assert (change.change, change.case_subject) == (-20, "kundenzufriedenheit werk / nps")


def test_a_file_with_a_comparison_of_its_own_is_a_survey_of_its_own() -> None:
    """A score of the plant is not compared with one of the shops, which came later."""
    files = [
        input_at(1, "customer-feedback/survey.csv", nps("2026-Q4", 42), nps("2027-Q1", 28)),
        input_at(2, "customer-feedback/Plant.csv", nps("2026-Q1", 82), nps("2026-Q2", 60)),
    ]
    changes = {change.case_subject: change.change for change in derived(files, FeedbackChange)}
    assert changes == {"nps": -14, "plant / nps": -22}


def test_a_score_of_a_handful_moves_nothing() -> None:
    """One angry answer of three is no trend; where the number is not known, the score counts."""
    few = [nps("2026-Q3", 50, "North", responses=3), nps("2026-Q4", 0, "North", responses=4)]
    many = [nps("2026-Q3", 50, "South", responses=90), nps("2026-Q4", 45, "South", responses=80)]
    [change] = derived([input_at(1, "customer-feedback/a.csv", *few, *many)], FeedbackChange)
    assert (change.segment, change.segments_fell) == ("South", 0)


def test_feedback_is_compared_with_what_was_agreed_too() -> None:
    """Three small falls since the strategy was agreed are one large one."""
    files = [input_at(n, f"customer-feedback/{n}.csv", nps(f"2026-Q{n}", 50 - 6 * n)) for n in (1, 2, 3)]
    changes = {change.basis: change.change for change in derived(files, FeedbackChange, agreed=1)}
    assert changes == {"period": -6, "baseline": -12}
    assert derived(files, FeedbackChange, agreed=3) == []


def test_a_survey_of_years_ago_says_how_old_it_is() -> None:
    """Rules leave history alone; a fiscal year ends when the organisation says so."""
    [old] = derived(
        [input_at(1, "customer-feedback/a.csv", nps("2016", 50), nps("2017", 20))], FeedbackChange
    )
    assert old.age_days > 3_000
    years = input_at(1, "customer-feedback/a.csv", nps("FY2026", 50), nps("FY2027", 20))
    [running] = derived([years], FeedbackChange)
    [over] = derived([years], FeedbackChange, fiscal_year_start=2)
    assert (running.age_days, over.age_days) == (0, 38)


def test_a_survey_on_another_scale_starts_anew() -> None:
    """7.8 of ten and 4.1 of five are no fall; a figure that only looks like another scale may be one."""
    first = input_at(1, "customer-feedback/desk 2026.csv", nps("2026", 7.8, scale="1 to 10"))
    second = input_at(2, "customer-feedback/desk 2027.csv", nps("2027", 4.1, scale="1 to 5"))
    third = input_at(3, "customer-feedback/desk 2028.csv", nps("2028", 3.1, scale="1 to 5"))
    assert not derived([first, second], FeedbackChange)
    assert [change.previous for change in derived([first, second, third], FeedbackChange)] == [4.1]
    inferred = [
        input_at(n, f"customer-feedback/shop {2025 + n}.csv", nps(str(2025 + n), score, scale=scale))
        for n, (score, scale) in enumerate([(7.8, "0..10"), (4.1, "1..5")], 1)
    ]
    assert [round(change.change, 1) for change in derived(inferred, FeedbackChange)] == [-3.7]
