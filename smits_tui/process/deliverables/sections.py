"""The sections of the five deliverables, with their content and dependencies.

The contents follow ITIL 2011, Service Strategy: the strategic assessment with internal and external factors,
and the strategy as perspective, position, plans and patterns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smits_rules.vocabulary.kinds import INPUT_KINDS


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a document."""

    name: str
    title: str
    purpose: str
    """What to write, in one sentence."""
    text: bool = True
    """Whether text is required; otherwise records are enough."""
    records: tuple[str, ...] = ()
    """Kinds of records shown in it."""
    needed: tuple[str, ...] = ()
    """Those of them that require at least one record."""
    facts: tuple[str, ...] = ()
    """Derived facts that it depends on, besides the input kinds that name it in `InputKind.supports`."""
    rests_on: tuple[str, ...] = ()
    """Sections of other documents that it depends on, as `deliverable/section`."""
    cites: bool = False
    """Whether each claim in it must cite an input."""


@dataclass(frozen=True, slots=True)
class DeliverableOutline:
    """A kind of deliverable."""

    kind: str
    title: str
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section | None:
        """The section with a name."""
        return next((section for section in self.sections if section.name == name), None)


_ASSESSMENT = DeliverableOutline(
    "strategy-assessment",
    "Strategy assessment report",
    (
        Section("summary", "Summary", "What the assessment found, in a page for the board."),
        Section(
            "internal-factors",
            "Internal factors",
            "What the organisation does well and badly; each claim cites an input.",
            records=("swot",),
            cites=True,
        ),
        Section(
            "external-factors",
            "External factors",
            "What regulation, vendors, technology and the market will change; each claim cites an input.",
            records=("swot",),
            cites=True,
        ),
        Section(
            "market-spaces",
            "Market spaces",
            "Which customers need what, and where demand grows or falls; each claim cites an input.",
            text=False,
            records=("market-space",),
            cites=True,
        ),
        Section(
            "industry-factors",
            "Strategic industry factors",
            "What determines success in this market, and where the organisation stands.",
            text=False,
            records=("factor",),
            cites=True,
        ),
        Section(
            "scenarios",
            "Scenarios",
            "Two or more options, and the reasons for the one chosen.",
            text=False,
            records=("scenario",),
            needed=("scenario",),
        ),
        Section("conclusions", "Conclusions", "The consequences for the strategy."),
    ),
)
_MISSION = DeliverableOutline(
    "mission-and-vision",
    "Mission and vision",
    (
        Section("mission", "Mission", "What IT is there for."),
        Section("vision", "Vision", "What it should be in a few years."),
    ),
)
_PLAN = DeliverableOutline(
    "strategy-plan",
    "Strategy plan",
    (
        Section(
            "perspective",
            "Perspective",
            "How IT sees itself: vision, values and what it will not do.",
            rests_on=("mission-and-vision/vision",),
        ),
        Section(
            "position",
            "Position",
            "How IT compares with the alternatives that its customers have.",
            records=("market-space",),
            rests_on=("strategy-assessment/market-spaces", "strategy-assessment/external-factors"),
        ),
        Section(
            "objectives",
            "Plans: objectives and measures",
            "What will be achieved by when, and how it is measured.",
            text=False,
            records=("objective", "measure"),
            needed=("objective", "measure"),
            rests_on=("strategy-assessment/conclusions", "strategy-assessment/scenarios"),
        ),
        Section(
            "patterns",
            "Patterns",
            "How things are done, so that decisions are consistent.",
            rests_on=("strategy-assessment/internal-factors",),
        ),
        Section(
            "assumptions",
            "Assumptions",
            "What the strategy takes for granted.",
            text=False,
            records=("assumption",),
            needed=("assumption",),
            facts=("assumption",),
        ),
        Section(
            "risks",
            "Risks",
            "What may go wrong, and the response to it.",
            text=False,
            records=("risk",),
            needed=("risk",),
            rests_on=("strategy-assessment/external-factors",),
        ),
    ),
)
_TACTICAL = DeliverableOutline(
    "tactical-plan",
    "Tactical plan",
    (
        Section("approach", "Approach", "How the objectives will be reached, in which order and why."),
        Section(
            "initiatives",
            "Initiatives",
            "The work for each objective: who, from when to when, at what cost.",
            text=False,
            records=("initiative",),
            needed=("initiative",),
            rests_on=("strategy-plan/objectives",),
        ),
        Section(
            "resources",
            "Money and people",
            "Where the money and the people come from.",
        ),
    ),
)
_REVIEW = DeliverableOutline(
    "strategy-review",
    "Strategy review",
    (
        Section("summary", "Summary", "How the strategy performs, in a page for the board."),
        Section(
            "measures",
            "Measures against targets",
            "Each measure, its target and its readings.",
            text=False,
            records=("measure",),
            rests_on=("strategy-plan/objectives",),
        ),
        Section(
            "initiatives",
            "Initiatives",
            "The progress and cost of each.",
            text=False,
            records=("initiative",),
            rests_on=("tactical-plan/initiatives",),
        ),
        Section(
            "assumptions",
            "Assumptions",
            "Which of them still hold.",
            text=False,
            records=("assumption",),
            rests_on=("strategy-plan/assumptions",),
        ),
        Section(
            "decisions",
            "Decisions and corrective actions",
            "What was decided and why, and who does what by when.",
            text=False,
            records=("decision", "action"),
        ),
    ),
)

DOCUMENTS: dict[str, DeliverableOutline] = {
    document.kind: document for document in (_ASSESSMENT, _MISSION, _PLAN, _TACTICAL, _REVIEW)
}
"""The five deliverables, in the order in which a cycle produces them."""


def section_of(path: str) -> Section | None:
    """The section at a path such as `strategy-plan/objectives`."""
    kind, _, name = path.partition("/")
    document = DOCUMENTS.get(kind)
    return document.section(name) if document else None


def title_of(path: str) -> str:
    """The name of a section for people, e.g. `External factors of the strategy assessment report`.

    Args:
        path: `deliverable/section`, or a deliverable alone; an unknown name is returned without hyphens.
    """
    kind, _, name = path.partition("/")
    document = DOCUMENTS.get(kind)
    whole = document.title if document else kind.replace("-", " ")
    if not name:
        return whole
    section = section_of(path)
    title = section.title if section else name.replace("-", " ").capitalize()
    return title if title == whole else f"{title} of the {whole.lower()}"


def evidence_of(path: str) -> tuple[str, ...]:
    """The input kinds and derived facts that a section depends on.

    Args:
        path: `deliverable/section`; an unknown one has none.
    """
    section = section_of(path)
    kinds = (name for name, kind in INPUT_KINDS.items() if path in kind.supports)
    return (*kinds, *section.facts) if section else ()


def downstream(path: str) -> Iterable[str]:
    """The paths of the sections that depend directly on a section."""
    for document in DOCUMENTS.values():
        for section in document.sections:
            if path in section.rests_on:
                yield f"{document.kind}/{section.name}"
