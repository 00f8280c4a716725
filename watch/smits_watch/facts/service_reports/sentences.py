"""Service levels in sentences: `Availability of the mail service was 99.91 % against a target of 99.95 %`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from smits_rules.vocabulary import ServiceLevel
from smits_watch.documents.document import Document
from smits_watch.prose.letters import letter_of
from smits_watch.prose.names import find_names
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.tables.values.periods import period_in

_MOST_SENTENCES = 400
_EXAMPLE = re.compile(
    r"\b(?:examples?|beispiele?|exemples?|ejemplos?|definitions?|definition(?:en)?|glossary|terms|template|"
    r"what is|how to|kpis?|key performance indicators?|commitments?)\b",
    re.IGNORECASE,
)
"""Headings, and lines before lists, whose figures are only examples or promises."""
_SUPPOSES = re.compile(
    r"\b(?:if|when|suppose|imagine|e\.g|sounds|means|allows?|equals?|corresponds to|translates? to|promis\w+|"
    r"wenn|falls|bedeutet|entspricht|erlaubt|si vous|signifie|correspond à)\b",
    re.IGNORECASE,
)
"""What a sentence supposes or explains, it does not report."""
_REPORTS = re.compile(
    r"\b(?:was|were|reached|achieved|came to|stood at|recorded|measured|actual|war|waren|erreicht\w*|betrug|"
    r"lag bei|était|a atteint|fue|alcanzó|è stat[ao]|bedroeg)\b",
    re.IGNORECASE,
)
"""The past in which a report tells what was measured."""
_PERCENTAGES = ("availability", "SLA compliance", "error rate")
"""Measures in percent; the others are durations."""
_MEASURES: tuple[tuple[str, Literal["higher", "lower"], str], ...] = (
    (
        "availability",
        "higher",
        r"availability|uptime|verfügbarkeit|disponibilité|disponibilidad|disponibilità|beschikbaarheid",
    ),
    (
        "response time",
        "lower",
        r"(?:first[- ])?response times?|antwortzeit|reaktionszeit|temps de réponse|tiempo de respuesta",
    ),
    (
        "resolution time",
        "lower",
        (
            r"(?:mean )?(?:time to (?:repair|restore|resol\w+)|resolution times?|mttr|lösungszeit|"
            r"wiederherstellungszeit|délai de résolution)"
        ),
    ),
    (
        "SLA compliance",
        "higher",
        (
            r"slas? (?:compliance|attainment|achievement|met)|service levels? (?:compliance|met|achieved)|"
            r"within (?:the )?sla|first[- ]call resolution|sla-erfüllung"
        ),
    ),
    ("error rate", "lower", r"error rate|failure rate|fehlerrate|taux d.erreur"),
    ("downtime", "lower", r"downtime|ausfallzeit|temps d.arrêt"),
)
"""Name of a measure, its better direction, and its words."""
_FIGURE = re.compile(
    r"(?P<value>\d{1,4}(?:[.,]\d{1,4})?)\s?(?P<unit>%|percent|per cent|prozent|pour ?cent|hours?|hrs?|h\b|"
    r"minutes?|mins?|min\b|seconds?|secs?|ms\b|milliseconds?|s\b|days?|stunden|minuten|sekunden|tage|"
    r"heures?|jours?)",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:[≥>]=?|\b(?:targets?|goal|benchmark|sla|agreed|against|objective|commit(?:ted|ment)|threshold|"
    r"at least|minimum|"
    r"of at most|maximum|no more than|required|versus|vs\.?|compared (?:to|with)|guarantee\w*|zielwert|"
    r"ziel|vereinbart\w*|soll|gegenüber|mindestens|höchstens|objectif|cible|convenu|objetivo|obiettivo|"
    r"doel)\b)[^%\d]{0,40}$",
    re.IGNORECASE,
)
"""Words before an agreed figure."""
_TARGET_AFTER = re.compile(
    r"\s*(?:target|sla|goal|objective|agreed|threshold|minimum|commitment|zielwert|vereinbart)\b",
    re.IGNORECASE,
)
_NOT_A_LEVEL = re.compile(
    r"\b(?:increase|decrease|rose|fell|improv\w+ by|reduc\w+ by|more than last|up by|down by|of (?:all |"
    r"the )?(?:users|customers|respondents))\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(?:every|per|last|next|past|for|over|after|in)\s+(?:the\s+)?$", re.IGNORECASE)
"""Words before a time span that is not a measured duration."""
_UNITS = {"%": "%", "p": "%", "h": "h", "m": "min", "s": "s", "d": "d", "t": "d", "j": "d"}


def levels_in_sentences(document: Document) -> Iterator[ServiceLevel]:
    """The service levels stated in sentences.

    Args:
        document: a report or a mail in prose.

    Yields:
        One per sentence with a measure and its actual; the target is from the same sentence, or
        an earlier one about the same measure (`Our SLA is 99.95 %`).
    """
    letter = letter_of(document)
    targets: dict[str, float] = {}
    period = announced = ""
    for sentence in sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]:
        named = period_in(sentence.text)
        period = named.text if named and (sentence.heading or not period) else period
        measure = next(
            (m for m in _MEASURES if re.search(rf"\b(?:{m[2]})\b", sentence.text, re.IGNORECASE)), None
        )
        announced = announced if sentence.item else sentence.text
        if measure is None or sentence.question or _only_explains(sentence, announced):
            continue
        target, actual, unit = _figures(sentence.text, percent=measure[0] in _PERCENTAGES)
        if target is not None:
            targets[measure[0]] = target
        if actual is not None:
            yield _level(
                document,
                sentence,
                measure,
                target if target is not None else targets.get(measure[0]),
                actual,
                unit,
                period,
            )


def _only_explains(sentence: Sentence, announced: str) -> bool:
    """Whether a figure belongs to examples, terms or promises, by its heading or list."""
    above = sentence.above[-1] if sentence.above else ""
    if _SUPPOSES.search(sentence.text) and not _REPORTS.search(sentence.text):
        return True
    return bool(_EXAMPLE.search(above) or (sentence.item and _EXAMPLE.search(announced)))


def _figures(text: str, *, percent: bool) -> tuple[float | None, float | None, str]:
    """The target, the actual and their unit; figures in other units are ignored."""
    target = actual = None
    unit = ""
    for match in _FIGURE.finditer(text):
        value = float(match["value"].replace(",", "."))
        if (_unit(match["unit"]) == "%") != percent:
            continue
        if _SPAN.search(text[: match.start()]) or _NOT_A_LEVEL.search(
            text[max(0, match.start() - 25) : match.end() + 30]
        ):
            continue
        if _TARGET.search(text[: match.start()]) or _TARGET_AFTER.match(text, match.end()):
            target = value if target is None else target
        elif actual is None:
            actual, unit = value, _unit(match["unit"])
    return target, actual, unit


def _unit(text: str) -> str:
    plain = text.casefold()
    return "ms" if plain.startswith(("ms", "milli")) else _UNITS.get(plain[0], "")


def _level(
    document: Document,
    sentence: Sentence,
    measure: tuple[str, Literal["higher", "lower"], str],
    target: float | None,
    actual: float,
    unit: str,
    period: str,
) -> ServiceLevel:
    name, better, words = measure
    met = None if target is None else (actual >= target if better == "higher" else actual <= target)
    services = [
        m.name
        for m in find_names(re.sub(words, " ", sentence.text, flags=re.IGNORECASE))
        if m.start > 0 or m.telling
    ]
    own = period_in(sentence.text)
    return ServiceLevel(
        service=(services[0] if services else "")[:80],
        measure=name,
        period=own.text if own else period,
        target=target,
        actual=actual,
        unit=unit,
        better=better,
        met=met,
        source=document.source(sentence.anchor),
        quote=sentence.quote,
        confidence="inferred",
    )
