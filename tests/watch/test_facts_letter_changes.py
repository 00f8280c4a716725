"""Letters that move, cancel or limit an end, in many languages; contracts and prices that are no ends."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile, ProfileProduct

OURS = OrganisationProfile(
    products=(
        ProfileProduct(product="Northwind Ledger", vendor="Northwind", version="12"),
        ProfileProduct(product="Tarn 10", vendor="Bramble", version="22H2"),
    ),
    vendors=("Northwind", "Bramble"),
)


def letter(subject: str, *texts: str) -> Extraction:
    metadata = {"from": "Northwind Care <care@northwind.example>", "date": "2027-01-12", "subject": subject}
    passages = [Passage(text, f"body line {number}") for number, text in enumerate(texts, 1)]
    document = Document("vendor-notices/letter.eml", "eml", passages, metadata=metadata)
    return extract(document, "vendor-notices", ExtractionContext(profile=OURS))


def told(extraction: Extraction) -> list[tuple[str, str, str]]:
    return [
        (fact.product, fact.notice, str(fact.effective_date or ""))
        for fact in extraction.facts
        if isinstance(fact, VendorNotice)
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "We postpone the end of support for Ledger 12 from 31 March 2027 to 30 September 2027.",
            "2027-09-30",
        ),
        (
            "Das Supportende von Ledger 12 wird vom 31. März 2027 auf den 30. September 2027 verschoben.",
            "2027-09-30",
        ),
        (
            "Contrary to our notice of 3 May 2026, support for Ledger 12 will end on 31 August 2027.",
            "2027-08-31",
        ),
        (
            "Support for Ledger 12 will already end on 31 August 2027 instead of 31 December 2028.",
            "2027-08-31",
        ),
    ],
)
def test_the_new_day_of_two_counts(text: str, day: str) -> None:
    assert told(letter("Ledger 12", text)) == [("Northwind Ledger", "end-of-support", day)]


@pytest.mark.parametrize(
    "text",
    [
        "The retirement of Ledger 12 announced for 30 June 2027 has been cancelled.",
        "Our letter of 2 December 2026 on the end of support of Ledger 12 is withdrawn.",
        "Die Abkündigung von Ledger 12 zum 30. Juni 2027 haben wir zurückgenommen.",
    ],
)
def test_what_is_called_off_is_asked_and_no_end(text: str) -> None:
    """Nobody can tell what a letter that takes another back leaves; a person is asked."""
    extraction = letter("Ledger 12", text)
    assert told(extraction) == []
    assert [question.topic for question in extraction.questions] == ["message"]


def test_an_edition_that_is_not_affected_does_not_move_the_end_of_the_others() -> None:
    extraction = letter(
        "End of support for Tarn 10",
        "Tarn 10 Home and Pro reach end of support on October 14, 2027. Tarn 10 Enterprise LTSC "
        "2021 is not affected and "
        "is supported until January 12, 2032.",
    )
    assert told(extraction) == [("Tarn 10", "end-of-support", "2027-10-14")]


@pytest.mark.parametrize(
    "text",
    [
        "Wir stellen die Wartung von Ledger 12 zum 30.06.2027 ein.",
        "Am 30. Juni 2027 endet die erweiterte Unterstützung für Ledger 12.",
        "Wir informieren Sie, dass die Standardwartung für Ledger 12 am 30. Juni 2027 ausläuft.",
        "Nous vous informons que la maintenance de Ledger 12 prendra fin le 30 juin 2027.",
        "Support for Ledger 12 ophører den 30. juni 2027.",
        "Supporten för Ledger 12 upphör den 30 juni 2027.",
        "Podpora produktu Ledger 12 končí 30. června 2027.",
    ],
)
def test_an_end_of_support_in_other_words(text: str) -> None:
    assert told(letter("Ledger 12", text)) == [("Northwind Ledger", "end-of-support", "2027-06-30")]


def test_a_contract_that_expires_is_a_renewal_and_no_end_of_support() -> None:
    extraction = letter("Your contract", "Your support contract for Ledger 12 expires on 31 March 2027.")
    assert told(extraction) == [("Northwind Ledger", "renewal", "2027-03-31")]


def test_a_noun_in_german_is_no_product() -> None:
    """`Nutzer` has a capital letter, as all nouns have; taken for a product, it lost the day."""
    extraction = letter(
        "Preisanpassung Northwind Ledger",
        "Der Preis pro Nutzer und Monat steigt zum 01.04.2027 von 25,00 € auf 28,00 €.",
    )
    (fact,) = (fact for fact in extraction.facts if isinstance(fact, VendorNotice))
    assert (fact.product, fact.price_change_pct) == ("Northwind Ledger", 12)
    assert fact.effective_date == dt.date(2027, 4, 1)


def test_a_price_that_may_rise_needs_a_figure() -> None:
    """Terms of every vendor say that prices may change."""
    capped = letter("Ledger renewal", "At renewal on 1 May 2027 prices for Ledger may increase by up to 7 %.")
    assert told(capped) == [("Northwind Ledger", "price-change", "2027-05-01")]
    assert told(letter("Ledger terms", "Prices for Ledger may change. Our terms apply.")) == []


def test_the_end_of_the_successor_is_not_the_product_s() -> None:
    extraction = letter(
        "Ledger 12 end of life",
        "Ledger 12 reached end of life. Move to Ledger 14, which is supported until April 30, 2029.",
    )
    assert told(extraction) == [("Northwind Ledger", "end-of-life", "")]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Fees for Ledger are indexed by 6 % as of 1 March 2027.", 6),
        ("El precio de Ledger subirá un 6 % a partir del 1 de marzo de 2027.", 6),
        ("Il prezzo di Ledger aumenterà del 6 % dal 1 marzo 2027.", 6),
        ("De prijs van Ledger stijgt per 1 maart 2027 met 6 %.", 6),
    ],
)
def test_a_price_that_rises_in_other_words(text: str, percent: float) -> None:
    extraction = letter("Ledger", text)
    (fact,) = (fact for fact in extraction.facts if isinstance(fact, VendorNotice))
    assert (fact.notice, fact.price_change_pct, fact.effective_date) == (
        "price-change",
        percent,
        dt.date(2027, 3, 1),
    )


def test_a_table_that_blanks_draw_in_a_mail_is_a_table() -> None:
    """Read as prose, each date was given to the wrong end."""
    extraction = letter(
        "Lifecycle overview",
        "Product              End of sale     End of support\n"
        "Northwind Ledger 12  2022-12-31      2028-01-12\n"
        "Northwind Ledger 13  2027-12-31      2032-01-09",
    )
    ends = [
        (f.vendor, f.version, str(f.effective_date))
        for f in extraction.facts
        if isinstance(f, VendorNotice) and f.notice == "end-of-support"
    ]
    assert ends == [("Northwind", "12", "2028-01-12"), ("Northwind", "13", "2032-01-09")]


def test_no_patch_is_available_means_none() -> None:
    extraction = letter("Advisory", "CVE-2027-3333 (CVSS 8.1) affects Ledger 12. No patch is available yet.")
    (fact,) = (fact for fact in extraction.facts if isinstance(fact, VendorNotice))
    assert fact.fix_available is False


def test_the_day_of_a_meeting_is_no_end() -> None:
    extraction = letter(
        "Meeting", "Let us meet on 3 February 2027 to talk about the end of support of Ledger 12."
    )
    assert told(extraction) == [("Northwind Ledger", "end-of-support", "")]


def test_instead_of_does_not_take_the_day() -> None:
    extraction = letter(
        "Lizenzumstellung",
        "Ab dem 1. Juni 2027 wird Ledger nach Mitarbeitern statt nach Prozessoren lizenziert.",
    )
    assert told(extraction) == [("Northwind Ledger", "licence-change", "2027-06-01")]


def test_the_extended_end_counts_beside_a_mainstream_one() -> None:
    extraction = letter(
        "Ledger 12 lifecycle",
        "End of mainstream support: 11 Jan 2027",
        "End of extended support: 12 Jan 2029",
    )
    assert told(extraction) == [("Northwind Ledger", "end-of-support", "2029-01-12")]


def test_what_another_company_retired_is_no_end_of_ours() -> None:
    extraction = letter(
        "How Fabrikam saved 30 % with Ledger", "Fabrikam retired its old ERP in 2025 and moved to Ledger."
    )
    assert told(extraction) == []


@pytest.mark.parametrize(
    "text",
    [
        "Northwind dejará de dar soporte a Ledger 12 el 12 de enero de 2028.",
        "O Ledger 12 será descontinuado em 12 de janeiro de 2028.",
    ],
)
def test_ends_in_spanish_and_portuguese(text: str) -> None:
    assert [line[2] for line in told(letter("Ledger 12", text))] == ["2028-01-12"]


def test_support_that_is_extended_ends_on_the_new_day() -> None:
    found = letter(
        "Ledger 12",
        "We have extended support for Ledger 12.",
        "It was due to end on 30 June 2027 and will now end on 30 June 2028.",
    )
    assert told(found) == [("Northwind Ledger", "end-of-support", "2028-06-30")]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("The annual charge for Northwind Ledger will increase by 11.5% from 1 April 2027.", 11.5),
        ("Le tarif de Northwind Ledger augmentera de 6,5 % à compter du 1er avril 2027.", 6.5),
        ("Wir erhöhen die Wartungsgebühren für Northwind Ledger zum 1. April 2027 um 8,0 %.", 8.0),
    ],
)
def test_charges_tariffs_and_fees_are_prices(text: str, change: float) -> None:
    (fact,) = (fact for fact in letter("Your contract", text).facts if isinstance(fact, VendorNotice))
    assert (fact.notice, fact.product, fact.price_change_pct) == ("price-change", "Northwind Ledger", change)


@pytest.mark.parametrize(
    ("texts", "products"),
    [
        (("Halden Corp. has acquired Northwind. Your contract continues.",), ["Northwind Ledger"]),
        (("Halden Corp. acquires Bramble, the maker of Tarn 10.",), ["Tarn 10"]),
        (("Northwind has acquired Halden Corp. to extend its team.",), []),
        (("Halden Corp. has acquired Litware.",), []),
        (("Will Halden Corp. acquire Northwind?",), []),
    ],
)
def test_a_vendor_that_is_taken_over_is_news_on_its_products(
    texts: tuple[str, ...], products: list[str]
) -> None:
    found = letter("News from the company", *texts)
    assert [product for product, kind, _ in told(found) if kind == "acquisition"] == products


@pytest.mark.parametrize(
    ("end", "text", "day", "change"),
    [
        (
            "Der Support für Northwind Ledger 12 endet am 30. September 2027.",
            "Außerdem steigen ab dem 1. Februar 2028 die Preise für Verlängerungen um 18 %.",
            "2028-02-01",
            18.0,
        ),
        (
            "Le support de Northwind Ledger 12 prendra fin le 30 septembre 2027.",
            "Par ailleurs, nos tarifs de maintenance seront revalorisés de 6,5 % au 1er mars 2028.",
            "2028-03-01",
            6.5,
        ),
        (
            "Support for Northwind Ledger 12 ends on 30 September 2027.",
            "From 1 May 2028 your annual charge is EUR 120,000 (currently EUR 100,000).",
            "2028-05-01",
            20.0,
        ),
    ],
)
def test_a_letter_about_an_end_tells_of_its_price_as_well(
    end: str, text: str, day: str, change: float
) -> None:
    """The second message stands without the product's name, and in whatever order its language has."""
    extraction = letter("Northwind Ledger 12", end, text)
    assert told(extraction) == [
        ("Northwind Ledger", "end-of-support", "2027-09-30"),
        ("Northwind Ledger", "price-change", day),
    ]
    prices = [fact.price_change_pct for fact in extraction.facts if isinstance(fact, VendorNotice)]
    assert prices[-1] == pytest.approx(change)


