"""A report's own verdict on its targets, and whether it agrees with its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import ServiceLevel
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.word_lists import WordList

WORDS = "service_reports/level_words.toml"


def said_met(text: str) -> bool | None:
    """Whether a target was reached, as a cell says; None where it says neither."""
    return said(text, "met")


def said(text: str, meaning: str) -> bool | None:
    """What a cell says of a meaning that holds or not: a column `Breached` says yes of what was missed."""
    words = word_lists(WORDS)[meaning]
    plain = text.strip().casefold().removesuffix(".0")
    if plain in words["yes"]:
        return True
    return False if plain in words["no"] else None


def said_under(text: str, header: str) -> bool | None:
    """The same of a cell in a column that is called so: only where that is a verdict do 1 and 0 say it."""
    flag = {"1": True, "0": False}.get(text.strip().removesuffix(".0")) if is_verdict(header) else None
    return said_met(text) if flag is None else flag


def is_verdict(header: str) -> bool:
    """Whether a header alone says that its column holds verdicts: `SLA met` does, `Status` does not."""
    return WordList(word_lists(WORDS)["verdict"]["headers"]).equals(header)


@dataclass
class Verdicts:
    """Counts how often a verdict in the file is what target and actual give."""

    stated: int = 0
    equal: int = 0

    def add(self, stated: bool | None, computed: bool | None) -> None:
        """Take in one line: the verdict in the file, and that of its figures, None where there is none."""
        if stated is not None and computed is not None:
            self.stated += 1
            self.equal += stated == computed

    def proofs(self, levels: Sequence[ServiceLevel]) -> tuple[str, ...]:
        """What proves the levels of a report, or that nothing does: one sentence, none without levels."""
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
