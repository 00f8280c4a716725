"""Requests for agreement as e-mails: to each person just the sections that the person has not agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from smits_tui.actions.mail.reference import mail_key, reference_to
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.documents import find_document, submitted_version
from smits_tui.actions.strategy.deliverables.publication import currency_of
from smits_tui.documents.export import export
from smits_tui.documents.links import escaped
from smits_tui.documents.markdown import body
from smits_tui.process.deliverables.agreement import Standing, agreement_on
from smits_tui.process.deliverables.content import content_of
from smits_tui.process.state import State, Version
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace

OFF = "Agreement by mail is switched off; set `by_mail = true` in [agreement] of smits.toml to use it."


@dataclass(frozen=True, slots=True)
class AgreementRequest:
    """A request to one person."""

    person: str
    address: str
    sections: tuple[str, ...]
    message: bytes
    """The e-mail (RFC 5322), which a mail program opens as a draft."""


def agreement_requests(
    state: State, workspace: Workspace, settings: Settings, kind: str, only: str | None = None
) -> list[AgreementRequest]:
    """The requests for agreement to a submitted document.

    Args:
        state: the recorded state.
        workspace: holds the secret from which the references are made.
        settings: stakeholders and their addresses.
        kind: of deliverable.
        only: the name of one stakeholder; None: all who have not agreed and can be asked by mail.

    Raises:
        ActionRefused: it is switched off, not submitted as it is, or nobody can be asked.
    """
    if not settings.agreement.by_mail:
        raise ActionRefused(OFF)
    version = submitted_version(state, find_document(kind))
    names = [stakeholder.name for stakeholder in settings.stakeholders if only in (None, stakeholder.name)]
    standings = {
        stakeholder.stakeholder: stakeholder
        for stakeholder in agreement_on(state, version, names, 100).standings
    }
    key = mail_key(workspace)
    requests = [
        _request(state, settings, version, person, standings[person.name], key)
        for person in settings.stakeholders
        if person.name in standings
        and not standings[person.name].agrees
        and answers_by_mail(settings, person)
    ]
    if not requests:
        raise ActionRefused(
            "Nobody is left to ask by mail: all have agreed, have no address of their own in smits.toml, or "
            "must confirm who they are by a login or passphrase."
        )
    return requests


def answers_by_mail(settings: Settings, person: Stakeholder) -> bool:
    """Whether a reply from a person's address may count.

    It never takes the place of a login or a passphrase that smits.toml asks for, and the address must be that
    of one person alone.
    """
    address = person.email.strip().casefold()
    same = [
        stakeholder
        for stakeholder in settings.stakeholders
        if stakeholder.email.strip().casefold() == address
    ]
    is_confirmed = settings.agreement.confirmed or bool(person.logins or person.passphrase)
    return settings.agreement.by_mail and bool(address) and len(same) == 1 and not is_confirmed


def message_to(person: Stakeholder, subject: str, text: str, html: bytes | None = None) -> EmailMessage:
    """An e-mail to a person, as a draft.

    Raises:
        ActionRefused: the address in smits.toml is none.
    """
    message = EmailMessage()
    try:
        message["To"] = Address(person.name, addr_spec=person.email.strip())
        message["Subject"] = " ".join(subject.split())
    except (MessageError, ValueError, IndexError) as error:
        raise ActionRefused(
            f"'{person.email}' is not an e-mail address; correct it in smits.toml."
        ) from error
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message.set_content(text)
    if html is not None:
        message.add_alternative(html.decode(), subtype="html")
    return message


def _request(
    state: State, settings: Settings, version: Version, person: Stakeholder, standing: Standing, key: bytes
) -> AgreementRequest:
    title = find_document(version.deliverable).title
    reference = reference_to(key, version, person.email.strip())
    parts = [
        f"# {title}, version {version.version}",
        f"**{escaped(settings.organisation)}**",
        _how(person, standing),
    ]
    currency = currency_of(settings)
    for section in content_of(state, version.deliverable):
        if section.name in standing.asked:
            news = " (changed since you agreed)" if section.name in standing.changed else ""
            parts.append(
                f"## {escaped(section.title)}{news}\n\n{body(version.deliverable, section, currency)}"
            )
    parts.append(f"Reference: {escaped(str(reference))}")
    markdown = "\n\n".join(parts) + "\n"
    subject = f"Please agree: {title}, version {version.version} {reference}"
    text = markdown.replace("\\", "")
    message = message_to(person, subject, text, export(markdown, "html", state.today))
    return AgreementRequest(person.name, person.email.strip(), standing.asked, bytes(message))


def _how(person: Stakeholder, standing: Standing) -> str:
    count = len(standing.asked)
    sections = "the section below" if count == 1 else f"the {count} sections below"
    return (
        f"{escaped(person.name)}, you are asked to agree to {sections}. Reply to this message from "
        f"{escaped(person.email.strip())} and keep its subject. Write as the first line either `I agree`, or "
        "`I object` and below it what is wrong; name the section first where there are several, as in "
        f"`I object to {_first(standing.asked)}`."
    )


def _first(sections: Sequence[str]) -> str:
    return sections[0] if sections else "summary"
