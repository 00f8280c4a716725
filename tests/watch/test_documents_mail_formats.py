"""E-mails in other forms: Outlook messages, signed and encrypted ones, invitations, forwards as
attachments."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from asn1crypto import cms
from watch_outlook_files import message_tree, outlook_message

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.attachments import parts_from, unpack
from smits_watch.documents.document import Document
from smits_watch.documents.errors import ReadError
from smits_watch.documents.loader import open_content
from smits_watch.facts import extract

LETTER = "Dear customer,\n\nTarn Server 11 reaches end of support on 30 June 2027.\n"
VENDOR = "Tarn Care <care@tarn.example>"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tarn//EN
BEGIN:VEVENT
UID:1@tarn.example
DTSTAMP:20270104T081200Z
ORGANIZER;CN=Tarn Care:mailto:care@tarn.example
{start}
SUMMARY:End of support of Tarn Server 11
DESCRIPTION:Please upgrade in time.
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


def notice(document: Document) -> VendorNotice:
    (fact,) = extract(document, "vendor-notices").facts
    assert isinstance(fact, VendorNotice)
    return fact


def sealed(content: bytes, kind: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = VENDOR, "Product information"
    if kind == "signed_data":
        inner = {"content_type": "data", "content": content}
        value = {
            "version": "v1",
            "digest_algorithms": [],
            "encap_content_info": inner,
            "signer_infos": [],
        }
    else:
        value = {
            "version": "v0",
            "recipient_infos": [],
            "encrypted_content_info": {
                "content_type": "data",
                "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": bytes(16)},
                "encrypted_content": content,
            },
        }
    packed = cms.ContentInfo({"content_type": kind, "content": value}).dump()
    mail.set_content(packed, "application", "pkcs7-mime", filename="smime.p7m")
    return mail.as_bytes()


def test_an_outlook_message_is_a_letter() -> None:
    document = open_content(outlook_message(subject="News", sender=VENDOR, body=LETTER), "letter.msg")
    assert document.format == "msg"
    assert document.metadata["from"] == VENDOR
    assert document.metadata["date"].startswith("2027-01-04")
    assert texts(document) == ["News", *LETTER.strip().split("\n\n")]
    assert str(notice(document).effective_date) == "2027-06-30"


def test_an_outlook_message_in_html_has_tables() -> None:
    table = "<p>Prices</p><table><tr><th>Item</th><th>Price</th></tr><tr><td>Disk</td><td>9</td></tr></table>"
    document = open_content(outlook_message(subject="Prices", sender=VENDOR, html=table), "prices.msg")
    assert document.tables[0].rows[1] == ["Disk", "9"]


def test_what_is_attached_to_an_outlook_message_is_read_and_taken_out(tmp_path: Path) -> None:
    table = b"Line;Budget 2027\nStaff;850000\nCloud;400000\n"
    file = tmp_path / "budget.msg"
    content = outlook_message(
        subject="Budget", sender=VENDOR, body="Attached.", attachments=[("b.csv", table)]
    )
    file.write_bytes(content)
    document = open_content(content, "budget.msg")
    assert document.metadata["attachments"] == "b.csv"
    assert document.tables[0].rows[0] == ["Line", "Budget 2027"]
    (tmp_path / "parts").mkdir()
    unpacked = parts_from(unpack(file, "budget.msg", tmp_path / "parts", 20), tmp_path / "parts")
    assert [(part.name, part.file.read_bytes()) for part in unpacked.parts] == [("b.csv", table)]


def test_a_letter_attached_to_an_outlook_message_is_the_vendors() -> None:
    inner = message_tree("Tarn Server 11", VENDOR, "Mon, 04 Jan 2027 08:12:00 +0000", LETTER, header=24)
    content = outlook_message(
        subject="FW: Tarn", sender="Ann <ann@acme.example>", body="FYI", attachments=[("Tarn", inner)]
    )
    document = open_content(content, "fw.msg")
    assert document.metadata["attached-from"] == VENDOR
    assert document.metadata["attached-date"].startswith("2027-01-04")
    found = notice(document)
    assert "acme" not in (found.vendor or "").lower()
    assert str(found.effective_date) == "2027-06-30"


def test_a_damaged_outlook_message_is_told_as_such() -> None:
    content = outlook_message(subject="News", sender=VENDOR, body=LETTER)
    with pytest.raises(ReadError, match="Outlook message that is damaged"):
        open_content(content[:-512], "letter.msg")


def test_a_signed_letter_is_read_inside_of_its_signature() -> None:
    document = open_content(
        sealed(b"Content-Type: text/plain\r\n\r\n" + LETTER.encode(), "signed_data"), "s.eml"
    )
    assert document.metadata["from"] == VENDOR
    assert "attachments" not in document.metadata
    assert str(notice(document).effective_date) == "2027-06-30"


def test_an_encrypted_mail_says_what_to_do(tmp_path: Path) -> None:
    content = sealed(b"secret", "enveloped_data")
    with pytest.raises(ReadError, match="encrypted e-mail; open it in your mail program"):
        open_content(content, "s.eml")
    file = tmp_path / "s.eml"
    file.write_bytes(content)
    assert parts_from(unpack(file, "s.eml", tmp_path, 20), tmp_path).parts == ()


def test_a_mail_encrypted_with_pgp_says_what_to_do() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = VENDOR, "News"
    mail.set_content("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")
    with pytest.raises(ReadError, match="encrypted e-mail"):
        open_content(mail.as_bytes(), "s.eml")


@pytest.mark.parametrize("content", [b"", base64.b64decode("MIIB")])
def test_a_broken_signature_is_told_as_such(content: bytes) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = VENDOR, "News"
    mail.set_content(content, "application", "pkcs7-mime", filename="smime.p7m")
    with pytest.raises(ReadError, match="signed e-mail that is damaged"):
        open_content(mail.as_bytes(), "s.eml")


def test_a_signature_beside_the_text_is_no_attachment() -> None:
    raw = (
        f"From: {VENDOR}\r\nSubject: News\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{LETTER}\r\n"
        "--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n"
        "Content-Disposition: attachment; filename=smime.p7s\r\n\r\nMIIB\r\n--b--\r\n"
    )
    document = open_content(raw.encode(), "s.eml")
    assert not document.warnings
    assert "attachments" not in document.metadata
    assert str(notice(document).effective_date) == "2027-06-30"


def test_a_forward_as_attachment_is_the_vendors_letter() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Date"] = VENDOR, "Tarn", "Mon, 04 Jan 2027 08:12:00 +0000"
    inner.set_content(LETTER)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ann <ann@acme.example>", "FW: Tarn"
    mail.set_content("FYI")
    mail.add_attachment(inner)
    document = open_content(mail.as_bytes(), "fw.eml")
    assert document.metadata["attached-subject"] == "Tarn"
    assert "acme" not in (notice(document).vendor or "").lower()


def test_winmail_is_told_as_such() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = VENDOR, "News"
    mail.set_content(LETTER)
    mail.add_attachment(b"\x78\x9f\x3e\x22\x01\x00", "application", "ms-tnef", filename="winmail.dat")
    document = open_content(mail.as_bytes(), "w.eml")
    assert "winmail.dat" in document.warnings[0]
    assert "as HTML or plain text" in document.warnings[0]


def test_a_calendar_entry_for_a_day_tells_the_day() -> None:
    content = CALENDAR.format(start="DTSTART;VALUE=DATE:20270630").encode()
    document = open_content(content, "tarn.ics")
    assert document.format == "ics"
    assert document.metadata["from"] == '"Tarn Care" <care@tarn.example>'
    assert texts(document) == [
        "End of support of Tarn Server 11",
        "End of support of Tarn Server 11: 2027-06-30",
        "Please upgrade in time.",
    ]


def test_the_hour_of_a_meeting_is_not_its_subjects() -> None:
    document = open_content(CALENDAR.format(start="DTSTART:20270601T100000Z").encode(), "tarn.ics")
    assert not any("2027" in text for text in texts(document))


def test_an_invitation_without_a_text_is_its_calendar_entry() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = VENDOR, "Invitation"
    mail.set_content(CALENDAR.format(start="DTSTART;VALUE=DATE:20270630"), subtype="calendar")
    document = open_content(mail.as_bytes(), "i.eml")
    assert "End of support of Tarn Server 11: 2027-06-30" in texts(document)


def test_a_broken_calendar_is_told_as_such() -> None:
    with pytest.raises(ReadError):
        open_content(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY", "tarn.ics")
