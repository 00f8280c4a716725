"""Extracts laws, rules and other acts: title, jurisdiction and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from smits_rules.vocabulary import Regulation
from smits_watch.documents.document import Document, Passage
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.regulations.citations import own_citation
from smits_watch.facts.regulations.classification.actions import action_of
from smits_watch.facts.regulations.classification.relevance import (
    ARTICLE,
    is_elsewhere,
    is_no_act,
    is_vague,
)
from smits_watch.facts.regulations.classification.topics import topics_of
from smits_watch.facts.regulations.dates import act_dates
from smits_watch.facts.regulations.jurisdictions import (
    is_casual,
    jurisdiction_of,
    likely_jurisdictions,
    stated_jurisdiction,
)
from smits_watch.facts.regulations.postponements import postponed_acts
from smits_watch.facts.regulations.questions import act_question, day_question, place_question
from smits_watch.facts.regulations.separate_acts import ActText, part_acts
from smits_watch.facts.regulations.titles import act_title, issuer_of
from smits_watch.facts.regulations.xml_elements import Structured
from smits_watch.facts.regulations.xml_forms import structured
from smits_watch.facts.typed_answers import typed_facts
from smits_watch.prose.dates import date_of, month_comes_first
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of

_FRONT_CHARACTERS = 3_000
"""Only this much of the beginning is reliably about the act itself; later text may be about others."""
_LONGEST_TITLE = 400
_JOURNAL = re.compile(
    r"official journal|official gazette|amtsblatt|bundesgesetzblatt|journal officiel|gazzetta ufficiale|"
    r"bolet[ií]n oficial|diário (?:da república|oficial)|publicatieblad",
    re.IGNORECASE,
)
_LINKS = 8
"""With this many list items at its beginning, a page starts with navigation."""
_JOURNAL_HEAD = 12
"""Passages at the beginning that may be the head of a journal page."""
_HEAD_LINES = 4
"""Passages of an article, including the title, that may contain its date."""
_LONE_DATE = 24
"""The most characters of a passage that consists of a date."""
_MOST_SENTENCES = 20_000
_ALIKE = 2
"""Acts of a list that must have the same jurisdiction before it is applied to the others."""
_UNSTRUCTURED = Structured()
"""What the structure of prose states: nothing."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the regulations of a document.

    Args:
        document: an act in prose or XML, an article about one, or a list of acts.
        context: the organisation and the remembered answers.

    Returns:
        A `regulation` per act; a question if the jurisdiction of an act with dates is not stated.
    """
    kind = "regulations"
    document = _without_navigation(document)
    if not document.passages:
        return Extraction(kind, warnings=("It has no text that could be a regulation.",))
    stated = structured(document)
    letter = letter_of(document)
    passages = document.passages if stated is not None else letter.passages or document.passages
    sentences = sentences_of(passages)[:_MOST_SENTENCES]
    if stated is None:
        first = sentences[0].text if sentences and len(sentences[0].text) <= _LONGEST_TITLE // 2 else ""
        parts = part_acts(letter.subject or first, sentences)
        if parts:
            return Extraction(kind, _of_one_place([_listed(document, part) for part in parts]))
    fact, likely = _single(document, letter, sentences, stated or _UNSTRUCTURED)
    if stated is None and (is_no_act(fact) or is_elsewhere(fact, sentences)):
        return Extraction(kind, nothing_stated="It invites, sells or asks; it is about no act.")
    if stated is None and is_vague(fact, sentences):
        question: FileQuestion | None = act_question(fact, likely, context.profile)
    else:
        question = place_question(fact, likely, context.profile)
    if question is None and stated is None:
        question = day_question(
            fact,
            sentences,
            month_first=_month_first(fact.jurisdiction, sentences),
            written=letter.date or _head_day(document.beginning(_FRONT_CHARACTERS)),
        )
    if question is None:
        return Extraction(kind, (fact, *postponed_acts(fact, sentences)))
    return _settled(question, context, kind)


def _settled(question: FileQuestion, context: ExtractionContext, kind: str) -> Extraction:
    """The act of a remembered answer, or the question; also if what was typed is no place and no day."""
    settlement = context.settle(question)
    if settlement is None:
        return Extraction(kind, questions=(question,))
    if settlement.answer.typed and settlement.candidate is None:
        typed = typed_facts(question, settlement.answer.choice)
        return Extraction(kind, typed, questions=() if typed else (question,))
    facts = settlement.candidate.facts if settlement.candidate else ()
    nothing = "" if facts else "It contains no act that binds us, according to an earlier answer."
    return Extraction(kind, facts, nothing_stated=nothing)


def _without_navigation(document: Document) -> Document:
    """The document without links to its own parts at its beginning, which pages of journals have."""
    led = next(
        (n for n, p in enumerate(document.passages) if not p.text.lstrip().startswith(("•", "* ", "- "))), 0
    )
    return replace(document, passages=document.passages[led:]) if led >= _LINKS else document


def _single(
    document: Document, letter: Letter, sentences: Sequence[Sentence], stated: Structured
) -> tuple[Regulation, tuple[str, ...]]:
    """The act, and its possible jurisdictions if they are uncertain."""
    front = document.beginning(_FRONT_CHARACTERS)
    head = "\n".join(passage.text for passage in front)
    title = Passage(stated.title, front[0].anchor) if stated.title else act_title(letter.subject, front)
    text = " ".join(title.text.split())
    own = own_citation(text, head)
    reference = stated.reference or (own.reference if own else "")
    jurisdiction = (
        stated.jurisdiction or stated_jurisdiction(document.metadata) or jurisdiction_of(own, text, head)
    )
    action = stated.action or action_of(text, head, sentences)
    speaking = _speaking(sentences, stated)
    dates = act_dates(
        speaking,
        reference,
        month_first=_month_first(jurisdiction, speaking),
        published=stated.published or _stated_day(document),
        binding=action != "proposal" and not stated.codified and (action != "consolidated"),
        written=letter.date or _head_day(front),
    )
    if stated is _UNSTRUCTURED and len(sentences) <= ARTICLE and is_casual(own, text, head):
        jurisdiction = ""
    sentence = dates.sentence
    act = Regulation(
        title=text[:_LONGEST_TITLE],
        reference=reference,
        issuer=stated.issuer or issuer_of(document, front),
        jurisdiction=jurisdiction,
        action=action,
        published=dates.published or dates.adopted,
        effective_date=stated.effective or dates.effective,
        applies_from=dates.applies,
        topics=topics_of(text, document.text),
        source=document.source(sentence.anchor if sentence else title.anchor),
        quote=(sentence.text if sentence else text)[:200],
        confidence="stated" if stated.effective else "inferred",
    )
    return act, () if jurisdiction else likely_jurisdictions(own, text, head)


def _head_day(front: Sequence[Passage]) -> dt.date | None:
    """The date in a passage of its own near the title of an article."""
    lone = (passage.text.strip() for passage in front[:_HEAD_LINES])
    return next((day for text in lone if len(text) <= _LONE_DATE and (day := date_of(text))), None)


def _stated_day(document: Document) -> dt.date | None:
    """The date of publication in front matter, or in the head of the journal."""
    stated = date_of(document.metadata.get("publication_date", "")[:10])
    if stated is not None:
        return stated
    head = [passage.text.strip() for passage in document.passages[:_JOURNAL_HEAD]]
    if not any(_JOURNAL.search(text) for text in head):
        return None
    return next((day for text in head if len(text) <= _LONE_DATE and (day := date_of(text))), None)


def _of_one_place(acts: Sequence[Regulation]) -> tuple[Regulation, ...]:
    """The acts of a list; if all stated jurisdictions are the same, the others get it too."""
    jurisdictions_stated = [act.jurisdiction for act in acts if act.jurisdiction]
    if len(jurisdictions_stated) < _ALIKE or len(set(jurisdictions_stated)) > 1:
        return tuple(acts)
    return tuple(
        act if act.jurisdiction else act.model_copy(update={"jurisdiction": jurisdictions_stated[0]})
        for act in acts
    )


def _listed(document: Document, part: ActText) -> Regulation:
    """One of several acts, from its heading and the sentences below it."""
    title = part.title.text
    text = "\n".join(sentence.text for sentence in (part.title, *part.sentences))
    own = own_citation(title, text)
    reference = own.reference if own else ""
    jurisdiction = jurisdiction_of(own, title, text)
    action = action_of(title, text, ())
    dates = act_dates(
        (part.title, *(s for s in part.sentences if s is not part.title)),
        reference,
        month_first=_month_first(jurisdiction, part.sentences),
        published=None,
        binding=action != "proposal",
    )
    return Regulation(
        title=title[:_LONGEST_TITLE],
        reference=reference,
        jurisdiction=jurisdiction,
        action=action,
        published=dates.published or dates.adopted,
        effective_date=dates.effective,
        applies_from=dates.applies,
        topics=topics_of(title, text),
        source=document.source(part.title.anchor),
        quote=title[:200],
        confidence="inferred",
    )


def _month_first(jurisdiction: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the month comes first: in the US, and wherever dates prove it."""
    return jurisdiction == "US" or bool(month_comes_first(s.text for s in sentences[:200]))


def _speaking(sentences: Sequence[Sentence], stated: Structured) -> Sequence[Sentence]:
    """Only the sentences about the act's own dates, if the structure marks them."""
    if not stated.dates_text:
        return sentences
    compact = "".join("".join(stated.dates_text).split())
    return [replace(s) for s in sentences if "".join(s.text.split()) in compact]
