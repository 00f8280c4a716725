"""The five deliverables: with their status, one by its kind, and its submitted version."""

from __future__ import annotations

from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.process.deliverables.content import fingerprints
from smits_tui.process.deliverables.gates import newest_version
from smits_tui.process.deliverables.sections import DOCUMENTS, DeliverableOutline
from smits_tui.process.deliverables.status import Deliverable, deliverables
from smits_tui.process.state import State, Version
from smits_tui.settings import Settings


def documents_of(state: State, settings: Settings) -> list[Deliverable]:
    """The five documents with their status."""
    return deliverables(state, people_of(settings), settings.due)


def find_document(kind: str) -> DeliverableOutline:
    """The document of a kind.

    Raises:
        ActionRefused: there is none.
    """
    document = DOCUMENTS.get(kind.strip().lower())
    if document is None:
        best = nearest(kind, DOCUMENTS)
        hint = f"did you mean '{best}'?" if best else f"choose one of {', '.join(DOCUMENTS)}."
        raise ActionRefused(f"'{kind}' is not a deliverable; {hint}")
    return document


def submitted_version(state: State, document: DeliverableOutline) -> Version:
    """The version to agree to and to approve: the newest one.

    Raises:
        ActionRefused: nothing is submitted, or the document has changed since.
    """
    version = newest_version(state, document.kind)
    if version is None:
        raise ActionRefused(f"The {document.title.lower()} is not submitted yet.")
    if version.sections != fingerprints(state, document.kind):
        raise ActionRefused(
            f"The {document.title.lower()} has been changed since version {version.version}; "
            "submit it again first."
        )
    return version
