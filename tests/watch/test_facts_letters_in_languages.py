"""Notices in Dutch, Spanish, Italian and French, in lists, forms and guides, and what is asked of them."""

from __future__ import annotations

import pytest
from letter_notices import day, notices, read

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage
from smits_watch.documents.loader import open_content
from smits_watch.facts import extract


@pytest.mark.parametrize(
    ("title", "text", "product", "version", "effective"),
    [
        (
            "Contoso stopt met ondersteuning Ledger 7",
            "Contoso stopt op 11 april 2027 met de ondersteuning van Ledger 7. Stap tijdig over.",
            "Ledger",
            "7",
            "2027-04-11",
        ),
        (
            "Einde support voor Ledger 8.1",
            "Men stipt aan dat Contoso vanaf 10 januari 2028 stopt met de ondersteuning voor Ledger 8.1.",
            "Ledger",
            "8.1",
            "2028-01-10",
        ),
        (
            "Fin del soporte de Ledger 9",
            "Se espera que el soporte extendido de Ledger 9 finalice completamente el 14 de enero de 2029.",
            "Ledger",
            "9",
            "2029-01-14",
        ),
        (
            "Fine del supporto per Ledger 6",
            (
                "Contoso interromperà Il supporto per Ledger 6. Fine del supporto significa che dall'8 "
                "aprile 2028 non saranno più disponibili aggiornamenti."
            ),
            "Ledger",
            "6",
            "2028-04-08",
        ),
        (
            "Ledger 34 approaching EOL; Ledger 35 available",
            "Ledger 34 is scheduled to reach EOL ([end-of-life]) on 2027-06-07, and Ledger 35 images exist.",
            "Ledger",
            "34",
            "2027-06-07",
        ),
        (
            "openfoo retirement on 2027-01-01",
            "openfoo will be retired and removed from the archive on 2027-01-01.",
            "openfoo",
            "",
            "2027-01-01",
        ),
        (
            "LibreFoo support discontinued",
            "Starting 2027-02-01, Contoso will discontinue supporting vendor/foo. LibreFoo is no more.",
            "LibreFoo",
            "",
            "2027-02-01",
        ),
        (
            "Litware zamknie Ledgerline'a w maju 2027 r.",
            "Era Ledgerline'a dobiega końca: usługa zostanie trwale wyłączona w maju 2027 roku.",
            "Ledgerline",
            "",
            "2027-05-31",
        ),
        (
            "Addio a Ledgerline",
            "Il 31 dicembre 2027 Litware terminerà il supporto a Ledgerline.",
            "Ledgerline",
            "",
            "2027-12-31",
        ),
        (
            "Das kommt nach Ledger 9",
            "Konkret heißt es, dass Contoso Ledger 9 nach dem 31. Dezember 2027 einstellen wird.",
            "Ledger",
            "9",
            "2027-12-31",
        ),
        (
            "Contoso signe l'arrêt de mort de Ledger 9",
            "Contoso a publiquement annoncé que Ledger 9 ne serait plus pris en charge dès le 15 juin 2027.",
            "Ledger",
            "9",
            "2027-06-15",
        ),
        (
            "Support-Ende Contoso Ledger 7 am 2. Oktober 2027",
            "Danach gibt es keine Updates mehr.",
            "Contoso Ledger",
            "7",
            "2027-10-02",
        ),
        (
            "Koniec wsparcia dla Ledger 6",
            "Ledger 6 osiągnie koniec wsparcia w dniu 11 kwietnia 2028 r.",
            "Ledger",
            "6",
            "2028-04-11",
        ),
        (
            "Ledger 5 deixará de ter suporte",
            "A Contoso encerrará de vez o suporte ao Ledger 5 em 10 de outubro de 2027.",
            "Ledger",
            "5",
            "2027-10-10",
        ),
    ],
)
def test_an_end_is_told_with_its_product_and_day(
    title: str, text: str, product: str, version: str, effective: str
) -> None:
    (notice,) = notices(read(title, text))
    assert (notice.product, notice.version) == (product, version)
    assert notice.effective_date == day(effective)
    assert notice.notice in ("end-of-life", "end-of-support")


