"""Deals in languages with capital letters for other words, lists of deals, and texts that only explain."""

from __future__ import annotations

import pytest
from watch_facts import only

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract


def read(*texts: str, **metadata: str) -> Extraction:
    passages = [Passage(texts[0], "line 1", heading=True)] if texts else []
    passages += [Passage(text, f"line {number}") for number, text in enumerate(texts[1:], 3)]
    document = Document("mergers-acquisitions/news.md", "markdown", passages, metadata=metadata)
    return extract(document, "mergers-acquisitions")


@pytest.mark.parametrize(
    ("title", "text", "parties", "status", "value"),
    [
        (
            "Nächste Milliardenübernahme",
            (
                "Der Chip-Hersteller Contoso befindet sich Insidern zufolge in Verhandlungen zum Kauf des "
                "Speicher-Produzenten Litware. Litware ist an der Börse rund 14 Mrd. Euro wert."
            ),
            ("Contoso", "Litware"),
            "talks",
            None,
        ),
        (
            "Fabrikam übernimmt zwei Sparten der Software AG",
            "Der Verkauf soll der Software AG Einnahmen in Höhe von 2 Milliarden Euro bringen.",
            ("Fabrikam", "Software AG"),
            "announced",
            2e9,
        ),
        (
            "Alpine cède Proseware à Litware",
            (
                "Alpine a annoncé avoir signé un accord avec Litware pour la vente de sa filiale Proseware, "
                "pour un montant de 27 millions d’euros."
            ),
            ("Alpine", "Litware"),
            "agreed",
            27e6,
        ),
        (
            "El Gobierno autoriza la compra del 89% de Tailspin por parte de Norte por 70 millones",
            (
                "El Consejo de Ministros ha autorizado la compra del 89% de Tailspin por parte de Norte por "
                "70 millones de euros."
            ),
            ("Norte", "Tailspin"),
            "agreed",
            70e6,
        ),
        (
            "Woodgrove voert overnamegesprekken met Adatum",
            "Het fonds Woodgrove wil Adatum mogelijk overnemen. Adatum wil niet reageren.",
            ("Woodgrove", "Adatum"),
            "talks",
            None,
        ),
        (
            "Wingtip är till salu",
            "Contoso förvärvar Wingtip.",
            ("Contoso", "Wingtip"),
            "announced",
            None,
        ),
        (
            "Contoso verkauft sein Archivgeschäft an Litware",
            (
                "Der Softwarehersteller Contoso hat seine Archivsparte an Litware verkauft. Der Kaufpreis "
                "beträgt 14 Mio. Euro."
            ),
            ("Contoso", "Litware"),
            "completed",
            14e6,
        ),
        (
            "Verkauf seiner Archivsparte an Litware",
            (
                "Contoso gibt den Verkauf seiner Archivsparte an Litware bekannt. Der Preis wurde nicht "
                "mitgeteilt."
            ),
            ("Litware", "Contoso"),
            "announced",
            None,
        ),
        (
            "Wingtip erwägt Verkauf des Software-Geschäfts für Ladegeräte",
            (
                "Wingtip lotet den Verkauf aus. Das Geschäft hat Litware im Jahr 2006 für 400 Mio. Dollar "
                "gekauft."
            ),
            ("Wingtip",),
            "talks",
            None,
        ),
        (
            "Contoso se vend à Litware",
            "Contoso annonce son rapprochement avec Litware.",
            ("Litware", "Contoso"),
            "announced",
            None,
        ),
        (
            "Contoso compra Tailspin",
            "Il gruppo Contoso acquisterà Tailspin per 27,7 miliardi di dollari.",
            ("Contoso", "Tailspin"),
            "",
            27.7e9,
        ),
        (
            "Proseware avbryter forhandlinger om kjøp av Adatum",
            "Forhandlingene er stoppet, skriver Proseware.",
            ("Proseware", "Adatum"),
            "terminated",
            None,
        ),
        (
            "Leids bedrijf Alpine IT neemt Litware over",
            "Het Leidse bedrijf Alpine IT heeft vrijdag de overname van Litware aangekondigd.",
            ("Alpine IT", "Litware"),
            "announced",
            None,
        ),
        (
            "Contoso sta per annunciare l'acquisizione di Litware",
            "Contoso compra Litware. Lo scorso anno ha staccato un assegno da 15 miliardi di dollari.",
            ("Contoso", "Litware"),
            "announced",
            None,
        ),
    ],
)
def test_parties_in_other_languages(
    title: str, text: str, parties: tuple[str, ...], status: str, value: float | None
) -> None:
    """Nouns, authorities and newspapers are no parties; a price on the exchange is not the deal's."""
    fact = only(CorporateEvent, read(title, text))
    assert fact.parties == parties
    assert (fact.status, fact.value) == (status, value)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Acquisition", "An acquisition is when a company buys most of the shares of another company."),
        ("Übernahme", "Eine Übernahme ist der Prozess, bei dem ein Unternehmen die Kontrolle übernimmt."),
        ("Termination of a merger agreement", "When two companies agree to merge, they negotiate."),
        ("Firmenübernahmen: Wann sind sie sinnvoll?", "Nur jede dritte Firma plant eine Übernahme gut."),
        ("Litware joins the Open Ledger Foundation", "Litware is now a project of the foundation."),
        ("Ein Chip für alle", "Litware bietet einen neuen Chip für 220 Dollar an. Contoso baut Server."),
        ("Glasses for all", "Als Contoso im März 2014 die Übernahme von Litware verkündete, gab es Skepsis."),
    ],
)
def test_explanations_members_and_what_was_before_are_no_deals(title: str, text: str) -> None:
    """A glossary, a guide, a member and the past of a market report nothing."""
    assert not read(title, text).facts


