"""Entries of the cycle, of documents and of agreement."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from pydantic import Field

from smits_tui.process.entries.entry import EntryData


class InputsAssessed(EntryData):
    """Somebody reviewed inputs for the strategy."""

    type: ClassVar[str] = "input.assessed"
    ids: tuple[str, ...]
    note: str = ""


class StepCompleted(EntryData):
    """A step of the cycle is done; its gate was met."""

    type: ClassVar[str] = "step.completed"
    cycle: int
    step: str


class StageAdvanced(EntryData):
    """The cycle went on to the next stage."""

    type: ClassVar[str] = "stage.advanced"
    cycle: int
    stage: str


class CycleClosed(EntryData):
    """A cycle ended: the baseline and the next review date are set."""

    type: ClassVar[str] = "cycle.closed"
    number: int
    baseline: int
    """The place in the record up to which inputs are part of the agreed strategy."""
    next_review: dt.date
    early: bool = False
    """It was ended before Act, because the strategy must be reassessed."""
    reason: str = ""


class SectionWritten(EntryData):
    """A section of a document was written, or confirmed as it is."""

    type: ClassVar[str] = "section.written"
    deliverable: str
    section: str
    title: str
    """As it stands in the document."""
    text: str
    """Markdown."""
    confirmed: bool = False
    """The section was reviewed and still holds unchanged."""
    reason: str = ""


class ClaimWaived(EntryData):
    """A claim may stand without a source, for a reason."""

    type: ClassVar[str] = "claim.waived"
    deliverable: str
    section: str
    claim: str
    """Its fingerprint."""
    text: str
    reason: str = Field(min_length=1)


class DeliverableSubmitted(EntryData):
    """A version of a document was submitted to the stakeholders."""

    type: ClassVar[str] = "deliverable.submitted"
    deliverable: str
    version: int
    cycle: int | None
    sections: dict[str, str]
    """Section -> fingerprint of its content."""
    document: str
    """SHA-256 of the rendered Markdown, as it lies in the archive."""
    inputs: dict[str, str]
    """The inputs that it cites: id -> SHA-256."""
    pack: str
    """Hash of the rules that were in force."""


class DeliverableAgreed(EntryData):
    """A stakeholder agreed to sections as they are."""

    type: ClassVar[str] = "deliverable.agreed"
    deliverable: str
    version: int
    stakeholder: str
    """Whose agreement it is; `by` is somebody else only for a delegate."""
    sections: dict[str, str]


class AgreementWithdrawn(EntryData):
    """A stakeholder took her agreement to sections back before the version was approved."""

    type: ClassVar[str] = "agreement.withdrawn"
    deliverable: str
    version: int
    stakeholder: str
    """Whose agreement it was; `by` is somebody else only for a delegate."""
    sections: tuple[str, ...]


class DeliverableObjected(EntryData):
    """A stakeholder objected to a section."""

    type: ClassVar[str] = "deliverable.objected"
    id: str
    deliverable: str
    version: int
    section: str
    stakeholder: str
    text: str = Field(min_length=1)


class ObjectionAnswered(EntryData):
    """An objection was answered."""

    type: ClassVar[str] = "objection.answered"
    id: str
    text: str = Field(min_length=1)


class DeliverableApproved(EntryData):
    """An agreed version was approved."""

    type: ClassVar[str] = "deliverable.approved"
    deliverable: str
    version: int


class DelegateNamed(EntryData):
    """A stakeholder lets somebody agree and object on their behalf until a date."""

    type: ClassVar[str] = "delegate.named"
    stakeholder: str
    delegate: str
    """Empty: nobody any more."""
    until: dt.date
