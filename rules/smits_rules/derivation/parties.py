"""Whether names of companies are the same: legal forms and small words aside."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
"""What stands in brackets is no part of the name: a short form, a stock exchange, a remark."""
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
"""Legal forms and words such as `Group`, which one report writes and the next leaves out."""


def party_key(name: str) -> str:
    """A company as it is compared: `Contoso Freight GmbH` and `contoso freight (CF)` are the same one."""
    bare = _BRACKETS.sub(" ", name).casefold().replace(".", "")
    words = [word for word in _WORD.findall(bare) if word not in _FORMS]
    return " ".join(words) or name.casefold().strip()


def names_any(parties: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of the parties is one of the names, or goes by it: `Acme Energy` is of `Acme`."""
    wanted = [set(party_key(name).split()) for name in names if name.strip()]
    return any(words <= set(party_key(party).split()) for party in parties for words in wanted if words)
