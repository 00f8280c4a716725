"""Signs that prose means another product, day, party or place than the one read: they become questions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_rules.vocabulary import CorporateEvent, Fact, Opportunity, Regulation, VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.question import FileQuestion, RememberedAnswer

LETTER, NEWS, ACT, CALL = "vendor-notices", "mergers-acquisitions", "regulations", "opportunities"


def read(kind: str, title: str, *texts: str, answers: tuple[RememberedAnswer, ...] = ()) -> Extraction:
    passages = [Passage(title, "line 1", heading=True)]
    passages += [Passage(text, f"line {number}") for number, text in enumerate(texts, 3)]
    document = Document(f"{kind}/a.md", "markdown", passages)
    return extract(document, kind, ExtractionContext(answers=answers))


def asked(extraction: Extraction) -> FileQuestion:
    """The only question, on which nothing is decided yet."""
    (question,) = extraction.questions
    assert extraction.facts == ()
    return question


def answered(kind: str, texts: tuple[str, ...], choice: str, *, typed: bool = False) -> Fact:
    """The fact of the same file after an answer."""
    question = asked(read(kind, *texts))
    answer = RememberedAnswer(
        id="A1", kind=kind, topic=question.topic, shape=question.shape, choice=choice, typed=typed
    )
    (fact,) = read(kind, *texts, answers=(answer,)).facts
    return fact


OF_GATEWAYS = (
    "Fabrikam Warns of RPC Hole Under Attack",
    "A vulnerability in RPC (CVE-2030-1234) is exploited in several products of Fabrikam.",
    "Cloudwall Network 7 and Edgemaster are affected; apply the hotfix.",
)
EXTENDED = (
    "Extension of support for Ledger 12",
    "Support for Ledger 12 ends on 15 November 2031.",
    "We are extending this day by eleven months, to 15 October 2032.",
)
UNDATED = (
    "Ledger 12 is discontinued",
    "It was a good product for all of us and you know it well.",
    "The day is either 30 June 2031 or 30 September 2031, and we will confirm it.",
)


@pytest.mark.parametrize(
    ("texts", "topic", "answer", "field", "value"),
    [
        (OF_GATEWAYS, "product", "Cloudwall Network 7", "product", "Cloudwall Network"),
        (EXTENDED, "date", "2032-10-15", "effective_date", dt.date(2032, 10, 15)),
        (UNDATED, "date", "2031-06-30", "effective_date", dt.date(2031, 6, 30)),
        (UNDATED, "date", "no day is stated", "effective_date", None),
    ],
)
def test_a_letter_with_rivals_is_asked_about_and_the_answer_is_its_fact(
    texts: tuple[str, ...], topic: str, answer: str, field: str, value: Any
) -> None:
    """An acronym beside names, a day that is later by now, a letter with days that belong to nothing."""
    question = asked(read(LETTER, *texts))
    assert question.topic == topic
    assert answer in [candidate.answer for candidate in question.candidates]
    fact = answered(LETTER, texts, answer)
    assert isinstance(fact, VendorNotice)
    assert getattr(fact, field) == value


@pytest.mark.parametrize(
    "texts",
    [
        ("RPC 2 retirement", "RPC 2 is retired on 1 May 2031."),
        ("Support moves to a later day", "Support for Ledger 12 is postponed from 1 May 2031 to 1 May 2032."),
        ("Ledger 12 end of life", "Ledger 12 reached its end of life. Move to Ledger 14 before 1 May 2031."),
        ("Security fix", "We fixed CVE-2030-1234 in Flow Desk 3.1, reported to Contoso Labs."),
        (
            "Deprecated features of Ledger",
            "Ledger 12.0 deprecates the option for mail.",
            "The mail service was shut down on 15 November 2022, which leaves the option without a use.",
        ),
        ("Retirement of Basic Login", "On 1 October 2031 we retire Basic Login."),
    ],
)
def test_a_letter_whose_other_names_and_days_are_those_of_something_else_is_not_asked_about(
    texts: tuple[str, ...],
) -> None:
    extraction = read(LETTER, *texts)
    assert extraction.questions == ()
    assert extraction.facts


def test_a_letter_that_is_not_understood_is_asked_about_if_its_title_tells_a_change() -> None:
    question = asked(read(LETTER, "The keys of the Ledger API have expired", "New keys are not compatible."))
    assert question.topic == "message"
    assert not read(LETTER, "The Ledger API has a podcast", "Listen to it.").questions


def test_what_is_typed_is_the_product_or_the_day() -> None:
    fact = answered(LETTER, OF_GATEWAYS, "Edgemaster Pro", typed=True)
    assert isinstance(fact, VendorNotice)
    assert (fact.product, fact.version) == ("Edgemaster Pro", "")
    dated = answered(LETTER, EXTENDED, "2033-01-31", typed=True)
    assert isinstance(dated, VendorNotice)
    assert dated.effective_date == dt.date(2033, 1, 31)


def test_what_is_typed_and_is_no_day_leaves_the_question_open() -> None:
    question = asked(read(LETTER, *EXTENDED))
    answer = RememberedAnswer(
        id="A1", kind=LETTER, topic="date", shape=question.shape, choice="some time", typed=True
    )
    assert asked(read(LETTER, *EXTENDED, answers=(answer,))).topic == "date"


DEAL = (
    "Fabrikam Objects grabs A.Wide",
    "L’éditeur acquires Northwind Wide for 44.3 million euros.",
    "In spite of a warning, Fabrikam Objects goes on with its purchases.",
)
FOREIGN = (
    "Fabrikam és Contoso Nett: aláírták",
    "A Fabrikam 230 millió euróért 51 % lesz a Contoso Nett tulajdonosa. Örül a Contoso Nett és a Fabrikam.",
)


def test_a_company_of_the_title_that_is_left_out_is_asked_about() -> None:
    """A common noun at the beginning of a sentence is no party."""
    question = asked(read(NEWS, *DEAL))
    fact = answered(NEWS, DEAL, "Fabrikam Objects and Northwind Wide")
    assert isinstance(fact, CorporateEvent)
    assert fact.parties == ("Fabrikam Objects", "Northwind Wide")
    assert not any("éditeur" in candidate.answer for candidate in question.candidates)
    typed = answered(NEWS, DEAL, "Fabrikam Objects and A. Wide Ltd", typed=True)
    assert isinstance(typed, CorporateEvent)
    assert typed.parties == ("Fabrikam Objects", "A. Wide Ltd")


def test_companies_and_figures_in_words_that_are_not_known_are_asked_about() -> None:
    """`It reports no deal` would be said of what was not understood."""
    answers = [candidate.answer for candidate in asked(read(NEWS, *FOREIGN)).candidates]
    assert "Fabrikam and Contoso Nett" in answers


def test_a_day_in_the_name_of_a_cited_act_is_not_that_of_the_act() -> None:
    text = (
        "Application of the Widget Act",
        "On 17 January 2031, Regulation (EU) 2030/25 of the Council of 14 December 2030 entered into force.",
        "Firms must comply.",
    )
    extraction = read(ACT, *text)
    days = {
        fact.effective_date
        for facts in (extraction.facts, *(c.facts for q in extraction.questions for c in q.candidates))
        for fact in facts
        if isinstance(fact, Regulation)
    }
    assert dt.date(2031, 1, 17) in days
    assert dt.date(2030, 12, 14) not in days


def test_a_country_that_only_an_example_names_is_asked_about() -> None:
    text = (
        "The Widget Resilience Act will apply from 17 January 2031",
        f"Firms must {'keep registers of contracts with suppliers, report incidents, and ' * 6}test.",
        "The authorities (e.g. the Central Bank of Ireland) will ask for the registers early in that year.",
    )
    question = asked(read(ACT, *text))
    assert (question.topic, question.candidates[0].answer) == ("jurisdiction", "IE")
    fact = answered(ACT, text, "eu", typed=True)
    assert isinstance(fact, Regulation)
    assert fact.jurisdiction == "EU"


def test_an_act_in_polish_may_be_that_of_the_country_or_its_union() -> None:
    text = (
        "Nowe prawo już jest",
        "Rozporządzenie wejdzie w życie po upływie miesiąca. Nie jest to łatwe, że na nich się skupia.",
    )
    answers = [candidate.answer for candidate in asked(read(ACT, *text)).candidates]
    assert any("PL" in answer for answer in answers)
    assert any("EU" in answer for answer in answers)


def test_a_page_that_calls_itself_a_call_is_asked_about_with_its_days() -> None:
    text = (
        "Widget investments, strand 1",
        "Call for proposals",
        "It supports projects of regions.",
        "Publication date",
        "23 November 2030",
        "18 November 2031, 17:00",
    )
    passages = [Passage(line, f"line {number}") for number, line in enumerate(text, 1)]
    document = Document(f"{CALL}/a.html", "html", passages, metadata={"title": text[0]})
    (fact,) = asked(extract(document, CALL)).candidates[0].facts
    assert isinstance(fact, Opportunity)
    assert (fact.title, fact.decide_by) == (text[0], dt.date(2031, 11, 18))
