"""Replies to requests for agreement: what their sender says, and whether it may count."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.mail.reference import is_same, mail_key, reference_to, references_in
from smits_tui.actions.mail.requests import OFF, answers_by_mail, message_to
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.agreement import check_agreement
from smits_tui.actions.strategy.agreement.objections import check_objection
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import State
from smits_tui.sanitize import plain
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace

_MOST_BYTES = 2_000_000
"""Of a reply with the request quoted below it; pictures of a signature fit as well."""
_AGREES = frozenset(
    ("i agree", "agreed", "i approve", "ich stimme zu", "einverstanden", "zustimmung", "je suis d'accord")
)
"""First lines that express agreement when they are the whole line: `I agree if ...` doesn't."""
_OBJECTS = re.compile(
    r"(?:i object|objection|ich widerspreche|einwand)\b(?:\s+(?:to|zu)\s+)?(.*)", re.IGNORECASE
)
_QUOTED = re.compile(
    r"(?:>|-{2,}\s*(?:original|ursprüngliche)|_{10,}|(?:on|am|le)\b.{0,200}(?:wrote|schrieb|écrit).{0,80}:\s*$"
    r"|(?:from|von|de):\s)",
    re.IGNORECASE,
)
"""Lines at which what a mail program quotes begins."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a reply."""

    file: str
    recorded: bool
    text: str
    """A sentence for people."""


@dataclass(frozen=True, slots=True)
class _Reply:
    person: Stakeholder
    kind: str
    version: int
    agrees: bool
    section: str
    text: str


def take_replies(record: Record, workspace: Workspace, settings: Settings) -> list[Reply]:
    """Record the replies that lie in the folder; each is moved to `recorded` or `refused` below it.

    Args:
        record: the record that receives the agreements and objections.
        workspace: has the folder; a copy of each recorded reply is kept in its archive.
        settings: whose replies count.

    Returns:
        What became of each, in the order of their names.

    Raises:
        ActionRefused: agreement by mail is switched off.
    """
    if not settings.agreement.by_mail:
        raise ActionRefused(OFF)
    return [take_reply(record, workspace, settings, path) for path in waiting_replies(workspace)]


def waiting_replies(workspace: Workspace) -> list[Path]:
    """The e-mails in the folder of replies; links are not followed."""
    try:
        messages = sorted(workspace.replies.iterdir())
    except OSError:
        return []
    return [
        path
        for path in messages
        if path.suffix.lower() == ".eml" and path.is_file() and not path.is_symlink()
    ]


def take_reply(record: Record, workspace: Workspace, settings: Settings, path: Path) -> Reply:
    """Record one reply, and move it."""
    try:
        text = _recorded(record, workspace, settings, path)
        done = Reply(path.name, recorded=True, text=text)
    except SmitsError as error:
        done = Reply(path.name, recorded=False, text=str(error))
    except OSError as error:
        return Reply(path.name, recorded=False, text=f"{path.name} can't be read: {error.strerror}.")
    _move(path, workspace.replies / ("recorded" if done.recorded else "refused"), done.text)
    return done


def _recorded(record: Record, workspace: Workspace, settings: Settings, path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        raise ActionRefused(f"{path.name} is larger than {_MOST_BYTES // 1_000_000} MB.")
    content = path.read_bytes()
    message = email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default)
    reply = _reply_in(record.state, workspace, settings, message)
    evidence = keep(workspace, content)

    def action(state: State) -> list[EntryData]:
        proof: dict[str, Any] = {"confirmed": "mail", "reply": evidence}
        if reply.agrees:
            agreed = check_agreement(state, settings, reply.kind, by=reply.person.name)
            return [agreed.model_copy(update=proof)]
        objected = check_objection(
            state, settings, reply.kind, reply.section, reply.text, by=reply.person.name
        )
        return [objected.model_copy(update=proof)]

    (entry,) = record.commit(reply.person.name, action)
    title = DOCUMENTS[reply.kind].title
    what = "Agreement" if reply.agrees else f"Objection {entry.data['id']}"
    sentence = f"{what} of {reply.person.name} to the {title.lower()}, version {reply.version}, is recorded."
    _write_receipt(workspace, reply, message, f"{sentence}", entry.seq, entry.hash)
    return sentence


