"""Deals: who with whom, how far, for how much; and the news that only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.mergers_acquisitions.clauses import clauses_in
from smits_watch.facts.profile import OrganisationProfile


def read(title: str, *texts: str, name: str = "Acme", **metadata: str) -> Extraction:
    passages = [Passage(title, "line 1", heading=True)]
    passages += [Passage(text, f"line {number}") for number, text in enumerate(texts, 3)]
    document = Document("mergers-acquisitions/news.md", "markdown", passages, metadata=metadata)
    return extract(
        document, "mergers-acquisitions", ExtractionContext(profile=OrganisationProfile(name=name))
    )


def deal(title: str, *texts: str, **metadata: str) -> CorporateEvent:
    (fact,) = read(title, *texts, **metadata).facts
    assert isinstance(fact, CorporateEvent)
    return fact


@pytest.mark.parametrize(
    ("title", "event", "parties", "status"),
    [
        ("Contoso acquires Fabrikam", "acquisition", ("Contoso", "Fabrikam"), "announced"),
        (
            "Contoso Inc. has acquired Fabrikam Ltd.",
            "acquisition",
            ("Contoso Inc", "Fabrikam Ltd"),
            "completed",
        ),
        ("Litware to be acquired by Tailspin Toys", "acquisition", ("Tailspin Toys", "Litware"), "agreed"),
        (
            "Northwind übernimmt Litware für 20 Mio. Euro",
            "acquisition",
            ("Northwind", "Litware"),
            "announced",
        ),
        ("Alpine rachète Proseware", "acquisition", ("Alpine", "Proseware"), "announced"),
        ("Tailspin takes majority stake in Litware", "acquisition", ("Tailspin", "Litware"), ""),
        ("Wingtip and Adatum to merge", "merger", ("Wingtip", "Adatum"), "agreed"),
        ("Fusion von Alpine und Litware geplatzt", "merger", ("Alpine", "Litware"), "terminated"),
        ("Contoso sells its payments unit to Fabrikam", "divestiture", ("Contoso", "Fabrikam"), "announced"),
        ("Wingtip and Adatum to form joint venture", "joint-venture", ("Wingtip", "Adatum"), "agreed"),
        ("Contoso to spin off its printer business", "spin-off", ("Contoso",), ""),
        ("Contoso in advanced talks to buy Fabrikam", "acquisition", ("Contoso", "Fabrikam"), "talks"),
        ("Contoso and Fabrikam end merger talks", "merger", ("Contoso", "Fabrikam"), "terminated"),
    ],
)
def test_who_does_what_with_whom(title: str, event: str, parties: tuple[str, ...], status: str) -> None:
    """Companies need no legal form; who buys stands first; talks are no agreement."""
    told = deal(title, "More is told below.")
    assert (told.event, told.parties) == (event, parties)
    assert told.status == status


@pytest.mark.parametrize(
    ("title", "text", "event"),
    [
        ("Contoso sells unit", "Contoso Corp completed the sale of its printing subsidiary.", "divestiture"),
        ("Two utilities to merge", "The boards approved the merger of both companies.", "merger"),
        ("New venture", "Both formed a joint venture. The joint venture will build cables.", "joint-venture"),
    ],
)
def test_a_deal_is_told_even_where_companies_are_not_named(title: str, text: str, event: str) -> None:
    """Nouns of deals, told again and again, are enough."""
    assert deal(title, text).event == event


def test_names_in_full_and_the_value() -> None:
    """The text has the legal forms and the money."""
    told = deal("Northwind to acquire Fabrikam", "Northwind Inc will acquire Fabrikam Ltd for $ 1.2 billion.")
    assert told.parties == ("Northwind Inc", "Fabrikam Ltd")
    assert (told.value, told.currency) == (1.2e9, "USD")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Quarterly results", "Profit rose by 5 percent on higher sales."),
        ("Central bank keeps rates", "The bank sees inflation at 2 percent."),
        (
            "Tailspin raises 100 million dollars",
            "Northwind leads a funding round. Tailspin acquired Litware in 2019.",
        ),
        ("Customer Acquisition in Practice", "How we win new customers for our web shop."),
        ("Contoso to buy gas from Fabrikam for five years", "It is a supply contract, the company said."),
        ("Acme opens a new office in Lisbon", "The office merges two former teams."),
        (
            "Northwind raises its stake in Acme to 5.1 percent",
            "It has to tell of voting rights above 5 percent.",
        ),
        ("Contoso acquires land in Ohio", "A warehouse will be built."),
        ("Contoso partners with Fabrikam", "Both will work together on backups."),
        ("Contoso appoints a new chief executive", "She led the merger of two banks before."),
        ("Business acquisition", "We offer loans from $1 million for business acquisition."),
    ],
)
def test_what_is_no_deal(title: str, text: str) -> None:
    """Money, goods, customers, offices, jobs and land are no companies."""
    extraction = read(title, text)
    assert (extraction.facts, extraction.questions) == ((), ())
    assert extraction.nothing_stated


def test_a_denial_of_the_deal_and_one_of_something_else() -> None:
    """What is denied matters: the rumour, or that the deal does harm."""
    takeover = deal("Northwind denies takeover", "Northwind Inc denied that it will acquire Fabrikam Ltd.")
    assert (takeover.event, takeover.status) == ("none", "denied")
    rumour = deal("Contoso denies reports that it is in talks to buy Fabrikam", "There is no truth in them.")
    assert (rumour.event, rumour.status) == ("none", "denied")
    harm = deal(
        "Contoso and Fabrikam defend their merger against a lawsuit",
        "Contoso and Fabrikam denied that their $14 billion merger would hurt competition. Contoso agreed in "
        "January to buy Fabrikam.",
    )
    assert harm.event == "merger"
    assert harm.status == "agreed"
    assert (harm.value, harm.currency) == (14e9, "USD")


def test_another_deal_of_an_earlier_year_is_only_mentioned() -> None:
    """Its value and its end are not those of today's talks."""
    told = deal(
        "Contoso in talks to buy Fabrikam, sources say",
        "No agreement is signed.",
        "In 2023 Contoso completed the purchase of Litware for $3 billion.",
    )
    assert (told.status, told.value, told.parties) == ("talks", None, ("Contoso", "Fabrikam"))


