"""A server that hangs although its machine answers: waiting for it ends, and others learn of it.

Time-outs of the server do not act if the server itself stands still, and those of TCP only if its machine is
away as well. So each wait for an answer is watched on this side.
"""

from __future__ import annotations

import time
from typing import TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from psycopg.waiting import WAIT_R

T = TypeVar("T")

ANSWER_SECONDS = 3.0
"""After so long without an answer, it is tried whether the server takes connections: a healthy one answers in
milliseconds, unless somebody else holds the lock."""
KNOWN_SECONDS = 0.5
"""The same while another connection of this process waits in vain for that server."""
PROBE_SECONDS = 2
"""How long connecting may take then; libpq takes 2 for less. Together 5 s, about as long as a network that
was cut without a word (`tcp_user_timeout`)."""
STATEMENT_SECONDS = 60.0
"""No statement is without an answer for longer, even if the server takes connections: its process hangs. More
than LOCK_SECONDS, which whoever waits for the lock may need."""
QUIET_SECONDS = 4.0
"""An idle connection asks the server so often whether it is there: whoever only listens would not notice."""
AWAY_SECONDS = 5.0
"""How long a server that was waited for in vain is taken to be away by whoever has not been connected yet."""
AWAY: dict[str, float] = {}
"""Address -> until when its server is taken to be away in this process, on the monotonic clock.

A command opens the record, the leases and the archive, each with a connection of its own."""


class ServerSilent(psycopg.OperationalError):
    """The server does not answer although its machine does; the connection was closed."""


def is_away(address: str) -> bool:
    """Whether somebody in this process waited in vain for a server a moment ago."""
    return time.monotonic() < AWAY.get(address, 0.0)


def note_away(address: str) -> None:
    """Let others in this process know that a server was waited for in vain."""
    AWAY[address] = time.monotonic() + AWAY_SECONDS


class WatchedConnection(psycopg.Connection[tuple[object, ...]]):
    """A connection that is closed once its server is silent for too long; for one thread at a time."""

    address = ""
    """How it was opened; set by whoever did."""
    _asked_at: float | None = None
    """When the server was asked whether it is there, while it has not answered."""
    _answered_at = 0.0
    """When it last answered anything."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """See `psycopg.Connection.wait`.

        Raises:
            ServerSilent: the server does not answer.
        """
        self._take_answer()
        return super().wait(self._watched(gen), interval, timeout)

    def ask(self, seconds: float) -> bool:
        """Whether the server has answered lately; if not, it is asked, and a later call sees the answer.

        Args:
            seconds: how long ago the last answer may be.

        Raises:
            ServerSilent: it did not answer for ANSWER_SECONDS.
        """
        now = time.monotonic()
        if self._asked_at is not None:
            if self._has_answered():
                self._answered_at = now
            elif now - self._asked_at > ANSWER_SECONDS:
                self._give_up(now - self._asked_at)
        elif now - self._answered_at > seconds and self.info.transaction_status == TransactionStatus.IDLE:
            self.pgconn.send_query(b"")
            self.pgconn.flush()
            self._asked_at = now
        return self._asked_at is None

    def _has_answered(self) -> bool:
        """Take the answer to `ask` if it is there."""
        self.pgconn.consume_input()
        while not self.pgconn.is_busy():
            if self.pgconn.get_result() is None:
                self._asked_at = None
                return True
        return False

    def _take_answer(self) -> None:
        """Wait for the answer to `ask`: a connection takes one query at a time."""
        if self._asked_at is not None and not self.closed:
            super().wait(self._watched(self._answer()))

    def _answer(self) -> PQGen[None]:
        while not self._has_answered():
            while not (yield WAIT_R):
                pass

    def _watched(self, gen: PQGen[T]) -> PQGen[T]:
        """What a generator of psycopg does, as long as the server answers."""
        answered = tried = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                now = time.monotonic()
                if ready:
                    answered = tried = now
                elif now - tried > (KNOWN_SECONDS if is_away(self.address) else ANSWER_SECONDS):
                    if now - answered > STATEMENT_SECONDS or not _takes_connections(self.address):
                        self._give_up(time.monotonic() - answered)
                    tried = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            self._answered_at = time.monotonic()
            value: T = end.value
            return value

    def _give_up(self, seconds: float) -> None:
        note_away(self.address)
        self.close()
        raise ServerSilent(f"the server has not answered for {seconds:.0f} s")


def _takes_connections(address: str) -> bool:
    """Whether a server answers to a new client, if only to refuse it."""
    try:
        psycopg.connect(address, connect_timeout=PROBE_SECONDS).close()
    except psycopg.OperationalError as error:
        return "FATAL" in str(error)  # as an answer of the server begins, e.g. too many connections
    return True
