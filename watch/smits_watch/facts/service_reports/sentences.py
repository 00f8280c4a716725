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
    r"\b(?:will be|shall be|must be|is to be|wird|werden|muss|sera|seront|será|sarà|zal|if|when|suppose|"
    r"imagine|e\.g|sounds|means|allows?|equals?|corresponds to|translates? to|promis\w+|"
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
_LABELLED = re.compile(r"^\W*(?P<label>[^\W\d][^:\n]{1,50}?)\s*:\s+\S")
_NAME = r"[^\W\d][\w&/.'’-]*(?: (?!(?:in|im|en|a|was|were|is|for|during|war|lag|het)\b)[\w&/.'’-]+){0,4}?"
_OF = (
    r"\s+(?:of(?: (?:the|our))?|for(?: (?:the|our))?|des|der|von|vom|für(?: (?:den|das|die))?|de la|"
    r"de l['’]\s?|du|de(?:l| los| las)?|"
    r"dell['’]\s?|della|dello|dei|di|van(?: (?:het|de))?|av|do|da)\s*"
)
"""Between a measure and its service."""
_THE = r"(?:\b(?:the|our|das|die|der|le|la|el|il|lo|het|de)\s+|l['’])"
_VERB = (
    r"\s+(?:(?:in|im|en|a|nel|during)\s+[^\W\d]+(?: \d{4})?\s+)?(?:was|were|is|reached|achieved|stood|came|"
    r"dropped|fell|rose|lag|"
    r"betrug|war|waren|erreichte|sank|stieg|a été|était|a atteint|s.élève|fue|ha sido|alcanzó|bajó|"
    r"è stat[ao]|ha raggiunto|"
    r"bedroeg|kwam|zakte|lagen)\b[^.;]{0,25}?"
)
"""The verb after a service, at times with a month before it."""
_PERCENTAGES = ("availability", "SLA compliance", "error rate")
"""Measures in percent; the others are durations."""
_MEASURES: tuple[tuple[str, Literal["higher", "lower"], str], ...] = (
    (
        "availability",
        "higher",
        (
            r"availability|uptime|\w*verfügbarkeit|disponibilité|disponibilidad|disponibilità|"
            r"beschikbaarheid|"
            r"tillgänglighet|dostępność|disponibilidade|"
            r"(?:(?<=was )|(?<=were ))up(?= (?:for )?\d)|"
            r"(?:available|verfügbar|disponible|disponibile|beschikbaar)(?= (?:for |zu |à |al? |"
            r"per (?:il )?|voor )?\d)|"
            r"(?<=% )(?:verfügbar|beschikbaar|disponible|disponibile|available)"
        ),
    ),
    (
        "response time",
        "lower",
        (
            r"(?:first[- ])?response times?|antwortzeit|reaktionszeit|temps (?:moyen )?de réponse|"
            r"tiempo (?:medio )?de respuesta|tempo (?:medio )?di risposta|reactietijd|responstijd"
        ),
    ),
    (
        "resolution time",
        "lower",
        (
            r"(?:mean )?(?:time to (?:repair|restore|resol\w+)|resolution times?|mttr|lösungszeit|"
            r"wiederherstellungszeit|(?:délai|temps) (?:moyen )?de résolution|"
            r"tiempo (?:medio )?de resolución|"
            r"tempo (?:medio )?di (?:risoluzione|ripristino)|oplostijd)"
        ),
    ),
    (
        "SLA compliance",
        "higher",
        (
            r"slas? (?:compliance|attainment|achievement|met)|service levels? (?:compliance|met|achieved)|"
            r"within (?:the )?sla|first[- ](?:call|contact) (?:resolution|fix)|sla-erfüllung|"
            r"erstlösungsquote|"
            r"(?:resolved|answered|solved|closed|handled|fulfilled|completed|"
            r"delivered) (?:with)?in (?:the )?(?:agreed|target|due|\d+)|"
            r"(?:resolved|answered|solved|closed|handled|fulfilled|completed|delivered) on time|"
            r"(?:fristgerecht|termingerecht|fristgemäß|innerhalb der (?:frist|vereinbarten zeit)|"
            r"in der vereinbarten zeit)|"
            r"dans les (?:délais|temps)|en el plazo|dentro del plazo|a tiempo|nei tempi(?: previsti)?|"
            r"entro i termini|"
            r"op tijd|binnen de (?:norm|afgesproken tijd|termijn)"
        ),
    ),
    ("error rate", "lower", r"error rate|failure rate|fehlerrate|taux d.erreur"),
    ("downtime", "lower", r"downtime|ausfallzeit|temps d.arrêt"),
)
"""Name of a measure, its better direction, and its words."""
_FIGURE = re.compile(
    r"(?P<value>\d{1,4}(?:[.,]\d{1,4})?)\s?(?P<unit>%|percent|per cent|prozent|pour ?cent|hours?|hrs?|h\b|"
    r"minutes?|mins?|min\b|seconds?|secs?|ms\b|milliseconds?|s\b|days?|stunden?|minuten?|sekunden?|tagen?|"
    r"heures?|jours?|secondes?|horas?|minutos?|segundos?|días?|or[ae]\b|minut[oi]|second[oi]|giorn[oi]|uur|"
    r"uren|"
    r"seconden|dagen)",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:[≥>]=?|\b(?:targets?|goal|benchmark|sla|agreed|against|objective|commit(?:ted|ment)|threshold|"
    r"at least|minimum|"
    r"of at most|maximum|no more than|required|versus|vs\.?|compared (?:to|with)|guarantee\w*|zielwert|"
    r"ziel|vereinbart\w*|soll|gegenüber|mindestens|höchstens|massimo|máximo|maximaal|maximal|minimo|mínimo|"
    r"objectif|cible|convenue?s?|objetivo|acordado|"
    r"pactado|"
    r"obiettivo|concordat[oa]|previst[oa]|doel\w*|norm|streefwaarde|afgesproken|overeengekomen|mål|"
    r"cel)\b)[^%\d]{0,40}$",
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
_UNITS = {"%": "%", "p": "%", "h": "h", "m": "min", "s": "s", "d": "d", "t": "d", "j": "d", "g": "d"}


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
    subject = [Sentence(letter.subject, "subject", heading=True)] if letter.subject else []
    for sentence in [*subject, *sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]]:
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


def _service(text: str, words: str) -> str:
    """The service of a sentence: before its colon, beside the measure (`availability of ...`), or a name."""
    labelled = _LABELLED.match(text)
    if labelled and not re.search(rf"\b(?:{words})\b", labelled["label"], re.IGNORECASE):
        return labelled["label"].strip(" *")
    owned = re.search(rf"\b(?:{words})\b{_OF}(?P<name>{_NAME}){_VERB}", text, re.IGNORECASE)
    before = re.search(
        rf"{_THE}(?P<name>{_NAME}){_VERB}(?:\d[^.;]{{0,30}})?\b(?:{words})\b", text, re.IGNORECASE
    )
    match = owned or before
    if match:
        return str(match["name"]).strip()
    names = [m.name for m in find_names(re.sub(words, " ", text, flags=re.IGNORECASE)) if m.telling]
    return names[0] if names else ""


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
    if plain.startswith(("ms", "milli")):
        return "ms"
    return "h" if plain.startswith(("st", "uur", "uren", "or", "ho", "he")) else _UNITS.get(plain[0], "")


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
    own = period_in(sentence.text)
    return ServiceLevel(
        service=_service(sentence.text, words)[:80],
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
