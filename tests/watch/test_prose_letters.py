"""Letters are unwrapped: whose words they are, when they were written, and what does not belong to them."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_watch.documents.document import Document, Passage
from smits_watch.prose.letters import Letter, letter_of


def unwrapped(body: str, **metadata: str) -> Letter:
    passages = [Passage(part, f"body line {number}") for number, part in enumerate(body.split("\n\n"), 1)]
    return letter_of(Document("v/mail.eml", "eml", passages, metadata=metadata))


def text_of(letter: Letter) -> str:
    return "\n\n".join(passage.text for passage in letter.passages)


HEADS = {
    "en": ("---------- Forwarded message ---------", "From", "Date", "Subject", "To"),
    "de": ("-----Ursprüngliche Nachricht-----", "Von", "Gesendet", "Betreff", "An"),
    "fr": ("-------- Message transféré --------", "De", "Date", "Objet", "À"),
    "it": ("---------- Messaggio inoltrato ----------", "Da", "Inviato", "Oggetto", "A"),
    "nl": ("---------- Doorgestuurd bericht ----------", "Van", "Verzonden", "Onderwerp", "Aan"),
    "sv": ("---------- Vidarebefordrat meddelande ----------", "Från", "Skickat", "Ämne", "Till"),
}


@pytest.mark.parametrize("language", HEADS)
def test_a_forwarded_letter_is_its_own(language: str) -> None:
    """Sender, day and subject are those of the vendor, not of the colleague who passed it on."""
    mark, sender, date, subject, to = HEADS[language]
    letter = unwrapped(
        f"FYI, please check.\n\nKim\n\n{mark}\n{sender}: Northwind Care <care@northwind.example>\n"
        f"{date}: 12.01.2027 09:00\n{to}: it@acme.example\n{subject}: End of support for Ledger 12\n\n"
        "Support for Ledger 12 ends on 30 June 2027.",
        subject="WG: End of support for Ledger 12",
        date="2027-02-01T10:00:00+00:00",
        **{"from": "Kim Reyes <kim@acme.example>"},
    )
    assert (letter.sender, letter.address) == ("Northwind Care", "care@northwind.example")
    assert (letter.subject, letter.date) == ("End of support for Ledger 12", dt.date(2027, 1, 12))
    assert text_of(letter) == "Support for Ledger 12 ends on 30 June 2027."


def test_an_answer_is_what_stands_above_what_it_quotes() -> None:
    """What is quoted was said before, by somebody else."""
    letter = unwrapped(
        "We keep it.\n\nOn Mon, 2 Nov 2026, Dan May <dan@x.example> wrote:\n> Will Ledger 12 end?",
        subject="Re: [users] Ledger",
        **{"from": "Ann <ann@northwind.example>"},
    )
    assert letter.answer
    assert (letter.subject, text_of(letter)) == ("Ledger", "We keep it.")


def test_signature_and_footers_are_no_part_of_the_message() -> None:
    """A disclaimer speaks of everything and announces nothing; a signature names the vendor."""
    letter = unwrapped(
        "Support ends on 30 June 2027.\n\nThis e-mail is confidential and intended for the addressee.\n\n"
        "Kind regards,\nAnn Lee\nNorthwind Software GmbH",
        **{"from": "Ann Lee <ann@northwind.example>"},
    )
    assert text_of(letter) == "Support ends on 30 June 2027."
    assert "Northwind Software GmbH" in letter.signature
