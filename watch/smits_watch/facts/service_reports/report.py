"""The report whose tables are read: what its readers share."""

from __future__ import annotations

from dataclasses import dataclass, field

from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.service_reports.direction import Better
from smits_watch.facts.service_reports.figures import Figure
from smits_watch.facts.service_reports.verdicts import Verdicts


@dataclass
class Report:
    """A document with what holds for all its tables, and what reading them gives beside service levels."""

    document: Document
    context: ExtractionContext
    around: str
    """The period of the report; blank if it states none."""
    stated: Figure | None
    """The target that the text states for the whole report."""
    questions: list[FileQuestion] = field(default_factory=list)
    verdicts: Verdicts = field(default_factory=Verdicts)


def verdict(target: float, actual: float, better: Better | None) -> bool | None:
    """Whether a target was met; None if the better direction is unknown."""
    return True if target == actual else is_reached(target, actual, better) if better else None


def is_reached(target: float, actual: float, better: Better) -> bool:
    """Whether an actual reaches its target, where higher or lower is better; equal figures do."""
    return actual <= target + 1e-9 if better == "lower" else actual >= target - 1e-9
