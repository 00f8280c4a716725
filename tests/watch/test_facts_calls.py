"""Calls, tenders and grants in running text, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts import only

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Document
from smits_watch.documents.text.plain_text import read_markdown
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile


def read(text: str, context: ExtractionContext | None = None) -> Extraction:
    passages, tables = read_markdown(text)
    document = Document("opportunities/page.md", "markdown", passages, tables)
    return extract(document, "opportunities", context or ExtractionContext())


AUDIT = """# Request for Proposal

## Review of the payroll system

The office is soliciting proposals.

* 2027/02/08: Request opens, questions open
* 2027/07/06: RFP closes
"""
UNIFORMS = """T07/2027: SUPPLY OF UNIFORMS FOR THE FIRE BRIGADE OF THE CITY FOR A PERIOD OF TWO YEARS

Tenders are hereby invited for the above. The documents cost a non-refundable fee of EUR 160.00.
The cut-off time for the sale of tender documents is 15h00 on 5th May 2027.
Tenders shall be placed in the box at 2 Mill Street not later than 12h00 on 15th May 2027.
"""
TOOL = """# STATE OF UTOPIA REQUEST FOR PROPOSALS

**SEARCH TOOL FOR CASES**

The division is soliciting proposals for a tool.

## Budget

The division estimates a budget of $300,000 dollars.

## Deadline

Proposals must be received no later than 4:00 PM Standard Time on November 27, 2027.

| Deliverable | Due Date | Description |
| --- | --- | --- |
| Tested code | every sprint | shown to all |
| Research | 2028-01-01 | a summary |
"""
GERMAN = """# Ausschreibung

Betreff: Betrieb des Rechenzentrums

Angebote sind bis spätestens 30. Juni 2027 einzureichen. Der geschätzte Auftragswert beträgt 1,2 Mio. Euro.
"""
FRENCH = """# Appel à projets

La ville lance un appel à projets. La date limite pour les candidatures est le 15 mars 2027.
Le montant est de 50 000 euros.
"""
GRANT = """# Förderung für die Digitalisierung der Betriebe

Das Land fördert Betriebe mit bis zu 100.000 Euro. Anträge können bis 30. April 2027 gestellt werden.
In den letzten zwei Jahren wurden 2,5 Mio. Euro zur Verfügung gestellt.
"""
SPANISH = """# Kit de digitalización

Se convocan ayudas que podrán solicitarse entre el 15 de marzo y el 15 de septiembre de 2027.
El importe máximo de ayuda por beneficiario será de 12.000 euros.
"""
OPENED = """# Un nouveau dispositif financera la cybersécurité des communes

Les candidatures sont ouvertes jusqu'au 30 juin 2027. Le plan de relance est de 100 milliards d'euros.
"""


ITALIAN = """# Voucher per le imprese

Il bando prevede un finanziamento di 30 Mln di Euro. Le domande possono essere trasmesse dalle 10.00 del
30 gennaio 2027 fino alle 17.00 del 9 febbraio 2027.
"""
NORWEGIAN = """# Søk om medfinansiering til prosjekt

Det er satt av 18,5 millionar kroner. Alle verksemder kan søke før 20. januar 2027.
"""
SWEDISH = """# Regionala samordnare

