"""What lawyers and newspapers write on acts: where they bind, from when on, and what is asked of them."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts import only

from smits_rules.vocabulary import Regulation
from smits_rules.vocabulary.topics import TOPICS
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract
from smits_watch.facts.regulations.patterns import meanings_of


def read(*texts: str, **metadata: str) -> Extraction:
    passages = [Passage(text, f"line {number}", heading=number == 1) for number, text in enumerate(texts, 1)]
    return extract(Document("regulations/article.txt", "text", passages, metadata=metadata), "regulations")


def test_an_act_that_comes_into_force_today_does_so_on_the_day_of_the_article() -> None:
    fact = only(
        Regulation,
        read(
            "Data Use Act 2027 comes into force today",
            "25 May 2027",
            "Today marks the end of the transition of the EU's Data Regulation. The UK equivalent, the Data "
            "Use Act 2027, also comes into force today after it reached Royal Assent on 23 May 2027.",
        ),
    )
    assert (fact.jurisdiction, fact.effective_date) == ("GB", dt.date(2027, 5, 25))


def test_the_day_of_the_first_act_is_not_that_of_its_successor() -> None:
    extraction = read(
        "Das neue Datengesetz gilt ab heute in der Schweiz",
        "1. September 2027",
        "The first data protection law came into force on 1 July 1993.",
    )
    assert only(Regulation, extraction).effective_date == dt.date(2027, 9, 1)


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
    assert answers == ["DE", "AT", "CH", "EU", "elsewhere"]
    (fact,) = question.candidates[0].facts
    assert isinstance(fact, Regulation)
    assert (fact.jurisdiction, fact.effective_date) == ("DE", dt.date(2027, 5, 3))


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Wie Kanzleien Mandanten über Vorschriften informieren",
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
        Regulation,
        read(
            "Regulation (EU) 2027/868 of the European Parliament and of the Council on data and amending "
            "Regulation (EU) 2018/17",
            "Having regard to the proposal from the European Commission,",
            "After transmission of the draft legislative act to the national parliaments,",
            "(1) Position of the Parliament of 6 April 2027 (not yet published in the Official Journal).",
            "Article 1",
            "It shall apply from 24 September 2028.",
        ),
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
    fact = only(Regulation, read(*text.split("\n\n")))
    assert (fact.title, fact.reference, fact.jurisdiction) == (title, reference, "EU")


def test_a_state_tells_its_country_and_few_german_words_what_to_ask() -> None:
    state = only(
        Regulation, read("A New Privacy Law", "On 16 January 2027, New Jersey enacted Senate Bill 332.")
    )
    assert state.jurisdiction == "US"
    (question,) = read(
        "Verordnung zur Ausgestaltung des Verfahrens (VerfV)",
        "Diese Verordnung tritt vorbehaltlich des Satzes 2 am 1. Januar 2027 in Kraft.",
        "Die Anlage und die Muster gelten vom 1. Januar 2028 an.",
    ).questions
    assert {"DE", "AT", "CH"} <= {candidate.answer for candidate in question.candidates}


@pytest.mark.parametrize(
    ("title", "text", "jurisdiction", "day"),
    [
        (
            "The Digital Records Act",
            (
                "The Digital Records Act entered into force on 1 October 2027. Through the Act, Directive "
                "(EU) 2016/1148 is implemented into Norwegian law."
            ),
            "NO",
            dt.date(2027, 10, 1),
        ),
        (
            "Ny digitallov i Norge",
            "1. oktober 2027 trer loven om digitale arkiver og forskriften om arkiver i kraft i Norge.",
            "NO",
            dt.date(2027, 10, 1),
        ),
        (
            "Das revidierte Archivgesetz tritt in Kraft",
            "Das Schweizer Archivgesetz tritt am 1. September 2027 in Kraft, dem Niveau der EU gemäß.",
            "CH",
            dt.date(2027, 9, 1),
        ),
        (
            "Nova Lei dos Arquivos no Brasil",
            "No Brasil, a Lei dos Arquivos começa a valer nesta sexta-feira, 18 de setembro de 2027.",
            "BR",
            dt.date(2027, 9, 18),
        ),
    ],
)
def test_national_law_that_carries_out_an_act_of_the_eu_or_is_compared_with_it(
    title: str, text: str, jurisdiction: str, day: dt.date
) -> None:
    fact = only(Regulation, read(title, text))
    assert (fact.jurisdiction, fact.effective_date) == (jurisdiction, day)
    assert "1148" not in fact.reference


def test_the_end_of_a_consultation_and_a_month_are_no_days_of_an_act() -> None:
    fact = only(
        Regulation,
        read(
            "The Digital Records Act in Norway",
            "In December 2027, the new Digital Records Act was passed. It has not yet entered into force. "
            "The deadline in the public consultation is 11 December 2028.",
        ),
    )
    assert (fact.published, fact.effective_date, fact.applies_from) == (None, None, ())


def test_a_guide_to_acts_in_general_is_asked_about() -> None:
    extraction = read(
        "How EU directives and regulations are put into practice",
        "A directive states what countries must achieve but lets them decide how. A regulation does not.",
    )
    assert not extraction.facts
    assert [candidate.answer for candidate in extraction.questions[0].candidates] == ["an act", "no act"]


def test_the_state_of_a_law_on_a_day_is_its_consolidated_text() -> None:
    fact = only(
        Regulation,
        read(
            "Bundesgesetz über die Archive",
            "vom 25. September 2020 (Stand am 1. September 2027)",
            "Die Bundesversammlung der Schweizerischen Eidgenossenschaft beschliesst:",
        ),
    )
    assert (fact.action, fact.jurisdiction, fact.effective_date) == ("consolidated", "CH", None)


def test_topics_are_those_of_the_settings_in_several_languages() -> None:
    assert set(meanings_of("topics")) == set(TOPICS)
    for title, topic in [
        ("Gesetz zur Änderung des Energiewirtschaftsgesetzes", "energy"),
        ("Loi relative à la facturation électronique", "tax"),
        ("Real Decreto sobre derecho laboral", "employment"),
        ("Verordnung über die Ausfuhrkontrolle", "trade"),
        ("Decreto sui trasporti ferroviari", "transport"),
        ("Wet bescherming consumenten", "consumer protection"),
        ("Ley de propiedad intelectual", "intellectual property"),
        ("Lov om behandling av personopplysninger", "data protection"),
    ]:
        assert topic in only(Regulation, read(title, "§ 1", "§ 2", "§ 3")).topics, title


def test_a_topic_that_a_long_text_only_touches_is_none_of_it() -> None:
    body = [f"Article {n}. The controller protects personal data of any customer." for n in range(1, 60)]
    text = read("Ledger Act 2027", *body, "VAT is owed as before.", "VAT is owed on copies.")
    assert only(Regulation, text).topics == ("data protection",)


@pytest.mark.parametrize(
    ("title", "text", "action", "day"),
    [
        (
            "Nova lei dos arquivos entra oficialmente em vigor a 3 de abril",
            "A lei foi publicada no Diário da República e entra oficialmente em vigor a 3 de abril de 2027.",
            "new",
            dt.date(2027, 4, 3),
        ),
        (
            "Decreto-Lei 22/2027, de 19 de março",
            "Publicado no Diário da República em 4 de dezembro de 2026. Em vigor 120 dias após publicação.",
            "new",
            dt.date(2027, 4, 3),
        ),
        (
            "PROPOSTA DE LEI N.º 50/XVI/1.ª",
            "A presente proposta de lei visa autorizar o Governo a aprovar o regime jurídico dos arquivos.",
            "proposal",
            None,
        ),
    ],
)
def test_acts_of_portugal(title: str, text: str, action: str, day: dt.date | None) -> None:
    fact = only(Regulation, read(title, text))
    assert (fact.jurisdiction, fact.action, fact.effective_date) == ("PT", action, day)


def test_the_beginning_of_a_long_act_tells_its_topics() -> None:
    body = ["The controller protects personal data. " * 60] * 90
    annex = ["Copyright of the list belongs to the registrar. " * 60] * 20
    assert only(Regulation, read("Ledger Act 2027", *body, *annex)).topics == ("data protection",)


@pytest.mark.parametrize(
    ("title", "text", "place", "action", "applies"),
    [
        (
            "Sejm uchwalił nowelizację ustawy o danych",
            "Senat musi ją jeszcze przyjąć.",
            "PL",
            "amendment",
            "",
        ),
        (
            "L'Assemblée nationale adopte la loi sur les données",
            "À compter du 1er janvier 2028, les opérateurs devront notifier tout incident.",
            "FR",
            "new",
            "2028-01-01",
        ),
        (
            "Tweede Kamer stemt in met nieuwe wet voor data",
            "De Eerste Kamer moet nog stemmen.",
            "NL",
            "new",
            "",
        ),
        (
            "MIPAR: New EU Requirements",
            "Starting January 17, 2028, the Payment Arrangements Act will require platforms to report.",
            "EU",
            "new",
            "2028-01-17",
        ),
    ],
)
def test_headlines_of_parliaments_and_days_before_a_demand_are_read(
    title: str, text: str, place: str, action: str, applies: str
) -> None:
    fact = only(Regulation, read(title, text))
    assert (fact.jurisdiction, fact.action) == (place, action)
    assert [f"{day}" for day in fact.applies_from] == [applies][: bool(applies)]


def test_a_bill_with_royal_assent_is_no_proposal_and_a_czech_act_has_its_day() -> None:
    passed = read(
        "Network Resilience Bill receives Royal Assent",
        "The UK act is law. From 6 April 2028, data centres must report serious incidents to Ofcom.",
    )
    assert only(Regulation, passed).action == "new"
    assert only(Regulation, passed).applies_from == (dt.date(2028, 4, 6),)
    amended = read("Sněmovna schválila novelu zákona", "Novela má nabýt účinnosti 1. ledna 2028.")
    fact = only(Regulation, amended)
    assert (fact.jurisdiction, fact.action) == ("CZ", "amendment")
    assert fact.effective_date == dt.date(2028, 1, 1)


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (
            (
                "Il decreto sui dati",
                "2 ottobre 2030",
                "Il decreto n. 77 del 4 settembre 2030 entrerà in vigore in Italia il prossimo 16 ottobre.",
            ),
            dt.date(2030, 10, 16),
        ),
        (
            (
                "Wet gegevens",
                "Op 24 maart 2031 werd de Wet gegevens van kracht, een stap voor het bestuur in Nederland.",
            ),
            dt.date(2031, 3, 24),
        ),
        (
            (
                "Så påverkar den nya datalagen företag",
                "Den 15 januari 2031 började Sveriges nya datalag att gälla, för företag i Sverige.",
            ),
            dt.date(2031, 1, 15),
        ),
        (
            (
                "Ny forskrift om datasikkerhet i Norge",
                "Forskriften er nå vedtatt av Stortinget, og vil tre i kraft 1. oktober 2031.",
            ),
            dt.date(2031, 10, 1),
        ),
    ],
)
def test_the_day_in_force_is_neither_that_of_adoption_nor_lost_without_its_year(
    texts: tuple[str, ...], day: dt.date
) -> None:
    assert only(Regulation, read(*texts)).effective_date == day


def test_what_is_proposed_to_come_into_force_in_sweden_is_a_proposal() -> None:
    extraction = read(
        "En ny datalag",
        "Regeringen har i Sverige beslutat om en lagrådsremiss. Lagen föreslås träda i kraft den 1 maj 2031.",
    )
    acts = [fact for fact in extraction.facts if isinstance(fact, Regulation)]
    assert [(act.action, act.effective_date) for act in acts] == [("proposal", None)]


def test_a_day_without_a_year_before_another_day_is_asked_about() -> None:
    """The first says when an act binds, the second when it is enforced; which one counts is unclear."""
    extraction = read(
        "Meldepflicht gilt ab 1. April",
        "Der Bundesrat hat die Änderung des Bundesgesetzes über die Daten vom 29. September 2030 per 1. "
        "April in Kraft gesetzt. Die Bussen treten in der Schweiz erst am 1. Oktober 2032 in Kraft.",
    )
    (question,) = extraction.questions
    answers = [candidate.answer for candidate in question.candidates]
    assert answers[:2] == ["2032-04-01", "2032-10-01"]


def test_what_was_passed_by_nobody_is_still_asked_about() -> None:
    extraction = read("Naar een nieuwe wet voor data", "Deskundigen praten over data in Nederland.")
    assert not extraction.facts
    assert extraction.questions


@pytest.mark.parametrize(
    "title",
    [
        "Lexmark Chambers named firm of the year",
        "Ministry hires 200 cyber experts",
        "Public consultation on smart meters closed",
        "La CNIL publie son rapport d'activité",
        "Die Stelle informiert Sie gemäss Art. 12 über die Verarbeitung Ihrer personenbezogenen Daten",
        "Kanzlei eröffnet Standort in Hamburg",
        "Szkolenie z ochrony danych",
    ],
)
def test_other_news_of_firms_and_authorities_are_neither_an_act_nor_a_question(title: str) -> None:
    extraction = read(title)
    assert not extraction.facts
    assert not extraction.questions
    assert extraction.nothing_stated


def test_advice_that_counts_regulations_is_asked_about() -> None:
    extraction = read("8 Cybersecurity Regulations Every Firm Must Comply With", "This guide clarifies them.")
    assert not extraction.facts
    assert extraction.questions


def test_the_day_in_the_full_name_of_an_act_is_not_asked_about() -> None:
    extraction = read(
        "Verordnung über die elektronische Archivführung vom 3. März 2031", "Das Bundesministerium verordnet:"
    )
    assert not extraction.questions
    assert only(Regulation, extraction).effective_date is None
