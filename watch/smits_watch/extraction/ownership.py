"""Whether a file is about the organisation itself; if it names another one, a question is asked once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from smits_rules.vocabulary import INPUT_KINDS, AuditReport, Budget
from smits_watch.documents.document import Document
from smits_watch.facts import Extraction, ExtractionContext
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.prose.word_patterns import meanings, pattern_of

_PACKAGE, _WORDS = "smits_watch.extraction", "owner_words.toml"
_BEGINNING = 6_000
"""Characters in which a report names the organisation it is about."""
_ROWS = 200
"""Rows of a table that are examined."""
_HEAD_ROWS = 10
_TITLE_ROWS = 3
_LONGEST_TITLE = 120
_MOST_OWNERS = 3
"""A column with more different organisations lists others, e.g. customers, rather than owners."""
_SHORTEST = 3
"""A shorter name may be part of any text."""
_NAMED = re.compile(r"[\w./&'’+-]*[A-Z/][\w./&'’+-]*(?: [A-Z][\w./&'’+-]*){0,3}|[\w-]+[/-][\w./-]+")
_DATE_LINE = re.compile(r"\d{4}|\b(?:prepared|erstellt|date|datum)\b", re.IGNORECASE)


def ours_or_asked(document: Document, extraction: Extraction, context: ExtractionContext) -> Extraction:
    """Ask whether a file that names another organisation concerns the own one, unless there is an answer.

    Args:
        document: the file.
        extraction: its result.
        context: the organisation, and the remembered answers.

    Returns:
        The result unchanged if the file may be the organisation's own; without facts while the question is
        open,
        or if a person stated that it is another organisation's.
    """
    kind = INPUT_KINDS.get(extraction.kind)
    if kind is None or not kind.on_ourselves or not (extraction.facts or extraction.questions):
        return extraction
    if not context.profile.name or _names_us(document, context.profile):
        return extraction
    ours = set(_words(" ".join((context.profile.name, *context.profile.aliases))))
    other = next((name for name in _owners(document, extraction) if not _shares(name, ours)), None)
    if other is None:
        return extraction
    question = _question(other, extraction)
    settled = context.of_kind(extraction.kind).settle(question)
    if settled is None:
        return replace(extraction, facts=(), questions=(question,), summary={})
    if settled.candidate is question.candidates[0]:
        return extraction
    return Extraction(
        extraction.kind,
        warnings=extraction.warnings,
        nothing_stated=f"It is about {other}, which is not ours; no decision is based on it.",
    )


def _shares(name: str, ours: set[str]) -> bool:
    """Whether a name shares a word with the own names that is not only a type of organisation."""
    return any(word in ours and not _plain_word().fullmatch(word) for word in _words(name))


@cache
def _plain_word() -> re.Pattern[str]:
    """Words that are not names: types of organisations, and words in titles of budgets."""
    kinds = ("leading", "trailing", "plain")
    return re.compile("|".join(_pattern("titled", kind).pattern for kind in kinds), re.IGNORECASE)


def _question(other: str, extraction: Extraction) -> FileQuestion:
    count = len(extraction.facts)
    facts = "1 fact counts" if count == 1 else f"{count} facts count"
    return FileQuestion(
        topic="owner",
        text=f"It is about {other}. Is that part of your organisation?",
        quote=other[:200],
        candidates=(
            Candidate(answer=f"{other} is ours", meaning=f"Its {facts}.", facts=extraction.facts),
            Candidate(answer=f"{other} is not ours", meaning="Nothing is decided on it."),
        ),
        shape=(" ".join(other.casefold().split()),),
    )


def _names_us(document: Document, profile: OrganisationProfile) -> bool:
    """Whether a document mentions the organisation, or one of its services or products.

    A name of one word, e.g. `Mail` or a vendor's, occurs in reports on anybody.
    """
    own = (" ".join(_words(name)) for name in (profile.name, _bare(profile.name), *profile.aliases))
    have = (" ".join(_words(n)) for n in (*profile.services, *(p.product for p in profile.products)))
    named = {*(name for name in own if len(name) >= _SHORTEST), *(name for name in have if " " in name)}
    ours = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(named)))})(?!\w)")
    return bool(named) and any(ours.search(" ".join(_words(text))) for text in _texts(document))


def _texts(document: Document) -> Iterator[str]:
    yield document.path
    yield from document.metadata.values()
    for passage in document.passages:
        yield passage.text
    for table in document.tables:
        yield table.name
        for row in islice(table.rows, _ROWS):
            yield " ".join(str(cell) for cell in row if isinstance(cell, str))


def _owners(document: Document, extraction: Extraction) -> Iterator[str]:
    """The other organisations that the document says it is about, the most certain first."""
    for fact in extraction.facts:
        stated = (
            fact.scope if isinstance(fact, Budget) else fact.subject if isinstance(fact, AuditReport) else ""
        )
        if _is_organisation(stated):
            yield stated
    yield from _in_columns(document)
    if extraction.kind == "budgets":
        yield from _titled(document)
    if extraction.kind == "audit-reports":
        beginning = "\n".join(passage.text for passage in document.beginning(_BEGINNING))
        yield from _clients(beginning)
        yield from _looked_at(beginning)


def _in_columns(document: Document) -> Iterator[str]:
    """Organisations in columns that name the owners of rows; a single name of several words is one, too."""
    for table in document.tables:
        rows = list(islice(table.rows, _ROWS))
        for number, row in enumerate(rows[:_HEAD_ROWS]):
            for index, cell in enumerate(row):
                header = " ".join(_words(cell.replace("_", " "))) if isinstance(cell, str) else ""
                if header and _pattern("header").fullmatch(header):
                    cells = (line[index] for line in rows[number + 1 :] if index < len(line))
                    values = list(dict.fromkeys(str(value).strip() for value in cells if value))
                    if len(values) <= _MOST_OWNERS:
                        yield from (v for v in values if _is_organisation(v) or _is_only_name(v, values))


def _titled(document: Document) -> Iterator[str]:
    """Organisations named in the file name, a title or a header: `Stadtwerke Ostrau IT` above the rows."""
    name = document.path.rpartition("/")[2].rpartition(".")[0]
    yield from _called(re.sub(r"[_-]+", " ", name))
    for table in document.tables:
        for number, row in enumerate(islice(table.rows, _TITLE_ROWS)):
            texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
            if number == 0 or len(texts) == 1 == sum(cell not in (None, "") for cell in row):
                for text in texts:
                    yield from _called(text)


def _called(text: str) -> Iterator[str]:
    """Names of organisations in a short text: a type of organisation with its own name."""
    if len(text) > _LONGEST_TITLE:
        return
    leading, trailing = (_pattern("titled", where).pattern for where in ("leading", "trailing"))
    name = r"(?P<name>(?:[A-ZÄÖÜÉ][^\W\d_]{2,}[ -]?){1,4})"
    for pattern in (rf"\b(?i:{leading}) {name}", rf"{name}(?<=[ -])(?i:{trailing})(?![^\W_])"):
        for match in re.finditer(pattern, text):
            proper = [word for word in re.split(r"[ -]", match["name"]) if word]
            if not all(_plain_word().fullmatch(word) for word in proper):
                yield " ".join(match[0].split())


def _clients(text: str) -> Iterator[str]:
    """Names after `Prepared for:`, on the same line or on the next ones up to a date."""
    label = rf"^\W*(?:{_pattern('label').pattern})\s*:[ \t]*(?P<name>.*)$"
    for match in re.finditer(label, text, re.IGNORECASE | re.MULTILINE):
        below = text[match.end() :].strip("\n").split("\n")[:2]
        lines = [match["name"]] if match["name"].strip() else below
        named = [line.strip(" *") for line in lines if line.strip() and not _DATE_LINE.search(line)]
        yield from (line for line in reversed(named) if _NAMED.fullmatch(line) or _is_organisation(line))


def _looked_at(text: str) -> Iterator[str]:
    """`X` in `a review of the X protocol`."""
    kind, thing = _pattern("report", "kind").pattern, _pattern("report", "thing").pattern
    behind = rf"(?:{kind})\s+(?:of|von|der|des|de)\s+(?:the\s+)?\W*(?P<name>[^\n.]{{2,60}}?)\W*\s+(?:{thing})"
    for match in re.finditer(behind, text, re.IGNORECASE):
        if _NAMED.fullmatch(match["name"]):
            yield match["name"]


def _is_organisation(name: str) -> bool:
    return bool(name) and bool(_pattern("organisation").search(name))


def _is_only_name(name: str, values: list[str]) -> bool:
    return len(values) == 1 and " " in name and not _pattern("department").search(name)


def _bare(name: str) -> str:
    """The name without its legal form."""
    return " ".join(_words(re.sub(_pattern("organisation", "forms").pattern, " ", name, flags=re.IGNORECASE)))


def _words(text: str) -> Iterable[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@cache
def _pattern(table: str, meaning: str = "") -> re.Pattern[str]:
    """All expressions of a table, or of one meaning in it."""
    which = [meaning] if meaning else meanings(_PACKAGE, _WORDS, table)
    parts = (pattern_of(_PACKAGE, _WORDS, table, sort).pattern for sort in which)
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)
