"""Agreement to a submitted deliverable, and its withdrawal."""

from __future__ import annotations

from collections.abc import Sequence

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.confirmed_entry import commit_confirmed
from smits_tui.actions.strategy.agreement.delegation import acting_for
from smits_tui.actions.strategy.deliverables.documents import find_document, submitted_version
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.gates import newest_version
from smits_tui.process.entries.deliverables import (
    AgreementWithdrawn,
    DeliverableAgreed,
)
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
    entry = commit_confirmed(
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
    who = acting_for(state, settings, by, stakeholder)
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
    entry = commit_confirmed(
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
    who = acting_for(state, settings, by, stakeholder)
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
