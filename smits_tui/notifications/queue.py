"""The thread that notifies people: digests, quiet hours, and retries until a message is delivered."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock
from smits_tui.ledger.protocol import Tip
from smits_tui.notifications import digest
from smits_tui.notifications.channels import NotSent, send
from smits_tui.notifications.digest import Message, News, Recipient, moment_of
from smits_tui.notifications.notes import Notes
from smits_tui.process.state import State
from smits_tui.settings import Settings

log = logging.getLogger(__name__)

LONGEST_PAUSE = 3_600.0
"""The longest pause between two attempts, in seconds."""
DEGRADED_AFTER = 60.0
"""Seconds that a problem of the watcher must last before people are notified: most pass by themselves."""

Send = Callable[[str, Message], None]


@dataclass
class _SentNews:
    """What was sent to an address, and when to retry."""

    keys: frozenset[str]
    """Keys of news that were sent, or that existed before the address did; see `News.keys`."""
    unwell: bool = False
    """Whether a problem of the watcher was reported to it, and not yet its end."""
    sent_at: dt.datetime | None = None
    failures: int = 0
    try_after: dt.datetime | None = None


@dataclass(frozen=True)
class _Offer:
    """The watcher's data, handed over unchanged."""

    organisation: str
    news: dict[str, list[News]]
    """Address -> the news for it."""
    trouble: str
    tip: Tip


