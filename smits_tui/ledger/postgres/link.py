"""A connection to PostgreSQL that comes back by itself after the server was away."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from smits_rules.vocabulary import SmitsError
from smits_tui.ledger.errors import LedgerUnreachable, LedgerUnwritable
from smits_tui.ledger.postgres import silence
from smits_tui.ledger.postgres.schema import Connection, check_version
from smits_tui.ledger.postgres.silence import AWAY, ServerSilent, WatchedConnection, is_away, note_away
from smits_tui.settings import SettingsError

T = TypeVar("T")

CONNECT_SECONDS = 2
"""How long an attempt to connect may take for which somebody waits; libpq takes 2 for less."""
BACKGROUND_CONNECT_SECONDS = 10
"""How long one may take for which nobody waits: the first over a slow network takes seconds."""
FIRST_SECONDS = 2.0
"""How long whoever begins waits for a server: a person who asks for the status waits no longer."""
PATIENCE_SECONDS = 8.0
"""How long whoever has lost the connection in the middle waits: PostgreSQL restarts in 1 to 5 s."""
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
"""The pause between attempts is doubled up to this, so that a server that is starting is not overrun."""
LOCK_SECONDS = 30.0
"""As with the file: an append takes milliseconds, so a longer wait means a holder that hangs."""
HOLD_SECONDS = 20.0
"""The server ends a session that holds the lock and does nothing for this long: its client was stopped or cut
off. Less than LOCK_SECONDS, so that those who wait get the lock instead of an error."""
_CONNECTION = {
    "application_name": "smits",
    # A network that was cut shows only by silence; without these a follower would stay deaf for two hours,
    # and whoever saves would wait as long.
    "keepalives_idle": "4",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "6000",
}
"""Parameters of libpq, unless the address has its own."""
SESSION = {
    "client_encoding": "UTF8",
    "synchronous_commit": "on",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{HOLD_SECONDS}s",
    "client_min_messages": "warning",
    # A server that learns of a dead client only after the two hours of TCP would keep its lock as long.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
}
_ENDED = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03", "25P04"})
"""SQLSTATEs with which the server ends a session: shutdown, crash, start, timeouts (errcodes.txt)."""


class Link:
    """One connection, opened on first use. Must not be shared between threads."""

    def __init__(self, address: str) -> None:
        """Take the address; nothing is connected yet.

        Args:
            address: as libpq takes it, `postgresql://HOST/DATABASE`. A password comes from PGPASSFILE,
                ~/.pgpass or PGPASSWORD.

        Raises:
            SettingsError: libpq does not understand it.
        """
        self.name = name_of(address)
        """The server and database, without anything secret."""
        self.is_woken = True
        """Whether somebody has changed the record, or may have, since this was last set to False."""
        self._address = address
        self._connection: WatchedConnection | None = None
        self._close: Callable[[], object] = lambda: None
        self._attempt: _Attempt | None = None
        self._pause = 0.0
        self._next = 0.0
        """When the next attempt is due, on the monotonic clock."""
        self._is_listening = False
        self._was_tried = False
        """Whether the server was waited for once."""
        self._was_connected = False
        self._silence: ServerSilent | None = None
        """Why the last connection was given up, if its server hangs."""

    def use(self, work: Callable[[Connection], T]) -> T:
        """Do something that may be done twice; once more on a new connection if the old one is lost.

        Raises:
            LedgerUnreachable: there is no server.
        """
        if self._connection is not None:
            try:
                return work(self._connection)
            except psycopg.OperationalError as error:
                if not self.is_lost(error):
                    raise
                if isinstance(error, ServerSilent):
                    self._put_off()
                    raise self.unreachable(error) from error
        try:
            return work(self.connected())
        except psycopg.OperationalError as error:
            if not self.is_lost(error):
                raise
            raise self.unreachable(error) from error

    def ask(self, work: Callable[[Connection], T]) -> T:
        """Like `use`, with an error for people if the server refuses.

        Raises:
            LedgerUnreachable: there is no server.
            LedgerUnwritable: it refused, e.g. because the login may not do this.
        """
        try:
            return self.use(work)
        except psycopg.Error as error:
            reason = (error.diag.message_primary or str(error)).rstrip(".")
            raise LedgerUnwritable(f"{self.name} refused ({reason}); ask whoever manages it.") from error

    def is_lost(self, error: psycopg.Error) -> bool:
        """Whether an error ended the connection; if so, it is dropped."""
        if self.is_connected and error.sqlstate not in _ENDED:
            return False
        self.drop()
        return True

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection that is not known to be lost."""
        return self._connection is not None and not self._connection.closed

    def connected(self) -> WatchedConnection:
        """The connection, after waiting for a server that restarts.

        Raises:
            LedgerUnreachable: it does not answer; at once if it did not a moment ago either.
        """
        if self._connection is not None and self.is_connected:
            return self._connection
        is_put_off = time.monotonic() < self._next or (not self._was_connected and is_away(self._address))
        if self._attempt is not None or is_put_off:
            raise self.unreachable(None)
        self._was_tried = True
        deadline = time.monotonic() + (PATIENCE_SECONDS if self._was_connected else FIRST_SECONDS)
        while True:
            try:
                return self._keep(_connect(self._address, CONNECT_SECONDS))
            except psycopg.OperationalError as error:
                self._put_off()
                if self._is_final(error) or time.monotonic() + self._pause > deadline:
                    note_away(self._address)
                    raise self.unreachable(error) from error
            time.sleep(self._pause)

    def poll(self) -> bool:
        """Whether somebody has changed the record, or may have; waits for the server only the first time.

        A lost connection is opened again in the background.

        Raises:
            LedgerUnreachable: there is no connection at present.
        """
        if not self._was_tried:
            self.connected()
        if self._attempt is not None:
            self._take_attempt(self._attempt)
        if self._connection is not None and self.is_connected:
            try:
                return self._heard(self._connection)
            except psycopg.OperationalError as error:
                self.drop()
                if isinstance(error, ServerSilent):
                    raise self.unreachable(error) from error
        if self._attempt is None and time.monotonic() >= self._next:
            self._attempt = _Attempt(self._address)
        raise self.unreachable(None)

    def has_answered(self, seconds: float) -> bool:
        """Whether the server has answered in the last seconds; if not, it is asked. Never waits.

        Raises:
            LedgerUnreachable: it does not answer.
        """
        try:
            return self._connection is not None and self._connection.ask(seconds)
        except psycopg.OperationalError as error:
            self.drop()
            raise self.unreachable(error) from error

    def drop(self) -> None:
        """Close the connection; the next use opens another."""
        self._close()
        self._connection = None
        self._is_listening = False
        self.is_woken = True

    def unreachable(self, error: Exception | None) -> LedgerUnreachable:
        """The error for people: where the record is, and why it can't be reached."""
        if error is not None and self._is_final(error):
            return LedgerUnreachable(
                f"The record on {self.name} can't be used ({_refusal(error)}). Check the address, the login "
                "and its password in ~/.pgpass, or ask whoever manages the server."
            )
        if isinstance(error, ServerSilent):
            self._silence = error
        error = error or self._silence
        why = f" ({_first_line(error)})" if error else ""
        return LedgerUnreachable(
            f"The record on {self.name} can't be reached{why}. What was recorded is safe; try again once the "
            "server is back."
        )

    def _heard(self, connection: WatchedConnection) -> bool:
        if not self._is_listening:
            connection.execute("listen smits")
            self._is_listening = True
        connection.ask(silence.QUIET_SECONDS)
        connection.pgconn.consume_input()
        while connection.pgconn.notifies():
            self.is_woken = True
        return self.is_woken

    def _take_attempt(self, attempt: _Attempt) -> None:
        if attempt.is_over:
            self._attempt = None
            connection = attempt.take()
            if connection is None:
                self._put_off()
                if attempt.refusal is not None:
                    raise attempt.refusal
            else:
                self._keep(connection)

    def _keep(self, connection: WatchedConnection) -> WatchedConnection:
        self.drop()
        connection.add_notify_handler(partial(_wake, weakref.ref(self)))
        self._connection = connection
        self._close = weakref.finalize(self, connection.close)
        self._pause = self._next = 0.0
        self._was_connected = True
        self._silence = None
        AWAY.pop(self._address, None)
        return connection

    def _put_off(self) -> None:
        self._pause = min(max(2 * self._pause, FIRST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
        self._next = time.monotonic() + self._pause

    @staticmethod
    def _is_final(error: Exception) -> bool:
        """Whether waiting is no use: the server answered, and refused."""
        text = str(error)
        return any(
            part in text for part in ("authentication failed", "does not exist", "no password supplied")
        )


def _wake(link: weakref.ref[Link], _notice: object) -> None:
    """Note a change; a reference that kept the link alive would leave its connection open."""
    if (woken := link()) is not None:
        woken.is_woken = True


class _Attempt:
    """An attempt to connect in a thread, so that an interface never waits for a server that is away."""

    def __init__(self, address: str) -> None:
        self.refusal: SmitsError | None = None
        """Why the database can't be used, although it answers."""
        self._connection: WatchedConnection | None = None
        self._close: weakref.finalize[[], _Attempt] | None = None
        self._address = address
        self._thread = threading.Thread(target=self._run, name="smits-connect", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def take(self) -> WatchedConnection | None:
        """Hand over the connection, if there is one; one that nobody takes is closed with the attempt."""
        if self._close is not None:
            self._close.detach()
        return self._connection

    def _run(self) -> None:
        try:
            self._connection = connection = _connect(self._address, BACKGROUND_CONNECT_SECONDS)
        except psycopg.Error:
            return
        except SmitsError as error:
            self.refusal = error
            return
        self._close = weakref.finalize(self, connection.close)


def _connect(address: str, seconds: int) -> WatchedConnection:
    chosen = conninfo_to_dict(address)
    settings = {name: value for name, value in _CONNECTION.items() if name not in chosen}
    settings.setdefault("connect_timeout", str(chosen.get("connect_timeout", seconds)))
    connection = WatchedConnection.connect(make_conninfo(address, **settings), autocommit=True)
    connection.address = address
    try:
        with connection.pipeline():
            for name, value in SESSION.items():
                connection.execute(sql.SQL("set {} = {}").format(sql.Identifier(name), value))
        check_version(connection, name_of(address))
    except BaseException:
        connection.close()
        raise
    return connection


def name_of(address: str) -> str:
    """The server, port and database of an address, for people; never its user's password.

    Raises:
        SettingsError: libpq does not understand the address.
    """
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise SettingsError(
            f"The address of the record can't be understood ({_first_line(error)}); write it like "
            "postgresql://kim@db.example.org/strategy."
        ) from error
    host = str(parts.get("host") or parts.get("hostaddr") or "localhost")
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{host}{port}/{parts.get('dbname') or parts.get('user') or ''}"


def _refusal(error: Exception) -> str:
    """What the server answered, without how it was reached: `database "strategy" does not exist`."""
    return _first_line(error).rpartition("FATAL:")[2].strip()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
