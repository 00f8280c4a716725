"""Titles, values and days of calls and tenders as forms state them; savings and ideas."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Document, Passage
from smits_watch.documents.text.plain_text import read_markdown
from smits_watch.facts import extract


def offers(text: str) -> list[tuple[str, float | None, str]]:
    """Title, value and day of each."""
    passages, tables = read_markdown(text)
    facts = extract(Document("opportunities/a.md", "markdown", passages, tables), "opportunities").facts
    return [(f.title, f.value, str(f.decide_by or "")) for f in facts if isinstance(f, Opportunity)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "# RFP 2027-0042\n\nThe county requests proposals for a new payroll system.\n\n"
                "Proposals are due on June 18, 2027. The budget is $350,000.\n"
            ),
            ("RFP 2027-0042: a new payroll system", 350_000, "2027-06-18"),
        ),
        (
            "Tender notice\n\nBID NO: AB/2027/14\n\nSupply of 400 notebooks\n\nClosing date: 9 July 2027\n",
            ("Tender notice: Supply of 400 notebooks", None, "2027-07-09"),
        ),
        (
            (
                "Anuncio de licitación\n\nObjeto : Mantenimiento de la red\nPresupuesto: 215.000,00 euros\n"
                "Fecha límite de presentación de ofertas: 05/07/2027\n"
            ),
            ("Anuncio de licitación: Mantenimiento de la red", 215_000, "2027-07-05"),
        ),
        (
            (
                "Bando di gara\n\nOggetto: Gestione documentale\nImporto a base di gara: € 340.000,00\n"
                "Termine per la presentazione delle offerte: 30/06/2027\n"
            ),
            ("Bando di gara: Gestione documentale", 340_000, "2027-06-30"),
        ),
        (
            "# Invitation to tender: Hosting\n\nThe deadline is extended from 3 May 2027 to 24 May 2027.\n",
            ("Invitation to tender: Hosting", None, "2027-05-24"),
        ),
    ],
)
def test_what_is_wanted_is_the_title_and_a_number_is_none(
    text: str, expected: tuple[str, float | None, str]
) -> None:
    """The kind of notice, its number and the old deadline say less than what stands beside them."""
    assert offers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("# Open call: green data centres\n\nThe call is open from 1 May to 31 July 2027.\n", "2027-07-31"),
        (
            "# Avviso pubblico: Reti\n\nLe domande vanno presentate dal 3 maggio al 30 giugno 2027.\n",
            "2027-06-30",
        ),
    ],
)
def test_a_call_is_due_on_the_last_day_on_which_it_is_open(text: str, day: str) -> None:
    """A span of days instead of a deadline."""
    assert [offer[2] for offer in offers(text)] == [day]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Business case: Robots\n\nCosts: EUR 90,000. Benefit: EUR 210,000.\n\nDecide by 1 June 2027\n",
            (210_000, "2027-06-01"),
        ),
        (
            "# Vorschlag: Drucker\n\nWir sparen 45.000 Euro. Bitte bis 30. April 2027 entscheiden.\n",
            (45_000, "2027-04-30"),
        ),
        (
            "# Special offer on your renewal\n\nSign before 31 March 2027, which saves you USD 54,000.\n",
            (54_000, "2027-03-31"),
        ),
    ],
)
def test_the_value_of_an_idea_is_what_it_brings(text: str, expected: tuple[float, str]) -> None:
    """Its costs are none; the day is the one of the decision."""
    ((_, value, day),) = offers(text)
    assert (value, day) == expected


def test_each_idea_of_a_list_is_an_opportunity() -> None:
    """The large one is not lost among the small."""
    assert offers(
        "# Ideas for savings 2027\n\n1. Unused licences - saves EUR 35,000 a year\n"
        "2. Mobile contract - saves EUR 600,000 over three years\n3. Better coffee\n"
    ) == [("Unused licences", 35_000, ""), ("Mobile contract", 600_000, "")]


@pytest.mark.parametrize(
    "text",
    [
        "# S5 - Issue invitation to tender\n\nPrepare the tender documents.\n",
        "# Répondre efficacement à un appel à projets\n\nEn 2023, ils dépassent 800 millions d'euros.\n",
        "# Viewing tenders\n\n- Title: The name of the tender and what it involves.\n",
        "# Ayudas para la digitalización\n\nEstado: Cerrada\n\nEl importe es de hasta 12.000 euros.\n",
        "# Proposal for a new regulation\n\nIt would apply from 1 June 2027.\n",
    ],
)
def test_advice_steps_and_proposals_without_gain_offer_nothing(text: str) -> None:
    """They speak of tenders and proposals only."""
    assert offers(text) == []


def test_an_idea_by_mail() -> None:
    """The subject says that it is one."""
    document = Document(
        "opportunities/a.eml",
        "mail",
        [Passage("If we merge the two service desks we save about EUR 180,000 a year.", "line 5")],
        metadata={"subject": "Idea: merge the service desks", "from": "tim@example.org"},
    )
    (fact,) = extract(document, "opportunities").facts
    assert isinstance(fact, Opportunity)
    assert (fact.value, fact.currency) == (180_000, "EUR")
