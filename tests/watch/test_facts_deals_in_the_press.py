"""Deals as newspapers tell them: what a company is, before its name; other verbs; prices of other offers."""

from __future__ import annotations

import pytest
from watch_facts import only

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.profile import OrganisationProfile


def read(title: str, *texts: str) -> Extraction:
    passages = [Passage(title, "line 1", heading=True)] if title else []
    passages += [Passage(text, f"line {number}") for number, text in enumerate(texts, 3)]
    return extract(Document("mergers-acquisitions/news.txt", "text", passages), "mergers-acquisitions")


@pytest.mark.parametrize(
    ("title", "text", "parties", "status", "value"),
    [
        (
            "L'Américain Fabrikam se porte acquéreur du Français Proseware",
            (
                "L'Américain Fabrikam a annoncé son intention d'acquérir le Français Proseware. L'opération, "
                "au prix de 20 euros par action, valorise Proseware à un peu plus de 300 millions d'euros."
            ),
            {"Fabrikam", "Proseware"},
            None,
            300e6,
        ),
        (
            "Overnamebod op IT-dienstverlener Litware",
            (
                "De IT-dienstverlener Litware heeft een overnamebod ontvangen van een consortium geleid door "
                "investeerder Contoso. Het bod heeft een waarde van 90,5 miljoen euro. Litware had een omzet "
                "van 160 miljoen euro."
            ),
            {"Contoso", "Litware"},
            None,
            90.5e6,
        ),
        (
            "Proseware komt definitief in handen van Contoso",
            (
                "De Nederlandse IT-dienstverlener Proseware komt definitief in handen van Contoso. Het "
                "Franse bedrijf betaalt hiervoor zo'n 75 miljoen euro. Beide partijen praatten."
            ),
            {"Proseware", "Contoso"},
            "completed",
            75e6,
        ),
        (
            "Contoso completa l'acquisizione di Litware",
            "Contoso ha sottoscritto il contratto per l'acquisizione del 100% del capitale di Litware.",
            {"Contoso", "Litware"},
            "completed",
            None,
        ),
        (
            "Contoso and Tailspin in merger talks",
            (
                "Contoso has begun talks with Tailspin about a possible merger. Contoso has long been a "
                "target, with a £900 million takeover offer from Fabrikam falling through in May."
            ),
            {"Contoso", "Tailspin"},
            "talks",
            None,
        ),
    ],
)
def test_companies_and_prices_are_told_from_what_stands_beside_them(
    title: str, text: str, parties: set[str], status: str | None, value: float | None
) -> None:
    fact = only(CorporateEvent, read(title, text))
    assert set(fact.parties) == parties
    assert fact.value == value
    assert status is None or fact.status == status


def test_the_town_before_news_and_words_that_open_a_sentence_are_no_parties() -> None:
    fact = only(
        CorporateEvent,
        read(
            "",
            "UTRECHT (XYZ) - Het Haarlemse softwarebedrijf Litware neemt het Noorse Tailspin over.",
            "Angesichts dessen neemt Litware ook personeel over.",
        ),
    )
    assert set(fact.parties) == {"Litware", "Tailspin"}


def test_a_report_called_fiction_is_denied() -> None:
    read_fact = only(
        CorporateEvent,
        read("Contoso-Litware deal 'total fiction'", "Contoso in talks to buy Litware is fiction."),
    )
    assert (read_fact.event, read_fact.status) == ("none", "denied")


def test_news_that_only_speaks_of_deals_beside_one_company_is_asked_about() -> None:
    extraction = read(
        "",
        "Acquisitions are back, says the consultancy Northwind.",
        "Northwind counts 800 acquisitions. Their customers pay more afterwards.",
    )
    assert extraction.facts == ()
    (question,) = extraction.questions
    assert [candidate.answer for candidate in question.candidates] == ["acquisition", "no deal"]
    assert "Northwind" in question.text


def test_who_authorises_a_deal_takes_no_part_in_it() -> None:
    fact = only(
        CorporateEvent,
        read(
            "La CDEF autoriza la compra de Litware por Contoso",
            "La Comisión (CDEF) ha autorizado la compra del grupo de servicios Litware por parte de Contoso.",
        ),
    )
    assert set(fact.parties) == {"Litware", "Contoso"}


def test_what_a_filing_defines_is_no_company() -> None:
    fact = only(
        CorporateEvent,
        read(
            "",
            'On 7 November 2027, the Company entered into a merger agreement (the "Merger Agreement") with '
            'Fabrikam Corporation ("Fabrikam"). Fabrikam will commence a tender offer (the "Offer") to '
            "acquire all shares.",
        ),
    )
    assert [name.removesuffix(" Corporation") for name in fact.parties] == ["Fabrikam"]


def test_initials_in_brackets_are_spelled_out() -> None:
    fact = only(
        CorporateEvent,
        read(
            "Software purchase",
            "Litware has entered into an agreement with the firm Alpine Growth Group (AGG) under which AGG "
            "will acquire all of Litware in a deal valued at $360m.",
        ),
    )
    assert set(fact.parties) == {"Alpine Growth Group", "Litware"}


def test_a_cancelled_agreement_is_terminated_and_legal_forms_stay_with_their_names() -> None:
    fact = only(
        CorporateEvent,
        read("Contoso, Inc. ha annullato l'accordo definitivo per l'acquisizione di Litware, Inc."),
    )
    assert fact.status == "terminated"
    assert [name.rstrip(".") for name in fact.parties] == ["Contoso, Inc", "Litware, Inc"]


