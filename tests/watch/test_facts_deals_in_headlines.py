"""Headlines as papers print them: a deal, who takes part, what became of it, and what is none."""

from __future__ import annotations

import pytest
from watch_facts import only

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract

BUYS = ("Fabrikam", "Norvell")


def read(*texts: str) -> Extraction:
    """What news with a headline says."""
    passages = [Passage(text, f"line {number}") for number, text in enumerate(texts, 1)]
    return extract(Document("mergers-acquisitions/a.md", "markdown", passages), "mergers-acquisitions")


@pytest.mark.parametrize(
    "headline",
    [
        "Fabrikam to acquire Contoso specialist Norvell to strengthen its AI",
        "Fabrikam signs an agreement to acquire Contoso Cloud-focused consultancy Norvell",
        "Fabrikam wants to buy Norvell",
        "Fabrikam closes $28 billion Norvell deal",
        "Fabrikam completes Norvell acquisition",
        "Norvell goes to Fabrikam for $2.1 billion",
        "Norvell is now part of Fabrikam",
        "Norvell wird Teil von Fabrikam",
        "Norvell gehört jetzt zu Fabrikam",
        "Fabrikam bietet 300 Millionen Euro für Norvell",
        "Fabrikam schluckt Konkurrenten Norvell",
        "Fabrikam übernimmt zum 1. Januar alle Anteile an Norvell",
        "Fabrikam veut racheter Norvell",
        "Fabrikam s'empare du britannique Norvell",
        "Norvell passe dans le giron de Fabrikam",
        "Fabrikam quiere comprar Norvell",
        "Fabrikam vuole comprare Norvell",
        "Norvell entra a far parte di Fabrikam",
        "Fabrikam quer comprar a Norvell",
        "Fabrikam chce kupić Norvell",
        "Norvell wordt onderdeel van Fabrikam",
        "Fabrikam vill köpa Norvell",
        "Fabrikam gir bud på Norvell",
        "Fabrikam har fremsat et købstilbud på 100 pct. af aktierne i Norvell",
        "Fabrikam's £1.2bn bid for Norvell cleared by CMA",
        "Norvell board recommends Fabrikam offer of 310p per share",
        "Norvell agrees £2.1bn sale to Fabrikam",
        "Fabrikam walks away from Norvell bid",
        "Fabrikam raises stake in Norvell to 75%, launches mandatory offer",
        "Fabrikam expands German footprint with Norvell buy",
        "Fabrikam brings Norvell into the fold",
        "Norvell is now a Fabrikam company",
        "Fabrikam stockt bei Norvell auf und übernimmt die Mehrheit",
        "Fabrikam hält künftig 80 Prozent an Norvell",
        "Fabrikam baut Geschäft mit Zukauf von Norvell aus",
        "Fabrikam renonce à racheter Norvell",
        "Fabrikam pourrait mettre la main sur l'indien Norvell",
        "Norvell passe sous pavillon Fabrikam",
        "La CNMC autoriza la compra de Norvell por Fabrikam",
        "Fabrikam toma el 60% de Norvell",
        "Norvell comprada pela Fabrikam",
        "UOKiK zgodził się na przejęcie Norvell przez Fabrikam",
        "Fabrikam kupił 100 proc. udziałów w Norvell",
        "Norvell welcomes sweetened takeover offer from Fabrikam",
        "Fabrikam wins battle for Norvell",
        "Fabrikam to pay $90m for Norvell",
        "Fabrikam entra in Norvell con il 51%",
    ],
)
def test_whoever_buys_stands_first_however_a_paper_puts_it(headline: str) -> None:
    """Wishes and offers are deals too; what a company does, before its name, is no party."""
    event = only(CorporateEvent, read(headline))
    assert event.event == "acquisition"
    assert event.parties == BUYS
    assert event.status != "denied"


@pytest.mark.parametrize(
    ("headline", "status"),
    [
        ("Fabrikam zieht Angebot für Norvell zurück", "terminated"),
        ("Fabrikam trekt bod op Norvell in", "terminated"),
        ("Fabrikam retire son offre sur Norvell", "terminated"),
        ("Fabrikam will not buy Norvell", "denied"),
        ("Fabrikam übernimmt Norvell nicht", "denied"),
        ("Fabrikam proposes to buy Norvell", "announced"),
    ],
)
def test_a_deal_that_is_off_or_only_wanted_is_no_agreed_one(headline: str, status: str) -> None:
    assert only(CorporateEvent, read(headline)).status == status


