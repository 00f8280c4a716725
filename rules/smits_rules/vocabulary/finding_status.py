"""Whether the status of an audit finding means that it is closed."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SHARE = re.compile(r"(\d{1,3})\s?(?:%|percent|prozent|pour cent)", re.IGNORECASE)
_DONE = frozenset(
    (
        *("closed", "close", "closure", "resolved", "remediated", "completed", "complete", "done", "fixed"),
        *(
            "implemented",
            "mitigated",
            "verified",
            "addressed",
            "corrected",
            "satisfied",
            "cleared",
            "finished",
        ),
        *("concluded", "validated", "rectified", "settled", "solved", "patched", "withdrawn", "retired"),
        *(
            "erledigt",
            "behoben",
            "geschlossen",
            "abgeschlossen",
            "umgesetzt",
            "gelöst",
            "beseitigt",
            "bereinigt",
        ),
        *(
            "clos",
            "close",
            "clôturé",
            "clôturée",
            "traité",
            "traitée",
            "résolu",
            "résolue",
            "corrigé",
            "corrigée",
        ),
        *(
            "terminé",
            "terminée",
            "fermé",
            "fermée",
            "soldé",
            "soldée",
            "réalisé",
            "réalisée",
            "cerrado",
            "cerrada",
            "resuelto",
            "resuelta",
            "completado",
            "completada",
            "chiuso",
            "chiusa",
            "risolto",
            "risolta",
            "completato",
            "fechado",
            "concluído",
            "concluída",
            "concluido",
            "resolvido",
            "gesloten",
            "afgerond",
            "opgelost",
            "zamknięte",
            "zamknięty",
            "uzavřeno",
        ),
    )
)
"""Words that mean that a finding is closed."""
_NO_FINDING = re.compile(
    r"\b(?:risk[\s-]+accept\w+|accept\w+[\s-]+(?:the[\s-]+)?risk|false[\s-]+positive|not[\s-]+applicable|n/?a|duplicate|"
    r"risiko[\s-]+akzeptiert|akzeptiertes[\s-]+risiko|risque[\s-]+accepté|superseded|no[\s-]+longer[\s-]+applicable)\b",
    re.IGNORECASE,
)
"""Also closed: accepting a risk is a decision, and the other words mean that it never was a finding."""
_LEFT = re.compile(
    r"\b(?:partial\w*|partly|pending|awaiting|waiting|in[\s_-]?progress|ongoing|under way|planned|scheduled|"
    r"open|re-?open\w*|overdue|until|to be|will be|should be|ready (?:for|to)|expected|almost|nearly|"
    r"teilweise|teils|"
    r"ausstehend|offen|geplant|wird|bis|fast|in arbeit|en cours|ouverte?|en partie|partiel\w*|en attente|"
    r"presque|prévue?|en curso|pendiente|abierto|abierta|aperto|aperta|in corso|em andamento|pendente|aberto|"
    r"aberta|in behandeling|w toku)\b",
    re.IGNORECASE,
)
"""Restrictions that keep a finding open: `pending closure`, `to be verified`, `teilweise umgesetzt`."""
_NEGATION = r"\b(?:not|never|cannot|nicht|kaum|pas|non)\b(?:\W+\w+){0,3}?\W+"
_UNDONE = re.compile(_NEGATION + rf"(?:{'|'.join(sorted(_DONE))})\b", re.IGNORECASE)
"""Matches `not yet fully remediated`, but not `closed - not reproducible`."""


def is_settled(status: str) -> bool:
    """Whether a finding is closed.

    Args:
        status: as the report writes it, e.g. `Closed - verified`, `erledigt am 3. Mai`, `50 % complete`.

    Returns:
        True if the status says so without a restriction, or if the risk was accepted; otherwise False.
    """
    status = status.replace("_", " ")
    if _NO_FINDING.search(status):
        return True
    if _LEFT.search(status) or _UNDONE.search(status):
        return False
    shares = [int(share) for share in _SHARE.findall(status)]
    if shares:
        return max(shares) == 100
    return any(word.casefold() in _DONE for word in _WORD.findall(status))