def test_items_take_end_and_day_from_the_sentence_that_leads_them_in() -> None:
    found = notices(
        read(
            "Productos de Contoso",
            "Hacemos un repaso de todo lo que va a dejar de tener soporte en los próximos meses:",
            "- Ledger 10 21H2, tanto la Home como la Pro, el 13 de junio de 2027.\n"
            "- Studio 2022, Version 17.0, el 11 de julio de 2027.",
            "El 10 de octubre de 2027 se quedan sin soporte estos productos:",
            "- Ledger 11, versión 21H2.\n- Notepad X2",
        )
    )
    told = {(notice.product, notice.effective_date) for notice in found}
    assert ("Studio", day("2027-07-11")) in told
    assert ("Notepad X2", day("2027-10-10")) in told or ("Notepad", day("2027-10-10")) in told


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Increasing Subscription Price",
            "You can always increase the price of an existing subscription.",
            "To increase the price of a subscription, click on the dots and select Edit. Update the price.",
        ),
        (
            "Grandfathered subscriptions",
            "Our goal is to give existing customers more value without the concern for pricing changes.",
        ),
        (
            "Être informé",
            "Le fabricant communique le retrait d'un produit en deux phases.",
            "Phase 2 : les abonnements du produit sont arrêtés, c'est la fin de vie.",
        ),
        (
            "API Changelog",
            "## What's Deprecated",
            "## What's Deprecated",
            "## What's Deprecated",
            "Add .pickupPrice, the price of what is picked up.",
        ),
    ],
)
def test_guides_generalities_and_the_headings_of_a_form_announce_nothing(texts: tuple[str, ...]) -> None:
    assert notices(read(*texts)) == []


def test_a_title_that_explains_announces_nothing_without_a_day() -> None:
    """What an end means is explained with the product as example; a day makes it news."""
    title = "O que significa a descontinuação de recursos no Ledger 11"
    text = "A Contoso detalha o que acontece quando um recurso é descontinuado."
    assert not notices(read(title, text))


def test_two_days_for_one_end_are_asked_about() -> None:
    extraction = read(
        "End of support for Ledger 4",
        "Support for Ledger 4 ends on 1 March 2027.",
        "Please plan your upgrade.",
        "Support for Ledger 4 ends on 30 June 2027.",
    )
    assert extraction.facts == ()
    (question,) = extraction.questions
    assert [candidate.answer for candidate in question.candidates] == ["2027-03-01", "2027-06-30"]
    (fact,) = question.candidates[1].facts
    assert isinstance(fact, VendorNotice)
    assert fact.effective_date == day("2027-06-30")


def test_two_ends_that_say_which_they_are_need_no_question() -> None:
    extraction = read(
        "Lifecycle of Ledger 4",
        "End of mainstream support for Ledger 4 is 1 March 2027.",
        "End of extended support for Ledger 4 is 30 June 2029.",
    )
    assert extraction.questions == ()


def test_an_unclear_message_of_a_named_product_is_asked_about() -> None:
    extraction = read("Ledger 4 and its future", "If Ledger 4 is discontinued, we will tell you in time.")
    assert extraction.facts == ()
    (question,) = extraction.questions
    assert "Ledger" in question.text
    assert question.candidates[0].answer == "end-of-life"


def test_a_guide_without_any_day_is_asked_about_and_dated_news_is_not() -> None:
    texts = ("Support notices", "Contoso Host will no longer support this version of the software.")
    guide = read(*texts)
    assert guide.facts == ()
    assert [question.topic for question in guide.questions] == ["message"]
    document = Document(
        "vendor-notices/2027-03-01-notice.md",
        "markdown",
        [Passage(texts[0], "line 1", heading=True), Passage(texts[1], "line 3")],
    )
    assert notices(extract(document, "vendor-notices"))


