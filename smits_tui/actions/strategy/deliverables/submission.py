"""Submitting and approving deliverables; each action checks its gate under the ledger's lock."""

from __future__ import annotations

from dataclasses import dataclass

from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.session import ActionRefused, GateNotMet
from smits_tui.actions.strategy.agreement.identity import confirmation
from smits_tui.actions.strategy.deliverables.documents import find_document, submitted_version
from smits_tui.actions.strategy.deliverables.people import named_in, people_of
from smits_tui.actions.strategy.deliverables.publication import currency_of, publish, text_of
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.citations import inputs_of
from smits_tui.process.deliverables.content import fingerprints
from smits_tui.process.deliverables.gates import document_problems, newer_trigger, newest_version
from smits_tui.process.entries.deliverables import DeliverableApproved, DeliverableSubmitted
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import Cycle, State, Version
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Done:
    """The result of an action on a document."""

    kind: str
    version: int
    status: str


def submit(record: Record, workspace: Workspace, kind: str, *, by: str) -> Done:
    """Submit the current content of a document to the stakeholders.

    Returns:
        The document and its new version.

    Raises:
        ActionRefused: no cycle is open, something is missing, or the same content was submitted before.
        OSError: the document can't be archived.
    """
    document = find_document(kind)
    currency = currency_of(workspace.settings())

    def action(state: State) -> list[EntryData]:
        cycle, version = check_submission(state, document.kind)
        text = text_of(state, document.kind, version, currency)
        return [
            DeliverableSubmitted(
                deliverable=document.kind,
                version=version,
                cycle=cycle.number,
                sections=fingerprints(state, document.kind),
                document=keep(workspace, text.encode()),
                inputs=inputs_of(state, document),
                pack=state.pack or "",
            )
        ]

    (submitted,) = record.commit(by, action)
    publish(record.state, workspace, document.kind)
    return Done(document.kind, int(submitted.data["version"]), "submitted")


def check_submission(state: State, kind: str) -> tuple[Cycle, int]:
    """The cycle in which `submit` would record a document, and the number of its version.

    Raises:
        ActionRefused: as for `submit`.
    """
    cycle = state.cycle()
    if cycle is None:
        raise ActionRefused("No cycle is open; accept a trigger or open one first.")
    problems = list(document_problems(state, kind))
    if problems:
        raise GateNotMet(problems[0], more=len(problems) - 1)
    newest = newest_version(state, kind)
    if newest is None:
        return cycle, 1
    is_same = newest.sections == fingerprints(state, kind) and newest.cycle == cycle.number
    if is_same and newer_trigger(state, cycle, newest) is None:
        raise ActionRefused(f"Version {newest.version} has the same content; nothing has changed since.")
    return cycle, newest.version + 1


def approve(
    record: Record, workspace: Workspace, settings: Settings, kind: str, *, by: str, passphrase: str = ""
) -> Done:
    """Approve the newest version of a document once the stakeholders have agreed.

    Raises:
        ActionRefused: the person is not a stakeholder, it is not agreed, or the person who submitted it would
            be the only one to approve it.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    document = find_document(kind)
    confirmed = confirmation(settings, by, record.origin, passphrase)

    def action(state: State) -> list[EntryData]:
        version = check_approval(state, settings, kind, by=by).version
        return [DeliverableApproved(deliverable=document.kind, version=version, confirmed=confirmed)]

    (approved,) = record.commit(by, action)
    publish(record.state, workspace, document.kind)
    return Done(document.kind, int(approved.data["version"]), "approved")


def check_approval(state: State, settings: Settings, kind: str, *, by: str) -> Version:
    """The version that `approve` would put into force.

    Raises:
        ActionRefused: as for `approve`.
    """
    people = people_of(settings)
    newest = submitted_version(state, find_document(kind))
    if newest.approved_at is not None:
        raise ActionRefused(f"Version {newest.version} is already approved.")
    delegates = (state.delegate(name) for name in people.stakeholders)
    if by.casefold() not in {name.casefold() for name in (*people.stakeholders, *filter(None, delegates))}:
        raise ActionRefused(f"'{by}' is not a stakeholder and can't approve. {named_in(settings)}")
    agreement = agreement_on(state, newest, people.stakeholders, people.quorum_pct)
    if not agreement.complete:
        who = ", ".join(agreement.missing) or "the stakeholders"
        objections = "".join(f" {objection.id} is not answered." for objection in agreement.objections)
        raise ActionRefused(
            f"{len(agreement.agreed)} of {agreement.needed} needed agreed; {who} did not.{objections}"
        )
    if by == newest.submitted_by and set(agreement.agreed) <= {by}:
        raise ActionRefused(f"{by} submitted it, so another stakeholder must agree before it is approved.")
    return newest
