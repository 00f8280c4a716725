"""One search over everything recorded: triggers, questions, inputs, facts, sections, comments and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.presentation.field_labels import fact_label, field_label, field_value, record_label, rule_label
from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.process.state import State
from smits_tui.process.state.folds.cycle import section_key

SearchArea = Literal["triggers", "questions", "inputs", "deliverables", "records"]
_UNSEARCHED = frozenset({"fact", "source", "confidence", "quote"})
"""Fields of a fact that are shown beside it, or describe its source."""


@dataclass(frozen=True, slots=True)
class Findable:
    """A searchable thing, and where it is shown."""

    title: str
    """A line that names it."""
    about: str
    """What it is, in a few words."""
    area: SearchArea
    key: str
    """The key of its row there."""
    text: str = ""
    """Further text to search."""

    def has(self, words: Sequence[str]) -> bool:
        """Whether it contains all words, which are case-folded."""
        text = f"{self.title} {self.about} {self.text}".casefold()
        return all(word in text for word in words)


def findables(state: State) -> Iterator[Findable]:
    """Everything searchable: pending things first, then people's texts, then the files."""
    for trigger in state.triggers():
        about = f"trigger, {trigger.severity}, {trigger.standing}"
        more = f"{trigger.rule} {rule_label(trigger.rule)} {trigger.subject} {trigger.because}"
        yield Findable(f"{trigger.id}  {trigger.sentence}", about, "triggers", trigger.id, more)
    for question in state.questions():
        yield Findable(f"{question.id}  {question.text}", "question", "questions", question.id)
    for kind, model in RECORD_KINDS.items():
        for record in state.records(model, retired=True):
            retired = ", retired" if record.data.retired else ""
            about = record_label(kind) + retired
            yield Findable(f"{record.id}  {record.text}", about, "records", record.id)
    for kind in DOCUMENTS:
        yield from _sections(state, kind)
    newest = [item for item in state.inputs() if not item.superseded]
    for item in newest:
        about = INPUT_KINDS[item.kind].title if item.kind in INPUT_KINDS else item.kind
        yield Findable(f"{item.id}  {item.path}", f"input, {about.lower()}", "inputs", item.id)
    for item in newest:
        for fact in item.facts:
            # The bare values too, because 1,190,400 is also searched as 1190400.
            more = f"{fact.get('quote', '')} {_values(fact)}"
            yield Findable(_fact(fact), f"fact of {item.path}", "inputs", item.id, more)


def _sections(state: State, kind: str) -> Iterator[Findable]:
    written = {written_section.section: written_section for written_section in state.sections(kind)}
    names = dict.fromkeys((*(section.name for section in DOCUMENTS[kind].sections), *written))
    for name in names:
        path = section_key(kind, name)
        text = f"{written[name].title} {written[name].text}" if name in written else ""
        yield Findable(title_of(path), "section", "deliverables", path, text)
    for comment in state.comments(kind):
        about = f"comment of {comment.by} on {title_of(comment.path)}, {comment.status}"
        answers = " ".join(answer["text"] for answer in comment.answers)
        title = f"{comment.id}  {comment.text}"
        yield Findable(title, about, "deliverables", comment.path, answers)


def _fact(fact: dict[str, Any]) -> str:
    """A fact on one line: its type and its values."""
    shown = (f"{field_label(name)} {field_value(value)}" for name, value in _stated(fact))
    return f"{fact_label(str(fact.get('fact')))}: {', '.join(shown)}"


def _values(fact: dict[str, Any]) -> str:
    """The numbers of a fact as people type them, without commas."""
    return " ".join(f"{value:.12g}" for _, value in _stated(fact) if isinstance(value, float))


def _stated(fact: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The names and values of a fact that say something about its subject."""
    for name, value in fact.items():
        if name not in _UNSEARCHED and value not in (None, "", [], ()):
            yield name, value