def test_advice_with_a_title_in_capitals_is_no_deal() -> None:
    extraction = read(
        "IT Acquisitions - Determine Your Reason",
        "Acquisitions are often misunderstood. Before you start one, consider why you should do it.",
    )
    assert not extraction.facts


def test_each_heading_of_a_list_is_a_deal() -> None:
    """A weekly list of deals has one below each heading."""
    headings = ("Contoso acquires Litware", "Fabrikam buys Adatum", "Alpine sells its bank unit to Wingtip")
    passages = [Passage("Deals of the week", "line 1", heading=True)]
    for number, heading in enumerate(headings):
        passages.append(Passage(heading, f"line {3 + 4 * number}", heading=True))
        passages.append(Passage("It was announced on 3 May 2027.", f"line {5 + 4 * number}"))
    facts = extract(Document("mergers-acquisitions/w.md", "markdown", passages), "mergers-acquisitions").facts
    assert [fact.parties for fact in facts if isinstance(fact, CorporateEvent)] == [
        ("Contoso", "Litware"),
        ("Fabrikam", "Adatum"),
        ("Alpine", "Wingtip"),
    ]


def test_a_title_alone_tells_and_a_byline_is_none() -> None:
    """A page whose text lies elsewhere still has its title; `By` and the agency are not it."""
    told = only(CorporateEvent, read(title="Contoso to acquire networking leader Litware"))
    assert told.parties == ("Contoso", "Litware")
    passages = [
        Passage("By", "line 1", heading=True),
        Passage("Associated Press", "line 2", heading=True),
        Passage("Contoso is abandoning its attempt to take over Litware.", "line 4"),
    ]
    fact = only(CorporateEvent, extract(Document("m/n.txt", "text", passages), "mergers-acquisitions"))
    assert (fact.parties, fact.status) == (("Contoso", "Litware"), "terminated")