class Notifier:
    """Notifies people of triggers, files and problems, in a thread of its own between `start` and `stop`.

    The news to send are those in the record that are not noted as sent. The notes are kept from the
    moment an address is known, so that a restart or other settings lose nothing.
    """

    def __init__(
        self, settings: Settings, state: State, notes: Notes, clock: Clock, send: Send = send
    ) -> None:
        """Create a notifier; nothing runs yet.

        Args:
            settings: addresses and severities.
            state: the recorded state so far, which is not news for a new address.
            notes: keeps what was sent.
            clock: the source of the current time.
            send: sends one message; raises NotSent.

        Raises:
            OSError, SmitsError: what was sent can't be read.
        """
        self._settings = settings.notify
        self._readers = {_key(reader.address): reader for reader in digest.readers(settings)}
        self._notes = notes
        self._clock = clock
        self._send = send
        self._told = self._load(state)
        self._unwell_since: dt.datetime | None = None
        self._offer: _Offer | None = None
        self._failing: dict[str, str] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._tried = threading.Event()
        self._thread = threading.Thread(target=self._run, name="smits-notifier", daemon=True)

    def start(self) -> None:
        """Start the thread, if there is an address."""
        if self._readers:
            self._save()
            self._thread.start()

    def stop(self, patience: float = 0.0) -> None:
        """End the thread.

        Args:
            patience: seconds to wait for a message that is being sent or was not tried yet.
        """
        if not self._thread.is_alive():
            return
        if patience:
            self._tried.wait(patience)
        self._ended.set()
        self._wake.set()
        self._thread.join(timeout=max(patience, 2.0))

    @property
    def failing(self) -> str:
        """The addresses that fail and why, in one sentence; blank if there are none."""
        with self._lock:
            return " ".join(self._failing.values())

    def offer(self, state: State, trouble: str, tip: Tip) -> None:
        """Hand over what is known; returns at once.

        Args:
            state: the recorded state.
            trouble: why the watcher is unwell; empty while it is well.
            tip: the last entry of the record.
        """
        if not self._readers:
            return
        with self._lock:
            sent = {key: self._told[key].keys for key in self._readers}
        news = {key: digest.news(state, sent[key], reader) for key, reader in self._readers.items()}
        with self._lock:
            self._offer = _Offer(state.organisation, news, trouble, tip)
            self._tried.clear()
        self._wake.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wake.wait(timeout=min(self._settings.retry_seconds, 30.0))
            self._wake.clear()
            with self._lock:
                offer = self._offer
            if offer is not None and not self._ended.is_set():
                self._unwell_since = (self._unwell_since or self._clock()) if offer.trouble else None
                for key, reader in self._readers.items():
                    self._serve(key, reader, offer)
                self._tried.set()

    def _about_watcher(self, address: _SentNews, offer: _Offer, now: dt.datetime) -> Message | None:
        """The message about the watcher: a lasting problem, or its end for those notified of it."""
        if self._unwell_since is None:
            return digest.well_again(offer.organisation) if address.unwell else None
        lasts = (now - self._unwell_since).total_seconds() >= DEGRADED_AFTER
        return digest.degraded(offer.organisation, offer.trouble) if lasts and not address.unwell else None

    def _serve(self, key: str, reader: Recipient, offer: _Offer) -> None:
        now, sent = self._clock(), self._told[key]
        retry = dt.timedelta(seconds=LONGEST_PAUSE)
        if digest.quiet(now, self._settings.quiet_hours) or _is_before(now, sent.try_after, retry):
            return
        about_watcher = self._about_watcher(sent, offer, now)
        if about_watcher and self._sent(key, reader, about_watcher, now):
            sent.unwell = not sent.unwell
            self._save()
        news = [item for item in offer.news[key] if not item.keys <= sent.keys]
        pause = dt.timedelta(minutes=self._settings.digest_minutes)
        if not news or (sent.sent_at and _is_before(now, sent.sent_at + pause, pause)):
            return
        if self._sent(key, reader, digest.digest(offer.organisation, news, offer.tip), now):
            with self._lock:
                sent.keys = sent.keys.union(*(item.keys for item in news))
                sent.sent_at = now
            self._save()

    def _sent(self, key: str, reader: Recipient, message: Message, now: dt.datetime) -> bool:
        sent = self._told[key]
        try:
            self._send(reader.address, message)
        except NotSent as error:
            sent.failures += 1
            pause = min(self._settings.retry_seconds * 2 ** (sent.failures - 1), LONGEST_PAUSE)
            sent.try_after = now + dt.timedelta(seconds=pause)
            with self._lock:
                self._failing[key] = f"An address ({reader.scheme}) can't be reached: {error}"
            return False
        sent.failures, sent.try_after = 0, None
        with self._lock:
            self._failing.pop(key, None)
        return True

    def _load(self, state: State) -> dict[str, _SentNews]:
        """What was sent to each address.

        A new address gets news from now on. One that replaces another, e.g. one with a
        typing error, gets what the other one missed.
        """
        try:
            kept = json.loads(self._notes.load())
        except ValueError:
            kept = {}
        # Keys of outdated news are forgotten; if they become news again, their keys differ.
        there = {key: _keys(digest.news(state, (), reader)) for key, reader in self._readers.items()}
        everything = frozenset[str]().union(*there.values())
        gone = [
            sent.keys
            for key, note in kept.items()
            if key not in there and (sent := _sent_news(note, everything))
        ]
        return {
            key: _sent_news(kept.get(key), keys) or _SentNews(keys.intersection(*gone))
            for key, keys in there.items()
        }

    def _save(self) -> None:
        notes = self._told.items()
        content = {key: {"told": sorted(sent.keys), "unwell": sent.unwell} for key, sent in notes}
        try:
            self._notes.save(json.dumps(content))
        except (OSError, SmitsError) as error:
            log.warning("The list of sent notifications can't be saved: %s", error)


def _key(address: str) -> str:
    """The key of an address in the file: a hash, because it may contain a password."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def _is_before(now: dt.datetime, moment: dt.datetime | None, pause: dt.timedelta) -> bool:
    """Whether a pause continues; one that lasts too long was started by a clock that was ahead."""
    return moment is not None and now < moment <= now + pause


def _keys(news: Iterable[News]) -> frozenset[str]:
    return frozenset(key for item in news for key in item.keys)


def _sent_news(note: object, there: frozenset[str]) -> _SentNews | None:
    """What the file says of an address; earlier versions kept the moment up to which it was told.

    Args:
        note: what the file says.
        there: the keys of what is news now; others are left out.
    """
    fields: dict[str, Any] = note if isinstance(note, dict) else {"until": note}
    is_unwell = fields.get("unwell") is True
    if isinstance(fields.get("told"), list):
        return _SentNews(there & frozenset(map(str, fields["told"])), is_unwell)
    try:
        until = dt.datetime.fromisoformat(str(fields.get("until")))
    except ValueError:
        return None
    return _SentNews(frozenset(key for key in there if moment_of(key) <= until), is_unwell)
