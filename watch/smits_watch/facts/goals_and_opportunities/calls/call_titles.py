"""The title of a call: what is to be offered, rather than what kind of notice it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.prose.words import tokens_of

_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "words.toml"
OPENING = 6
"""The first sentences of a text, which say what it is."""
LEAD = 20
"""The first sentences, in which a call must invite offers unless its title is one."""
LONGEST_TITLE = 200
"""The longest title in characters."""
_FEWEST_FIELDS = 3
_FIELD = re.compile(r"^\W*[^\W\d][^:.\n]{2,50}\s?:\s*(?:\S|$)")
"""`Estimated value: GBP 1.2 million`; the value may stand in the next line."""
_ONLY_NUMBER = re.compile(
    r"(?:(?:bid|tender|contract|rf[pqti]|reference|notice|procurement|project|quotation|vergabe|"
    r"ausschreibungs?|"
    r"marché|expediente|procedura|dossier)[\s-]*)?(?:no|nr|n[°º]|num|number|nummer|ref|reference|id|"
    r"kennung|cig)?\.?"
    r"\s*[:#]?\s*(?=\S*\d)[A-Z0-9][\w./-]{2,30}",
    re.IGNORECASE,
)
"""`BID NO: AB/2027/14`: a number names nothing."""
_DEFINES_FIELD = re.compile(r"(?:the|an?) (?:name|title|subject|description|short text)\b", re.IGNORECASE)
"""`Title: The name of the tender`: guidance on a form."""
_WANTED = re.compile(
    r"\b(?:proposals?|tenders?|bids?|quotations?|quotes?|offers?|applications?|angebote?n?|offerten?|offres?|"
    r"propositions?|candidatures?|ofertas?|propuestas?|offert[ae]|inschrijvingen|offertes)\s+"
    r"(?:for|to (?:supply|provide|deliver|build|develop)|für|zur|zum|pour|relatives? à|para|per|voor)\s+"
    r"(?P<thing>[^.;\n]{6,140}?)(?=[.;\n]|$|,?\s+(?:by|until|no later than|bis|avant|hasta|entro|vóór|"
    r"voor) )",
    re.IGNORECASE,
)


def title_of(subject: str, sentences: Sequence[Sentence]) -> Sentence:
    """The subject of the call: its title, and the next line if the title names only the kind of call."""
    if subject:
        title = Sentence(subject, sentences[0].anchor, heading=True)
    else:
        headings = [sentence for sentence in sentences[:OPENING] if sentence.heading]
        named = next((s for s in headings if speaks_of("call", "title", s.text)), None)
        lines = [s for s in sentences[:OPENING] if is_title_line(s)]
        first = next((s for s in lines if speaks_of("call", "title", s.text)), None)
        first = first or (sentences[0] if sentences[0] in lines else None)
        title = (
            named if named and not is_bare(named.text) else first or named or (headings or [sentences[0]])[0]
        )
    labelled = _labelled(sentences)
    if labelled and not subject and _is_form(sentences):
        return labelled if not is_bare(title.text) else _joined(title, labelled.text)
    if not is_bare(title.text) and not (labelled and _names_issuer_only(title.text)):
        return title
    about = labelled or next(
        (
            s
            for s in sentences[:OPENING]
            if s.text != title.text and (s.heading or is_title_line(s)) and not is_bare(s.text)
        ),
        None,
    )
    wanted = (
        next((text for s in sentences[:OPENING] if (text := _wanted(s.text))), "") if about is None else ""
    )
    if wanted:
        return _joined(title, wanted)
    if about is None:
        bare = [s for s in sentences[:OPENING] if s.heading and is_bare(s.text)]
        return max((title, *bare), key=lambda s: len(s.text))
    return _joined(title, about.text)


def _joined(title: Sentence, about: str) -> Sentence:
    """The kind of call and what it is about."""
    return Sentence(f"{title.text.rstrip(' :')}: {about}"[:LONGEST_TITLE], title.anchor, heading=True)


def _is_form(sentences: Sequence[Sentence]) -> bool:
    """Whether a notice begins as a form: several lines with a label and a value."""
    return sum(bool(_FIELD.match(s.text)) for s in sentences[:LEAD]) >= _FEWEST_FIELDS


def _wanted(text: str) -> str:
    """What offers are invited for: `requests proposals for a new payroll system`."""
    match = _WANTED.search(text)
    return match["thing"].strip(" ,:-") if match else ""


def is_bare(text: str) -> bool:
    """Whether a title says only what kind of call it is."""
    plain = re.sub(r"\s*\([A-Z]{2,5}s?\)", "", text)  # `Request for Proposal (RFP)`
    return bool(_bare().fullmatch(plain.strip(" :.#*")) or _ONLY_NUMBER.fullmatch(plain.strip(" *#")))


def _names_issuer_only(text: str) -> bool:
    """Whether a title says the kind of call and one word more, as a rule who makes it: `RFP - NCA`."""
    rest = pattern_of(_PACKAGE, _WORDS, "call", "title").sub(" ", text)
    return len(tokens_of(rest)) <= 1


def is_title_line(sentence: Sentence) -> bool:
    """Whether a line is a title although it is too long for a heading."""
    text = sentence.text.strip()
    return sentence.heading or (
        len(text) <= LONGEST_TITLE and text[-1:] not in ".:;,!?" and not sentence.item
    )


def _labelled(sentences: Sequence[Sentence]) -> Sentence | None:
    """The line `Tender title: ...`."""
    for sentence in sentences[:LEAD]:
        match = _label().match(sentence.text)
        if match and len(match["text"]) > 3 and not _DEFINES_FIELD.match(match["text"]):
            return Sentence(match["text"].strip(), sentence.anchor, heading=True)
    return None


@cache
def _bare() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["call"]["bare"])
    return re.compile(rf"(?:{listed})", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["call"]["labelled"])
    return re.compile(rf"^\W*(?:{listed})\s*[:–—]\s*(?P<text>\S.*)$", re.IGNORECASE | re.DOTALL)