@pytest.mark.parametrize(
    ("title", "text", "event", "parties", "status", "value", "currency"),
    [
        ("Contoso sluker svensk selskap",
         "Contoso har inngått avtale om kjøp av aksjene i Fabrikam Group for 92 millioner norske kroner.",
         "acquisition", ("Contoso", "Fabrikam Group"), "agreed", 92e6, "NOK"),
        ("Contoso säljer finsk verksamhet",
         "Contoso har avyttrat sin finska verksamhet till Fabrikam. Köpeskillingen är 40 miljoner kronor.",
         "divestiture", ("Contoso", "Fabrikam"), "completed", 40e6, "SEK"),
        ("Contoso lägger bud på Fabrikam",
         ("Contoso har lagt ett bud med målet att köpa samtliga aktier i Fabrikam. Contoso betalar 60 kronor "
          "per aktie, vilket ger ett totalvärde på cirka 2,204 miljarder kronor."),
         "acquisition", ("Contoso", "Fabrikam"), "", 2.204e9, "SEK"),
        ("Contoso ostaa ohjelmistotalon",
         "Contoso Group ostaa ohjelmistotalo Fabrikamin osakekannan. Käteisvastike on 2,5 miljoonaa euroa.",
         "acquisition", ("Contoso Group", "Fabrikamin"), "announced", 2.5e6, "EUR"),
        ("Contoso kaupir Fabrikam",
         "Contoso hefur keypt félagið Fabrikam. Söluverðið var 8 milljónir evra.",
         "acquisition", ("Contoso", "Fabrikam"), "completed", 8e6, "EUR"),
    ],
)  # fmt: skip
def test_deals_in_the_languages_of_the_north(
    title: str, text: str, event: str, parties: tuple[str, ...], status: str, value: float, currency: str
) -> None:
    fact = only(CorporateEvent, read(title, text))
    assert (fact.event, fact.parties, fact.status) == (event, parties, status)
    assert (fact.value, fact.currency) == (value, currency)


@pytest.mark.parametrize(
    ("title", "text", "parties", "status"),
    [
        ("Contoso will vielleicht Fabrikam kaufen",
         ("Die Contoso Holding AG steht in fortgeschrittenen Gesprächen über die Akquisition der in Oslo "
          "notierten Fabrikam Group ASA."),
         ("Contoso Holding AG", "Fabrikam Group ASA"), "talks"),
        ("Fabrikam solgt til japansk selskab",
         "Det er den japanske teknologikoncern Contoso, der skal overtage ejerskabet af Fabrikam.",
         ("Contoso", "Fabrikam"), None),
        ("Fabrikam overgenomen",
         "De dienstverlener Fabrikam in Zwolle wordt overgenomen door de Franse partner Contoso.",
         ("Contoso", "Fabrikam"), None),
        ("Contoso się rozwija",
         "W tym roku Contoso, kosztem 20,4 mln zł, nabyło 100 proc. udziałów w Fabrikam.",
         ("Contoso", "Fabrikam"), None),
        ("Contoso adquire a start-up de nanoLED, Fabrikam",
         "A Contoso adquiriu a Fabrikam, uma empresa com cinco anos.",
         ("Contoso", "Fabrikam"), None),
        ("Contoso sikrer kontroll i Fabrikam",
         "Den sveitsiske aktøren Contoso AG har sikret seg kontroll over det norske selskapet Fabrikam ASA.",
         ("Contoso AG", "Fabrikam ASA"), None),
    ],
)  # fmt: skip
def test_verbs_that_stand_around_what_is_bought(
    title: str, text: str, parties: tuple[str, ...], status: str | None
) -> None:
    fact = only(CorporateEvent, read(title, text))
    assert set(fact.parties) == set(parties)
    assert status is None or fact.status == status


def test_the_price_of_another_deal_in_the_same_text_is_not_that_of_the_first() -> None:
    fact = only(
        CorporateEvent,
        read(
            "Le secteur achète",
            "La semaine a commencé avec le rachat de Fabrikam par Contoso.",
            "Il y a ensuite le rachat de Litware par Northwind, une opération de 6,5 milliards de dollars.",
        ),
    )
    assert (fact.parties, fact.value) == (("Contoso", "Fabrikam"), None)


def test_a_deal_of_the_past_over_which_others_quarrel_is_no_news() -> None:
    extraction = read(
        "Contoso pays compensation to Fabrikam for the acquisition of Northwind",
        "Fabrikam paid EUR 50m in 2014 for Northwind and felt cheated by the seller.",
    )
    assert extraction.facts == ()
