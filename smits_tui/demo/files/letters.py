"""The sample story's letters, mails, pages and notes."""

from __future__ import annotations

import datetime as dt
import json
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from babel.dates import format_date
from fpdf import FPDF

from smits_tui.demo.files.sample import MARK

_CREATED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""A fixed stamp, so that the same story gives the same bytes."""
_NO_FIXES = (
    "After this day we provide no fixes and no security updates for it, and our service desk will no longer "
    "take calls about it."
)
_ADVICE = (
    "KestrelDB 13 has been on the market since last year. Our consultants will gladly help you to plan the "
    "move; it takes most customers between six and nine months."
)


def end_of_support(path: Path, *, sent: dt.date, ends: dt.date) -> None:
    """Write a vendor's letter as PDF: support of a database ends."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(_CREATED)
    pdf.set_title("End of support for KestrelDB 11")
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 16)
    pdf.cell(0, 10, "Kestrel Systems Ltd", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=9)
    address = "12 Harbour Street, Portside  -  lifecycle@kestrel.example"
    pdf.cell(0, 6, address, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(8)
    pdf.set_font("Helvetica", size=11)
    pdf.cell(0, 6, f"Date: {_long(sent)}", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_font("Helvetica", "B", 12)
    pdf.cell(0, 8, "End of support for KestrelDB 11", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    for paragraph in (
        "Dear customer,",
        f"Support for KestrelDB 11 will end on {_long(ends)}. {_NO_FIXES}",
        _ADVICE,
        "Yours sincerely",
        "Product lifecycle, Kestrel Systems Ltd",
        MARK,
    ):
        pdf.ln(3)
        pdf.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))


def price_rise(path: Path, *, sent: dt.date, starts: dt.date) -> None:
    """Write a vendor's mail about higher prices."""
    mail = EmailMessage()
    mail["From"] = "Halden Customer Service <service@halden.example>"
    mail["To"] = "it@brightwater.example"
    mail["Subject"] = "Price increase for Halden Desk"
    mail["Date"] = format_datetime(dt.datetime.combine(sent, dt.time(8, 30), dt.UTC))
    mail["Message-ID"] = "<prices@halden.example>"
    mail.set_content(
        "Dear customer,\n\n"
        f"the prices of Halden Desk will increase by 9.5 % with effect from {_long(starts)}.\n"
        "The scope of the service does not change.\n\nKind regards\nHalden Customer Service\n\n"
        f"{MARK}\n"
    )
    path.write_bytes(mail.as_bytes())


def advisory(path: Path, *, sent: dt.date) -> None:
    """Write a security advisory in CSAF 2.0 (OASIS)."""
    fix = {"category": "vendor_fix", "details": "Update to 9.1.4.", "product_ids": ["OG-9.1"]}
    stamp = f"{sent.isoformat()}T07:00:00Z"
    product = {"name": "Orrin Gate 9.1", "product_id": "OG-9.1"}
    branch = {"category": "product_name", "name": "Orrin Gate", "product": product}
    data = {
        "document": {
            "category": "csaf_security_advisory",
            "csaf_version": "2.0",
            "title": "Orrin Gate: code execution before login",
            "notes": [{"category": "general", "text": MARK}],
            "publisher": {"category": "vendor", "name": "Orrin", "namespace": "https://orrin.example"},
            "tracking": {
                "id": "OG-2207",
                "status": "final",
                "version": "1",
                "initial_release_date": stamp,
                "current_release_date": stamp,
                "revision_history": [{"date": stamp, "number": "1", "summary": "First version"}],
            },
        },
        "product_tree": {"branches": [{"category": "vendor", "name": "Orrin", "branches": [branch]}]},
        "vulnerabilities": [
            {
                "title": "Code execution before login",
                "product_status": {"known_affected": ["OG-9.1"]},
                "scores": [{"products": ["OG-9.1"], "cvss_v3": {"version": "3.1", "baseScore": 9.8}}],
                "remediations": [fix],
            }
        ],
    }
    path.write_text(json.dumps(data, indent=2), encoding="utf-8")


def regulation(path: Path, *, published: dt.date, applies: dt.date) -> None:
    """Write a regulation as a web page of an official journal."""
    number = f"{published.year}/9901"
    starts = published + dt.timedelta(days=20)
    path.write_text(
        f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Regulation (EU) {number} on the operational resilience of essential services</title></head>
<body>
<p>Official Journal of the European Union</p>
<p>Published on {_long(published)}</p>
<h1>Regulation (EU) {number} on the operational resilience of essential services</h1>
<p>{MARK}</p>
<p>Whereas essential services depend on information systems, cybersecurity and operational resilience concern
everybody who provides them.</p>
<h2>Article 1: Subject matter</h2>
<p>This Regulation lays down requirements for the operational resilience of entities that supply water, energy
and transport. They manage their ICT risk, test their cybersecurity and report incidents within 24 hours.</p>
<h2>Article 2: Entry into force and application</h2>
<p>This Regulation shall enter into force on {_long(starts)}.</p>
<p>It shall apply from {_long(applies)}.</p>
</body></html>
""",
        encoding="utf-8",
    )


def audit_report(path: Path, *, issued: dt.date) -> None:
    """Write an audit report whose author stated the findings in front matter."""
    _note(
        path,
        "Audit of access management",
        [
            {
                "fact": "audit-finding",
                "finding": "A-1",
                "title": "Leavers keep access to meter data for weeks",
                "severity": "high",
                "status": "open",
                "due": (issued + dt.timedelta(days=180)).isoformat(),
            },
            {
                "fact": "audit-finding",
                "finding": "A-2",
                "title": "Two administrators share one account",
                "severity": "medium",
                "status": "open",
                "due": (issued + dt.timedelta(days=120)).isoformat(),
            },
        ],
        "Internal audit looked at 40 of 800 accounts. Access is granted well and taken back late.",
    )


def merger_note(path: Path, *, day: dt.date) -> None:
    """Write a note on a merger that was announced."""
    _note(
        path,
        "Talks with Eastbrook",
        [
            {
                "fact": "corporate-event",
                "event": "merger",
                "parties": ["Brightwater Utilities", "Eastbrook Energy"],
                "status": "announced",
                "date": day.isoformat(),
            }
        ],
        "Both boards announced that they talk about one company. Each has a billing system of its own.",
    )


def opportunity_note(path: Path, *, decide_by: dt.date) -> None:
    """Write a note on a business opportunity."""
    _note(
        path,
        "Metering as a service",
        [
            {
                "fact": "opportunity",
                "title": "Metering as a service for three neighbouring towns",
                "kind": "market",
                "value": 640_000,
                "currency": "EUR",
                "decide_by": decide_by.isoformat(),
            }
        ],
        "Three towns ask whether we would read and bill their meters. Sales expect EUR 640,000 a year.",
    )


def _note(path: Path, title: str, facts: list[dict[str, object]], text: str) -> None:
    """A Markdown file that states its facts in front matter; JSON is YAML."""
    stated = "\n".join(f"  - {json.dumps(fact, ensure_ascii=False)}" for fact in facts)
    path.write_text(
        f'---\ntitle: "{title}"\nfacts:\n{stated}\n---\n\n# {title}\n\n{text}\n\n> {MARK}\n', encoding="utf-8"
    )


def _long(day: dt.date) -> str:
    """`30 June 2027`, whatever the language of the machine."""
    return format_date(day, "d MMMM y", locale="en")
