"""The sample story's papers of each quarter: service reports, customer surveys and goals of the business."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from smits_tui.demo.files.sample import MARK
from smits_tui.demo.files.sheets import CREATED

_AVAILABLE, _ANSWERED, _SOLVED = (
    "Availability (%)",
    "Calls answered within a minute (%)",
    "Incidents solved in the agreed time (%)",
)
_LEVELS: tuple[tuple[str, str, float, tuple[float, ...]], ...] = (
    ("Customer billing", _AVAILABLE, 99.5, (99.41, 99.58, 99.70, 99.90, 99.86)),
    ("Meter data management", _AVAILABLE, 99.5, (99.62, 99.66, 99.72, 99.88, 99.84)),
    ("Outage management", _AVAILABLE, 99.5, (99.78, 99.83, 99.88, 99.95, 99.90)),
    ("Accounting", _AVAILABLE, 99.5, (99.55, 99.64, 99.71, 99.90, 99.86)),
    ("Identity management", _AVAILABLE, 99.5, (99.74, 99.84, 99.89, 99.92, 99.89)),
    ("Customer portal", _AVAILABLE, 99.0, (99.21, 99.34, 99.18, 99.40, 98.61)),
    ("Remote access", _AVAILABLE, 99.5, (99.60, 99.55, 99.71, 99.66, 98.92)),
    ("E-mail and calendar", _AVAILABLE, 99.5, (99.91, 99.88, 99.93, 99.90, 99.94)),
    ("Geographic information", _AVAILABLE, 99.0, (99.30, 99.12, 99.45, 99.52, 99.37)),
    ("Work order planning", _AVAILABLE, 99.0, (99.18, 99.27, 99.33, 99.41, 99.20)),
    ("Service desk", _ANSWERED, 80.0, (81.0, 76.0, 79.0, 84.0, 83.0)),
    ("Service desk", _SOLVED, 90.0, (90.5, 91.2, 91.8, 93.0, 92.4)),
)
"""Service, measure, target, and what was reached in each quarter."""
_GROUPS: tuple[tuple[str, int, tuple[tuple[int, int], ...]], ...] = (
    ("Households", 60, ((22, 16), (24, 15), (26, 14), (27, 13), (26, 13))),
    ("Businesses", 30, ((12, 8), (12, 7), (13, 6), (14, 6), (14, 7))),
    ("Municipalities", 10, ((4, 2), (4, 2), (4, 2), (4, 2), (4, 2))),
)
"""Group, answers, and how many of them recommend us and advise against us in each quarter."""
_REMARKS = (
    *("", "", "The bill came on time.", "", "I waited 20 minutes on the telephone.", "", ""),
    *("Moving house should work without a form.", "", "The app shows my reading at once.", ""),
)
_GOALS = (
    ("Replace 9,000 meters by smart ones", "9,000 meters", "P. Novak"),
    ("Keep water losses in the network below 8 %", "8 %", "M. Stein"),
    ("A tenth fewer calls about bills", "-10 %", "S. Haas"),
    ("Connect the industrial park at Lower Weir", "in operation", "J. Brandt"),
    ("Collect what is due within 30 days", "30 days", "I. Weber"),
    ("Warn households of water quality by message", "all of zone 4", "M. Stein"),
    ("Report incidents within 24 hours", "every incident", "P. Novak"),
    ("Simulate tariffs before they are published", "two tariffs", "I. Weber"),
)
"""Goal, target and owner; each quarter has five of them, the next one the four last and one more."""
_GOALS_A_QUARTER = 5


def service_report(path: Path, *, quarter: str, number: int) -> None:
    """Write the service levels of a quarter as a workbook.

    Args:
        path: of the file.
        quarter: e.g. `2027-Q1`.
        number: which quarter of the story it is, from 0.
    """
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": f"Service report {quarter}", "created": CREATED})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Service levels")
        sheet.set_column(0, 1, 36)
        sheet.write(0, 0, f"Service report {quarter}", bold)
        sheet.write(1, 0, MARK)
        sheet.write_row(3, 0, ["Service", "Measure", "Period", "Target", "Actual"], bold)
        for row, (service, measure, target, reached) in enumerate(_LEVELS, 4):
            sheet.write_row(row, 0, [service, measure, quarter, target, reached[number]])


def survey(path: Path, *, number: int) -> None:
    """Write the answers of a quarter's customer survey as CSV; arguments as of `service_report`."""
    rows: list[Sequence[object]] = [("No", "Customer group", "Likelihood to recommend", "Remark")]
    for group, answers, comments in _GROUPS:
        promoters, detractors = comments[number]
        for answer in range(answers):
            score = _score(answer, promoters, detractors)
            remark = _REMARKS[answer % len(_REMARKS)] if len(rows) > 1 else MARK
            rows.append((len(rows), group, score, remark))
    _write(path, rows, ",")


def goals(path: Path, *, quarter: str, number: int) -> None:
    """Write what the business wants to reach in a quarter as CSV; arguments as of `service_report`."""
    rows: list[Sequence[object]] = [
        (f"Goals of the business for {quarter}", "", "", ""),
        (MARK, "", "", ""),
        (),
        ("Goal", "Quarter", "Target", "Owner"),
    ]
    for goal, target, owner in _GOALS[number : number + _GOALS_A_QUARTER]:
        rows.append((goal, quarter, target, owner))
    _write(path, rows, ";")


def _score(answer: int, promoters: int, detractors: int) -> int:
    """From 0 to 10: first those who recommend us, then those who advise against us, then the others."""
    if answer < promoters:
        return 9 + answer % 2
    if answer < promoters + detractors:
        return 2 + answer % 5
    return 7 + answer % 2


def _write(path: Path, rows: Iterable[Sequence[object]], delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
