"""Who the vendor is and which product a notice speaks of."""

from __future__ import annotations

import re
from email.utils import parseaddr

from smits_watch.documents.document import Document
from smits_watch.facts.notice_words import kinds_in

_FLAGS = re.IGNORECASE | re.MULTILINE
_VENDOR_LABEL = re.compile(
    r"^(?:vendor|supplier|manufacturer|publisher|hersteller|anbieter|éditeur)\s*:\s*(.+)$", _FLAGS
)
_PRODUCT_LABEL = re.compile(
    r"^(?:(?:affected |betroffene )?(?:products?|produkte?|produits?)|service|software|logiciel)\s*:\s*(.+)$",
    _FLAGS,
)
_SENDER_WORDS = re.compile(
    r"\b(?:customer|product|account|licen[cs]ing|sales|support|service|lifecycle|notifications?|security|team|"
    r"no-?reply|news(?:letter)?|info|billing|relations|communications?|via|kundenservice|vertrieb)\b.*",
    re.IGNORECASE,
)
_LEGAL = (
    r"(?:Inc|Ltd|LLC|GmbH|AG|SE|Corp(?:oration)?|S\.?A\.?|SAS|B\.?V\.?|plc|PLC|Oy|AB|KG|Limited|"
    r"Software|Systems|Technologies)"
)
_COMPANY = re.compile(rf"\b((?:[A-ZÀ-Ý][\w&.-]*\s+){{1,4}}{_LEGAL}\b\.?)")
_NAME = r"(?P<name>[A-ZÀ-Ý0-9][^.;:!?()\n\"]{1,70}?)"
_END = (
    r"(?=\s+(?:on|from|as of|effective|by|in|will|is|was|has|ends?|reach\w*|with|to|zum|ab|am|endet|wird|"
    r"au|à|le|prendra)\b|\s*[,.;:()\u2013\u2014]|\s+-|\s*$)"
)
_ABOUT = (
    r"(?:end[- ]of[- ](?:life|support|sale|service|maintenance)|price (?:increase|change|adjustment)s?|"
    r"retirement|discontinuation|deprecation|licen[cs]e change|security (?:advisory|update)|"
    r"support(?: and maintenance)?|vulnerabilit(?:y|ies)|support-?ende|preiserhöhung|preisanpassung|"
    r"abkündigung|fin (?:de|du) (?:support|vie)|hausse des prix|updates?|maintenance|unterstützung)"
)
_PATTERNS = (
    re.compile(
        rf"{_ABOUT}\s+(?:notice\s+|announcement\s+)?(?:for|of|in|on|from|für|von|de|du|pour)\s+"
        rf"(?:the\s+|our\s+|product\s+)?{_NAME}{_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:re:\s*|notice:\s*|important:\s*)?{_NAME}\s*[:\u2013\u2014-]\s+(?=.{{0,40}}{_ABOUT})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_NAME}\s+(?:will\s+|has\s+)?(?:reach(?:es|ed)?|be retired|be discontinued|"
        r"no longer be supported|retir\w+|is being retired|ist abgekündigt)",
        re.IGNORECASE,
    ),
)
_VERSION = re.compile(
    r"^(?P<product>.+?)[\s,]+(?:version\s+|release\s+|v)?(?P<version>\d[\w.]*(?:\s?(?:R\d|SP\d|LTS))?)$",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"^(?:the|our|your|all|die|der|das|le|la|les)\s+", re.IGNORECASE)


def vendor_of(document: Document, head: str) -> str:
    """Who sent the notice: as it says, by its sender, or the first company named in its letterhead."""
    label = _VENDOR_LABEL.search(head)
    if label:
        return label[1].strip()[:80]
    name, address = parseaddr(document.metadata.get("from", ""))
    own = _SENDER_WORDS.sub("", name).strip(" -,|")
    if own:
        return own[:80]
    company = _COMPANY.search(head)
    if company:
        return company[1].strip(" .")[:80]
    domain = address.rpartition("@")[2].split(".")
    if len(domain) > 1:
        return domain[-2].title()
    return document.metadata.get("author", "")[:80]


def product_of(subject: str, head: str) -> tuple[str, str]:
    """The product and its version, out of a label, the subject, or the first sentence that names one."""
    label = _PRODUCT_LABEL.search(head)
    if label:
        return split_version(label[1].strip())
    for text in (subject, *head.split("\n")):
        flat = " ".join(text.split())
        if not kinds_in(flat):
            continue
        for pattern in _PATTERNS:
            match = pattern.search(flat)
            if match and any(letter.isalpha() for letter in match["name"]):
                return split_version(match["name"].strip())
    return "", ""


def split_version(name: str) -> tuple[str, str]:
    """`Acme Server 2019` -> (`Acme Server`, `2019`)."""
    name = _ARTICLES.sub("", name.strip(" ,.-"))
    match = _VERSION.match(name)
    return (match["product"][:100], match["version"]) if match else (name[:100], "")
