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
