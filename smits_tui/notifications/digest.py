"""Decides what people are notified of, and words the message. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.triggers.matters import Matter, matters
from smits_tui.ledger.protocol import Tip
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.state import SEVERITIES, Input, State, Trigger
from smits_tui.sanitize import plain
from smits_tui.settings import Settings

REVIEW = "review"
"""Triggers of this kind call people to a review; they are sent whatever their severity."""
EXECUTION = "execution"
"""Triggers of this kind concern the owner of an initiative, objective, action or measure."""
MOST_LINES = 20
"""Triggers named in one message; further ones are counted."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address, and the lowest severity for it."""

    address: str
    """For apprise, e.g. `mailto://...`; it may contain a password and is never shown."""
    severity: str
    """The lowest severity that is sent."""
    people: tuple[str, ...] = ()
    """The people who use it, for what concerns them; for a shared address, all without one of their own."""
    is_shared: bool = False
    """Whether it is shared: it also receives what concerns people who are not stakeholders."""
    elsewhere: frozenset[str] = frozenset()
    """Stakeholders, in lower case, who have addresses of their own."""

    @property
    def scheme(self) -> str:
        """The kind of address, e.g. `mailto`; no other part is ever shown."""
        return self.address.partition(":")[0]


@dataclass(frozen=True, slots=True)
class News:
    """Something to send."""

    keys: frozenset[str]
    """Its triggers, files or deliverables, each with its cause; news with the same keys are the same.

    Times are not used: after a clock was ahead, everything later would seem older.
    """
    text: str
    """One line."""
    about: Literal["trigger", "file", "agreement"] = "trigger"
    """What it is about: a file is one that could not be read or understood."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to send."""

    title: str
    body: str
    """Plain text."""


def readers(settings: Settings) -> list[Recipient]:
    """All addresses to notify, without duplicates."""
    elsewhere = frozenset(
        stakeholder.name.casefold() for stakeholder in settings.stakeholders if stakeholder.notify
    )
    others = tuple(stakeholder.name for stakeholder in settings.stakeholders if not stakeholder.notify)
    usual = settings.notify.severity
    people = {
        address: Recipient(address, usual, others, is_shared=True, elsewhere=elsewhere)
        for address in settings.notify.addresses
    }
    for person in settings.stakeholders:
        for address in person.notify:
            people[address] = Recipient(address, person.notify_severity or usual, (person.name,))
    return list(people.values())


def news(state: State, sent: Container[str], reader: Recipient) -> list[News]:
    """The news for an address: triggers, files, and agreements.

    Args:
        state: the recorded state.
        sent: the keys of news already sent to it.
        reader: receives triggers that are severe enough or concern its people, and in any case files
            that could not be read or understood.

    Returns:
        The open triggers, one line per matter, the most severe first; then the files in order of arrival;
        then the deliverables that await agreement.
    """
    grave = SEVERITIES[: SEVERITIES.index(reader.severity) + 1]
    triggers = [
        trigger
        for trigger in state.triggers("open")
        if _key(trigger.id, _open_since(trigger)) not in sent
        and (trigger.severity in grave or trigger.trigger == REVIEW or _is_theirs(trigger, reader))
    ]
    files = [news_item for item in state.inputs() if (news_item := _doubt(state, item))]
    asked = _asked(state, reader.people)
    untold = (news_item for news_item in (*files, *asked) if any(key not in sent for key in news_item.keys))
    return [*map(_of_matter, matters(triggers)), *untold]


def _key(identifier: str, since: dt.datetime) -> str:
    return f"{identifier} {since.isoformat()}"


def moment_of(key: str) -> dt.datetime:
    """When the news of a key arose, according to the machine's clock."""
    return dt.datetime.fromisoformat(key.rpartition(" ")[2])


def _of_matter(matter: Matter) -> News:
    """One line for all triggers of a matter, with the sentence of the most severe one."""
    first, others = matter.first, ", ".join(trigger.id for trigger in matter.others)
    also = f" (same matter: {others})" if others else ""
    text = f"{first.severity.upper():8}  {first.id}  {first.because}{also}"
    return News(frozenset(_key(trigger.id, _open_since(trigger)) for trigger in matter.triggers), text)


