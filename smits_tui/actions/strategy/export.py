"""Documents, measures and dates as files."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import json
from collections.abc import Iterator

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.receipts import make_receipt
from smits_tui.actions.strategy.background import background_of
from smits_tui.actions.strategy.board import board_file
from smits_tui.actions.strategy.calendar import calendar_file
from smits_tui.actions.strategy.deliverables.documents import find_document
from smits_tui.actions.strategy.deliverables.publication import (
    approval_of,
    comments_text,
    currency_of,
    text_of,
)
from smits_tui.actions.strategy.deliverables.versions import submitted_text
from smits_tui.actions.strategy.sources import with_sources
from smits_tui.documents.background import Background
from smits_tui.documents.export import export
from smits_tui.documents.links import linked_files, moved
from smits_tui.documents.markdown import render_background, with_approval
from smits_tui.process.entries.records import CorrectiveAction, Initiative, Measure
from smits_tui.process.state import State
from smits_tui.sanitize import plain
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

_WORK_COLUMNS = (
    *("Summary", "Issue Type", "Description", "Assignee", "Start Date", "Due Date"),
    *("Status", "Labels", "External ID"),
)


def document_file(
    state: State,
    workspace: Workspace,
    settings: Settings,
    kind: str,
    form: str,
    version: int | None,
    inputs: str = "inputs/",
) -> bytes:
    """A document as a file.

    Args:
        state: the recorded state.
        workspace: with the archive, which contains submitted versions.
        settings: stakeholders, currency, calendar.
        kind: of deliverable.
        form: md, html, docx or pdf.
        version: a submitted version; None uses the newest one, or the current draft if there is none.
        inputs: the path of the inputs folder relative to the file, ending in a slash.

    Returns:
        The file. The document is followed by its background from the record, except for an older version,
        whose background would be that of another day; and before it is approved, by the open comments.

    Raises:
        ActionRefused: there is no such document or version.
        ExportUnavailable: a program or extra for the format is not installed.
    """
    document = find_document(kind)
    versions = state.versions_of(document.kind)
    if version is None and not versions:
        text = text_of(state, document.kind, 1, currency_of(settings), draft=True)
        background = background_of(state, workspace, settings, document.kind, text, None)
        text = f"{text}\n{_with_files(state, text, background)}"
        return export(moved(text, inputs), form, state.today)
    chosen = version or versions[-1].version
    text = submitted_text(state, workspace, document.kind, chosen)
    approval = next(approval_of(state, submitted) for submitted in versions if submitted.version == chosen)
    if approval:
        text = with_approval(text, approval)
    if chosen == versions[-1].version:
        background = background_of(state, workspace, settings, document.kind, text, versions[-1])
        comments = "" if approval else comments_text(state, document.kind)
        text = "\n".join(filter(None, (text, comments, _with_files(state, text, background))))
    return export(moved(text, inputs), form, state.today)


def _with_files(state: State, text: str, background: Background) -> str:
    """The background of a document, and the files that it cites and the document does not."""
    return with_sources(
        state,
        render_background(background),
        "Further sources",
        above=linked_files(text),
        estimates=background.estimates,
    )


def agreed_to(state: State, kind: str, stakeholder: str) -> int | None:
    """The newest version of a document to whose whole text a stakeholder agreed; None if there is none."""
    agreed = state.agreement(stakeholder)
    for version in reversed(state.versions_of(kind)):
        if all(agreed.get(f"{kind}/{name}") == mark for name, mark in version.sections.items()):
            return version.version
    return None


def difference(state: State, workspace: Workspace, kind: str, since: int | None) -> Iterator[str]:
    """The changes of a document since a version, as a unified diff.

    Raises:
        ActionRefused: nothing was submitted yet, or there is no such version.
    """
    document = find_document(kind)
    versions = state.versions_of(document.kind)
    if not versions:
        raise ActionRefused(
            f"The {document.title.lower()} is not submitted yet; there is nothing to compare."
        )
    number = since or versions[-1].version
    before = submitted_text(state, workspace, document.kind, number)
    now = text_of(state, document.kind, number, currency_of(workspace.settings()))
    yield from difflib.unified_diff(
        before.splitlines(), now.splitlines(), f"version {number}", "now", lineterm=""
    )


def file_of(state: State, workspace: Workspace, settings: Settings, what: str, now: dt.datetime) -> bytes:
    """An export as a file.

    Args:
        state: the recorded state.
        workspace: with the archive.
        settings: due dates.
        what: `measures.csv`, `work.csv`, `strategy.ics`, `KIND.receipt.json`, `KIND.md`, `.html`,
            `.docx`, `.pdf`, or `board` with one of these or `.pptx`.
        now: the timestamp of calendar entries.

    Raises:
        ActionRefused: there is no such document, or it was never submitted.
        ExportUnavailable: a program or extra for the format is not installed.
    """
    if what == "measures.csv":
        return measures_csv(state).encode()
    if what == "work.csv":
        return work_csv(state).encode()
    if what == "strategy.ics":
        return calendar_file(state, settings, now)
    kind, _, form = what.partition(".")
    if form == "receipt.json":
        receipt = make_receipt(workspace, state, find_document(kind).kind)
        return (json.dumps(receipt, ensure_ascii=False, indent=1) + "\n").encode()
    if kind == "board":
        return board_file(state, workspace, settings, form)
    return document_file(state, workspace, settings, kind, form, None)


def measures_csv(state: State) -> str:
    """All readings of all measures, one per line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("measure", "text", "objective", "unit", "target", "period", "value", "recorded", "by"))
    for measure in state.records(Measure):
        for reading in measure.readings:
            about = (measure.id, _safe(measure.text), measure.data.objective, _safe(measure.data.unit))
            values = (_safe(reading.period), reading.value, reading.at.date(), _safe(reading.by))
            writer.writerow((*about, measure.data.target, *values))
    return out.getvalue()


def work_csv(state: State) -> str:
    """Initiatives and corrective actions, one per line, in columns for Jira, ServiceNow and Planner.

    `External ID` identifies a line, so that importing a newer file changes it instead of adding it again.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_WORK_COLUMNS)
    for initiative in state.records(Initiative):
        data = initiative.data
        for_what = f"Serves {data.objective}." if data.objective else ""
        writer.writerow(
            _line(
                "initiative",
                initiative.id,
                initiative.text,
                for_what,
                data.owner,
                data.start,
                data.end,
                data.status,
            )
        )
    for action in state.records(CorrectiveAction):
        status = "done" if action.data.done else "planned"
        due = action.data.due
        writer.writerow(
            _line(
                "action", action.id, action.text, "Corrective action.", action.data.owner, None, due, status
            )
        )
    return out.getvalue()


def _line(
    kind: str,
    identifier: str,
    text: str,
    about: str,
    owner: str,
    start: dt.date | None,
    due: dt.date | None,
    status: str,
) -> tuple[str, ...]:
    days = [day.isoformat() if day else "" for day in (start, due)]
    return (_safe(text), kind, _safe(about), _safe(owner), *days, status, "it-strategy", identifier)


def _safe(text: str) -> str:
    """A text on one line that is neither a spreadsheet formula nor a terminal command."""
    shown = plain(text, lines=False)
    return f"'{shown}" if shown[:1] in ("=", "+", "-", "@") else shown
