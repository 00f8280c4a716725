"""Four watchers of a share and four people on one server that is killed, one cut off for a minute."""

from __future__ import annotations

import multiprocessing
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import Smits
from postgres_server import Server, running_server
from prepared import Prepared
from team_machines import machine

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.session import open_record
from smits_tui.cli.exits import narrate
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.errors import LedgerBusy, LedgerUnreachable, LedgerUnwritable
from smits_tui.process.entries.entry import CycleOpened, EntryData
from smits_tui.process.state import State
from smits_tui.workspace import Workspace

FILES = 2_000
ACTIONS = 50
"""Of each of the four people."""
CUT_OFF_SECONDS = 60.0
ALL_SECONDS = 900.0


class Relay:
    """A way to the server that can be cut: nothing passes then, and nobody is told."""

    def __init__(self, folder: Path, server: Path) -> None:
        self._server = str(server / ".s.PGSQL.5432")
        self._passes = threading.Event()
        self._passes.set()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._run(self._accept)

    def cut(self, seconds: float) -> None:
        self._passes.clear()
        time.sleep(seconds)  # the minute itself is what is tried
        self._passes.set()

    def close(self) -> None:
        self._passes.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()
        for end in self._ends:
            end.close()

    def _run(self, work: Callable[..., None], *values: object) -> None:
        thread = threading.Thread(target=work, args=values, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            self._ends += [client, server]
            try:
                server.connect(self._server)
            except OSError:
                client.shutdown(socket.SHUT_RDWR)
                continue
            for source, target in ((client, server), (server, client)):
                self._run(self._pass_on, source, target)

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while content := source.recv(65_536):
                self._passes.wait()
                target.sendall(content)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Twice(SmitsError):
    """The action was recorded before."""


def act(root: Path, first: int) -> None:
    """A person who records one thing after another, and tries again after an error."""
    record = None
    for number in range(first, first + ACTIONS):

        def action(state: State, number: int = number) -> list[EntryData]:
            if any(cycle.number == number for cycle in state.cycles()):
                raise Twice
            return [CycleOpened(number=number, reason="begin")]

        while True:
            try:
                record = record or open_record(Workspace(root))[0]
                record.commit(f"person {first}", action)
            except Twice:
                break
            except (LedgerUnreachable, LedgerUnwritable, LedgerBusy) as error:
                narrate(str(error))
                time.sleep(0.1)
            else:
                break
        time.sleep(0.2)  # people act over the whole time in which files come


@contextmanager
def watchers(smits: list[Smits], folder: Path) -> Iterator[None]:
    processes = []
    for number, each in enumerate(smits):
        with (folder / f"{number}.log").open("wb") as log:
            processes.append(subprocess.Popen(each.command("watch", "--log"), stderr=log))
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.mark.long
@pytest.mark.one_engine("kills a server of PostgreSQL")
def test_each_file_is_recorded_and_judged_once_and_no_action_is_lost(
    tmp_path: Path,
    server: Server,
    prepared: Prepared,
    eventually: Callable[..., None],
    record_property: Callable[[str, object], None],
) -> None:
    record_property("tried", FILES + 4 * ACTIONS)
    with TemporaryDirectory(prefix="smits-relay-") as short:
        folder = Path(server.address.partition("host=")[2])
        relay = Relay(Path(short), folder)
        cut_off = machine(tmp_path / "0", f"postgresql://postgres@/postgres?host={short}")
        machines = [
            cut_off,
            *(machine(tmp_path / str(number), server.address, cut_off.inputs) for number in (1, 2, 3)),
        ]
        record, _ = open_record(machines[1])
        for number in range(FILES):
            file = cut_off.inputs / "customer-feedback" / f"{number}.csv"
            file.write_text(f"Respondent,Score\n{number}-1,4\n{number}-2,5\n", encoding="utf-8")

        def count(kind: str) -> int:
            try:
                record.catch_up()
            except LedgerUnreachable:
                return 0
            return sum(1 for item in record.state.inputs() if kind == "received" or item.status == kind)

        spawn = multiprocessing.get_context("spawn")
        people = [
            spawn.Process(target=act, args=(machines[number].root, 1 + number * ACTIONS), daemon=True)
            for number in range(4)
        ]
        with watchers([Smits(each, prepared) for each in machines], tmp_path):
            for person in people:
                person.start()
            eventually(lambda: count("received") > 0, ALL_SECONDS)
            for part in (1, 2, 3):
                eventually(lambda part=part: count("read") > part * FILES // 10, ALL_SECONDS)
                server.kill()
                server.start()
            relay.cut(CUT_OFF_SECONDS)
            for person in people:
                person.join(ALL_SECONDS)
                assert person.exitcode == 0

            def is_all_judged() -> bool:
                return count("read") == FILES and all(item.judged for item in record.state.inputs())

            eventually(is_all_judged, ALL_SECONDS)
        relay.close()
    ledger = open_ledger(machines[1])
    entries = ledger.read()
    assert ledger.verify() == len(entries)
    received = Counter(entry.data["path"] for entry in entries if entry.type == "input.received")
    judged = Counter(name for entry in entries for name in entry.data.get("ids", ()))
    acted = Counter(entry.data["number"] for entry in entries if entry.type == "cycle.opened")
    assert (len(received), set(received.values())) == (FILES, {1})
    assert (len(judged), set(judged.values())) == (FILES, {1})
    assert (sorted(acted), set(acted.values())) == (list(range(1, 4 * ACTIONS + 1)), {1})
    assert not any(entry.type == "input.gone" for entry in entries)
