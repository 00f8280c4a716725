"""Entries of the cycle, of documents and of agreement."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from smits_tui.process.entries.envelope import EntryData


class InputsAssessed(EntryData):
    """Somebody reviewed inputs for the strategy."""

    type: ClassVar[str] = "input.assessed"
    ids: tuple[str, ...]
    note: str = ""


class StepCompleted(EntryData):
    """A step of the cycle was completed; its gate was met."""

    type: ClassVar[str] = "step.completed"
    cycle: int
    step: str


class StageAdvanced(EntryData):
    """The cycle entered the next stage."""

    type: ClassVar[str] = "stage.advanced"
    cycle: int
    stage: str


class CycleClosed(EntryData):
    """A cycle ended: the baseline and the next review date are set."""

    type: ClassVar[str] = "cycle.closed"
    number: int
    baseline: int
    """The last entry whose inputs are part of the agreed strategy."""
    next_review: dt.date
    early: bool = False
    """Whether it was ended before Act because the strategy must be reassessed."""
    reason: str = ""


class SectionWritten(EntryData):
    """A section of a document was written, or confirmed without change."""

    type: ClassVar[str] = "section.written"
    deliverable: str
    section: str
    title: str
    """As shown in the document."""
    text: str
    """Markdown."""
    confirmed: bool = False
    """Whether the section was reviewed and is valid without change."""
    reason: str = ""


class ClaimWaived(EntryData):
    """A claim may remain without a source, for a reason."""

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
    """SHA-256 of the rendered Markdown, which is in the archive."""
    inputs: dict[str, str]
    """The inputs that it cites: id -> SHA-256."""
    pack: str
    """Hash of the rules in force."""


Confirmation = Literal["", "login", "passphrase", "mail"]
"""By what it was confirmed that the person acted; blank: by nothing but the name."""


class DeliverableAgreed(EntryData):
    """A stakeholder agreed to the current content of sections."""

    type: ClassVar[str] = "deliverable.agreed"
    deliverable: str
    version: int
    stakeholder: str
    """Whose agreement it is; `by` differs only for a delegate."""
    sections: dict[str, str]
    confirmed: Confirmation = ""
    reply: str = ""
    """The hash of the archived e-mail in which the person said so, if it came by mail."""


class AgreementWithdrawn(EntryData):
    """A stakeholder withdrew the agreement to sections before the version was approved."""

    type: ClassVar[str] = "agreement.withdrawn"
    deliverable: str
    version: int
    stakeholder: str
    """Whose agreement it was; `by` differs only for a delegate."""
    sections: tuple[str, ...]
    confirmed: Confirmation = ""


class DeliverableObjected(EntryData):
    """A stakeholder objected to a section."""

    type: ClassVar[str] = "deliverable.objected"
    id: str
    deliverable: str
    version: int
    section: str
    stakeholder: str
    text: str = Field(min_length=1)
    confirmed: Confirmation = ""
    reply: str = ""
    """The hash of the archived e-mail in which the person said so, if it came by mail."""


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
    confirmed: Confirmation = ""


class DelegateNamed(EntryData):
    """A stakeholder authorised a delegate to agree and object until a date."""

    type: ClassVar[str] = "delegate.named"
    stakeholder: str
    delegate: str
    """Blank if the delegation was ended."""
    until: dt.date
    confirmed: Confirmation = ""