def _open_since(trigger: Trigger) -> dt.datetime:
    """Since when a trigger is open: its last evidence, or the day until which it was deferred."""
    if trigger.until is None:
        return trigger.updated_at
    return max(trigger.updated_at, dt.datetime.combine(trigger.until, dt.time.min).astimezone())


def _is_theirs(trigger: Trigger, reader: Recipient) -> bool:
    """Whether people at this address own the subject of a trigger, or must agree to it."""
    owner = trigger.fact.get("owner") if trigger.trigger == EXECUTION else None
    named = {str(name).casefold() for name in (owner, *(trigger.fact.get("who") or ())) if name}
    if reader.is_shared:
        return bool(named - reader.elsewhere)
    return any(person.casefold() in named for person in reader.people)


def _asked(state: State, people: Sequence[str]) -> Iterator[News]:
    """The deliverables of the cycle that some people have not agreed to since submission."""
    cycle = state.cycle()
    for kind, document in DOCUMENTS.items():
        versions = state.versions_of(kind)
        newest = versions[-1] if versions else None
        if cycle is None or newest is None or newest.approved_at or newest.cycle != cycle.number:
            continue
        names = agreement_on(state, newest, people, quorum_pct=100).missing
        if names:
            text = f"AGREE     {document.title}, version {newest.version}: waiting for {', '.join(names)}."
            yield News(
                frozenset({_key(f"{kind} {newest.version}", newest.submitted_at)}), text, about="agreement"
            )


def _doubt(state: State, item: Input) -> News | None:
    """The news that a file could not be read or understood, and since when."""
    if item.in_doubt_since is None or item.superseded or item.withdrawn is not None:
        return None
    since = frozenset({_key(item.id, item.in_doubt_since)})
    if item.status == "rejected":
        return News(since, f"REJECTED  {item.id}  {item.path}: {item.reason}", about="file")
    if not item.is_in_doubt:
        return None
    asked = state.questions(of=item.id)
    if not asked:
        text = f"NOT UNDERSTOOD  {item.id}  {item.path}: no decision is based on it."
        return News(since, text, about="file")
    text = f"QUESTION  {asked[0].id}  {asked[0].text} ({item.path})"
    return News(frozenset(_key(question.id, question.asked_at) for question in asked), text, about="file")


def digest(organisation: str, items: Sequence[News], tip: Tip) -> Message:
    """One message about triggers, files that could not be read or understood, and agreements asked for.

    Args:
        organisation: whose.
        items: the news.
        tip: the last entry of the record, named so that the message is evidence of it.
    """
    counts = Counter(item.about for item in items)
    count, files, asked = counts["trigger"], counts["file"], counts["agreement"]
    parts = [f"{counted(count, 'trigger needs', 'triggers need')} a decision"] if count else []
    if files:
        parts.append(f"{counted(files, 'file needs', 'files need')} your attention to be understood")
    if asked:
        parts.append(f"{counted(asked, 'deliverable asks', 'deliverables ask')} for your agreement")
    lines = [item.text for item in items[:MOST_LINES]]
    if len(items) > MOST_LINES:
        lines.append(f"and {len(items) - MOST_LINES} more")
    how = "Open `smits` to see them with their sources; `smits explain ID` shows why a trigger was raised."
    proof = (
        f"The record ends at entry {tip.seq}. Keep this message: the line below shows whether the record was "
        "rewritten or cut since."
    )
    check = f"smits ledger verify {tip.seq}:{tip.hash}"
    return _message(f"{organisation}: {' and '.join(parts)}", [*lines, "", how, "", proof, check])


def degraded(organisation: str, reason: str) -> Message:
    """The message that the watcher has a problem."""
    return _message(
        f"{organisation}: the watcher has a problem",
        [reason, "", "New files may have to wait until this is fixed; `smits doctor` shows more."],
    )


def well_again(organisation: str) -> Message:
    """The message that the watcher works again."""
    return _message(f"{organisation}: the watcher works again", ["Waiting files are processed now."])


def quiet(now: dt.datetime, hours: tuple[dt.time, dt.time] | None) -> bool:
    """Whether a moment is within the quiet hours, local time, which may include midnight."""
    if hours is None:
        return False
    begin, end = hours
    time = now.astimezone().time()
    return begin <= time < end if begin <= end else time >= begin or time < end


def _message(title: str, lines: Iterable[str]) -> Message:
    return Message(plain(title, lines=False), "\n".join(plain(line, lines=False) for line in lines))
