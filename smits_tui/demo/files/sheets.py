"""The sample story's workbooks and CSV files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from smits_tui.demo.files.sample import MARK

CREATED = dt.datetime(2020, 1, 1)  # noqa: DTZ001  # written into the file, which has no time zones
"""A fixed stamp, so that the same story gives the same bytes."""
_SECTIONS: dict[str, dict[str, float]] = {
    "Operations": {
        "Data centre and network": 1_240_000,
        "Workplace and devices": 865_000,
        "Service desk": 410_000,
        "Security operations": 520_000,
    },
    "Applications": {
        "Billing and metering": 1_130_000,
        "Geographic information": 385_000,
        "Office and collaboration": 290_000,
        "Integration platform": 240_000,
    },
    "Change": {
        "Metering roll-out": 775_000,
        "Cloud migration": 525_000,
        "Process automation": 220_000,
    },
}
"""EUR by section and line, of the approved budget."""
_TAKEN_FROM = "Change"
"""The section in which a cut falls, as it usually does."""

Row = tuple[str, str, str, str, str, str, str, int, int, str]
_HEADER = (
    *("Service", "Service owner", "Criticality", "Lifecycle", "Vendor", "Product", "Version"),
    *("Users", "Cost a year (EUR)", "Charged"),
)
_SERVICES: tuple[Row, ...] = (
    ("Customer billing", "I. Weber", "critical", "live", "Kestrel", "KestrelDB", "11", 240, 410_000, "yes"),
    (
        "Meter data management",
        "P. Novak",
        "critical",
        "live",
        "Kestrel",
        "KestrelDB",
        "11",
        85,
        365_000,
        "no",
    ),
    ("Outage management", "P. Novak", "critical", "live", "Orrin", "Orrin Grid", "7.2", 120, 205_000, "no"),
    (
        "Customer portal",
        "S. Haas",
        "high",
        "live",
        "Fenwick",
        "Fenwick Portal",
        "2023",
        61_000,
        150_000,
        "no",
    ),
    (
        "Geographic information",
        "J. Brandt",
        "high",
        "live",
        "Terralis",
        "Terralis Map",
        "10.9",
        140,
        190_000,
        "no",
    ),
    ("Remote access", "P. Novak", "high", "live", "Orrin", "Orrin Gate", "9.1", 620, 48_000, "no"),
    ("Service desk", "T. Okafor", "medium", "live", "Halden", "Halden Desk", "", 45, 62_000, "no"),
    (
        "E-mail and calendar",
        "T. Okafor",
        "high",
        "live",
        "Colvane",
        "Colvane Mail",
        "2022",
        780,
        95_000,
        "no",
    ),
    ("Collaboration", "T. Okafor", "medium", "live", "Colvane", "Colvane Rooms", "", 780, 54_000, "no"),
    ("Telephony", "T. Okafor", "medium", "live", "Sundby", "Sundby Voice", "6", 650, 71_000, "no"),
    ("Human resources", "L. Costa", "medium", "live", "Paxton", "Paxton People", "", 30, 88_000, "no"),
    ("Accounting", "I. Weber", "critical", "live", "Paxton", "Paxton Ledger", "14", 65, 230_000, "no"),
    ("Document archive", "I. Weber", "medium", "live", "Archon", "Archon Vault", "5.4", 300, 43_000, "no"),
    ("Work order planning", "P. Novak", "high", "live", "Terralis", "Terralis Work", "4", 210, 99_000, "no"),
    ("Laboratory data", "M. Stein", "medium", "live", "Labra", "Labra LIMS", "8", 24, 37_000, "yes"),
    ("Identity management", "T. Okafor", "critical", "live", "Orrin", "Orrin ID", "3", 800, 76_000, "no"),
    ("Backup", "P. Novak", "high", "live", "Archon", "Archon Copy", "12", 12, 58_000, "no"),
    ("Intranet", "S. Haas", "low", "live", "Fenwick", "Fenwick Pages", "", 780, 21_000, "no"),
    ("Fleet tracking", "P. Novak", "low", "live", "Movio", "Movio Fleet", "", 95, 33_000, "no"),
    ("Old work orders", "P. Novak", "low", "retired", "Kestrel", "KestrelDB", "9", 0, 4_000, "no"),
    ("Smart meter gateway", "P. Novak", "high", "pipeline", "Orrin", "Orrin Meter", "1", 0, 120_000, "yes"),
)
_ADDED: tuple[Row, ...] = (
    ("Tariff simulation", "I. Weber", "medium", "live", "Kestrel", "KestrelDB", "11", 18, 52_000, "no"),
    ("Drone inspection", "J. Brandt", "low", "pipeline", "Terralis", "Terralis Air", "2", 6, 27_000, "yes"),
    ("Water quality alerts", "M. Stein", "high", "live", "Labra", "Labra Alert", "1.3", 40, 31_000, "yes"),
)


def budget_workbook(path: Path, *, year: int, title: str, cut: float = 0.0) -> None:
    """Write a budget as a workbook: a title, sections with subtotals, a grand total.

    Args:
        path: of the new file.
        year: the budget's period.
        title: what stands above it.
        cut: the share of the whole that is taken out of one section.
    """
    total = sum(sum(lines.values()) for lines in _SECTIONS.values())
    left = 1 - cut * total / sum(_SECTIONS[_TAKEN_FROM].values())
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": title, "created": CREATED})
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0 €"})
        sheet = book.add_worksheet(f"FY{year}")
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 16)
        sheet.write(0, 0, f"{title}: {year}", bold)
        sheet.write(1, 0, MARK)
        sheet.write_row(3, 0, ["Position", f"Budget {year} (EUR)"], bold)
        row, grand = 4, 0.0
        for section, lines in _SECTIONS.items():
            sheet.write(row, 0, section, bold)
            amounts = {
                name: round(amount * (left if section == _TAKEN_FROM else 1), 2)
                for name, amount in lines.items()
            }
            for offset, (name, amount) in enumerate(amounts.items(), 1):
                sheet.write(row + offset, 0, name)
                sheet.write(row + offset, 1, amount, money)
            row += len(amounts) + 1
            sheet.write(row, 0, f"Subtotal {section.lower()}", bold)
            sheet.write_formula(
                row, 1, f"=SUM(B{row - len(amounts) + 1}:B{row})", money, sum(amounts.values())
            )
            grand += sum(amounts.values())
            row += 2
        sheet.write(row, 0, "Grand total", bold)
        sheet.write(row, 1, grand, money)


def budget_csv(path: Path, *, year: int) -> None:
    """Write a budget as an accounting system in Germany exports it: semicolons, decimal commas, cp1252."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Kostenstelle", "Bezeichnung", f"Ansatz {year} in €"])
    number = 4100
    for lines in _SECTIONS.values():
        for name, amount in lines.items():
            german = f"{amount * 0.96:,.2f}".translate(str.maketrans(",.", ".,"))
            writer.writerow([number, f"{name} (Überleitung)", german])
            number += 10
    writer.writerow([])
    writer.writerow(["", MARK, ""])
    path.write_bytes(text.getvalue().encode("cp1252"))


def portfolio_workbook(path: Path, *, later: bool = False) -> None:
    """Write the service portfolio as a workbook; `later` with the services that came and went."""
    services = [row for row in _SERVICES if not (later and row[0] == "Fleet tracking")]
    services += _ADDED if later else ()
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "Service portfolio", "created": CREATED})
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        sheet = book.add_worksheet("Portfolio")
        sheet.set_column(0, len(_HEADER) - 1, 18)
        sheet.write(0, 0, "Service portfolio", bold)
        sheet.write(1, 0, MARK)
        sheet.write_row(3, 0, _HEADER, bold)
        for index, service in enumerate(services, 4):
            sheet.write_row(index, 0, service)
            sheet.write(index, 8, service[8], money)


def cut_off(write: Callable[[Path], None], path: Path) -> None:
    """Write only the first half of another writer's file, as a mail gateway may leave it."""
    write(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
