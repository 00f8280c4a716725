"""The topics of regulations: one vocabulary for files and for settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from smits_rules.vocabulary.suggestions import nearest

TOPICS: dict[str, tuple[str, ...]] = {
    "cybersecurity": (
        *(
            "cyber",
            "cyber security",
            "information security",
            "it security",
            "network security",
            "nis2",
            "nis 2",
        ),
        *("cybersicherheit", "it-sicherheit", "informationssicherheit", "kritis"),
        *("cybersécurité", "sécurité informatique", "sécurité de l'information"),
    ),
    "operational resilience": (
        *("resilience", "business continuity", "ict risk", "dora", "continuity"),
        *("resilienz", "betriebsstabilität", "notfallmanagement", "résilience", "continuité d'activité"),
    ),
    "data protection": (
        *("privacy", "personal data", "gdpr", "datenschutz", "dsgvo", "personenbezogene daten"),
        *("protection des données", "données personnelles", "rgpd", "vie privée"),
    ),
    "artificial intelligence": (
        *("ai", "machine learning", "ki", "künstliche intelligenz", "ia", "intelligence artificielle"),
    ),
    "financial services": (
        *("finance", "banking", "banks", "payments", "insurance", "finanzdienstleistungen", "banken"),
        *("versicherung", "zahlungsverkehr", "services financiers", "banque", "assurance", "paiements"),
    ),
    "accessibility": ("barrierefreiheit", "accessibilité", "wcag"),
    "procurement": ("public procurement", "tenders", "vergabe", "vergaberecht", "marchés publics"),
    "sustainability": (
        *("environment", "climate", "esg", "csrd", "energy efficiency", "nachhaltigkeit", "umwelt", "klima"),
        *("energieeffizienz", "durabilité", "environnement", "climat"),
    ),
    "electronic identification": (
        *("eid", "eidas", "digital identity", "trust services", "digitale identität", "vertrauensdienste"),
        *("identité numérique", "services de confiance"),
    ),
    "telecommunications": (
        *("telecoms", "telecom", "electronic communications", "telekommunikation", "télécommunications"),
        *("télécoms", "communications électroniques"),
    ),
    "health": ("health care", "healthcare", "medical devices", "gesundheit", "medizinprodukte", "santé"),
    "records": (
        *("records management", "record keeping", "archiving", "retention", "aufbewahrung", "archivierung"),
        *("archivage", "conservation"),
    ),
    "cloud": ("cloud computing", "cloud services", "data act", "hosting", "informatique en nuage"),
    "product safety": ("product liability", "cyber resilience act", "produktsicherheit", "produkthaftung"),
    "energy": ("electricity", "gas", "utilities", "energie", "strom", "énergie", "électricité"),
    "tax": ("taxes", "taxation", "e-invoicing", "vat", "steuern", "steuer", "e-rechnung", "fiscalité", "tva"),
    "employment": ("labour", "labor", "working time", "arbeitsrecht", "arbeit", "droit du travail", "emploi"),
    "trade": ("export control", "customs", "sanctions", "zoll", "exportkontrolle", "douane"),
    "transport": ("traffic", "logistics", "verkehr", "logistik", "transports"),
    "consumer protection": ("consumers", "verbraucherschutz", "protection des consommateurs"),
    "intellectual property": ("copyright", "patents", "urheberrecht", "propriété intellectuelle"),
    "agriculture and food": (
        *("agriculture", "food", "fisheries", "landwirtschaft", "lebensmittel", "fischerei", "pêche"),
        *("denrées alimentaires",),
    ),
    "chemicals and waste": (
        "chemicals",
        "packaging",
        "chemikalien",
        "abfallrecht",
        "verpackungen",
        "déchets",
    ),
    "construction and housing": ("housing", "building regulations", "baurecht", "wohnungswesen", "logement"),
    "justice and migration": ("immigration", "criminal law", "strafrecht", "aufenthaltsrecht", "droit pénal"),
}
"""Topic -> its other names in English, German and French. Files and settings use the same topics."""

CLOSE = 80
"""A word at least this similar to a topic (rapidfuzz ratio, 0 to 100) is treated as a typing error."""
_SHORT = dict.fromkeys(("security", "sicherheit", "sécurité"), "cybersecurity")
"""Abbreviations that people type; titles use the same words in other senses (social security)."""
_MEANING = {word: topic for topic, words in TOPICS.items() for word in (topic, *words)} | _SHORT


_WORD_BEGINS = 7
"""A word of the vocabulary at least so long also counts as the beginning of a longer one.

