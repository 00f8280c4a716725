"""Packs and facts that the tests of the rules are about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smits_rules.model.rule import Pack
from smits_rules.packs.loading import load_pack
from smits_rules.vocabulary import BudgetChange

RULE = """
[[rule]]
id = "{id}"
trigger = "budget"
fact = "{fact}"
when = {when}
outcome = "reassess"
severity = "high"
because = "It fired on {{subject}}."
"""


def rule(when: str, *, identifier: str = "one", fact: str = "budget-change") -> str:
    """A rule as it stands in a pack."""
    return RULE.format(id=identifier, fact=fact, when=when)


def pack_of(folder: Path, text: str) -> Pack:
    """Load a pack out of its text."""
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return load_pack([file])


def change(pct: float, **fields: Any) -> BudgetChange:
    """A budget that changed."""
    values: dict[str, Any] = {
        "period": "FY2027",
        "basis": "baseline",
        "total": 1000 + 10 * pct,
        "baseline": 1000,
        "change": 10 * pct,
        "change_pct": pct,
    }
    return BudgetChange(**{**values, **fields})
