"""Agreement, objections, answers, and delegation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.documents import find_document, submitted_version
from smits_tui.actions.strategy.deliverables.people import named_in, people_of
from smits_tui.actions.strategy.identity import confirmation
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.gates import newest_version
from smits_tui.process.entries.deliverables import (
    AgreementWithdrawn,
    DelegateNamed,
    DeliverableAgreed,
    DeliverableObjected,
    ObjectionAnswered,
)
from smits_tui.process.entries.entry import Entry, EntryData
from smits_tui.process.state import State
from smits_tui.settings import Settings


def agree(
    record: Record,
    settings: Settings,
    kind: str,
    *,
    by: str,
    stakeholder: str | None = None,
    sections: Sequence[str] = (),
    passphrase: str = "",
) -> tuple[str, ...]:
    """Agree to a submitted document, or to some of its sections.

    Args:
        record: the record that receives the agreement.
        settings: the stakeholders.
        kind: of deliverable.
        by: the person who agrees.
        stakeholder: on whose behalf; only that person's delegate may.
        sections: names; empty means all that are still open.
        passphrase: the acting person's, if smits.toml requires one.

    Returns:
        The sections that were agreed to.

    Raises:
        ActionRefused: it has changed since submission, the person is not a stakeholder or has already agreed.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    entry = _commit_confirmed(
        record,
        settings,
        by,
        passphrase,
        lambda state: check_agreement(
            state, settings, kind, by=by, stakeholder=stakeholder, sections=sections
        ),
    )
    return tuple(entry.data["sections"])


def check_agreement(
    state: State,
    settings: Settings,
    kind: str,
    *,
    by: str,
    stakeholder: str | None = None,
    sections: Sequence[str] = (),
) -> DeliverableAgreed:
    """The agreement as `agree` would record it.

    Raises:
        ActionRefused: as for `agree`.
    """
    document, people = find_document(kind), people_of(settings)
    who = _acting_for(state, settings, by, stakeholder)
    version = submitted_version(state, document)
    agreement = agreement_on(state, version, people.stakeholders, people.quorum_pct)
    standing = next(position for position in agreement.standings if position.stakeholder == who)
    for name in sections:
        if name not in version.sections:
            raise ActionRefused(f"Version {version.version} has no section '{name}'.")
    marks = {name: version.sections[name] for name in standing.asked if not sections or name in sections}
    if not marks:
        raise ActionRefused(f"{who} has already agreed to this.")
    return DeliverableAgreed(
        deliverable=document.kind, version=version.version, stakeholder=who, sections=marks
    )


def withdraw_agreement(
    record: Record,
    settings: Settings,
    kind: str,
    *,
    by: str,
    stakeholder: str | None = None,
    sections: Sequence[str] = (),
    passphrase: str = "",
) -> tuple[str, ...]:
    """Withdraw an agreement to the newest version, unless that version is approved.

    Args:
        record: the record that receives the withdrawal.
        settings: the stakeholders.
        kind: of deliverable.
        by: the person who withdraws.
        stakeholder: on whose behalf; only that person's delegate may.
        sections: names; empty means all that the person agreed to.
        passphrase: the acting person's, if smits.toml requires one.

    Returns:
        The sections that are no longer agreed to.

    Raises:
        ActionRefused: there is no such agreement, the version is approved, or the person is not a
            stakeholder.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    entry = _commit_confirmed(
        record,
        settings,
        by,
        passphrase,
        lambda state: _withdrawal(state, settings, kind, by=by, stakeholder=stakeholder, sections=sections),
    )
    return tuple(entry.data["sections"])


def _withdrawal(
    state: State,
    settings: Settings,
    kind: str,
    *,
    by: str,
    stakeholder: str | None,
    sections: Sequence[str],
) -> AgreementWithdrawn:
    document = find_document(kind)
    who = _acting_for(state, settings, by, stakeholder)
    version = newest_version(state, document.kind)
    if version is None:
        raise ActionRefused(f"The {document.title.lower()} is not submitted yet.")
    if version.approved_at is not None:
        raise ActionRefused(
            f"Version {version.version} is approved, so the agreement stands; "
            "write what must change and submit it again."
        )
    agreed = state.agreement(who)
    withdrawn = tuple(
        name
        for name, mark in version.sections.items()
        if (not sections or name in sections) and agreed.get(f"{document.kind}/{name}") == mark
    )
    if not withdrawn:
        raise ActionRefused(f"{who} has not agreed to this; there is nothing to withdraw.")
    return AgreementWithdrawn(
        deliverable=document.kind, version=version.version, stakeholder=who, sections=withdrawn
    )


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
    entry = _commit_confirmed(
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
    who = _acting_for(state, settings, by, stakeholder)
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


def name_delegate(
    record: Record,
    settings: Settings,
    delegate: str,
    *,
    by: str,
    until: dt.date | None,
    passphrase: str = "",
) -> None:
    """Name a delegate who may agree and object until a date; a blank name ends the delegation.

    Raises:
        ActionRefused: the person is not a stakeholder, names themselves, or the date has passed.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    confirmed = confirmation(settings, by, record.origin, passphrase)

    def action(state: State) -> list[EntryData]:
        who = _acting_for(state, settings, by, None)
        last = until or state.today
        if delegate.strip() == who:
            raise ActionRefused("Name somebody else as delegate.")
        if delegate.strip() and last < state.today:
            raise ActionRefused(f"Choose a date in the future; {last} has passed.")
        return [DelegateNamed(stakeholder=who, delegate=delegate.strip(), until=last, confirmed=confirmed)]

    record.commit(by, action)


def _commit_confirmed(
    record: Record, settings: Settings, by: str, passphrase: str, entry_of: Callable[[State], EntryData]
) -> Entry:
    """Append an entry together with what confirms who acts.

    Args:
        record: the record that receives it.
        settings: the stakeholders.
        by: who acts.
        passphrase: the acting person's, if smits.toml requires one.
        entry_of: gives the entry for the state as it is under the lock, or refuses.

    Raises:
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    confirmed = confirmation(settings, by, record.origin, passphrase)

    def action(state: State) -> list[EntryData]:
        return [entry_of(state).model_copy(update={"confirmed": confirmed})]

    (entry,) = record.commit(by, action)
    return entry


def _acting_for(state: State, settings: Settings, by: str, stakeholder: str | None) -> str:
    """The stakeholder whose agreement it is: the person, or someone who named the person as delegate."""
    names = [person.name for person in settings.stakeholders]
    who = stakeholder or by
    if who not in names:
        raise ActionRefused(f"'{who}' is not a stakeholder. {named_in(settings)}")
    if who != by and state.delegate(who) != by:
        raise ActionRefused(f"{by} is not {who}'s delegate; nobody agrees in another's name.")
    return who
