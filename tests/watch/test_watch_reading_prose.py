"""Prose, mail and structured data: every format that people send, real files each, and hostile ones."""

from __future__ import annotations

import datetime as dt
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from watch_reading_files import docx, packed, paragraph

from smits_watch.documents.document import Document
from smits_watch.documents.errors import ReadError
from smits_watch.documents.loader import open_document
from smits_watch.prose.letters import letter_of


def opened(tmp_path: Path, name: str, content: bytes | str) -> Document:
    file = tmp_path / "content"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_document(file, f"regulations/{name}")


def pdf(*texts: str, password: str = "") -> bytes:
    page = FPDF()
    if password:
        page.set_encryption(owner_password=password, user_password=password)
    for text in texts:
        page.add_page()
        page.set_font("Helvetica", size=11)
        page.multi_cell(0, 6, text)
    return bytes(page.output())


def test_a_pdf_says_on_which_page_a_passage_stands(tmp_path: Path) -> None:
    """The reader must find it again."""
    document = opened(
        tmp_path, "a.pdf", pdf("First page speaks of nothing.", "Support ends on 30 June 2028.")
    )
    (found,) = [passage for passage in document.passages if "30 June 2028" in passage.text]
    assert "page 2" in found.anchor


def test_a_locked_pdf_says_that_it_needs_a_password(tmp_path: Path) -> None:
    """The sender can help, nobody else can."""
    pytest.importorskip("cryptography", reason="fpdf2 encrypts with it")
    with pytest.raises(ReadError, match="password"):
        opened(tmp_path, "a.pdf", pdf("Secret", password="x"))


def test_a_pdf_without_text_asks_for_ocr(tmp_path: Path) -> None:
    """A scan must not look like an empty regulation."""
    with pytest.raises(ReadError, match="OCR"):
        opened(tmp_path, "scan.pdf", pdf(""))


def test_a_docx_is_read(tmp_path: Path) -> None:
    """Word files are what most drafts are."""
    document = opened(tmp_path, "a.docx", docx(paragraph("Support ends on 30 June 2028.")))
    assert "30 June 2028" in document.text


def test_a_word_file_is_not_as_old_as_its_template(tmp_path: Path) -> None:
    """Who writes over the last letter keeps the day on which that one was created."""
    content = docx(paragraph("Support ends on 30 June 2028."), created="2013-12-23T23:15:00Z")
    assert letter_of(opened(tmp_path, "a.docx", content)).date is None


def test_html_gives_title_headings_text_and_tables(tmp_path: Path) -> None:
    """Without what is script or style."""
    page = (
        "<html><head><title>Lifecycle</title><style>p{}</style><script>evil()</script></head><body>"
        "<h1>Ledger</h1><p>Support ends on<br>30 June 2028.</p>"
        "<table><tr><th>Version</th><th>End</th></tr><tr><td>12</td><td>2028-06-30</td></tr></table></body></html>"
    )
    document = opened(tmp_path, "a.html", page)
    assert document.metadata["title"] == "Lifecycle"
    assert "evil" not in document.text
    assert any(passage.heading and passage.text == "Ledger" for passage in document.passages)
    assert [list(row) for row in document.tables[0].rows] == [["Version", "End"], ["12", "2028-06-30"]]


def test_markdown_with_tables_and_headings(tmp_path: Path) -> None:
    """Anchors are the lines of the file, front matter included."""
    text = "---\ntitle: Note\n---\n\n# Budget\n\nIt is cut.\n\n| Item | 2027 |\n|---|---|\n| a | 5 |\n"
    document = opened(tmp_path, "a.md", text)
    assert document.metadata["title"] == "Note"
    (cut,) = [passage for passage in document.passages if passage.text == "It is cut."]
    assert cut.anchor == "line 7"
    assert [list(row) for row in document.tables[0].rows] == [["Item", "2027"], ["a", "5"]]


FACT = {"fact": "opportunity", "title": "Metering", "value": 5}


@pytest.mark.parametrize(
    "front",
    [
        f"---\nfacts:\n  - {json.dumps(FACT)}\n---\n",
        "---\nfacts:\n  - fact: opportunity\n    title: Metering\n    value: 5\n---\n",
        "---\nfact: opportunity\ntitle: Metering\nvalue: 5\n---\n",
        '+++\n[[facts]]\nfact = "opportunity"\ntitle = "Metering"\nvalue = 5\n+++\n',
    ],
)
def test_front_matter_states_facts(tmp_path: Path, front: str) -> None:
    """In YAML or TOML, one or several."""
    assert list(opened(tmp_path, "a.md", f"{front}\n# Title\n").stated) == [FACT]