`Energie` is meant in `Energiewirtschaftsgesetz`; `Steuer` is not meant in `Steuerung`.
"""
_WORD_WITHIN = 9
"""From here on it counts anywhere: `Datenschutz` in `Bundesdatenschutzgesetz`."""
_OWN_BEGINS = 4
"""Words that an organisation chose are more telling: `Smart meter` is meant in `smart meters`."""

OwnWords = Mapping[str, Collection[str]]
"""Topic -> what an organisation calls it."""


def topic_of(text: str, own: OwnWords = MappingProxyType({})) -> str | None:
    """The topic that a word means (`AI`: `artificial intelligence`); None if it means none.

    Args:
        text: the word.
        own: the organisation's own words, which come before the vocabulary.
    """
    word = _folded(text)
    for topic, words in own.items():
        if word in map(_folded, words):
            return topic_of(topic) or _folded(topic)
    return _MEANING.get(word)


def topic_problem(text: str, own: OwnWords = MappingProxyType({})) -> str:
    """The problem with a topic as typed; empty if it is a known topic or a word of the person's own.

    A word that is similar to a known topic is a typing error: nothing would ever match it. Any other word is
    taken literally and searched for in the titles of regulations.

    Args:
        text: the topic.
        own: the organisation's own words.
    """
    if topic_of(text, own) is not None or _folded(text) in map(_folded, own):
        return ""
    best = nearest(_folded(text), sorted(_MEANING), at_least=CLOSE, in_part=False)
    return f"'{text}' is not a topic; did you mean '{best}'?" if best else ""


def own_words_problem(own: OwnWords) -> str:
    """What is wrong with the topics of an organisation's own words; empty when nothing is."""
    return next(filter(None, map(topic_problem, own)), "")


def concerns(
    topics: tuple[str, ...], title: str, wanted: tuple[str, ...], own: OwnWords = MappingProxyType({})
) -> bool:
    """Whether a regulation is about one of the topics that an organisation named.

    Args:
        topics: the topics of the regulation according to its file; empty if unknown.
        title: the title of the regulation.
        wanted: the topics that the organisation named; empty: all topics.
        own: the organisation's own words for topics.
    """
    if not wanted:
        return True
    about = {topic_of(topic, own) or _folded(topic) for topic in topics}
    text = f" {_folded(title)} "
    for name in wanted:
        topic = topic_of(name, own) or _folded(name)
        if topic in about:
            return True
        chosen = {
            _folded(name),
            *(_folded(word) for topic_name in own for word in _called(topic_name, topic, own)),
        }
        if any(_names(text, word, begins=_OWN_BEGINS) for word in chosen - _MEANING.keys()):
            return True
        if any(_names(text, word, begins=_WORD_BEGINS) for word in (topic, *TOPICS.get(topic, ()))):
            return True
    return not about


def _called(name: str, topic: str, own: OwnWords) -> Collection[str]:
    return own[name] if (topic_of(name) or _folded(name)) == topic else ()


def _names(text: str, word: str, *, begins: int) -> bool:
    """Whether a text, folded and in blanks, has a word; a very short one is too likely a part of another."""
    if len(word) >= _WORD_WITHIN:
        return word in text
    return len(word) > 2 and (f" {word}" if len(word) >= begins else f" {word} ") in text


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w'-]+", " ", text.casefold()).split())