def test_a_vendor_that_raises_its_prices_says_so_in_french() -> None:
    (notice,) = notices(
        read(
            "Contoso augmente à nouveau ses tarifs",
            "29 mars 2027",
            "Les licences Ledger Server ont pris 10 % au 1er janvier 2027.",
        )
    )
    assert (notice.notice, notice.price_change_pct) == ("price-change", 10.0)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Contoso termina il supporto per Ledger 4",
         "Dal 10 ottobre 2027 Contoso non fornirà più aggiornamenti di sicurezza per Ledger 4."),
        ("Ledger 4 y su soporte",
         "Ledger 4 se lanzó el 13 de noviembre de 2018 y su soporte finaliza el 10 de octubre de 2027."),
        ("Fin du support de Ledger 4",
         "À partir du 10 octobre 2027, Contoso ne fournira plus de correctifs pour Ledger 4."),
    ],
)  # fmt: skip
def test_ends_beside_releases_and_told_as_what_is_no_longer_given(title: str, text: str) -> None:
    (fact,) = notices(read(title, text))
    assert (fact.notice, fact.effective_date) == ("end-of-support", day("2027-10-10"))


@pytest.mark.parametrize(
    ("title", "text", "change", "effective"),
    [
        ("Prisendring", "Prisene på Ledger vil bli øket med 6,5% fra 1.1.2028.", 6.5, "2028-01-01"),
        ("Zmiana cennika Ledger", "Od 1 marca 2028 r. ceny Ledger wzrosną o 8%.", 8.0, "2028-03-01"),
        (
            "Indexatie",
            "Contoso indexeert zijn abonnementstarieven met 4,5% (conform CPI) vanaf 1 mei 2028.",
            4.5,
            "2028-05-01",
        ),
        (
            "Indexation",
            "Au 1er mai 2028, nous indexerons les prix de 3,5 %, hausse de 3,5 % du prix.",
            3.5,
            "2028-05-01",
        ),
        (
            "Ledger 4",
            "Från och med den 1 juli 2028 ökade priserna för Ledger 4 med 12 %.",
            12.0,
            "2028-07-01",
        ),
        (
            "Contosos prisjusteringar",
            "Contoso har meddelat en prisökning på 7 % från och med den 1 februari 2028.",
            7.0,
            "2028-02-01",
        ),
        (
            "Contoso hebt Preise deutlich an",
            "„Zum 1. Januar 2028 erhöhen wir die Ledger-Preise um 9 Prozent“, teilt Contoso mit.",
            9.0,
            "2028-01-01",
        ),
    ],
)
def test_prices_that_rise_in_more_languages(title: str, text: str, change: float, effective: str) -> None:
    """Nordic, Polish and separated German verbs; an opening quotation mark hides no day."""
    (notice,) = notices(read(title, text))
    assert (notice.notice, notice.price_change_pct, notice.effective_date) == (
        "price-change",
        change,
        day(effective),
    )