@pytest.mark.parametrize(
    "text",
    [
        "Our fees remain unchanged in 2028; satisfaction increased by 5 %.",
        "We will not raise your charges by more than 0 % before 2029.",
        "The service desk resolved 18 % more calls, and no fee applies.",
    ],
)
def test_a_price_that_stays_is_no_second_message(text: str) -> None:
    end = "Support for Northwind Ledger 12 ends on 30 September 2027."
    extraction = letter("Northwind Ledger 12: end of support", end, text)
    assert told(extraction) == [("Northwind Ledger", "end-of-support", "2027-09-30")]


def test_a_vendor_is_known_by_one_part_of_its_domain() -> None:
    """Letters are often sent from a domain of their own."""
    metadata = {"from": "Desk <desk@northwind-mail.example>", "date": "2027-01-12", "subject": "Ledger 12"}
    passages = [Passage("Support for Ledger 12 ends on 30 September 2027.", "body line 1")]
    document = Document("vendor-notices/letter.eml", "eml", passages, metadata=metadata)
    (fact,) = extract(document, "vendor-notices", ExtractionContext(profile=OURS)).facts
    assert isinstance(fact, VendorNotice)
    assert fact.vendor == "Northwind"


@pytest.mark.parametrize(
    ("title", "text", "product"),
    [
        ("Contoso Desk is now Contoso Hub",
         "As of 1 May 2027, Contoso Desk is renamed to Contoso Hub.", "Contoso Desk"),
        ("Contoso Active Folder is becoming Fabrikam Entry",
         "It is renamed on 1 May 2027.", "Contoso Active Folder"),
        ("Aus Fabrikam Archiv wird Fabrikam Entry", "Zum 1. Mai 2027 benennen wir um.", "Fabrikam Archiv"),
        ("Litware Mail : nouveau nom",
         "Litware Mail sera rebaptisé en Litware Post le 1er mai 2027.", "Litware Mail"),
        ("Contoso Desk Is Now Service Hub: What You Need to Update",
         "On 1 May 2027, Litware renamed Contoso Desk to Litware Service Hub.", "Contoso Desk"),
        ("News on your ledger", "Northwind Ledger is renamed to Northwind Books on 1 May 2027.", ""),
    ],
)  # fmt: skip
def test_a_new_name_is_told_of_the_product_under_its_old_one(title: str, text: str, product: str) -> None:
    # The portfolio still has the old name; what the title is not about is no news of the whole product.
    assert told(letter(title, text)) == ([(product, "roadmap", "2027-05-01")] if product else [])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Contoso Desk 5.2 release notes", "The field Contoso Key was renamed to Contoso Token."),
        ("Contoso Desk is now better than Fabrikam Desk", "It is faster, and it costs the same."),
    ],
)
def test_what_is_renamed_in_a_release_and_what_becomes_better_has_no_new_name(title: str, text: str) -> None:
    assert told(letter(title, text)) == []


