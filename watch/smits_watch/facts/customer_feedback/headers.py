"""What the headers and titles around scores reveal about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smits_watch.documents.document import Document
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.word_lists import WordList


def measure_of(text: str) -> str:
    """The measure named by a header; blank if it names none."""
    if not text or len(text) > 200:
        return ""
    spaced = re.sub(r"[_\W]+", " ", text)
    measures = word_lists("customer_feedback/feedback_words.toml")["measure"]
    return next((measure for measure, words in measures.items() if WordList(words).within(spaced)), "")


def is_only_answer(header: str) -> bool:
    """Whether a header calls its column answers without naming the question."""
    return WordList(word_lists("customer_feedback/feedback_words.toml")["headers"]["answer"]).equals(header)


def is_everybody(group: str) -> bool:
    """Whether a customer group means all customers."""
    return WordList(word_lists("customer_feedback/feedback_words.toml")["bands"]["everybody"]).equals(group)


def is_beside(header: str) -> bool:
    """Whether a column contains the group or the reason of an answer rather than the answer."""
    return WordList(word_lists("customer_feedback/feedback_words.toml")["bands"]["other"]).ends(header)


def range_of(layout: TableLayout, rows: Sequence[int], column: TableColumn) -> str:
    """The location of the only row, or of the first and the last one."""
    table = layout.table
    first, last = table.anchor(rows[0], column.index), table.anchor(rows[-1], column.index)
    if first == last:
        return first
    return f"{first}:{last.rpartition('!')[2]}" if table.lettered else f"{first} to {last}"


def period_around(document: Document, layout: TableLayout) -> str:
    """The period in titles, sheet, file name or metadata; blank if there is none."""
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    for text in (*layout.titles, layout.table.name, name, document.metadata.get("title", "")):
        period = period_in(text, quantities=False)
        if period:
            return period.text
    return ""
