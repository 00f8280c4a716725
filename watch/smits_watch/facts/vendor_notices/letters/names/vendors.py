"""Identifies the vendor of a letter: never the colleague who forwarded it, nor the author of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import fuzz

from smits_watch.documents.document import Document
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.vendor_notices.letters.events import label_value
from smits_watch.prose.letters import Letter
from smits_watch.prose.names import describes_bearer
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.word_patterns import word_table
from smits_watch.prose.words import common_words, tokens_of

_LEGAL = (
    r"(?:Inc|Ltd|LLC|GmbH|AG|SE|Corp(?:oration)?|S\.?A\.?S?|SAS|B\.?V\.?|N\.?V\.?|plc|PLC|Oyj?|AB|ASA|KG|"
    r"Limited|S\.p\.A|"
    r"Software|Systems|Technologies|Foundation)"
)
_COMPANY = re.compile(rf"\b((?:[A-ZÀ-Ý][\w&.-]*\s+){{1,4}}{_LEGAL}\b\.?)")
_SPEAKS = re.compile(
    r"(?:^|[.,\n]\s*|\b(?:At|by|from)\s+)((?:[A-Z][\w.&-]+)(?:\s+[A-Z][\w.&-]+){0,2})\s+(?:is|has|will|"
    r"today|announced|announces|recently|"
    r"(?:no longer|now)|recommends|plans|intends|provides|offers|supports|released|publishes|hat|wird|"
    r"kündigt|informiert|annonce)\b"
    # Passive events have no vendor as actor: `Lumen Mail will be retired`, `... reaches its end`.
    r"(?!\s+(?:\w+ly\s+|now\s+|no\s+longer\s+)?(?:be(?:en|ing)?|reach\w*|enter\w*|end\w*|requir\w*|"
    r"receiv\w*|get\w*|los[et]\w*|go|"
    r"deprecated|retired|discontinued|supported|available|affected|vulnerable|unsupported|eingestellt|"
    r"abgekündigt)\b)"
)
_OFFICER = re.compile(
    r"\b(?:C[EFTI]O|Chief\s+\w+\s+Officer|President|(?:Managing\s+)?Director|Founder|"
    r"Head\s+of\s+\w+)\s+(?:of|at)\s+"
    r"(?!(?:Support|Sales|Marketing|Engineering|Product|Operations|Security|Research|Customer|Technology|"
    r"Information|IT|Human|Finance|Business|Communications|Development|Strategy|Services|Data)\b)"
    r"((?:[A-Z][\w&.-]+)(?:\s+[A-Z][\w&.-]+){0,2})"
)
"""A company's officer: `Chief Executive Officer of Northwind`."""
_ANNOUNCES = re.compile(
    r"(?:^|[.,\n]\s*|\b(?:At|by|from)\s+)((?:[A-Z][\w.&-]+)(?:\s+[A-Z][\w.&-]+){0,2})\s+(?:announced|"
    r"announces|recommends|"
    r"plans|intends|kündigt|informiert|annonce)\b"
)
"""The same in later sentences, which also name others: only the actor of an announcement."""
_ACTS = re.compile(
    r"^(?:[A-ZÀ-Ý]?[\w-]+:\s+)?(?:Auch\s+|Now\s+|"
    r"Even\s+)?((?:[A-Z][\w.&-]*[\w&])(?:\s+[A-Z][\w.&-]+){0,2})\s+(?:(?:to|will|wird|va|"
    r"gaat|ska|vil)\s+)?(?:raises?|hikes?|increases?|ups|kills?|ends?|retires?|drops?|discontinues?|"
    r"sunsets?|shuts?|announces?|"
    r"patche[sd]?|warns?|fixes|hebt|erhöht|dreht|stellt|kündigt|beendet|verlängert|warnt|schließt|zieht|"
    r"patcht|"
    r"augmente|relève|annonce|arrête|abandonne|corrige|prolonge|sube|subirá|aumenta|anuncia|retira|dejará|"
    r"parchea|"
    r"annuncia|interrompe|cessa|corregge|verhoogt|stopt|kondigt|beëindigt|waarschuwt|dicht|höjer|hever|"
    r"øker|hæver|"
    r"avvecklar|avvikler|lukker|varsler|podnosi|kończy|ogłasza|wycofuje|encerra|reajusta|extends|postpones|delays|verschiebt|"
    r"reporte|repousse|prorroga|aplaza|amplía|proroga|rinvia|posticipa|estende|verlengt|prolonga|adia|"
    r"förlänger|forlænger|forlenger|przedłuża|przesuwa)\b"
    r"(?!\s+(?:of|at|in)\b)"
)
"""A company that acts, at the beginning of a title: `Northwind raises prices`."""
_ENDS = re.compile(
    r"(?:^|\s)((?:[A-Z][\w.&-]*[\w&])(?:\s+[A-Z][\w.&-]*[\w&])?)\s+(?:już\s+|nu\s+|nå\s+|também\s+)?(?:kończy|zakończy|zakończył[ao]?|"
    r"wycofuje|legger ned|avslutter|avvikler|fjerner|avslutar|lägger ner|lukker|beendet|stellt|met fin|"
    r"mettra fin|arrête|"
    r"cesse|cessera|dejará|retirará|terminará|encerra|encerrará|deixará|interrompe|interromperà|cesserà|stopt|beëindigt)\b"
)
"""A company that ends something, within a sentence: `kiedy Northwind kończy wsparcie`."""
_ARTICLE = re.compile(
    r"\b(?:unser(?:e[nmrs]?)?|d(?:en|em|er|ie|as)|ihre[nmrs]?|eine[nmrs]?|auf|in|für|mit|von|our|the|your|"
    r"les?|la|nos|vos|los|las|el|"
    r"nuestr[oa]s|il|lo|gli|i|de|het|onze|os?|as?|nossos?)\s+$",
    re.IGNORECASE,
)
"""Words before a noun that is no company."""
_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.letters", "words.toml"
_FIRST = 4
_HEAD = 12
"""Sentences at the beginning in which a letterhead or the first words name the vendor."""
_COUNTRY_PARTS = ("co", "com", "org", "net", "ac", "gov")


