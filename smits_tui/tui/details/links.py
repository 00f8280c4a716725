"""Links in details: ids of triggers, inputs, questions and records, and names of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from textual.content import Content
from textual.style import Style

from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.state import State

_ID = re.compile(r"(?<![\w!#:/$-])[A-Z]{1,2}\d{1,6}\b")
"""An id; `W1` in `plan.xlsx#IT!W1` or `U1:W1` is a cell."""


def target_of(state: State, name: str) -> tuple[str, str] | None:
    """Where a name leads: mode and row.

    Args:
        state: the recorded state.
        name: an id such as `T12`, or the path of a section.
    """
    if name in _sections().values():
        return "deliverables", name
    if name.startswith("T") and state.trigger(name):
        return "triggers", name
    if name.startswith("I") and state.input(name):
        return "inputs", name
    if name.startswith("Q") and state.question(name):
        return "questions", name
    prefix = name.rstrip("0123456789")
    if any(model.prefix == prefix and state.record_of(model, name) for model in RECORD_KINDS.values()):
        return "records", name
    return None


def named(state: State, name: str) -> str:
    """An id with what it stands for, e.g. `I3  budgets/FY27.xlsx`; blank for a section, whose title says it.

    Args:
        state: the recorded state.
        name: as `target_of` takes it.
    """
    area, _ = target_of(state, name) or ("", "")
    if area == "triggers" and (trigger := state.trigger(name)):
        return f"{name}  {trigger.sentence}"
    if area == "inputs" and (item := state.input(name)):
        return f"{name}  {item.path}"
    if area == "questions" and (question := state.question(name)):
        return f"{name}  {question.text}"
    if area == "records":
        prefix = name.rstrip("0123456789")
        models = (model for model in RECORD_KINDS.values() if model.prefix == prefix)
        records = (state.record_of(model, name) for model in models)
        return next((f"{name}  {record.text}" for record in records if record), name)
    return ""


def links_in(state: State, text: str) -> Iterator[tuple[int, int, str]]:
    """The places of a text that lead somewhere: begin, end, and the name that `target_of` knows."""
    for match in _ID.finditer(text):
        if target_of(state, match[0]):
            yield match.start(), match.end(), match[0]
    for title, path in _sections().items():
        begin = text.find(title)
        while begin >= 0:
            yield begin, begin + len(title), path
            begin = text.find(title, begin + len(title))


def linked(content: Content, state: State) -> Content:
    """The same content, in which a click on an id or a section goes there."""
    for begin, end, name in links_in(state, content.plain):
        link = Style(underline=True) + Style.from_meta({"@click": f"screen.follow_link('{name}')"})
        content = content.stylize(link, begin, end)
    return content


@cache
def _sections() -> dict[str, str]:
    """Title of each section as sentences name it -> its path."""
    return {
        title_of(f"{document.kind}/{section.name}"): f"{document.kind}/{section.name}"
        for document in DOCUMENTS.values()
        for section in document.sections
    }