@pytest.mark.parametrize(
    "headline",
    ["Fabrikam kauft 200 Lizenzen von Norvell", "Fabrikam compra 50 autobuses a Norvell"],
)
def test_whoever_sells_goods_is_not_bought(headline: str) -> None:
    assert read(headline).facts == ()


@pytest.mark.parametrize(
    ("headline", "parties"),
    [
        ("Fabrikam-Gruppe übernimmt Norvell", ("Fabrikam-Gruppe", "Norvell")),
        ("Medien-Gruppe Fabrikam übernimmt Norvell", BUYS),
        ("Fabrikam compra Grupo Norvell por 45 millones", ("Fabrikam", "Grupo Norvell")),
        ("Leeds-based Fabrikam acquires Norvell", BUYS),
        ("Fabrikam acquires ITS Norvell Services", ("Fabrikam", "ITS Norvell Services")),
        ("Kartellamt prüft Einstieg von Fabrikam bei Norvell", ("Norvell", "Fabrikam")),
        ("Norvell-Übernahme: Fabrikam erhöht Gebot", ("Norvell", "Fabrikam")),
        ("F&B acquires Norvell", ("F&B", "Norvell")),
        ("Just Fabrikam acquires Norvell", ("Just Fabrikam", "Norvell")),
    ],
)
def test_a_group_is_a_name_and_a_field_of_business_is_none(headline: str, parties: tuple[str, ...]) -> None:
    assert only(CorporateEvent, read(headline)).parties == parties


@pytest.mark.parametrize(
    "headline",
    [
        "Fabrikam puts payments arm up for sale",
        "Fabrikam weighs options for hosting division including sale",
        "Fabrikam stößt Druckersparte ab - Konkurrenten bieten",
        "Fabrikam cede il ramo cloud",
    ],
)
def test_a_part_that_is_up_for_sale_is_a_divestiture(headline: str) -> None:
    event = only(CorporateEvent, read(headline))
    assert (event.event, event.parties) == ("divestiture", ("Fabrikam",))


@pytest.mark.parametrize(
    "texts",
    [
        ("Fabrikam übernimmt Betrieb der Server von Norvell",),
        ("Fabrikam takes over management of Norvell servers",),
        ("Fabrikam lance un programme de rachat d'actions",),
        ("Five lessons from failed mergers",),
        ("Fabrikam buys naming rights to Norvell arena",),
        ("Fabrikam pays $2m for breach of Norvell contract",),
        ("Fabrikam wins battle for Norvell contract",),
        ("Fabrikam gibt Garantie ab",),
        ("Fabrikam holt Norvell-Manager an Bord",),
        ("Fabrikam integrated into Norvell marketplace",),
        ("Fabrikam expands data centre with Norvell servers",),
        (
            "Wieder mehr Übernahmen",
            "Die Zahl der Übernahmen in der Branche steigt. Fabrikam und Norvell kaufen zu.",
        ),
    ],
)
def test_running_something_and_buying_own_shares_are_no_deals(texts: tuple[str, ...]) -> None:
    extraction = read(*texts)
    assert not extraction.facts
    assert not extraction.questions


def test_two_companies_beside_a_bid_in_an_unknown_phrase_are_asked_about() -> None:
    (question,) = read("Fabrikam snubbed as Norvell rebuffs third approach").questions
    facts = question.candidates[0].facts
    assert [fact.parties for fact in facts if isinstance(fact, CorporateEvent)] == [BUYS]


def test_a_welcome_names_both_companies_of_the_purchase_below() -> None:
    event = only(
        CorporateEvent,
        read("Welcome to Fabrikam, Norvell!", "Today we announce that Fabrikam has acquired Norvell."),
    )
    assert event.parties == BUYS


def test_a_german_noun_that_occurs_once_is_no_party_without_a_question() -> None:
    extraction = read(
        "Verwirrspiel um Übernahmeversuch",
        "Nach dem Vorstoss zur Übernahme des Spezialisten herrscht Rätselraten unter den Aktionären.",
        "Die Verwirrung ist groß, denn die Verträge sind nicht bekannt und das Angebot ist vage.",
        "Der Vorstand wird sich zur Übernahme äußern, sagte die Sprecherin am Abend.",
    )
    assert not any(
        "Rätselraten" in fact.parties for fact in extraction.facts if isinstance(fact, CorporateEvent)
    )
