"""Objections to sections, and answers to them."""

from __future__ import annotations

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.confirmed_entry import commit_confirmed
from smits_tui.actions.strategy.agreement.delegation import acting_for
from smits_tui.actions.strategy.deliverables.documents import find_document, submitted_version
from smits_tui.ledger.record import Record
from smits_tui.process.entries.deliverables import (
    DeliverableObjected,
    ObjectionAnswered,
)
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import State
from smits_tui.settings import Settings


def object_to(
    record: Record,
    settings: Settings,
    kind: str,
    section: str,
    text: str,
    *,
    by: str,
    stakeholder: str | None = None,
    passphrase: str = "",
) -> str:
    """Object to a section.

    Returns:
        The id of the objection.

    Raises:
        ActionRefused: it is not submitted, the section or text is missing, or there is no such stakeholder.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    document = find_document(kind)
    entry = commit_confirmed(
        record,
        settings,
        by,
        passphrase,
        lambda state: check_objection(
            state, settings, document.kind, section, text, by=by, stakeholder=stakeholder
        ),
    )
    return str(entry.data["id"])


def check_objection(
    state: State,
    settings: Settings,
    kind: str,
    section: str,
    text: str,
    *,
    by: str,
    stakeholder: str | None = None,
) -> DeliverableObjected:
    """The objection as `object_to` would record it.

    Raises:
        ActionRefused: as for `object_to`.
    """
    document = find_document(kind)
    who = acting_for(state, settings, by, stakeholder)
    version = submitted_version(state, document)
    if section not in version.sections:
        names = ", ".join(version.sections)
        raise ActionRefused(f"Version {version.version} has no section '{section}'; it has {names}.")
    if not text.strip():
        raise ActionRefused("Say what is wrong.")
    return DeliverableObjected(
        id=f"J{state.next_id('objections')}",
        deliverable=document.kind,
        version=version.version,
        section=section,
        stakeholder=who,
        text=text.strip(),
    )


def answer(record: Record, identifier: str, text: str, *, by: str) -> None:
    """Answer an objection; its author must still agree.

    Raises:
        ActionRefused: there is no such objection, it is answered, the text is missing, or its own author
            answers.
    """

    def action(state: State) -> list[EntryData]:
        wanted = identifier.strip().upper()
        objection = next((candidate for candidate in state.objections() if candidate.id == wanted), None)
        if objection is None:
            raise ActionRefused(f"There is no objection '{identifier}'; `smits agreement` lists them.")
        if objection.answer is not None:
            raise ActionRefused(f"{objection.id} was already answered by {objection.answer['by']}.")
        if objection.by == by:
            raise ActionRefused(f"{by} objected; somebody else must answer, or {by} agrees.")
        if not text.strip():
            raise ActionRefused("Say what was changed, or why nothing was.")
        return [ObjectionAnswered(id=objection.id, text=text.strip())]

    record.commit(by, action)
