"""Whether a text is about an act at all, or about acts in general, or about something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smits_rules.vocabulary import Regulation
from smits_watch.facts.regulations.patterns import any_of, has, matches, meanings_of
from smits_watch.facts.regulations.separate_acts import has_sections
from smits_watch.prose.sentences import Sentence

ARTICLE = 60
"""The most sentences of an article about an act; a longer text is the act itself."""
_FRONT = 3_000
"""Characters in which a text that is about an act has a word for it."""
_LEAD = 3
"""Sentences, with the title, that contain the news."""
_SECTIONS = 2
"""Sections of an act itself, which an article about it does not have."""
_ONE_ACT = re.compile(
    r"\W*(?:an?|the|th(?:is|ese))\s+(?:[\w-]+\s+){0,2}(?:act|law|order|regulations?|rules?|directive|decree|decision)\b",
    re.IGNORECASE,
)
"""How the long title of an act begins: `An act to provide for ...`."""
_QUESTION_WORD = re.compile(
    r"\W*(?:understanding|introduction to|an? (?:guide|introduction|primer)|comprendre|capire|entender|"
    r"begrijpen|glossary|glossar|how|what|why|when|who|which|where|wie|was|warum|wann|wer|welche[rs]?|comment|pourquoi|quand|que|"
    r"quels?|"
    r"cómo|qué|cuándo|por qué|come|perché|cosa|quando|hoe|wat|waarom|wanneer|hvordan|hva|hur|vad)\b",
    re.IGNORECASE,
)
"""How the title of a guide begins, which is about acts in general."""
_LATIN = re.compile(r"[A-Za-z]{3}")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\uffdc]")
"""Letters of scripts whose words for law are not listed."""
_WORD_BEFORE = re.compile(r"[\w-]*$")
"""The beginning of a compound that ends in a word for law: `IT-Sicherheitsgesetz` is a name, too."""
_COUNTED = re.compile(
    r"\W*(?:the )?(?:top )?(?:\d{1,2}|(?:three|five|seven|ten))\s+(?!(?:CFR|of|january|february|march|"
    r"april|may|june|"
    r"july|august|september|october|november|december|u\.s)\b)(?:[\w-]+\s+){0,4}?(?:regulations|laws|rules|"
    r"acts|things|"
    r"steps|tips|ways|facts|questions|gesetze|regeln|schritte|tipps|fragen|lois|règles|leyes|claves|preguntas|leggi|"
    r"regole|wetten|regels|vragen)\b",
    re.IGNORECASE,
)
"""How the title of a list of advice begins: `8 regulations that every firm must know`."""


def is_no_act(fact: Regulation) -> bool:
    """Whether a title is that of an invitation, an offer or a survey, without an act's number or date."""
    dated = fact.effective_date or fact.applies_from
    if dated or fact.reference:
        return False
    other = bool(any_of("none", "news").search(fact.title)) and not _names_act(fact.title)
    return other or bool(any_of("none", "words").search(fact.title))


def is_elsewhere(fact: Regulation, sentences: Sequence[Sentence]) -> bool:
    """Whether a text in Latin letters has no word for an act, a duty or a parliament, and no day of one."""
    if fact.reference or fact.effective_date or fact.applies_from or len(sentences) > ARTICLE:
        return False
    text = " ".join((fact.title, *(sentence.text for sentence in sentences)))[:_FRONT]
    if not _LATIN.search(text) or _OTHER_SCRIPT.search(text):
        return False
    named = any(has("action", action, text) for action in meanings_of("action"))
    return not (named or any_of("soft", "words").search(text) or has("enacted", "headline", text))


def is_vague(fact: Regulation, sentences: Sequence[Sentence]) -> bool:
    """Whether a short text has neither kind nor number nor date nor sections of an act, as a guide has."""
    dated = fact.effective_date or fact.applies_from or fact.published
    named = dated or fact.reference or fact.action in ("proposal", "correction", "repeal", "consolidated")
    lead = " ".join(sentence.text for sentence in sentences[:_LEAD])
    named = named or (has("enacted", "passed", lead) and not _asks(fact.title))
    latin = re.search(r"[A-Za-z]", fact.title)  # kinds of acts are listed in Latin letters only
    named_in_title = _names_act(fact.title) or has("enacted", "headline", fact.title)
    titled = not latin or (named_in_title and not _asks(fact.title))
    return (
        not (named or titled) and len(sentences) <= ARTICLE and not has_sections(sentences, least=_SECTIONS)
    )


def _names_act(title: str) -> bool:
    """Whether a title names an act: `The Data Act`, `Loi sur le numérique`, not `How rules are made`."""
    named = (_WORD_BEFORE.search(title, 0, m.start()) for m in matches("action", "new", title))
    starts = (title[match.start() :] if match else "" for match in named)
    return bool(_ONE_ACT.match(title)) or any(start[:1].isupper() for start in starts)


def _asks(title: str) -> bool:
    return title.rstrip().endswith("?") or bool(_QUESTION_WORD.match(title)) or bool(_COUNTED.match(title))
