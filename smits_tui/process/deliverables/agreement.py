"""Who agreed to what: agreement applies to content, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from smits_tui.process.state import Objection, State, Version


@dataclass(frozen=True, slots=True)
class Standing:
    """A stakeholder's position on the newest version of a document."""

    stakeholder: str
    asked: tuple[str, ...]
    """Sections whose current content the stakeholder has not agreed to."""
    changed: tuple[str, ...]
    """Those of them that were agreed to in an earlier form and must be reviewed again."""

    @property
    def agrees(self) -> bool:
        """Whether the stakeholder agreed to the current content of every section."""
        return not self.asked


@dataclass(frozen=True, slots=True)
class Agreement:
    """The positions of all stakeholders."""

    standings: tuple[Standing, ...]
    needed: int
    """The number of stakeholders who must agree."""
    objections: tuple[Objection, ...]
    """The unanswered ones."""

    @property
    def agreed(self) -> tuple[str, ...]:
        """The stakeholders who agreed to all of it."""
        return tuple(standing.stakeholder for standing in self.standings if standing.agrees)

    @property
    def missing(self) -> tuple[str, ...]:
        """The stakeholders who did not."""
        return tuple(standing.stakeholder for standing in self.standings if not standing.agrees)

    @property
    def complete(self) -> bool:
        """Whether enough agreed and no objection is unanswered."""
        return len(self.agreed) >= self.needed and not self.objections and bool(self.standings)


def agreement_on(state: State, version: Version, stakeholders: Iterable[str], quorum_pct: float) -> Agreement:
    """Determine the stakeholders' positions on a version.

    Args:
        state: contains the agreements.
        version: the newest one of the document.
        stakeholders: the people whose agreement counts.
        quorum_pct: the share of them that must agree, in percent.
    """
    standings = tuple(_standing(state, version, name) for name in stakeholders)
    needed = -int(-len(standings) * quorum_pct // 100)
    open_ones = tuple(
        objection
        for objection in state.objections(version.deliverable)
        if objection.answer is None and not _settled(state, version, objection)
    )
    return Agreement(standings, max(needed, 1), open_ones)


def _standing(state: State, version: Version, stakeholder: str) -> Standing:
    agreed = state.agreement(stakeholder)
    paths = {f"{version.deliverable}/{name}": name for name in version.sections}
    asked = [name for path, name in paths.items() if agreed.get(path) != version.sections[name]]
    changed = [name for path, name in paths.items() if name in asked and path in agreed]
    return Standing(stakeholder, tuple(asked), tuple(changed))


def _settled(state: State, version: Version, objection: Objection) -> bool:
    """Whether the author of an objection has since agreed to the section."""
    path = f"{objection.deliverable}/{objection.section}"
    return state.agreement(objection.stakeholder).get(path) == version.sections.get(objection.section)


def changed_sections(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Sections that changed, are new, or were removed."""
    names = dict.fromkeys((*now, *before))
    return [name for name in names if before.get(name) != now.get(name)]