def _reply_in(state: State, workspace: Workspace, settings: Settings, message: EmailMessage) -> _Reply:
    """Who says what about which version.

    Raises:
        ActionRefused: it may not count, or says neither that somebody agrees nor objects.
    """
    person = _sender(settings, message)
    if str(message.get("Auto-Submitted", "no")).strip().lower() not in ("no", ""):
        raise ActionRefused("It was sent by a program, not by a person.")
    lines = list(_own_lines(message))
    named = references_in(f"{message.get('Subject', '')}\n{_text_of(message)}")
    if len(named) != 1:
        raise ActionRefused("It does not name the request that it answers; its subject must be kept.")
    versions = state.versions_of(named[0].kind) if named[0].kind in DOCUMENTS else []
    newest = versions[-1] if versions else None
    if newest is None or newest.version != named[0].version:
        raise ActionRefused("It answers a request for another version than the newest.")
    if not is_same(named[0], reference_to(mail_key(workspace), newest, person.email.strip())):
        raise ActionRefused(f"Its reference was not made for {person.email}, or for another text.")
    first = lines[0] if lines else ""
    if _plain(first) in _AGREES:
        return _Reply(person, newest.deliverable, newest.version, agrees=True, section="", text="")
    if match := _OBJECTS.match(first):
        section, rest = _section(match[1], newest.deliverable, list(newest.sections))
        text = " ".join(filter(None, (rest, *lines[1:]))).strip()
        return _Reply(person, newest.deliverable, newest.version, agrees=False, section=section, text=text)
    raise ActionRefused("Its first line is neither `I agree` nor `I object`; somebody must read it.")


def _sender(settings: Settings, message: EmailMessage) -> Stakeholder:
    """The one stakeholder to whom the only address in From belongs."""
    header = message.get("From")
    addresses = [mailbox.addr_spec.casefold() for mailbox in getattr(header, "addresses", ())]
    if len(message.get_all("From") or ()) != 1 or len(addresses) != 1:
        raise ActionRefused("It has no single sender.")
    for person in settings.stakeholders:
        if person.email.strip().casefold() == addresses[0]:
            if not answers_by_mail(settings, person):
                raise ActionRefused(
                    f"Mail does not count for {person.name}: smits.toml asks for a login or passphrase, or "
                    "the address belongs to several people."
                )
            return person
    raise ActionRefused("Its sender's address is not that of a stakeholder in smits.toml.")


def _text_of(message: EmailMessage) -> str:
    """The plain text of a message, or the text of its HTML; attachments are ignored."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeDecodeError, KeyError):
        return ""
    if part.get_content_subtype() == "html":
        text = re.sub(r"(?is)<(style|script).*?</\1>", "", text)
        text = re.sub(r"(?i)<(?:br|/p|/div|/tr|blockquote)[^>]*>", "\n", text)
        text = re.sub(r"<[^>]*>", "", text)
    return plain(text)


def _own_lines(message: EmailMessage) -> Iterator[str]:
    """The lines that the sender wrote, above what is quoted."""
    for line in _text_of(message).splitlines():
        if _QUOTED.match(line.strip()):
            return
        if line.strip():
            yield line.strip()


def _section(words: str, kind: str, names: Sequence[str]) -> tuple[str, str]:
    """The section that an objection names, by its name or title, and what follows it; else the first."""
    titles = {name: name for name in names}
    titles |= {section.title.casefold(): section.name for section in DOCUMENTS[kind].sections}
    text = words.strip(" :,.-")
    for title, name in sorted(titles.items(), key=lambda item: -len(item[0])):
        if text.casefold().startswith(title) and name in names:
            return name, text[len(title) :].strip(" :,.-")
    return names[0], text


def _plain(line: str) -> str:
    return line.strip(" .!*_\"'").casefold().replace("\u2019", "'")


def _write_receipt(
    workspace: Workspace, reply: _Reply, request: EmailMessage, sentence: str, seq: int, digest: str
) -> None:
    """A message that tells the sender what was recorded, and how to check it."""
    text = (
        f"{sentence}\n\nIt is entry {seq} of the record. "
        "If it was not you, tell the IT strategy manager at once.\n"
        f"Keep this message: `smits ledger verify {seq}:{digest}` shows whether the record still has it.\n"
    )
    message = message_to(
        reply.person, f"Recorded: {DOCUMENTS[reply.kind].title}, version {reply.version}", text
    )
    if identifier := str(request.get("Message-ID", "")).strip():
        message["In-Reply-To"] = identifier
    folder = workspace.replies / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seq}.eml").write_bytes(bytes(message))


def _move(path: Path, folder: Path, why: str) -> None:
    """Keep a reply beside others, under a name that none has, with the reason why it was refused."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 2
    while target.exists():
        target, number = folder / f"{path.stem}-{number}{path.suffix}", number + 1
    path.rename(target)
    if folder.name == "refused":
        target.with_name(f"{target.name}.reason.txt").write_text(f"{why}\n", encoding="utf-8")
