"""Whether two names mean the same company, ignoring legal forms and small words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smits_rules.derivation.inputs import Circumstances
from smits_rules.vocabulary import Service

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""A shorter name may be part of any other."""
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
"""Text in brackets is not part of the name: a short form, a stock exchange, a remark."""
_FORMS = frozenset(
    (
        *(
            "ag",
            "gmbh",
            "kg",
            "kgaa",
            "ug",
            "se",
            "ab",
            "as",
            "asa",
            "oy",
            "oyj",
            "nv",
            "bv",
            "sa",
            "sas",
            "sarl",
        ),
        *(
            "spa",
            "srl",
            "sl",
            "plc",
            "ltd",
            "limited",
            "inc",
            "incorporated",
            "corp",
            "corporation",
            "co",
            "company",
        ),
        *(
            "llc",
            "llp",
            "lp",
            "pty",
            "group",
            "gruppe",
            "groupe",
            "holding",
            "holdings",
            "the",
            "und",
            "and",
            "et",
        ),
    )
)
"""Legal forms and words such as `Group`, which some reports omit."""


def party_key(name: str) -> str:
    """A company in comparable form: `Contoso Freight GmbH` and `contoso freight (CF)` are the same one."""
    bare = _BRACKETS.sub(" ", name).casefold().replace(".", "")
    words = [word for word in _WORD.findall(bare) if word not in _FORMS]
    return " ".join(words) or name.casefold().strip()


def names_any(parties: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of the parties has one of the names, or begins with it: `Acme Energy` for `Acme`."""
    wanted = [set(party_key(name).split()) for name in names if name.strip()]
    return any(words <= set(party_key(party).split()) for party in parties for words in wanted if words)


def own_name(texts: Iterable[str], services: Iterable[Service], circumstances: Circumstances) -> str:
    """The organisation's own name, service or the like in texts, e.g. `its service Billing`; blank if none.

    Args:
        texts: titles, quotes and the like.
        services: of the portfolio in force.
        circumstances: the organisation's names.
    """
    whole = f" {' '.join(_WORD.findall(' '.join(texts).casefold()))} "
    owned = [
        *(("", name) for name in circumstances.names),
        *(("its service ", service.service) for service in services),
        *(("its product ", service.product) for service in services),
    ]
    for what, name in owned:
        words = party_key(name) if not what else " ".join(_WORD.findall(name.casefold()))
        if len(words) >= _SHORTEST and f" {words} " in whole:
            return f"{what}{name}"
    return ""
