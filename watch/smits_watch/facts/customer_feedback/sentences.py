"""Scores of surveys in sentences: `88 % of our customers are satisfied`, `The NPS rose from 31 to 42`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from smits_rules.vocabulary import Feedback
from smits_watch.documents.document import Document
from smits_watch.prose.amounts import figure
from smits_watch.prose.letters import letter_of
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.tables.values.periods import period_in

_PACKAGE, _WORDS = "smits_watch.facts.customer_feedback", "feedback_words.toml"
_MOST_SENTENCES = 300
_NEAR = 70
"""Characters between the name of a measure and its score."""
_MEASURES = ("nps", "ces", "csat", "satisfaction", "recommend")
"""The more specific ones first."""
_SCORE = re.compile(
    r"(?<![\w.,/])(?P<score>[+\u2212-]?\d{1,4}(?:[.,]\d{1,2})?)(?!\d|[.,]\d)\s?"
    r"(?:(?P<percent>%|per ?cent|prozent|pour ?cent|por ciento|procent)|"
    r"(?:/|out of|of a possible|von|sur|de un máximo de|su|van)\s?(?P<top>5|7|10|100)(?:[.,]0)?\b)?"
    r"(?!\s?(?:-|\u2013)\s?\d)",
    re.IGNORECASE,
)
_SCALE_BEGINS = re.compile(r"[(\[]\s*(?:0|1)\s*(?:-|\u2013|to)\s*$")
_COUNT = r"(?P<count>\d{1,3}(?:[,.' ]\d{3})+|\d{1,6})"
_EARLIER = re.compile(
    r"\s*(?:points?|punkte?|%)?\W{0,3}(?:last|the previous|(?:a )?year (?:ago|earlier|before)|im vorjahr|"
    r"im letzten|l.an dernier|"
    r"l.année dernière|el año (?:pasado|anterior)|l.anno (?:scorso|precedente)|vorig jaar)\b",
    re.IGNORECASE,
)
"""After the figure of an earlier survey: `36 last year`."""
_ADVICE = re.compile(
    r"\b(?:how to|what (?:is|are|does)|step \d|examples?|definition|glossary|was ist|wie (?:man|sie)|"
    r"comment|cómo|come|hoe)\b",
    re.IGNORECASE,
)
"""Headings of texts that explain a measure."""
_SCORE_FOLLOWS = re.compile(
    r"\s*(?:[:=]|is|was|of|at|stands at|stood at|liegt bei|lag bei|betrug|beträgt|est de|était de|es de|"
    r"fue de|es|fue|è di|è|era|"
    r"bedraagt|bedroeg)\s*",
    re.IGNORECASE,
)
"""Right between a measure and its score, whatever percentage stands before: `the average rating was`."""
_AMOUNTS_TO = re.compile(r"\b(?:est|était|es|fue|era|è|era|é|foi) (?:de|di)\s*$", re.IGNORECASE)
"""`La note moyenne est de 3,8`: the preposition tells nothing of an earlier score."""
_OUT_OF_TEN = re.compile(r"rapportcijfer", re.IGNORECASE)
"""A Dutch mark, which is from 1 to 10."""
_LABELLED = re.compile(r"\W*(?:score|wert|ergebnis|result)\W*:", re.IGNORECASE)
_RANGE = re.compile(
    r"\b(?P<low>[01])\s?(?:to|bis|à|a|-|\u2013|=.{3,40}?)\s?(?P<top>5|7|10|100)\b(?!\s?%)", re.IGNORECASE
)


def scores_in_sentences(document: Document) -> list[Feedback]:
    """The scores stated in sentences, one per measure.

    Args:
        document: a report on a survey, or a mail about one.

    Returns:
        The scores of all customers; those of single questions, of others and of earlier surveys are left out.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]
    period = _period([letter.subject, document.metadata.get("title", ""), *(s.text for s in sentences)])
    responses = _responses(sentences)
    scale = _stated_scale(sentences)
    feedbacks: dict[str, Feedback] = {}
    # Statements about the whole take precedence over single questions, wherever they are.
    for sentence in sorted(sentences, key=lambda sentence: not _speaks_of("overall", sentence.text)):
        for measure, match in _scored(sentence):
            score = figure(match["score"].lstrip("+").replace("\u2212", "-").lstrip("-"))
            score = -score if match["score"][0] in "-\u2212" else score
            if measure == "nps" and (match["percent"] or match["top"] or not -100 <= score <= 100):
                continue
            shown = "-100..100" if measure == "nps" else _scale(match, scale, sentence.text)
            if not shown or not _fits(score, shown):
                continue
            feedbacks.setdefault(
                measure,
                Feedback(
                    measure=measure,
                    scale=shown,
                    period=period,
                    score=score,
                    responses=responses,
                    source=document.source(sentence.anchor),
                    quote=sentence.quote,
                    confidence="inferred",
                ),
            )
    if "csat" in feedbacks and "satisfaction" in feedbacks:
        del feedbacks["satisfaction"]
    return list(feedbacks.values())


