"""Where an act binds."""

from __future__ import annotations

from smits_watch.facts.acts.citations import Citation, citations_in
from smits_watch.facts.acts.words import any_of, meanings_of

_IN_REFERENCE, _IN_TITLE, _IN_HEAD = 6.0, 3.0, 1.0
"""How much a number of the act itself, words in its title and in its first lines tell."""
_MOST_IN_HEAD = 3
_CITED = 1.5
"""How much the number of a cited act tells."""


def jurisdiction_of(own: Citation | None, title: str, head: str) -> str:
    """Where an act binds.

    Args:
        own: the act's own number.
        title: of the act.
        head: its first lines.

    Returns:
        An ISO 3166 code or EU, by the number, the issuer, and the countries that title and head name; blank
        where nothing tells.
    """
    weights: dict[str, float] = {}
    if own is not None:
        weights[own.jurisdiction] = _IN_REFERENCE
    for citation in citations_in(f"{title}\n{head[:2_000]}")[:6]:
        weights[citation.jurisdiction] = weights.get(citation.jurisdiction, 0.0) + _CITED
    for place in meanings_of("jurisdiction"):
        pattern = any_of("jurisdiction", place)
        in_title = _IN_TITLE * bool(pattern.search(title))
        in_head = _IN_HEAD * min(len(pattern.findall(head)), _MOST_IN_HEAD)
        if in_title or in_head:
            weights[place] = weights.get(place, 0.0) + in_title + in_head
    return max(weights, key=lambda place: weights[place], default="")