def vendor_of(
    document: Document, letter: Letter, sentences: Sequence[Sentence], profile: OrganisationProfile
) -> str:
    """Identify the vendor.

    Args:
        document: with its metadata.
        letter: the same, unwrapped.
        sentences: of the letter.
        profile: the known vendors, which are searched for first.

    Returns:
        The vendor from a label, or the known vendor with the sender's domain or name, or the sender's
        organisation, or the company in the head or the signature; blank if none.
    """
    stated = document.metadata.get("vendor", "") or next(
        (value for sentence in sentences if (value := label_value(sentence.text, "vendor"))), ""
    )
    if stated:
        return stated[:80]
    ours = known_vendors(profile)
    domain = domain_name(letter.address)
    for text in (domain, letter.sender):
        sender = next((vendor for vendor in ours if _names(vendor, text)), None)
        if sender:
            return sender
    own = _organisation(letter, domain, sentences)
    actor = _actor(letter, sentences)
    if own and not (actor and domain and not _occurs(domain, sentences)):
        return own
    if actor and own:
        return actor  # news of somebody else about the vendor
    head = [sentence.text for sentence in sentences[:_HEAD]]
    text = "\n".join([*head, letter.subject])
    named = next((vendor for vendor in ours if _names(vendor, text)), None)
    if named:
        return named
    company = next((match for part in (*head, letter.signature) if (match := _COMPANY.search(part))), None)
    if company:
        return _without_opener(company[1].strip(" ."))[:80]
    officer = next((match for part in (*head, letter.signature) if (match := _OFFICER.search(part))), None)
    if officer:
        return officer[1].strip(" .")[:80]
    return _speaker(sentences) or actor or _told_of(sentences)


def known_vendors(profile: OrganisationProfile) -> list[str]:
    """The organisation's vendors, the longest names first."""
    named = {*profile.vendors, *(product.vendor for product in profile.products if product.vendor)}
    return sorted(named, key=len, reverse=True)


def domain_name(address: str) -> str:
    """The name in a mail address's domain: care@news.northwind.example -> northwind.

    Blank for mail providers and lists.
    """
    labels = [label for label in address.rpartition("@")[2].casefold().split(".") if label][:-1]
    while len(labels) > 1 and labels[-1] in _COUNTRY_PARTS:
        labels.pop()
    if not labels or any(label in common_words("neutral_domains") for label in labels):
        return ""
    return labels[-1]


def is_known_sender(letter: Letter, profile: OrganisationProfile) -> bool:
    """Whether one of the organisation's vendors wrote it."""
    texts = (domain_name(letter.address), letter.sender)
    return any(_names(vendor, text) for vendor in known_vendors(profile) for text in texts if text)