def test_a_name_within_another_is_a_party_of_its_own() -> None:
    fact = only(
        CorporateEvent,
        read("Orbit adquiere el control total de MasOrbit", "La operación se cerrará en 2027."),
    )
    assert set(fact.parties) == {"Orbit", "MasOrbit"}


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Takeovers of companies (M&A)",
            "L’acquisition d’entreprise est une transaction par laquelle une entreprise est transférée.",
            "Une fusion-acquisition (M&A) est une transaction par laquelle une entreprise fusionne.",
        ),
        (
            "Press release template",
            "{ACQUIRER_NAME} acquires {TARGET_NAME} to add {STRENGTH}",
            "{CITY}, {MONTH} {DAY}, {YEAR} - {ACQUIRER_NAME} today announced it has acquired {TARGET_NAME}.",
        ),
    ],
)
def test_what_a_takeover_is_and_a_form_for_its_news_are_no_deal(texts: tuple[str, ...]) -> None:
    assert read(*texts).facts == ()


def test_who_files_is_the_company_and_what_it_bought_is_the_party() -> None:
    fact = only(
        CorporateEvent,
        read(
            "ACQUISITIONS",
            "Pursuant to the terms of the agreement, the Company purchased 100% of Litware's capital stock "
            "for an aggregate purchase price of $4.9 million.",
        ),
    )
    assert (fact.event, fact.parties, fact.value) == ("acquisition", ("Litware",), 4_900_000)


def test_the_agency_and_the_town_before_the_news_are_no_parties() -> None:
    fact = only(
        CorporateEvent,
        read(
            "DARMSTADT (dpa-AFX) - Le rachat de Litware par Fabrikam est annoncé pour deux milliards.",
            "Fabrikam rachète Litware.",
        ),
    )
    assert set(fact.parties) == {"Litware", "Fabrikam"}


@pytest.mark.parametrize(
    ("title", "text", "parties", "status"),
    [
        ("Contoso to sell a unit",
         ("Contoso (NYSE: CON), one of the most diversified makers of boxes, today announced it has signed "
          "an agreement to sell its packaging business to Fabrikam Holdings for $120 million in cash."),
         ("Contoso", "Fabrikam Holdings"), "agreed"),
        ("News for our customers",
         "Contoso has acquired Fabrikam. Fabrikam Field will become part of Contoso.",
         ("Contoso", "Fabrikam"), "completed"),
        ("Contoso acquires Fabrikam's services business",
         "HELSINKI: Contoso Plc has signed an agreement to acquire Fabrikam Oy's services business.",
         ("Contoso Plc", "Fabrikam Oy"), "agreed"),
        ("Contoso buys Fabrikam Partners",
         "Along with preliminary results, Contoso announced that it has acquired Fabrikam Partners.",
         ("Contoso", "Fabrikam Partners"), "completed"),
    ],
)  # fmt: skip
def test_who_acts_and_how_far_a_deal_is(title: str, text: str, parties: tuple[str, ...], status: str) -> None:
    """A long apposition, a dateline, a product with a party's name, and other news beside the deal."""
    fact = only(CorporateEvent, read(title, text))
    assert (fact.parties, fact.status) == (parties, status)


def test_nouns_of_a_deal_beside_a_company_are_asked_about_and_guides_are_not() -> None:
    asked = read("Software makers in autumn", "Contoso is reportedly a takeover target of larger rivals.")
    assert not asked.facts
    (question,) = asked.questions
    assert "Contoso" in question.text
    assert [candidate.answer for candidate in question.candidates] == ["acquisition", "no deal"]
    guide = read(
        "Tech Joint Ventures",
        "Joint ventures are a common way for companies in the Contoso Sector to develop new products.",
    )
    assert (guide.facts, guide.questions) == ((), ())


def test_nouns_of_a_deal_beside_a_vendor_of_ours_are_asked_about() -> None:
    context = ExtractionContext(profile=OrganisationProfile(vendors=("Contoso",)))
    passages = [
        Passage("What an exit of the founders may mean", "line 1", heading=True),
        Passage("A sale of Contoso's database unit is what analysts call a matter of time.", "line 3"),
    ]
    document = Document("mergers-acquisitions/news.txt", "text", passages)
    extraction = extract(document, "mergers-acquisitions", context)
    assert extraction.facts == ()
    assert [question.text for question in extraction.questions] == [
        "Does this news report a deal of Contoso?"
    ]


@pytest.mark.parametrize(
    ("title", "text", "parties", "status", "value"),
    [
        ("Contoso makes IT services acquisition",
         "The acquisition of Fabrikam Data will treble what Contoso can offer.",
         ("Contoso", "Fabrikam Data"), None, None),
        ("Turnover nears £100m after Fabrikam buy",
         "Contoso has completed its largest deal with the acquisition of IT service provider Fabrikam.",
         ("Contoso", "Fabrikam"), "completed", None),
        ("Contoso übernimmt Managed Service Provider Fabrikam",
         "Contoso darf Fabrikam für 402 Millionen Pfund (567,4 Millionen Euro) übernehmen.",
         ("Contoso", "Fabrikam"), None, 402e6),
    ],
)  # fmt: skip
def test_titles_that_name_the_buyer_or_say_what_is_bought(
    title: str, text: str, parties: tuple[str, ...], status: str | None, value: float | None
) -> None:
    fact = only(CorporateEvent, read(title, text))
    assert fact.parties == parties
    assert status is None or fact.status == status
    assert fact.value == value
