"""Vendors' letters whose words for an end, a price or a licence stand apart and in any order."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.prose.amounts import find_percentages

ANNOUNCEMENTS = """
Ihr Wartungsvertrag für Bergwerk 7 läuft am 30. April 2031 aus
    renewal; Bergwerk; 2031-04-30
Planora gibt es ab 1. Januar 2031 nur noch im Abonnement.
    licence-change; Planora; 2031-01-01
Kontera pasa a ser solo por suscripción desde el 1 de marzo de 2031.
    licence-change; Kontera; 2031-03-01
Velum Suite will be licensed per core instead of per user from 1 May 2031.
    licence-change; Velum Suite; 2031-05-01
Nordsoft verlängert den Support | Der Support für Kontora 8 wird bis zum 30. Juni 2031 verlängert.
    end-of-support; Kontora; 2031-06-30
Ampliamos el soporte de Almacena 6 hasta el 30 de junio de 2031.
    end-of-support; Almacena; 2031-06-30
Fotoria fermera ses portes | Le service Fotoria ferme définitivement le 31 mars 2031.
    end-of-life; Fotoria; 2031-03-31
Winkela wordt per 1 maart 2031 uitgefaseerd.
    end-of-life; Winkela; 2031-03-01
La commercialisation du Bornea 40 s'arrête le 31 octobre 2031.
    end-of-sale; Bornea; 2031-10-31
From 1 January 2031 Kestrela Agent 5 or later is required to connect.
    breaking-change; Kestrela Agent; 2031-01-01
Ihr Wartungsvertrag für Archivara endet am 31. März 2031 | Wir machen Ihnen gern ein Angebot.
    renewal; Archivara; 2031-03-31
Renewal of your Terrava subscription | Your subscription will renew automatically on 31 May 2031.
    renewal; Terrava; 2031-05-31
Reminder: Vectra Plan 2029 leaves support on 14 October 2031
    end-of-support; Vectra Plan; 2031-10-14
Changes to Modelia Pro | From 1 January 2031 concurrent licences of Modelia Pro will no longer be offered.
    licence-change; Modelia Pro; 2031-01-01
Beamcasta to shut down at year end | The streaming service Beamcasta will shut down on 31 December 2031.
    end-of-life; Beamcasta; 2031-12-31
Online play | On December 14, 2030, Epica Games announced that Arena 9 will shut down on 24 January 2031.
    end-of-life; Arena; 2031-01-24
Mozarta Pocketa shuts down | Mozarta announced on 22 May 2031 that Pocketa shuts down on 8 July 2031.
    end-of-life; Mozarta Pocketa; 2031-07-08
Cierre de Fotoria | El cierre de Fotoria se producirá el próximo 19 de julio de 2031.
    end-of-life; Fotoria; 2031-07-19
Heizwerka 20 ist nur noch bis 31. Dezember 2031 bestellbar
    end-of-sale; Heizwerka; 2031-12-31
Nordfach Mail: Ab 15. Januar 2031 ist die Anmeldung in zwei Schritten Pflicht
    breaking-change; Nordfach Mail; 2031-01-15
"""

PRICES = """
Facturea sube un 8 % a partir del 1 de enero de 2031.
    Facturea; 8
On October 1, 2031, Brightpost Team increases from $8 to $9 per seat per month.
    Brightpost Team; 12.5
In line with CPI, your maintenance fee will go up 7% as of 1 July 2031.
    ; 7
Preisanpassung zum 1. Mai 2031 | Wir erhöhen unsere Wartungspauschalen um 4,8 %.
    ; 4.8
Tariefwijziging 2031 | Per 1 januari 2031 verhogen wij het tarief van Zorgdosa met 6,2 procent.
    Zorgdosa; 6.2
Nye priser | Da indeksen steg mellom sept. 2029 og sept. 2030, økes prisene med 4,1% fra 1. januar 2031.
    ; 4.1
Wagenparka wordt 8 procent duurder vanaf 1 januari 2031
    Wagenparka; 8
Medidoca lowers its price by 10 % as of 1 January 2031
    Medidoca; -10
Fatturela: dal 1° gennaio 2031 il prezzo passa da 10 a 12 euro al mese
    Fatturela; 20
Rechnungsbota kostet ab 1. Februar 2031 statt 20 Euro 24 Euro im Monat
    Rechnungsbota; 20
Price adjustment 2031 | Dear Ms Keller, | from 1 January 2031 the annual fee rises by 5.9 %.
    ; 5.9
Price adjustment | Our fees will be adjusted by 2-4.5 % effective 1 April 2031, depending on the plan.
    ; none
"""


def cases(table: str) -> list[list[str]]:
    """Each letter with the fields of its notice, which stand on the line below it."""
    lines = table.strip().splitlines()
    return [
        [text, *(field.strip() for field in fields.split(";"))]
        for text, fields in zip(lines[::2], lines[1::2], strict=True)
    ]


def read(text: str) -> Extraction:
    title, *lines = text.split(" | ")
    passages = [Passage(title, "line 1", heading=True)]
    passages += [Passage(line, f"line {number}") for number, line in enumerate(lines, 3)]
    document = Document("vendor-notices/letter.md", "markdown", passages)
    return extract(document, "vendor-notices", ExtractionContext())


@pytest.mark.parametrize(("text", "notice", "product", "day"), cases(ANNOUNCEMENTS))
def test_the_words_of_an_announcement_may_stand_apart(text: str, notice: str, product: str, day: str) -> None:
    """What is provided or sold and what becomes of it are one announcement at any distance in a clause."""
    (fact,) = read(text).facts
    assert isinstance(fact, VendorNotice)
    assert (fact.notice, fact.product, str(fact.effective_date)) == (notice, product, day)


@pytest.mark.parametrize(("text", "product", "change"), cases(PRICES))
def test_a_price_moves_by_a_share_or_between_two_sums(text: str, product: str, change: str) -> None:
    """An index or what is paid is no product, and a range of shares is none of them."""
    (fact,) = read(text).facts
    assert isinstance(fact, VendorNotice)
    assert (fact.notice, fact.product) == ("price-change", product)
    assert fact.price_change_pct == (None if change == "none" else float(change))


@pytest.mark.parametrize(
    "text",
    [
        "Our office is closed from 24 December 2031 to 2 January 2032 | Support will be available by mail.",
        "Nos bureaux seront fermés du 24 décembre 2031 au 2 janvier 2032",
        "Cerrado por vacaciones del 1 al 15 de agosto de 2031",
        "15 % Rabatt auf alle Abonnements, nur bis Ende März 2031",
        "Terms of use updated | We have updated our privacy notice. It applies from 1 June 2031.",
        "Umsatz steigt ab 1. Januar 2031 um 8 %",
    ],
)
def test_what_closes_or_rises_otherwise_is_no_notice(text: str) -> None:
    extraction = read(text)
    assert extraction.facts == ()
    assert extraction.questions == ()


def test_a_dash_between_figures_is_no_sign() -> None:
    shares = list(find_percentages("between 2-4.5 %, -3 % and 5 – 6 %"))
    assert [(share.value, share.ranged) for share in shares] == [(4.5, True), (-3, False), (6, True)]
