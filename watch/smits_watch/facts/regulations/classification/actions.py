"""What a document does with an act: adopts, proposes, amends, repeals or consolidates it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from smits_watch.facts.regulations.citations import own_citation
from smits_watch.facts.regulations.patterns import has, meanings_of
from smits_watch.facts.regulations.separate_acts import has_sections, is_annotated
from smits_watch.prose.sentences import Sentence

_FIRST_LINES = 1_500
_ALSO_AMENDS = re.compile(
    r"\b(?:on|laying down|establishing|concerning|regarding)\b.{3,}?(?:,|\band) (?:amending|repealing)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The title of a new act that also changes others."""
_DRAFT_NUMBER = re.compile(r"\bCOM\b|XXX|\.\.\.|…", re.IGNORECASE)
_DEMANDED = re.compile(
    r"\b(?:mandatory|compulsory|obligatoires?|obligatori[oa]|obbligatori[oa]|verplicht|\w*pflicht|obowiązkow\w+|"
    r"obligatorisk\w*)\b",
    re.IGNORECASE,
)
"""A title that tells a duty, not what was done with an act: the act is new to the reader."""


def action_of(title: str, head: str, sentences: Sequence[Sentence]) -> Any:
    """What the document does, according to its title or else its first lines.

    A text with sections and notes of amendment is a consolidated law.
    """
    order = meanings_of("action")
    first = head[:_FIRST_LINES]
    enacted = has("enacted", "words", title)  # `The Bill received Royal Assent`
    if (has("action", "proposal", title) and not enacted) or has("action", "correction", title):
        return next(action for action in order if has("action", action, title))
    if has("action", "consolidated", title):
        return "consolidated"
    adopted = bool(re.search(r"\badopted\b(?! or endorsed)", title, re.IGNORECASE))
    own = own_citation(title, title)
    numbered = own is not None and own.jurisdiction == "EU" and not _DRAFT_NUMBER.search(own.reference)
    adopted = adopted or has("enacted", "words", head) or numbered  # only adopted acts get a number
    if not adopted and has("action", "proposal", first) and has("draft", "words", first):
        return "proposal"
    if has("action", "consolidated", f"{title}\n{head}") and (
        has_sections(sentences) or not has("action", "amendment", title)
    ):
        return "consolidated"
    if is_annotated(sentences):
        return "consolidated"
    for text in (title, first):
        for action in order:
            if (action == "proposal" and adopted) or (action == "amendment" and _ALSO_AMENDS.search(text)):
                continue
            if action != "consolidated" and has("action", action, text):
                return action
    return "new" if enacted or _DEMANDED.search(title) else None