def test_an_edition_or_platforms_in_brackets_are_not_the_product() -> None:
    text = "From 1 May 2027 the price of contosoft (Standard Course) rises from 15 to 18 euros."
    assert told(letter("Price revision of contosoft (Standard Course)", text)) == [
        ("contosoft", "price-change", "2027-05-01")
    ]
    kits = "Support for the Litware kits (iOS / Android) ends on 1 May 2027."
    assert not {product for product, *_ in told(letter("Litware kits: end of support", kits))} & {
        "iOS",
        "Android",
    }


def test_a_yearly_adjustment_without_a_day_is_asked_about() -> None:
    extraction = letter("Indexering", "Elk jaar verhogen wij onze abonnementsprijzen.")
    assert ([q.topic for q in extraction.questions], extraction.facts) == (["message"], ())


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Contoso Desk dejará de funcionar a finales de 2027",
            "Así lo confirma el fabricante de Contoso Desk.",
        ),
        ("Adiós, Contoso Desk", "El 31 de diciembre de 2027 Litware pondrá fin a Contoso Desk."),
    ],
)
def test_an_end_by_a_day_after_small_words_is_one(title: str, text: str) -> None:
    assert told(letter(title, text)) == [("Contoso Desk", "end-of-life", "2027-12-31")]


def test_a_closure_in_the_title_without_a_day_is_asked_about() -> None:
    extraction = letter(
        "Chiusura di Contoso Desk: la data", "La data è vicina, e poi Contoso Desk non sarà come prima."
    )
    (question,) = extraction.questions
    assert (question.candidates[0].answer, extraction.facts) == ("end-of-life", ())


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Besked om priset på Contoso Desk",
            "Priset på Contoso Desk höjs den 1 maj 2027: den ändringen genomförs inte.",
        ),
        ("Contoso Desk: riscos após o fim do suporte", "Depois do fim do suporte não há correções."),
        (
            "The product life cycle of Litware: support over the product life cycle",
            "After the end of life, support ends.",
        ),
    ],
)
def test_what_is_called_off_risks_and_life_cycles_announce_nothing(title: str, text: str) -> None:
    assert told(letter(title, text)) == []


