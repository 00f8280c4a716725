"""The title of an act and its issuer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from smits_watch.documents.document import Document, Passage
from smits_watch.facts.regulations.patterns import has
from smits_watch.prose.sentences import unmarked

_LENGTH = (15, 400)
"""The length of a title in characters."""
_AGENCY = re.compile(
    r"^(?:agency|issued by|issuer|herausgeber|ministry of|ministère|bundesministerium)\b:?\s*(.*)",
    re.IGNORECASE,
)
_ADOPTED_BY = re.compile(
    r"^(the (?:european|council|commission|parliament|minister|secretary)[^,\n]{3,80}),?$", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"^[*•-]\s|(?:.{2,40}?>>){3}|(?:.{2,40}?\|){4}|^(?:EN|DE|FR|ES|IT|L|C)(?:\s+(?:\d+\s+)?(?:EN|"
    r"DE|FR|ES|IT))?$|^\[?…|^Brussels,|^\d+$|^Official Journal|"
    # The head of a gazette's page, with its year, number and day of issue.
    r"^(?:BGBl\.?\s|Bundesgesetzblatt|FÜR DIE REPUBLIK|Jahrgang \d{4}|Federal Register(?:\s*/|\s*$)|"
    r"JORF\b|Journal officiel|"
    r"Gesetz- und Verordnungsblatt|Statutory Instruments?$|Staatsblad|Staatscourant|Gazzetta Ufficiale|"
    r"Diário Oficial|"
    r"Bolet[ií]n Oficial|Dziennik Ustaw|Svensk författningssamling|Norsk Lovtidend|The Gazette of|"
    r"Government Gazette)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[\w.-]+\.\w{2,4}|[\w.]+_[\w.]+")
"""A file name that some programs set as title: `L_2022333EN.01000101.xml`."""
_LONG_TITLE = re.compile(r"^(?:an? act|a law|to)\b", re.IGNORECASE)
_ENACTING = re.compile(r"\b(?:hereby|in exercise of|makes? the following)\b", re.IGNORECASE)
"""The formula with which a minister makes rules; their title stands in the first of them."""
_CITED_AS = re.compile(
    r"\b(?:may|shall) be (?:cited|known|"
    r"called)\s+(?:as\s+)?(?:the\s+)?[“\"'\u2018]?([A-Z][^.;“”\"\n]{5,150}?)"
    r"(?=[”\"'’.;]|,?\s+and\s+(?:shall|comes?|is)\b|$)",
    re.MULTILINE,
)
_BEGINS_ACT = re.compile(
    r"(?m:^)\W{0,4}(?:COMMISSION|COUNCIL|DIRECTIVE|REGULATION|DECISION|DRAFT|PROPOSAL|Commission|Council|Proposal|"
    r"ANNEX(?:ES)?)\b[^\n]*(?:\n(?!\s*(?:Ref\. |THE |HAVING|Having|Article|\(Text|EN\b))[^\n]+){0,8}"
)

_RULE_HEAD = re.compile(
    r"(?:^|\n)\s*(?:RIN \S+|\[[^\]\n]*(?:Docket|No\.)[^\]\n]*\]|\d+ CFR Parts? [^\n]*)\s*\n"
    r"(?!\s*(?:RIN|\[|\d+ CFR))(?P<title>[^\n]{15,400}(?:\n(?!AGENCY)[^\n]+)?)\s*\n\s*AGENCY:"
)
"""Between the numbers and the agency of a rule of the Federal Register stands its title."""
_FILED = re.compile(
    r"^(?:Brussels|Bruxelles|Brüssel|Strasbourg), (?:XXX|\d)|\bXXX draft$|"
    r"^(?:C|COM|JOIN|SWD|D)\W*\(?\d{4,6}\)?[ /]\d+|"
    r"^\d{4}/\d+ \((?:COD|NLE|CNS)\)$|^ANNEX(?:ES)? [\dIVX]+(?: to [\dIVX]+)?$",
    re.IGNORECASE,
)
"""A first-page line with the place, date and file number of an act."""
_LETTERHEAD = 12
"""Lines that may belong to a letterhead."""
_GOES_ON = re.compile(
    r"^(?:of (?:XXX|\d)|on the|on|laying down|amending|supplementing|establishing|concerning|repealing|"
    r"implementing|specifying|correcting|setting out|as regards|modifiche|disposizioni|attuazione|"
    r"recepimento|"
    r"relati(?:f|ve)|portant|modifiant|zur änderung|über|por (?:el|la) que|sobre|"
    r"que (?:modifica|aprova|altera)|"
    r"houdende|tot wijziging|w sprawie|o zmianie|om ändring|om endring|om ændring)\b",
    re.IGNORECASE,
)
"""How a title continues in the next paragraphs."""
_MOST_LINES = 3


def act_title(subject: str, front: Sequence[Passage]) -> Passage:
    """The title that the file states, or the first heading or lines that name an act, or the first passage.

    Args:
        subject: its title or subject, if stated.
        front: its first passages.
    """
    stated = " ".join(subject.split())
    if (len(stated) >= _LENGTH[0] or has("action", "new", stated)) and not _FILE_NAME.fullmatch(stated):
        return Passage(stated, front[0].anchor)
    ruled = _RULE_HEAD.search("\n".join(passage.text for passage in front))
    if ruled:
        return Passage(" ".join(ruled["title"].split()), front[0].anchor)
    for passage in front:
        # A page of a PDF is one passage: the title is the block that begins like an act's title.
        block = _BEGINS_ACT.search(_below_letterhead(passage.text)) if "\n" in passage.text else None
        if block and has("action", "new", block[0]):
            return Passage(unmarked(block[0])[: _LENGTH[1]], passage.anchor)
        if len(passage.text) > _LENGTH[1]:
            break
    long = [
        p
        for p in front
        if (len(p.text.strip()) >= _LENGTH[0] or (p.heading and has("action", "new", p.text)))
        and not _NO_TITLE.match(unmarked(p.text).strip())
    ]
    # A long title begins with the purpose of the act; the short one is its common name.
    if long and _LONG_TITLE.match(long[0].text.strip()):
        cited = next((match for passage in front if (match := _CITED_AS.search(passage.text))), None)
        if cited:
            return Passage(unmarked(cited[1]), long[0].anchor)
    naming = [p for p in long if has("action", "new", p.text) and len(p.text) <= 2 * _LENGTH[1]]
    chosen = next((p for p in naming if p.heading), None) or (naming or long or list(front))[0]
    called = next((match for passage in front if (match := _CITED_AS.search(passage.text))), None)
    if called and _ENACTING.search(chosen.text):
        return Passage(unmarked(called[1]), chosen.anchor)
    return Passage(unmarked(_with_rest(chosen, front)), chosen.anchor)


def _below_letterhead(text: str) -> str:
    """A page without letterhead, place and date: `COMMISSION / Brussels, XXX / […](2027) XXX draft`."""
    lines = text.split("\n")
    filed = [number for number, line in enumerate(lines[:_LETTERHEAD]) if _FILED.search(line.strip())]
    return "\n".join(lines[filed[-1] + 1 :]) if filed else text


def _with_rest(title: Passage, front: Sequence[Passage]) -> str:
    """A title with the paragraphs that continue it: `of XXX`, `laying down rules for …`."""
    if not has("action", "new", title.text):
        return title.text
    position = next(number for number, passage in enumerate(front) if passage is title) + 1
    rest = front[position : position + _MOST_LINES]
    going = [passage.text for passage in takewhile(lambda passage: _GOES_ON.match(passage.text), rest)]
    return " ".join([title.text, *going])[: _LENGTH[1]]


def issuer_of(document: Document, front: Sequence[Passage]) -> str:
    """The issuer of an act, from a label, a preamble or the file; blank if not stated."""
    for position, passage in enumerate(front):
        text = " ".join(passage.text.split())
        match = _AGENCY.match(text)
        if match:
            following = front[position + 1].text if position + 1 < len(front) else ""
            return (match[1] or " ".join(following.split())).rstrip(".")[:120]
        adopted = _ADOPTED_BY.match(text)
        if adopted:
            return adopted[1].title()[:120]
    return document.metadata.get("author", "")[:120]
