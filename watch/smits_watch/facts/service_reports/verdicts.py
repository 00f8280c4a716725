"""A report's own verdicts on its targets, compared with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import ServiceLevel
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.word_lists import WordList

WORDS = "service_reports/level_words.toml"


def affirms_met(text: str) -> bool | None:
    """Whether a cell says that a target was met; None if it says neither."""
    return affirms(text, "met")


def affirms(text: str, meaning: str) -> bool | None:
    """Whether a cell affirms a meaning: `yes` in a column `Breached` affirms a miss."""
    words = word_lists(WORDS)[meaning]
    plain = text.strip().casefold().removesuffix(".0")
    if plain in words["yes"]:
        return True
    return False if plain in words["no"] else None


def affirms_met_under(text: str, header: str) -> bool | None:
    """The same for a cell in a column with that header, where 1 and 0 are also verdicts."""
    flag = {"1": True, "0": False}.get(text.strip().removesuffix(".0")) if is_verdict(header) else None
    return affirms_met(text) if flag is None else flag


def is_verdict(header: str) -> bool:
    """Whether a header alone makes its column one of verdicts: `SLA met` does, `Status` does not."""
    return WordList(word_lists(WORDS)["verdict"]["headers"]).equals(header)


@dataclass
class Verdicts:
    """Counts how often the file's verdicts agree with target and actual."""

    stated: int = 0
    equal: int = 0

    def add(self, stated: bool | None, computed: bool | None) -> None:
        """Count one row: the file's verdict, and the one computed from its figures; None if there is none."""
        if stated is not None and computed is not None:
            self.stated += 1
            self.equal += stated == computed

    def proofs(self, levels: Sequence[ServiceLevel]) -> tuple[str, ...]:
        """One sentence with the proof of a report's levels, or that there is none; empty without levels."""
        if not levels:
            return ()
        if self.stated:
            agree = f"In {self.equal} of {self.stated} lines"
            return (f"{agree} the report's verdict is what target and actual give.",)
        figures = sum(level.target is not None and level.actual is not None for level in levels)
        if figures:
            return (f"Nothing in the report confirms the {figures} verdicts that target and actual give.",)
        verdicts = sum(level.met is not None for level in levels)
        if verdicts:
            return (f"The {verdicts} verdicts are the report's own; it has no figures that confirm them.",)
        return (f"The report states {len(levels)} figures and no target; nothing confirms them.",)
