"""Lists as tables: what goes out comes in unchanged, and what offices send comes in."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from smits_tui.actions.strategy.records import retire_record, set_record
from smits_tui.ledger.record import Record
from smits_tui.presentation.sheets.files import SheetRefused, read_sheet, sheet_file
from smits_tui.presentation.sheets.records import import_records, record_rows
from smits_tui.presentation.typed_fields import TypingContext
from smits_tui.process.entries.records import CorrectiveAction, Initiative, Objective, Risk, SwotPoint

CONTEXT = TypingContext(dt.date(2027, 3, 31), "EUR")


@pytest.fixture
def planned(record: Record) -> Record:
    set_record(record, Objective, by="Mara", text="It stays up")
    values = {
        "objective": "O1",
        "owner": "Kim; Lee",
        "budget": 1234.125,
        "progress": 12.125,
        "portfolio": True,
    }
    values |= {"start": dt.date(2027, 1, 2), "end": dt.date(2027, 12, 31)}
    set_record(record, Initiative, by="Mara", text='=Move, the "base"', values=values)
    set_record(record, Initiative, by="Mara", text="-5 % power", values={})
    set_record(record, Initiative, by="Mara", text="Over", values={})
    retire_record(record, Initiative, "P3", by="Mara", reason="over")
    values = {"likelihood": "high", "impact": "low", "response": "=Test", "owner": "Kim"}
    set_record(record, Risk, by="Mara", text="It burns; or floods", values=values)
    values = {"owner": "Lee", "due": dt.date(2027, 6, 30), "done": True}
    set_record(record, CorrectiveAction, by="Mara", text="Call, then write", values=values)
    values = {"quadrant": "threat"}
    set_record(record, SwotPoint, by="Mara", text="A threat", values=values)
    return record


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("model", [Initiative, SwotPoint, Objective, Risk, CorrectiveAction])
def test_what_goes_out_comes_in_unchanged(
    planned: Record, tmp_path: Path, form: str, model: type[Initiative]
) -> None:
    """Not one entry is added to the record, whatever stands in a text."""
    file = tmp_path / f"list.{form}"
    file.write_bytes(sheet_file(record_rows(planned.state.records(model, retired=True)), form))
    before = planned.state.records(model)
    done = import_records(planned, model, read_sheet(file), CONTEXT, by="Tom")
    assert (done.added, done.changed, done.same, done.left) == ((), (), len(before), ())
    assert planned.state.records(model) == before


def test_an_offices_list_comes_in_without_a_question(record: Record, tmp_path: Path) -> None:
    """A title above, headers of its own, a total below, semicolons: as spreadsheets save them."""
    lines = ["Our projects 2027;;;;", "Nr;Project name;Responsible;Start date;Planned end;Cost;Colour"]
    lines += [f"{n};Project {n};Kim;2027-01-01;2027-06-30;{n}000;red" for n in range(1, 41)]
    file = tmp_path / "projects.csv"
    file.write_text("\n".join([*lines, ";;;;;820000;"]), encoding="utf-8-sig")
    done = import_records(
        record, Initiative, read_sheet(file), CONTEXT, by="Tom", mapped={"text": "Project name"}
    )
    assert len(done.added) == 40
    assert done.left == ("Colour",)
    last = record.state.records(Initiative)[-1].data
    assert (last.text, last.owner, last.budget, last.end) == (
        "Project 40",
        "Kim",
        40_000.0,
        dt.date(2027, 6, 30),
    )
    again = import_records(
        record,
        Initiative,
        [["name", "cost"], ["Project 40", "41000"], ["project 39", ""]],
        CONTEXT,
        by="Tom",
    )
    assert (again.added, again.changed) == ((), ("P40", "P39"))


def test_nothing_comes_in_if_one_row_does_not_fit(record: Record) -> None:
    rows = [["risk", "probability", "impact"], ["It burns", "high", "low"], ["It floods", "low", "low"]]
    plan = [["project", "start"], ["One", "2027-01-01"], ["Two", "soon"]]
    with pytest.raises(SheetRefused, match=r"Row 3: "):
        import_records(record, Initiative, plan, CONTEXT, by="Tom")
    assert record.state.records(Initiative) == []
    assert record.state.records(Risk) == []
    with pytest.raises(SheetRefused, match="No column is recognised"):
        import_records(record, Risk, [["a", "b"], ["1", "2"]], CONTEXT, by="Tom")
    with pytest.raises(SheetRefused, match="no column 'Nowhere'"):
        import_records(record, Risk, rows, CONTEXT, by="Tom", mapped={"owner": "Nowhere"})


def test_a_spreadsheet_obeys_no_text(planned: Record) -> None:
    made = sheet_file(record_rows(planned.state.records(Initiative)), "csv").decode()
    texts = [row["text"] for row in csv.DictReader(io.StringIO(made))]
    assert texts == ['\'=Move, the "base"', "'-5 % power"]
    with pytest.raises(SheetRefused, match="not a format"):
        sheet_file([], "pdf")


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"nothing")
    with pytest.raises(SheetRefused, match="workbook"):
        read_sheet(file)
    with pytest.raises(SheetRefused, match="can't be read"):
        read_sheet(tmp_path / "missing.csv")
