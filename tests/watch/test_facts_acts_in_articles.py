"""What lawyers and newspapers write on acts: where they bind, from when on, and what is asked of them."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_rules.vocabulary import Regulation
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract


def read(*texts: str, **metadata: str) -> Extraction:
    passages = [Passage(text, f"line {number}", heading=number == 1) for number, text in enumerate(texts, 1)]
    return extract(Document("regulations/article.txt", "text", passages, metadata=metadata), "regulations")


def only(extraction: Extraction) -> Regulation:
    (fact,) = extraction.facts
    assert isinstance(fact, Regulation)
    return fact


def test_an_act_that_comes_into_force_today_does_so_on_the_day_of_the_article() -> None:
    fact = only(
        read(
            "Data Use Act 2027 comes into force today",
            "25 May 2027",
            "Today marks the end of the transition of the EU's Data Regulation. The UK equivalent, the Data "
            "Use Act 2027, also comes into force today after it reached Royal Assent on 23 May 2027.",
        )
    )
    assert (fact.jurisdiction, fact.effective_date) == ("GB", dt.date(2027, 5, 25))


def test_the_day_of_the_first_act_is_not_that_of_its_successor() -> None:
    extraction = read(
        "Das neue Datengesetz gilt ab heute in der Schweiz",
        "1. September 2027",
        "The first data protection law came into force on 1 July 1993.",
    )
    assert only(extraction).effective_date == dt.date(2027, 9, 1)


def test_where_only_the_language_tells_where_an_act_binds_it_is_asked() -> None:
    extraction = read(
        "Das Ausfallschutzgesetz ist in Kraft",
        "Seit dem 3. Mai 2027 ist das Ausfallschutzgesetz in Kraft. Es legt für viele Betroffene die Pflicht "
        "zu Maßnahmen fest, und der Betreiber wird mit der Meldung nicht warten. Das Gesetz ist für alle da, "
        "die mit Daten arbeiten, und wird nicht ohne Folgen bleiben.",
    )
    assert extraction.facts == ()
    (question,) = extraction.questions
    answers = [candidate.answer for candidate in question.candidates]
    assert answers == ["DE", "AT", "CH", "elsewhere"]
    (fact,) = question.candidates[0].facts
    assert isinstance(fact, Regulation)
    assert (fact.jurisdiction, fact.effective_date) == ("DE", dt.date(2027, 5, 3))


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Wie Kanzleien Mandanten richtig informieren",
            "Angriffe bedrohen Kanzleien in Österreich.",
        ),
        (
            "Dates d'entrée en fonction",
            "La date d'entrée en vigueur est indiquée sous le titre de l'acte.",
            "La loi n'est pas encore en vigueur?",
            "Faites attention à la bannière.",
        ),
    ],
)
def test_a_guide_that_names_no_act_is_recorded_as_none(texts: tuple[str, ...]) -> None:
    extraction = read(*texts)
    assert extraction.facts == ()
    (question,) = extraction.questions
    assert [candidate.answer for candidate in question.candidates] == ["an act", "no act"]


def test_a_numbered_act_of_the_eu_is_adopted_although_its_recitals_speak_of_drafts() -> None:
    fact = only(
        read(
            "Regulation (EU) 2027/868 of the European Parliament and of the Council on data and amending "
            "Regulation (EU) 2018/17",
            "Having regard to the proposal from the European Commission,",
            "After transmission of the draft legislative act to the national parliaments,",
            "(1) Position of the Parliament of 6 April 2027 (not yet published in the Official Journal).",
            "Article 1",
            "It shall apply from 24 September 2028.",
        )
    )
    assert (fact.action, fact.applies_from) == ("new", (dt.date(2028, 9, 24),))
    assert fact.published is None
    assert fact.effective_date is None


DRAFT = """EUROPEAN
COMMISSION
Brussels, XXX
[…](2027) XXX draft
COMMISSION IMPLEMENTING REGULATION (EU) …/…
of XXX
laying down rules for the application of
Regulation (EU) 2024/2847
(Text with EEA relevance)
This draft has not been adopted or endorsed by the European Commission."""
DRAFT_TITLE = (
    "COMMISSION IMPLEMENTING REGULATION (EU) …/… of XXX laying down rules for the application of "
    "Regulation (EU) 2024/2847"
)
ANNEX = """EUROPEAN
COMMISSION
Brussels, 3.2.2027
C(2027) 618 final
ANNEX 1
ANNEX
to the
Commission Implementing Decision
in support of Regulation (EU) 2024/2847"""


@pytest.mark.parametrize(
    ("text", "title", "reference"),
    [
        (
            DRAFT,
            DRAFT_TITLE,
            "",
        ),
        (
            DRAFT.replace("application of\n", "application of ").replace("\n", "\n\n"),
            DRAFT_TITLE,
            "",
        ),
        (
            ANNEX,
            "ANNEX to the Commission Implementing Decision in support of Regulation (EU) 2024/2847",
            "C(2027) 618 final",
        ),
    ],
)
def test_a_letterhead_of_the_commission_is_no_title(text: str, title: str, reference: str) -> None:
    fact = only(read(*text.split("\n\n")))
    assert (fact.title, fact.reference, fact.jurisdiction) == (title, reference, "EU")


def test_a_state_tells_its_country_and_few_german_words_what_to_ask() -> None:
    state = only(read("A New Privacy Law", "On 16 January 2027, New Jersey enacted Senate Bill 332."))
    assert state.jurisdiction == "US"
    (question,) = read(
        "Verordnung zur Ausgestaltung des Verfahrens (VerfV)",
        "Diese Verordnung tritt vorbehaltlich des Satzes 2 am 1. Januar 2027 in Kraft.",
        "Die Anlage und die Muster gelten vom 1. Januar 2028 an.",
    ).questions
    assert {"DE", "AT", "CH"} <= {candidate.answer for candidate in question.candidates}
