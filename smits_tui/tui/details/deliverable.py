"""The details of a document or one of its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from textual.content import Content

from smits_tui.documents.markdown import body
from smits_tui.presentation.comment_sentences import answer_sentence, comment_count, comment_sentence
from smits_tui.process.deliverables.content import content_of
from smits_tui.process.deliverables.gates import document_problems
from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.deliverables.status import Deliverable
from smits_tui.tui.details.markdown_table import table_lines
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import DELIVERABLE, QUIET, lines, status, text


def document_detail(view: View, deliverable: Deliverable) -> Content:
    """Who agreed, who is asked, the open tasks, and what is stale and why."""
    parts = [text(deliverable.title, "bold"), status(DELIVERABLE[deliverable.status])]
    if deliverable.agreement:
        agreed = ", ".join(deliverable.agreement.agreed) or "nobody yet"
        parts += [Content(""), text(f"Agreed by {agreed}; {deliverable.agreement.needed} must agree.")]
        for standing in deliverable.agreement.standings:
            if standing.asked:
                names = ", ".join(f"'{_title(view, deliverable.kind, name)}'" for name in standing.changed)
                changed = f" (changed: {names})" if standing.changed else ""
                parts.append(text(f"· {standing.stakeholder} is asked{changed}", QUIET))
        for objection in deliverable.agreement.objections:
            section = _title(view, deliverable.kind, objection.section)
            sentence = f"{objection.id} {objection.stakeholder}, '{section}': {objection.text}"
            parts.append(text(sentence, "$text-error"))
    problems = list(document_problems(view.state, deliverable.kind))
    if problems:
        parts += [Content(""), text(f"{len(problems)} missing", "bold $text-warning")]
        parts += [text(f"· {problem.what}") for problem in problems]
    return lines(*parts, *_stale(deliverable, ""))


def _title(view: View, kind: str, name: str) -> str:
    """The title of a section, including custom ones."""
    return next((section.title for section in content_of(view.state, kind) if section.name == name), name)


def section_detail(view: View, deliverable: Deliverable, name: str, width: int) -> Content:
    """A section: its purpose, why it is stale, its text, whose tables fit a width in cells, and comments."""
    section = next((s for s in content_of(view.state, deliverable.kind) if s.name == name), None)
    outline = DOCUMENTS[deliverable.kind].section(name)
    if section is None:
        return text("")
    parts = [text(section.title, "bold"), text(outline.purpose if outline else "", QUIET)]
    if waiting := deliverable.open_comments(name):
        parts.append(text(f"{comment_count(waiting)} below", "$text-primary"))
    parts += _stale(deliverable, name)
    shown = body(deliverable.kind, section)
    parts.append(Content(""))
    parts += _reflowed(shown, width) if shown else [text("Not written yet.", QUIET)]
    return lines(*parts, *_comments(deliverable, name))


def _comments(deliverable: Deliverable, name: str) -> Iterable[Content]:
    """The comments on a section with their answers; settled ones recede."""
    listed = [comment for comment in deliverable.comments if comment.comment.section == name]
    if listed:
        yield from (Content(""), text("Comments", "bold"))
    for comment in listed:
        style = "" if comment.is_open else QUIET
        yield text(f"{comment.comment.id} {comment_sentence(comment)}", style)
        for answer in comment.comment.answers:
            yield text(f"  · {answer_sentence(answer)}", style or QUIET)


def difference_detail(title: str, diff: Iterable[str]) -> Content:
    """A unified diff for people: additions and deletions coloured, gaps as `⋯` instead of line numbers."""
    styles = {"+": "$text-success", "-": "$text-error"}
    shown: list[Content] = []
    for line in diff:
        if line.startswith("@@"):
            shown += [text("⋯", QUIET)] if shown else []
        elif not line.startswith(("---", "+++")):
            shown.append(text(f"{line[:1]} {line[1:]}", styles.get(line[:1], "")))
    return lines(text(title, "bold"), Content(""), *(shown or [text("No differences.", QUIET)]))


def _stale(deliverable: Deliverable, name: str) -> list[Content]:
    """Why sections are stale, or the named one."""
    parts: list[Content] = []
    for path, causes in deliverable.stale.items():
        if name in ("", path.partition("/")[2]):
            parts += [Content(""), text(f"'{title_of(path)}' is stale", "bold $text-warning")]
            parts += [text(f"· {cause.text}") for cause in causes]
    return parts


_BEGINS_A_LINE = re.compile(r"\s*(#|[-*+] |\d+[.)] |\||>|```)")
"""Markdown that does not continue the line before it."""


def _reflowed(markdown: str, width: int) -> list[Content]:
    """Markdown with the lines of each paragraph joined, because the window has its own width."""
    parts: list[Content] = []
    for is_table, group in groupby(markdown.split("\n"), lambda line: line.startswith("|")):
        part = list(group)
        parts += table_lines(part, width) if is_table else _paragraphs(part)
    return parts


def _paragraphs(markdown: Iterable[str]) -> list[Content]:
    shown: list[str] = []
    for line in markdown:
        goes_on = line.strip() and shown and shown[-1].strip() and not _BEGINS_A_LINE.match(line)
        if goes_on and not shown[-1].startswith("#"):
            shown[-1] += f" {line.strip()}"
        else:
            shown.append(line)
    return [text(line.lstrip("# "), "bold") if line.startswith("#") else text(line) for line in shown]