def test_the_own_merger_names_both() -> None:
    """A title with one name is completed by the text; the day is that of the letter."""
    told = deal(
        "Confidential: merger with Northwind",
        "Dear all,",
        "the boards of Acme and Northwind Logistics have agreed to merge.",
        date="2027-01-04",
    )
    assert told.event == "merger"
    assert set(told.parties) == {"Acme", "Northwind Logistics"}
    assert told.date == dt.date(2027, 1, 4)


def test_an_unclear_deal_of_the_own_company_is_asked_about() -> None:
    """What may be critical for the organisation itself is never passed over in silence."""
    (question,) = read("News of the week", "Everybody speaks of a takeover, also at Acme.").questions
    assert question.topic == "message"
    assert question.candidates[0].answer == "acquisition"


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Norvik Werke und Ostrau Stahl unterzeichnen Fusionsvertrag.", ("Norvik Werke", "Ostrau Stahl")),
        ("Norvik Werke wird Teil der Halden Group.", ("Halden Group", "Norvik Werke")),
        (
            "The Secretary of State approved the merger of Upper Eden Council and Nether Eden Council.",
            ("Upper Eden Council", "Nether Eden Council"),
        ),
    ],
)
def test_contracts_parts_of_groups_and_councils_are_told(text: str, parties: tuple[str, ...]) -> None:
    """Who signs, approves or announces a deal is no party to it."""
    assert tuple(company.name for company in clauses_in(text)[0].parties) == parties


def test_the_purchase_of_all_shares_is_an_acquisition() -> None:
    """The board writes to all staff, below a greeting."""
    found = deal(
        "Norvik Werke wird Teil der Halden Group",
        "Liebe Kolleginnen und Kollegen,",
        "die Halden Group hat einen Vertrag zum Erwerb von 100 % der Anteile an Norvik Werke unterzeichnet.",
    )
    assert (found.event, found.parties) == ("acquisition", ("Halden Group", "Norvik Werke"))


@pytest.mark.parametrize(
    "title",
    [
        "Idea: merge our two service desks",
        "Fusion unserer beiden Teams",
        "Contoso: Datenübernahme ab Juli möglich",
    ],
)
def test_teams_that_are_merged_within_a_house_are_no_deal(title: str) -> None:
    extraction = read(title, "I think we should merge our two service desks. Users call twice.", "Ruth")
    assert (extraction.facts, extraction.questions) == ((), ())
