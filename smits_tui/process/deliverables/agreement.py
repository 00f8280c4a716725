"""Who agreed to what: agreement is to content, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smits_tui.process.state import Objection, State, Version


@dataclass(frozen=True, slots=True)
class Standing:
    """A stakeholder's position on the newest version of a document."""

    stakeholder: str
    asked: tuple[str, ...]
    """Sections that she did not agree to as they are."""
    changed: tuple[str, ...]
    """Of these, sections agreed to in an earlier form, to be reviewed again."""

    @property
    def agrees(self) -> bool:
        """Whether she agreed to every section as it is."""
        return not self.asked


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where all stakeholders stand."""

    standings: tuple[Standing, ...]
    needed: int
    """How many of them must agree."""
    objections: tuple[Objection, ...]
    """That are not answered."""

    @property
    def agreed(self) -> tuple[str, ...]:
        """Who agreed to all of it."""
        return tuple(one.stakeholder for one in self.standings if one.agrees)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who did not."""
        return tuple(one.stakeholder for one in self.standings if not one.agrees)

    @property
    def complete(self) -> bool:
        """Whether enough agreed and nobody's objection is unanswered."""
        return len(self.agreed) >= self.needed and not self.objections and bool(self.standings)


def agreement_on(state: State, version: Version, stakeholders: Iterable[str], quorum_pct: float) -> Agreement:
    """Where the stakeholders stand towards a version.

    Args:
        state: who agreed to what.
        version: the newest one of the document.
        stakeholders: the people whose agreement counts.
        quorum_pct: the share of them that must agree, in percent.
    """
    standings = tuple(_standing(state, version, name) for name in stakeholders)
    needed = -int(-len(standings) * quorum_pct // 100)
    open_ones = tuple(
        one
        for one in state.objections(version.deliverable)
        if one.answer is None and not _settled(state, version, one)
    )
    return Agreement(standings, max(needed, 1), open_ones)


def _standing(state: State, version: Version, stakeholder: str) -> Standing:
    agreed = state.agreement(stakeholder)
    paths = {f"{version.deliverable}/{name}": name for name in version.sections}
    asked = [name for path, name in paths.items() if agreed.get(path) != version.sections[name]]
    changed = [name for path, name in paths.items() if name in asked and path in agreed]
    return Standing(stakeholder, tuple(asked), tuple(changed))


def _settled(state: State, version: Version, objection: Objection) -> bool:
    """Whether the one who objected agreed to the section since."""
    path = f"{objection.deliverable}/{objection.section}"
    return state.agreement(objection.stakeholder).get(path) == version.sections.get(objection.section)


def changed_sections(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Sections that changed, are new, or were removed."""
    names = dict.fromkeys((*now, *before))
    return [name for name in names if before.get(name) != now.get(name)]