def _organisation(letter: Letter, domain: str, sentences: Sequence[Sentence]) -> str:
    """The sender's organisation: its display name without departments, or the name in its domain."""
    shown = _without_departments(letter.sender)
    if not domain:
        return shown if _COMPANY.search(f"{letter.sender} ") else ""
    plain = re.sub(r"[\W_]+", "", shown.casefold())
    if plain and (plain in domain or domain in plain or fuzz.ratio(plain, domain) >= 80):
        return shown[:80]
    for sentence in sentences:
        for token in tokens_of(sentence.text):
            if re.sub(r"[\W_]+", "", token.plain) == domain and token.text[0].isupper():
                return token.text
    return domain.replace("-", " ").title()


def _actor(letter: Letter, sentences: Sequence[Sentence]) -> str:
    """The company that acts in the title, or ends something in the first sentences; blank if none does."""
    heading = next((sentence.text for sentence in sentences[:2] if sentence.heading), "")
    ending = (_ending(sentence.text) for sentence in sentences[:_FIRST] if not sentence.heading)
    match = _ACTS.match((letter.subject or heading).strip()) or next(filter(None, ending), None)
    if (
        match is None
        or match[1].split()[0].casefold() in common_words("stop")
        or any(c.isdigit() for c in match[1])
        or describes_bearer(match[1])
    ):
        return ""
    return match[1][:80]


def _without_opener(company: str) -> str:
    """A company without the word that begins its sentence: `Bij Northwind Software`."""
    first, _, rest = company.partition(" ")
    common = common_words("stop") | common_words("opening")
    return rest if " " in rest and first.casefold() in common else company


def _ending(text: str) -> re.Match[str] | None:
    """A company that ends something; a noun behind an article is none: `auf unseren Servern beendet`."""
    match = _ENDS.search(text)
    return None if match is None or _ARTICLE.search(text[: match.start(1)]) else match


def _occurs(domain: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the text contains the name of a sender's domain."""
    return any(domain in re.sub(r"[\W_]+", "", sentence.text.casefold()) for sentence in sentences)


def _without_departments(name: str) -> str:
    kept: list[str] = []
    for word in re.split(r"[\s,|/]+", name.strip(" \"'")):
        if word.casefold().strip("()") in common_words("sender") and kept:
            break
        if word and word.casefold() != "the":
            kept.append(word)
    rest = " ".join(kept).strip(" -,|()")
    return "" if rest.casefold() in common_words("sender") else rest


def _speaker(sentences: Sequence[Sentence]) -> str:
    """The actor of the first sentences: `Northwind will no longer provide ...`."""
    for number, sentence in enumerate(sentences[:_HEAD]):
        match = (_SPEAKS if number < _FIRST else _ANNOUNCES).search(sentence.text)
        if match and not sentence.heading and not sentence.item:
            words = match[1].split()
            nameless = describes_bearer(match[1]) or any(char.isdigit() for char in match[1])
            if words[0].casefold() not in common_words("stop") and not nameless:
                return match[1][:80]
    return ""


def _told_of(sentences: Sequence[Sentence]) -> str:
    """The company of which the press says at the beginning that it announces something."""
    for sentence in sentences[:_FIRST]:
        match = None if sentence.heading or sentence.item else _announcing().search(sentence.text)
        if match and match[1].split()[0].casefold() not in common_words("stop") | common_words("opening"):
            return "" if describes_bearer(match[1]) or any(c.isdigit() for c in match[1]) else match[1][:80]
    return ""


@cache
def _announcing() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["vendor"]["announces"])
    return re.compile(
        rf"(?:^|[\s,])((?:[A-ZÀ-Ý][\w.&-]*[\w&])(?:\s+[A-ZÀ-Ý][\w.&-]*[\w&]){{0,2}})\s+(?:{listed})\b"
    )


def _names(vendor: str, text: str) -> bool:
    """Whether a text, or a domain like `northwind-mail`, names a vendor, with or without its legal form."""
    words = [token.plain for token in tokens_of(vendor) if token.plain not in common_words("legal")] or [
        vendor.casefold()
    ]
    text_words = [word for token in tokens_of(text) for word in re.split(r"[-_]", token.plain)]
    joined = "".join(words)
    return joined in ("".join(text_words), *text_words) or any(
        text_words[start : start + len(words)] == words for start in range(len(text_words) - len(words) + 1)
    )