@pytest.mark.parametrize(
    "front", ["a: &a [x]\nb: *a", "a: [", "\tx: 1", "!!python/object/apply:os.system [id]"]
)
def test_front_matter_that_is_rubbish_is_told_and_nothing_runs(tmp_path: Path, front: str) -> None:
    """The text below it is read all the same."""
    document = opened(tmp_path, "a.md", f"---\n{front}\n---\n\nText.\n")
    assert "front matter was not read" in document.warnings[0]
    assert document.text == "Text."


def test_text_files_keep_their_lines(tmp_path: Path) -> None:
    """A letter saved as text."""
    document = opened(tmp_path, "a.txt", "Dear customer,\n\nsupport ends.\n")
    assert [(p.text, p.anchor) for p in document.passages] == [
        ("Dear customer,", "line 1"),
        ("support ends.", "line 3"),
    ]


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Vendor <v@vendor.example>", "Subject": "Prices", **headers}.items():
        message[name] = value
    message.set_content("Prices rise.\n")
    return message


def test_a_mail_gives_sender_subject_date_and_attachments(tmp_path: Path) -> None:
    """What is attached is read with it, and its places say so."""
    message = mail(Date="Mon, 01 Mar 2027 08:00:00 +0100")
    message.add_alternative("<p>Prices <b>rise</b>.</p>", subtype="html")
    message.add_attachment(b"Item;2027\na;5\n", maintype="text", subtype="csv", filename="prices.csv")
    document = opened(tmp_path, "a.eml", message.as_bytes())
    assert document.metadata["subject"] == "Prices"
    assert "Vendor" in document.metadata["from"]
    assert document.metadata["date"].startswith("2027-03-01")
    assert document.text.count("rise") == 1
    (table,) = document.tables
    assert "prices.csv" in table.anchor(1)


@pytest.mark.parametrize(
    "header",
    [b"Subject: =?utf-8?B?///?=", b"Date: yesterday", b"From: <<<>>>", b"Content-Type: multipart/mixed"],
)
def test_a_malformed_mail_is_read_as_far_as_it_goes(tmp_path: Path, header: bytes) -> None:
    """Mail gateways do strange things."""
    content = header + b"\nTo: a@b.example\nX-Mailer: x\n\nSupport ends on 30 June 2028.\n"
    assert "30 June 2028" in opened(tmp_path, "a.eml", content).text


def test_json_and_xml_keep_their_structure(tmp_path: Path) -> None:
    """Lists of flat objects are tables; places are JSON paths and lines."""
    data = {"releases": [{"cycle": "12", "eol": "2028-06-30"}, {"cycle": "13", "eol": "2030-06-30"}]}
    document = opened(tmp_path, "a.json", json.dumps(data))
    assert document.data == data
    (table,) = document.tables
    assert table.anchor(1, 1).startswith("$.releases[0]")
    document = opened(tmp_path, "a.xml", "<act><title>An act</title>\n<p>It applies.</p></act>")
    assert [(p.text, p.anchor, p.heading) for p in document.passages] == [
        ("An act", "line 1", True),
        ("It applies.", "line 2", False),
    ]


ENTITIES = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;&y;</a>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", "[" * 100_000),
        ("deep.json", '{"a":' * 50_000 + "1" + "}" * 50_000),
        ("broken.json", '{"a": '),
        ("deep.xml", "<a>" * 100_000),
        ("broken.xml", "<a><b></a>"),
        ("binary.txt", bytes(range(256)) * 10),
        ("empty.pdf", b""),
        ("blank.txt", "  \n\n"),
        ("cut.pdf", pdf("Some text")[:200]),
        ("cut.docx", docx(paragraph("Some text"))[:300]),
        ("no.docx", packed({"x.txt": "not a document"})),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("program.exe", b"MZ" + b"\0" * 1000),
    ],
)
def test_what_can_not_be_read_says_why(tmp_path: Path, name: str, content: bytes | str) -> None:
    """A clear reason, never a crash and never an empty success."""
    with pytest.raises(ReadError) as refused:
        opened(tmp_path, name, content)
    assert len(refused.value.reason) > 20
    assert refused.value.reason.endswith(".")


def test_entities_are_not_expanded_and_files_not_fetched(tmp_path: Path) -> None:
    """No bomb, no leak of a file of this machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    leak = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]><a>text &s;</a>'
    for content in (ENTITIES, leak):
        try:
            said = opened(tmp_path, "a.xml", content).text
        except ReadError:
            continue
        assert "haha" not in said
        assert "the secret" not in said


def test_dates_of_cells_stay_dates(tmp_path: Path) -> None:
    """No detour through text, in which day and month can be swapped."""
    import xlsxwriter

    file = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", "when")
        sheet.write_datetime("A2", dt.date(2027, 3, 4), book.add_format({"num_format": "dd.mm.yyyy"}))
    value: Any = open_document(file, "budgets/x.xlsx").tables[0].rows[1][0]
    assert (value.year, value.month, value.day) == (2027, 3, 4)