@pytest.mark.parametrize(
    ("title", "texts", "product", "versions", "effective"),
    [
        (
            "Ledger 7 et 8 : que faire ?",
            [
                (
                    "Depuis le 14 octobre 2027, Contoso ne prend plus en charge Ledger 7 et Ledger 8 : "
                    "plus aucun correctif de sécurité."
                )
            ],
            "Ledger",
            ["7", "8"],
            "2027-10-14",
        ),
        (
            "Ledger 7 niet meer ondersteund: wat nu?",
            [
                (
                    "Sinds 30 juni 2027 ondersteunt Contoso Ledger 7 niet langer. "
                    "Deze versie krijgt geen beveiligingsupdates meer."
                )
            ],
            "Ledger",
            ["7"],
            "2027-06-30",
        ),
        (
            "Contoso geeft Ledger 7 meer tijd",
            ["De einddatum van de support van Ledger 7 is verschoven van 3 mei 2028 naar 30 juni 2028."],
            "Ledger",
            ["7"],
            "2028-06-30",
        ),
        (
            "Contoso forlenger støtten for Ledger 7 til 30. april 2028",
            ["Contoso kunngjorde 3. november 2027 at støtten for Ledger 7 forlenges."],
            "Ledger",
            ["7"],
            "2028-04-30",
        ),
        (
            "Ledger 7 se queda sin parches",
            ["A partir del 28 de febrero de 2028, Contoso dejará de publicar parches para Ledger 7."],
            "Ledger",
            ["7"],
            "2028-02-28",
        ),
        (
            "Koniec wsparcia dla Ledger 7: co dalej?",
            ["Od 12 stycznia 2027 r. Contoso nie wspiera już Ledger 7, więc warto zaplanować migrację."],
            "Ledger",
            ["7"],
            "2027-01-12",
        ),
        (
            "Contoso prolonge la date de fin de support d’Ledger 7 jusqu’en octobre 2027",
            [
                (
                    "Contoso a annoncé lundi 6 septembre 2027 qu’il prolonge d’environ un mois "
                    "la fin de support d’Ledger 7."
                ),
                "Contoso a reporté cette date au 13 octobre 2027.",
            ],
            "Ledger",
            ["7"],
            "2027-10-13",
        ),
    ],
)
def test_a_vendor_that_no_longer_supports_or_supports_longer_is_understood(
    title: str, texts: list[str], product: str, versions: list[str], effective: str
) -> None:
    """Active verbs, elided articles before names, and a month made exact below; no advisory is read."""
    facts = notices(read(title, *texts))
    assert {fact.notice for fact in facts} == {"end-of-support"}
    assert [(fact.product, fact.version) for fact in facts] == [(product, version) for version in versions]
    assert {fact.effective_date for fact in facts} == {day(effective)}


def test_whoever_announces_an_end_in_the_press_is_the_vendor_and_no_product() -> None:
    """Polish plurals end in `li`; `the said software` stands for what is named before."""
    (fact,) = notices(
        read(
            "Ledger 4 odchodzi",
            "Korzystacie z Ledger 4? Przedstawiciele firmy Contoso poinformowali, że 10 maja 2028 roku "
            "zakończy się wsparcie dla wspomnianego oprogramowania.",
        )
    )
    assert (fact.vendor, fact.product, fact.version) == ("Contoso", "Ledger", "4")


def test_articles_on_prices_and_fees_of_resellers_are_no_notice_but_a_letter_of_the_seller_is() -> None:
    head = "From: Growth <hello@growth.example>\nTo: it@utopia.example\nSubject: {}\n\n{}\n"

    def mail(subject: str, text: str) -> list[VendorNotice]:
        content = head.format(subject, text).encode()
        return notices(extract(open_content(content, "vendor-notices/mail.eml"), "vendor-notices"))

    article = "A 9% price rise lifts revenue by 6-8%. Most founders wait three years and regret it."
    assert not mail("Raise Prices Twice a Year and Nobody Will Leave", article)
    fees = "From 1 January 2028, the annual fee of the Growth Partner Programme rises by 10% for resellers."
    assert not mail("Growth Partner Programme: membership fees rise in 2028", fees)
    (fact,) = mail("Price increase", "We raise the price of your subscription by 9%.")
    assert (fact.notice, fact.price_change_pct) == ("price-change", 9)


def test_a_month_beside_words_for_an_extension_may_be_the_former_end_and_is_asked() -> None:
    extraction = read(
        "Contoso amplía el plazo de soporte de Ledger 7",
        "Ledger 7 tenía soporte hasta octubre de 2027, y Contoso decidió ampliarlo en 5 años más.",
    )
    assert not extraction.facts
    (question,) = extraction.questions
    assert question.topic == "date"
