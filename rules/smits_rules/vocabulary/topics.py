"""The topics of regulations: one vocabulary for files and for settings."""

from __future__ import annotations

import re

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
}
"""Topic -> its other names in English, German and French. Files and settings use the same topics."""

CLOSE = 80
"""A word at least this similar to a topic (rapidfuzz ratio, 0 to 100) is treated as a typing error."""
_SHORT = dict.fromkeys(("security", "sicherheit", "sécurité"), "cybersecurity")
"""Abbreviations that people type; titles use the same words in other senses (social security)."""
_MEANING = {word: topic for topic, words in TOPICS.items() for word in (topic, *words)} | _SHORT


def topic_of(text: str) -> str | None:
    """The topic that a word means (`AI`: `artificial intelligence`); None if it means none."""
    return _MEANING.get(_folded(text))


def topic_problem(text: str) -> str:
    """The problem with a topic as typed; empty if it is a known topic or a word of the person's own.

    A word that is similar to a known topic is a typing error: nothing would ever match it. Any other word is
    taken literally and searched for in the titles of regulations.
    """
    if topic_of(text) is not None:
        return ""
    best = nearest(_folded(text), sorted(_MEANING), at_least=CLOSE, in_part=False)
    return f"'{text}' is not a topic; did you mean '{best}'?" if best else ""


def concerns(topics: tuple[str, ...], title: str, wanted: tuple[str, ...]) -> bool:
    """Whether a regulation is about one of the topics that an organisation named.

    Args:
        topics: the topics of the regulation according to its file; empty if unknown.
        title: the title of the regulation.
        wanted: the topics that the organisation named; empty: all topics.
    """
    if not wanted:
        return True
    about = {topic_of(topic) or _folded(topic) for topic in topics}
    text = f" {_folded(title)} "
    for name in wanted:
        topic = topic_of(name) or _folded(name)
        if topic in about:
            return True
        words = (topic, *TOPICS.get(topic, ()))
        if any(f" {word} " in text for word in words if len(word) > 2):
            return True
    return not about


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w'-]+", " ", text.casefold()).split())
