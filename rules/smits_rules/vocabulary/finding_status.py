"""Whether the status of an audit finding says that nothing is left to do."""

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
"""Words by which a finding is over."""
_NO_FINDING = re.compile(
    r"\b(?:risk[\s-]+accept\w+|accept\w+[\s-]+(?:the[\s-]+)?risk|false[\s-]+positive|not[\s-]+applicable|n/?a|duplicate|"
    r"risiko[\s-]+akzeptiert|akzeptiertes[\s-]+risiko|risque[\s-]+accepté|superseded|no[\s-]+longer[\s-]+applicable)\b",
    re.IGNORECASE,
)
"""A risk that was accepted is a decision of its own; the others never were findings."""
_LEFT = re.compile(
    r"\b(?:partial\w*|partly|pending|awaiting|waiting|in[\s_-]?progress|ongoing|under way|planned|scheduled|"
    r"open|re-?open\w*|overdue|until|to be|will be|should be|ready (?:for|to)|expected|almost|nearly|"
    r"teilweise|teils|"
    r"ausstehend|offen|geplant|wird|bis|fast|in arbeit|en cours|ouverte?|en partie|partiel\w*|en attente|"
    r"presque|prévue?|en curso|pendiente|abierto|abierta|aperto|aperta|in corso|em andamento|pendente|aberto|"
    r"aberta|in behandeling|w toku)\b",
    re.IGNORECASE,
)
"""By these it is not over yet: `pending closure`, `to be verified`, `teilweise umgesetzt`."""
_NEGATION = r"\b(?:not|never|cannot|nicht|kaum|pas|non)\b(?:\W+\w+){0,3}?\W+"
_UNDONE = re.compile(_NEGATION + rf"(?:{'|'.join(sorted(_DONE))})\b", re.IGNORECASE)
"""`not yet fully remediated`; but not `closed - not reproducible`."""


def is_settled(status: str) -> bool:
    """Whether a finding is over.

    Args:
        status: as the report writes it, e.g. `Closed - verified`, `erledigt am 3. Mai`, `50 % complete`.

    Returns:
        True where it says so without a restriction, or that the risk was accepted; False for anything else.
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