Utlysningen är öppen från och med 2027-08-20 och som längst till och med 2027-11-15.
"""
POLISH = "# Konkurs: dofinansowanie do 500 000 zł\n\nWnioski do 30 czerwca 2027.\n"


@pytest.mark.parametrize(
    ("text", "title", "value", "due"),
    [
        (AUDIT, "Request for Proposal: Review of the payroll system", None, dt.date(2027, 7, 6)),
        (UNIFORMS, "T07/2027: SUPPLY OF UNIFORMS", None, dt.date(2027, 5, 15)),
        (TOOL, "SEARCH TOOL FOR CASES", 300_000, dt.date(2027, 11, 27)),
        (GERMAN, "Betrieb des Rechenzentrums", 1_200_000, dt.date(2027, 6, 30)),
        (FRENCH, "Appel à projets", 50_000, dt.date(2027, 3, 15)),
        (GRANT, "Förderung für die Digitalisierung", 100_000, dt.date(2027, 4, 30)),
        (SPANISH, "Kit de digitalización", 12_000, dt.date(2027, 9, 15)),
        (POLISH, "Konkurs: dofinansowanie do 500 000 zł", 500_000, dt.date(2027, 6, 30)),
        (ITALIAN, "Voucher per le imprese", 30_000_000, dt.date(2027, 2, 9)),
        (NORWEGIAN, "medfinansiering", 18_500_000, dt.date(2027, 1, 20)),
        (SWEDISH, "samordnare", None, dt.date(2027, 11, 15)),
        (OPENED, "cybersécurité des communes", None, dt.date(2027, 6, 30)),
    ],
)
def test_what_is_called_for_until_when_and_for_how_much(
    text: str, title: str, value: float | None, due: dt.date
) -> None:
    """The title says what it is about; fees and the days of other things are not sum and deadline."""
    fact = only(Opportunity, read(text))
    assert title in fact.title
    assert (fact.value, fact.decide_by) == (value, due)


@pytest.mark.parametrize(
    "text",
    [
        "# Tender 12/2026: gravel\n\nTender 12/2026 was awarded by the officer on 18 December 2026.\n",
        "# What is a tender?\n\nA tender is an offer that a bidder makes until the closing date.\n",
        "# Request for proposals\n\nA request for proposals (RFP) is a document that asks for offers.\n",
        "# RFP: Project Title\n\nPlease describe what you need, and the deadline for proposals.\n",
        "# Winners of the 2026 grant round announced\n\nTwelve firms share the prize.\n",
        "# RFP 18: Announcement of Award\n\nThe committee selected Litware.\n",
        "# Election\n\nThere are more opportunities to take part. Votes are counted until May 2, 2027.\n",
        (
            "# Résultat de l'appel à projets\n\nSur 74 dossiers, l'agence en a sélectionné 17 pour 6,8 "
            "millions d'euros.\n"
        ),
        "# Förderung: welche Möglichkeiten gibt es?\n\nDieser Beitrag bietet einen Überblick.\n",
        "# Request for Proposal (RFP)\n\nWhen we need work, we put out a request and ask for proposals.\n",
        "# Bando digitale 2027\n\nLa dotazione è di 300.000 euro.\n\nRisorse esaurite (agg. 17/12/2027)\n",
        "# Voucher per le imprese: a che punto siamo\n\nDa anni i politici incentivano le aziende.\n",
        "# Subvenciones para pymes\n\nTe tramitamos la ayuda. ¡Llámanos!\n",
        "# RFP decision process\n\nWe received seven proposals. The scores follow.\n",
    ],
)
def test_awards_explanations_and_forms_are_no_opportunities(text: str) -> None:
    """An offer can no longer be made, or never could."""
    assert read(text).facts == ()


def test_an_article_on_offers_is_asked_about() -> None:
    """It names a sum and asks for proposals, but it has no title and no day of a call."""
    extraction = read("# Behind the curtain\n\nAgencies invite proposals. The budget was $10 million.\n")
    assert extraction.facts == ()
    (question,) = extraction.questions
    assert [candidate.answer for candidate in question.candidates] == ["an opportunity", "no opportunity"]


def test_worth_in_another_currency_is_a_question() -> None:
    """No exchange rate is known; limits must not look at dollars as if they were euros."""
    context = ExtractionContext(profile=OrganisationProfile(currency="EUR"))
    text = "# Request for quotations: van\n\nOffers are due by May 1, 2027. The estimated value is $90,000.\n"
    extraction = read(text, context)
    assert extraction.facts == ()
    (question,) = extraction.questions
    (counted, left) = question.candidates
    assert [
        (f.value, f.currency) for c in (counted, left) for f in c.facts if isinstance(f, Opportunity)
    ] == [
        (90_000, "EUR"),
        (90_000, "USD"),
    ]
    assert only(Opportunity, read(text.replace("$90,000", "EUR 90,000"), context)).currency == "EUR"


def test_the_unit_of_a_column_stands_in_its_header() -> None:
    """`Value (kEUR)` makes 500 half a million."""
    fact = only(
        Opportunity,
        read("| Title | Value (kEUR) | Decide by |\n| --- | --- | --- |\n| Port | 500 | 2027-05-01 |\n"),
    )
    assert (fact.value, fact.currency) == (500_000, "EUR")


def test_the_day_of_questions_and_of_an_intent_is_not_that_of_offers() -> None:
    fact = only(
        Opportunity,
        read(
            "# City of Utopia: Request for Proposals\n\n## Records platform\n\n"
            "* Intent to propose is to be notified to the analyst no later than July 9, 2027.\n"
            "* Questions related to this RFP are to be directed to the analyst no later than July 23, 2027.\n"
            "* Please submit your proposal by 4:00pm local time August 6, 2027.\n"
        ),
    )
    assert fact.decide_by == dt.date(2027, 8, 6)


def test_a_title_that_names_only_who_calls_takes_the_subject_below_it() -> None:
    fact = only(
        Opportunity,
        read(
            "# Request for Proposals - NCA\n\nNorthern Community Association\n\n"
            "REQUEST FOR PROPOSALS FOR: Ledger consultant\n\nProposals are due by 5:00 PM on May 24, 2027.\n"
        ),
    )
    assert fact.title == "Request for Proposals - NCA: Ledger consultant"


def test_a_need_to_procure_with_a_sum_and_without_a_day_is_asked_about() -> None:
    extraction = read(
        "# Records platform\n\nThe city needs to procure a platform. Proposers are strongly encouraged to "
        "submit proposals for both models.\n\nThe city intends to commit up to $4,000,000 for it.\n"
    )
    assert extraction.facts == ()
    (question,) = extraction.questions
    assert "4,000,000 USD" in question.text


def test_the_day_on_which_applications_begin_is_no_deadline() -> None:
    """`Plazo` stands before it, but offers begin then; how long they are taken follows as a span."""
    text = (
        "# Tercera convocatoria de ayudas\n\nPlazo de presentación: la presentación de solicitudes comienza "
        "el día 20/10/2027 y tendrá una duración de 12 meses.\n"
    )
    assert only(Opportunity, read(text)).decide_by is None


@pytest.mark.parametrize(
    "text",
    [
        (
            "# Harbour Digital Grant: open call\n\nThe Harbour Digital Grant is a popular fund for firms.\n\n"
            "The next round closes on 5th January 2028."
        ),
        (
            "# Aide Passerelle Numérique : nouvel appel\n\nElle est très demandée.\n\n"
            "Le guichet ferme le 5 janvier 2028."
        ),
        (
            "# Subvención Puente Digital: convocatoria\n\nEs una ayuda muy solicitada.\n\n"
            "La convocatoria se cierra el 5 de enero de 2028."
        ),
        (
            "# Bidraget Digital Bro: ny utlysning\n\nDet täcker en del av kostnaden.\n\n"
            "Utlysningen stänger den 5 januari 2028."
        ),
        (
            "# Seed Fund for Digital Skills\n\nThe fund supports training.\n\n"
            "The window closes at 5pm on 5 January 2028."
        ),
        (
            "# Fondo Ponte Digitale: bando aperto\n\nIl Fondo Ponte Digitale è un contributo.\n\n"
            "Lo sportello chiude il 5 gennaio 2028."
        ),
        (
            "# Förderprogramm Brücke Digital: neue Runde\n\nEs übernimmt einen Teil der Kosten.\n\n"
            "Die nächste Antragsrunde endet am 5. Januar 2028."
        ),
    ],
)
def test_a_programme_with_a_name_is_no_definition_and_its_round_closes_in_any_language(text: str) -> None:
    fact = only(Opportunity, read(text))
    assert fact.decide_by == dt.date(2028, 1, 5)
    assert fact.kind != "tender"
    assert fact.title in text


def test_what_a_request_is_stays_an_explanation() -> None:
    assert not read(
        "# The grant\n\nThe Grant is a sum of money that is paid by a state. It closes on 5 May 2028."
    ).facts
