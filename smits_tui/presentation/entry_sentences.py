"""Entries of the ledger as sentences, with names of files and titles instead of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from smits_rules.vocabulary.shown_number import counted
from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.entries.entry import Entry
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.gates import STEPS
from smits_tui.process.state import State

Data = Mapping[str, Any]
_TITLES = {step.name: step.title for step in STEPS}


def sentence_of(entry: Entry, state: State) -> str:
    """An entry as the rest of a sentence that begins with its author.

    Args:
        entry: of any type; an unknown type is shown by its name.
        state: contains the names behind the ids.
    """
    sentence = _SENTENCES.get(entry.type)
    return sentence(entry.data, state) if sentence else entry.type.replace(".", " ").replace("-", " ")


def _path(identifier: object, state: State) -> str:
    item = state.input(str(identifier))
    return item.path if item else str(identifier)


def _trigger(identifier: object, state: State) -> str:
    trigger = state.trigger(str(identifier))
    return f"“{trigger.because.rstrip('.')}”" if trigger else str(identifier)


def _document(kind: object) -> str:
    outline = DOCUMENTS.get(str(kind))
    return f"the {outline.title.lower()}" if outline else str(kind)


def _section(data: Data) -> str:
    path = f"{data['deliverable']}/{data['section']}"
    return f"“{title_of(path)}”"


def _why(data: Data) -> str:
    return f", because: {data['reason']}" if data.get("reason") else ""


def _of_input(verb: str) -> Callable[[Data, State], str]:
    return lambda data, state: f"{verb} {_path(data['id'], state)}{_why(data)}"


def _on_trigger(verb: str) -> Callable[[Data, State], str]:
    return lambda data, state: f"{verb} {_trigger(data['id'], state)}{_why(data)}"


def _read(data: Data, state: State) -> str:
    return f"read {_path(data['id'], state)}: {counted(len(data.get('facts') or ()), 'fact')}"


def _corrected(data: Data, state: State) -> str:
    verb = {"change": "changed", "add": "added", "remove": "removed"}[str(data["action"])]
    return f"{verb} a fact of {_path(data['id'], state)}{_why(data)}"


def _deferred(data: Data, state: State) -> str:
    return f"deferred {_trigger(data['id'], state)} until {data['until']}{_why(data)}"


def _opened(data: Data, state: State) -> str:
    because = ", ".join(_trigger(name, state) for name in data.get("triggers") or ())
    return f"opened cycle {data['number']}{f' for {because}' if because else _why(data)}"


def _closed(data: Data, _state: State) -> str:
    verb = "ended" if data.get("early") else "closed"
    return f"{verb} cycle {data['number']}; the next review is on {data['next_review']}{_why(data)}"


def _assessed(data: Data, state: State) -> str:
    names = [_path(name, state) for name in data["ids"]]
    return f"reviewed {names[0]}" + (
        f" and {counted(len(names) - 1, 'more input')}" if len(names) > 1 else ""
    )


def _written(data: Data, _state: State) -> str:
    return f"{'confirmed' if data.get('confirmed') else 'wrote'} {_section(data)}"


def _version(verb: str) -> Callable[[Data, State], str]:
    return lambda data, _state: f"{verb} version {data['version']} of {_document(data['deliverable'])}"


def _agreement(verb: str) -> Callable[[Data, State], str]:
    def sentence(data: Data, _state: State) -> str:
        paths = [f"{data['deliverable']}/{name}" for name in data["sections"]]
        what = f"“{title_of(paths[0])}”" if len(paths) == 1 else f"{len(paths)} sections of "
        where = "" if len(paths) == 1 else _document(data["deliverable"])
        return f"{verb} {what}{where}, version {data['version']}, as {data['stakeholder']}{_by_mail(data)}"

    return sentence


def _by_mail(data: Data) -> str:
    return ", by mail" if data.get("confirmed") == "mail" else ""


def _answered(data: Data, state: State) -> str:
    choice = f"“{data['choice']}”" if data["choice"] else "not of interest"
    return f"answered {choice} to “{data['text']}” ({_path(data['input'], state)})"


def _on_comment(verb: str) -> Callable[[Data, State], str]:
    """A sentence about a comment with its section; the answer, or else the comment, is quoted."""

    def sentence(data: Data, state: State) -> str:
        comment = state.comment(str(data["id"]))
        where = f" on “{title_of(comment.path)}”" if comment else ""
        quoted = data.get("text") or (comment.text if comment else "")
        return f"{verb} the comment {data['id']}{where}: {quoted}"

    return sentence


def _delegated(data: Data, _state: State) -> str:
    if not data["delegate"]:
        return "withdrew the delegation"
    return f"named {data['delegate']} to act for {data['stakeholder']} until {data['until']}"


def _record(kind: str) -> Callable[[Data, State], str]:
    title = "SWOT point" if kind == "swot" else kind.replace("-", " ")

    def sentence(data: Data, _state: State) -> str:
        verb = "retired" if data.get("retired") else "recorded"
        return f"{verb} {data['id']} ({title}): {data['text']}{_why(data)}"

    return sentence


_SENTENCES: dict[str, Callable[[Data, State], str]] = {
    **{model.type: _record(model.kind) for model in RECORD_KINDS.values()},
    "settings.changed": lambda data, _: f"set the settings of {data['organisation']}{_why(data)}",
    "rules.changed": lambda data, _: f"put {data['rules']} rules in force{_why(data)}",
    "ledger.repaired": lambda data, _: f"repaired the record{_why(data)}",
    "input.received": lambda data, _: f"received {data['path']}",
    "input.read": _read,
    "input.rejected": lambda data, state: f"could not read {_path(data['id'], state)}: {data['reason']}",
    "input.set-aside": lambda data, state: f"will try again: {_path(data['id'], state)}: {data['reason']}",
    "input.retried": _of_input("asked to read again:"),
    "input.withdrawn": _of_input("withdrew"),
    "input.restored": _of_input("restored"),
    "input.waived": _of_input("waived"),
    "input.gone": _of_input("noticed that this file is gone:"),
    "input.returned": _of_input("noticed that this file is back:"),
    "input.judged": lambda data, _: f"checked {counted(len(data['ids']), 'new input')} against the rules",
    "facts.judged": lambda _data, _state: "checked all facts against the rules",
    "facts.corrected": _corrected,
    "input.assessed": _assessed,
    "question.answered": _answered,
    "answer.withdrawn": lambda data, _: f"withdrew the answer {data['id']}{_why(data)}",
    "sheet.mapped": lambda data, _: f"explained the columns of a table of {RECORD_KINDS[data['kind']].title}",
    "trigger.raised": lambda data, _: f"raised {data['id']}, {data['severity']}: {data['because']}",
    "trigger.updated": lambda data, _: f"found new evidence for {data['id']}: {data['because']}",
    "trigger.lapsed": lambda data, state: f"closed {_trigger(data['id'], state)}: {data['reason']}",
    "trigger.accepted": _on_trigger("accepted"),
    "trigger.dismissed": _on_trigger("dismissed"),
    "trigger.deferred": _deferred,
    "trigger.reopened": _on_trigger("reopened"),
    "cycle.opened": _opened,
    "cycle.closed": _closed,
    "step.completed": lambda data, _: f"completed the step “{_TITLES.get(data['step'], data['step'])}”",
    "stage.advanced": lambda data, _: f"began the stage {data['stage']}",
    "section.written": _written,
    "claim.waived": lambda data, _: f"accepted without a source: “{data['text']}”{_why(data)}",
    "deliverable.submitted": _version("submitted"),
    "deliverable.approved": _version("approved"),
    "deliverable.agreed": _agreement("agreed to"),
    "agreement.withdrawn": _agreement("withdrew the agreement to"),
    "deliverable.objected": lambda data, _: f"objected to {_section(data)}{_by_mail(data)}: {data['text']}",
    "objection.answered": lambda data, _: f"answered the objection {data['id']}: {data['text']}",
    "section.commented": lambda data, _: f"commented on {_section(data)} ({data['id']}): {data['text']}",
    "comment.answered": _on_comment("answered"),
    "comment.resolved": _on_comment("resolved"),
    "comment.reopened": _on_comment("reopened"),
    "comment.withdrawn": _on_comment("withdrew"),
    "delegate.named": _delegated,
    "measure.recorded": lambda data, _: f"recorded {data['value']:g} for {data['id']} in {data['period']}",
}
"""Entry type -> the rest of the sentence."""