def _scored(sentence: Sentence) -> Iterator[tuple[str, re.Match[str]]]:
    """The measures named in a sentence or its heading (`Score: 42`), each with its own figure."""
    text = sentence.text
    above = sentence.above[-1] if sentence.above else ""
    if sentence.question or _speaks_of("explains", text) or _ADVICE.search(" ".join(sentence.above)):
        return
    taken: set[int] = set()
    for measure in _MEASURES:
        named = _words(measure).search(text)
        start, end = named.span() if named else (0, 0)
        if named is None and not (_LABELLED.match(text) and _words(measure).search(above)):
            continue
        match = None if _speaks_of("others", text[:start]) else _figure_for(text, start, end)
        if match is not None and match.start() not in taken:
            taken.add(match.start())
            yield measure, match


def _figure_for(text: str, start: int, end: int) -> re.Match[str] | None:
    """The figure after the name of a measure, or the percentage before it: `88 % are satisfied`."""
    before = [
        match
        for match in _SCORE.finditer(text, max(0, start - _NEAR), start)
        if match["percent"] and not _is_other(text[: match.start()])
    ]
    for match in _SCORE.finditer(text, end, min(len(text), end + 2 * _NEAR)):
        direct = _SCORE_FOLLOWS.fullmatch(text, end, match.start())
        if (before and not direct) or match.start() - end > _NEAR:
            break
        counted = pattern_of(_PACKAGE, _WORDS, "sentence", "counted").match(text, match.end() + 1)
        if not _is_other(text[: match.start()]) and not counted and not _EARLIER.match(text, match.end()):
            return match
    return before[-1] if before else None


def _is_other(text: str) -> bool:
    """Whether the text before a figure marks it as a previous score, a target or the scale."""
    if _AMOUNTS_TO.search(text):
        return False
    return bool(_other().search(text) or _SCALE_BEGINS.search(text))


def _scale(match: re.Match[str], stated: str, text: str) -> str:
    """The scale of a score, from the text after it or elsewhere; blank if not stated."""
    if match["percent"]:
        return "0..100"
    if match["top"]:
        return "0..100" if match["top"] == "100" else f"1..{match['top']}"
    return "1..10" if not stated and _OUT_OF_TEN.search(text) else stated


def _fits(score: float, scale: str) -> bool:
    """Whether a score is within its scale; a year is not."""
    low, _, top = scale.partition("..")
    return float(low) <= score <= float(top)


def _stated_scale(sentences: Sequence[Sentence]) -> str:
    """`from 1 to 10`, `(0-10)`."""
    for sentence in sentences:
        match = _RANGE.search(sentence.text)
        if match and _speaks_of("rating", sentence.text):
            return f"{match['low']}..{match['top']}"
    return ""


def _responses(sentences: Sequence[Sentence]) -> int | None:
    """The number of respondents: `416 surveys were submitted`, `Responses: 324`, `312 respondents`."""
    for pattern in _counts():
        for sentence in sentences:
            match = pattern.search(sentence.text)
            if match:
                return int(re.sub(r"\D", "", match["count"]))
    return None


def _period(texts: Sequence[str]) -> str:
    """The first period in title or text."""
    return next((period.text for text in texts if text and (period := period_in(text))), "")


def _words(meaning: str) -> re.Pattern[str]:
    return pattern_of(_PACKAGE, _WORDS, "sentence", meaning)


def _speaks_of(meaning: str, text: str) -> bool:
    return bool(_words(meaning).search(text))


@cache
def _other() -> re.Pattern[str]:
    """Words that mark a figure as another one, with at most two unrelated words between them."""
    return re.compile(
        rf"{_words('before').pattern}\s?[:=]?\s*(?:(?!to\b|auf\b|à\b|a\b)[^\W\d]+\s){{0,2}}$", re.IGNORECASE
    )


@cache
def _counts() -> tuple[re.Pattern[str], ...]:
    people, answered = _words("people").pattern, _words("answered").pattern
    return (
        re.compile(rf"{_COUNT}\s+(?:\w+\s){{0,3}}?{people}[^.\d]{{0,40}}?{answered}", re.IGNORECASE),
        re.compile(
            rf"{_words('answered_first').pattern}\s+(?:\w+\s){{0,2}}?{_COUNT}\s+(?:\w+\s){{0,2}}?{people}",
            re.IGNORECASE,
        ),
        re.compile(rf"{_words('labels').pattern}\s?[:=]\s*{_COUNT}(?!\s?%|[.,]\d)", re.IGNORECASE),
        re.compile(rf"{_COUNT}\s+(?:\w+\s)?{_words('respondents').pattern}", re.IGNORECASE),
    )