@pytest.mark.parametrize(
    ("title", "text", "facts"),
    [
        ("Litware drops support for Contoso hubs",
         "Litware is ending software support for Contoso Hub on 1 May 2027.",
         [("Contoso Hub", "end-of-support", "2027-05-01")]),
        ("Abschaltung ContosoApp", "Wir schalten sie ab. Ihr Abschaltdatum ist der 01.05.2027.",
         [("ContosoApp", "end-of-life", "2027-05-01")]),
        ("Litware pulls the plug on Contoso Desk", "On 1 May 2027 it will pull the plug on Contoso Desk.",
         [("Contoso Desk", "end-of-life", "2027-05-01")]),
        ("Contoso Desk", "The price of Contoso Desk jumps from 45 to 70 euros a year on 1 May 2027.",
         [("Contoso Desk", "price-change", "2027-05-01")]),
        ("Contoso Desk", "Nur noch bis zum 1. Mai 2027 können Kunden Contoso Desk nutzen.",
         [("Contoso Desk", "end-of-life", "2027-05-01")]),
        ("Understanding the Litware lifecycle", "End of life: a device will no longer be supported.", []),
    ],
)  # fmt: skip
def test_what_ends_stands_behind_a_verb_in_the_active_voice(
    title: str, text: str, facts: list[tuple[str, str, str]]
) -> None:
    # Who ends something stands before the verb, and nouns of an announcement are no part of the name.
    assert told(letter(title, text)) == facts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Litware heeft aangekondigd dat het op 1 mei 2027 stopt Contoso Desk te ondersteunen.",
         "end-of-support"),
        ("1-go maja 2027 Litware przestanie świadczyć pomoc techniczną dla Contoso Desk.", "end-of-support"),
        ("On 2 February 2027, we learned that Contoso Desk will no longer be available; move by 1 May 2027.",
         "end-of-life"),
        ("Litware informe de la fin du service Contoso Desk, programmée au 1er mai 2027.", "end-of-life"),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_end_and_not_that_of_the_news(text: str, kind: str) -> None:
    assert told(letter("Contoso Desk", text)) == [("Contoso Desk", kind, "2027-05-01")]


def test_what_was_free_and_is_charged_for_changes_its_price() -> None:
    text = "Zwischenversionen von Contoso Desk werden kostenpflichtig, ab dem 1. Mai 2027."
    assert told(letter("Contoso Desk", text)) == [("Contoso Desk", "price-change", "2027-05-01")]


def test_what_is_supported_on_a_platform_is_not_the_platform() -> None:
    title = "Contoso Desk 9 support on Litware 7 extended until March 2027"
    text = "Litware announced an extension for the support of Contoso Desk 9 on Litware 7, until March 2027."
    assert {(product, day) for product, _, day in told(letter(title, text))} == {
        ("Contoso Desk", "2027-03-31")
    }
