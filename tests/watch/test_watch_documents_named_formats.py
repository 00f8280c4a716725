"""Names and contents that disagree: read as what they are where that is usual, else refused with a reason."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from fpdf import FPDF
from watch_facts_files import facts, read
from watch_reading_files import docx, ole2, packed, paragraph, xls

from smits_rules.vocabulary import Budget, Opportunity, Service
from smits_watch.documents.errors import ReadError
from smits_watch.documents.loader import open_document
from smits_watch.extraction.reader import Reader


def workbook() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("IT").write_row(0, 0, ["Item", "2027"])
    return file.getvalue()


def pdf() -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=11)
    page.multi_cell(0, 6, "Support ends on 30 June 2028.")
    return bytes(page.output())


PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Please sign in.</p></body></html>"
TABLE = b"<html><table><tr><td>Item</td><td>2027</td></tr><tr><td>Network</td><td>5</td></tr></table></html>"
CONTENTS = {
    "pdf": pdf(),
    "docx": docx(paragraph("Support ends on 30 June 2028.")),
    "xlsx": workbook(),
    "xls": xls([["Item", "2027"], ["Network", 5.0]]),
    "zip": packed({"a.txt": "Support ends."}),
    "page": PAGE,
    "table": TABLE,
    "rows": b"Item;2027\nNetwork;5\nCloud;7\n",
    "commas": b"Item,2027\nNetwork,5\n",
    "prose": b"Dear customer,\n\nsupport ends on 30 June 2028, and no fixes will be made after that day.\n",
    "json": b'{"items": [{"service": "Mail", "owner": "Kim"}]}',
    "xml": b'<?xml version="1.0"?><act><p>Text</p></act>',
    "mail": b"From: v@vendor.example\nSubject: Prices\nMIME-Version: 1.0\n\nPrices rise.\n",
    "yaml": b"services:\n  - service: Mail\n    owner: Kim\n",
    "bytes": b"\x01\x02\x03\x04",
}
ITSELF = ("pdf", "docx", "xlsx", "xls")
"""Contents that say themselves what they are, whatever the name."""
EXPORTS = {"table": "html", "rows": "csv", "commas": "csv", "mail": "eml"}
NOTHING: dict[str, str] = {}
READ: dict[str, dict[str, str]] = {
    **dict.fromkeys(("xlsx", "xlsm", "xls", "ods"), EXPORTS),
    "doc": {"page": "html", "table": "html", "mail": "eml"},
    "docx": {"page": "html", "table": "html", "mail": "eml"},
    **dict.fromkeys(("pdf", "msg", "rtf", "odt", "pptx", "png"), NOTHING),
    "zip": {"zip": "zip"},
    "json": {"json": "json"},
    "eml": {"mail": "eml"},
    "xml": {"xml": "xml", "page": "html", "table": "html"},
    "csv": {
        **dict.fromkeys(("rows", "commas", "prose", "json", "mail", "yaml"), "csv"),
        "page": "html",
        "table": "html",
        "xml": "xml",
    },
    "txt": {
        **dict.fromkeys(("commas", "prose", "json", "yaml", "rows"), "text"),
        "page": "html",
        "table": "html",
        "xml": "xml",
        "mail": "eml",
    },
}
"""Ending -> contents that are read, and as which format; all others are refused."""


@pytest.mark.parametrize("suffix", READ)
@pytest.mark.parametrize("content", CONTENTS)
def test_every_content_under_every_name_is_read_as_what_it_is_or_refused(
    tmp_path: Path, suffix: str, content: str
) -> None:
    """`Read, 0 facts` of a login page would look like an input that says nothing."""
    file = tmp_path / "content"
    file.write_bytes(CONTENTS[content])
    name = f"budgets/letter.{suffix}"
    expected = content if content in ITSELF else READ[suffix].get(content)
    if expected is None:
        with pytest.raises(ReadError) as refused:
            open_document(file, name)
        assert refused.value.status == "unreadable"
        assert refused.value.reason.endswith(".")
        return
    document = open_document(file, name)
    assert document.format == expected
    tolerant = {"txt", "csv", "xml"} if content not in ITSELF else {"txt"}
    if expected != suffix and suffix not in tolerant and suffix != "xlsm":
        assert any(f"ends in .{suffix} but holds {expected.upper()}" in text for text in document.warnings)


@pytest.mark.parametrize(
    ("name", "content", "look"),
    [
        ("act.pdf", "page", "a web page"),
        ("letter.docx", "prose", "plain text"),
        ("mail.eml", "page", "a web page"),
        ("mail.eml", "prose", "plain text"),
        ("list.json", "page", "a web page"),
        ("list.json", "prose", "plain text"),
        ("mail.msg", "mail", "an e-mail"),
        ("budget.xlsx", "prose", "plain text"),
        ("budget.xlsx", "json", "JSON"),
        ("budget.xls", "xml", "XML"),
        ("letter.doc", "bytes", "nor text"),
        ("apps.yml", "page", "a web page"),
        ("data.csv", "zip", "ZIP archive"),
        ("letter.docx", "zip", "ZIP archive"),
    ],
)
def test_the_reason_says_what_it_looks_like(tmp_path: Path, name: str, content: str, look: str) -> None:
    """Who sent it can then send what was meant."""
    file = tmp_path / "content"
    file.write_bytes(CONTENTS[content])
    with pytest.raises(ReadError, match=look):
        open_document(file, f"budgets/{name}")


def test_exports_that_are_called_xls_give_their_budget() -> None:
    """Half of all ERP systems do that."""
    for content in (TABLE, b"Item\t2027\nNetwork\t5\n", b"Budget;;\nItem;;2027\nNetwork;;2\nCloud;;3\n"):
        (budget,) = facts(Budget, "budgets/export.xls", content)
        assert (budget.period, budget.total) == ("2027", 5)


def test_structured_text_in_utf_16_is_no_stranger() -> None:
    """PowerShell writes it."""
    data = '[{"opportunity": "Metering", "value": 5}, {"opportunity": "Portal", "value": 7}]'
    assert len(facts(Opportunity, "opportunities/o.json", data.encode("utf-16"))) == 2


ITEMS = "- {service: Payroll, owner: HR, criticality: high}\n- {service: Intranet, owner: Web}\n"
YAML = {
    "list": "- name: Payroll\n  owner: HR IT\n  criticality: high\n- name: Intranet\n  owner: Web\n",
    "key": "services:\n" + ITEMS,
    "start": "---\n# exported\n" + ITEMS,
    "documents": "service: Payroll\nowner: HR\ncriticality: high\n---\nservice: Intranet\nowner: Web\n",
}


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_yaml_is_read(suffix: str, text: str) -> None:
    """Teams keep their services in it."""
    extracted = facts(Service, f"service-portfolio/apps.{suffix}", text)
    assert [(fact.service, fact.criticality) for fact in extracted] == [
        ("Payroll", "high"),
        ("Intranet", None),
    ]
    assert extracted[0].source.startswith(f"service-portfolio/apps.{suffix}#$")


def test_yaml_may_state_facts(tmp_path: Path) -> None:
    """As TOML and front matter may."""
    file = tmp_path / "o.yaml"
    file.write_text("facts:\n- {fact: opportunity, title: Metering, value: 5}\n", encoding="utf-8")
    with Reader() as reader:
        (fact,) = reader.read(file, name="opportunities/o.yaml", kind="opportunities").facts
    assert isinstance(fact, Opportunity)
    assert (fact.value, fact.confidence) == (5, "stated")


@pytest.mark.parametrize(
    "text",
    ["a: &a [x]\nb: *a\n", "a: [", "!!python/object/apply:os.system [id]\n", "just a sentence\n", "7\n"],
)
def test_yaml_that_is_none_is_refused(text: str) -> None:
    """And nothing in it runs."""
    with pytest.raises(ReadError, match="YAML"):
        read("goals/a.yaml", text)


def test_numbers_that_json_cannot_hold_do_no_harm() -> None:
    """What is read goes to the record as JSON."""
    rows = (
        "- {opportunity: Metering, decide by: 2027-05-01, value: .nan}\n"
        "- {opportunity: Portal, decide by: 2027-06-01, value: .inf}\n"
    )
    assert [fact.value for fact in facts(Opportunity, "opportunities/o.yaml", rows)] == [None, None]


def test_an_old_office_file_without_content_is_damaged(tmp_path: Path) -> None:
    """Its container alone is no document."""
    with pytest.raises(ReadError, match="damaged"):
        read("regulations/a.doc", ole2("Something", b"x"))
