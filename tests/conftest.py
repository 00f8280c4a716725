"""What tests share: a workspace, a clock that stands still until it is told otherwise."""

from __future__ import annotations

import datetime as dt
import gc
import inspect
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from prepared import Prepared, fits

from smits_rules.child_process import preload
from smits_tui.actions.ledger.move import move_ledger
from smits_tui.actions.session import open_record, record_settings
from smits_tui.actions.watcher_state import WatcherState
from smits_tui.clock import system_clock
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import Entry
from smits_tui.workspace import Workspace, make_workspace

# Hypothesis fails an example that takes 200 ms by default: on a busy machine that tests the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Found where the tests run in the repository; anywhere else they only take longer.
preload("tests.warm_reader")


def pytest_sessionstart() -> None:
    """Start what a worker's reading children are forks of: it is ready once the tests are collected."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        forkserver.ensure_running()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name tests on files by the argument alone: a file's bytes differ from second to second."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def _collectable() -> Iterator[None]:
    """Let go of what a test froze: a program as users have it opens and freezes one record."""
    yield
    gc.unfreeze()


class FixedClock:
    """A clock that tests set."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC))


ON_BOTH_ENGINES = ("actions", "daemon", "notifications", "story")
"""Folders whose tests on a workspace run with the record in a file, and again with it in PostgreSQL."""
ALSO_ON_BOTH = (
    "test_ledger_batches",
    "test_ledger_exchange",
    "test_ledger_past",
    "test_ledger_snapshot",
    "test_ledger_validation",
)
"""Modules of other folders that do; most tests of tests/ledger are about one engine."""
QUICK_ON_BOTH = (
    "test_actions_cases",
    "test_actions_evidence",
    "test_actions_mail",
    "test_actions_matters",
    "test_actions_measure_feeds",
    "test_actions_regret",
    "test_actions_triage",
    "test_actions_verification",
    "test_daemon_waiting",
)
"""Modules that the quick suite runs on both, except for tests that start a process: ten seconds of processor.

`make test-long` runs the rest."""


def _is_on_both(path: Path) -> bool:
    return path.parent.name in ON_BOTH_ENGINES or path.stem in ALSO_ON_BOTH


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each engine, unless it is marked as one of the file's alone."""
    if "engine" not in metafunc.fixturenames or not _is_on_both(metafunc.definition.path):
        return
    engines: list[object] = ["file"]
    if not metafunc.definition.get_closest_marker("one_engine"):
        is_quick = metafunc.definition.path.stem in QUICK_ON_BOTH and "smits" not in metafunc.fixturenames
        engines.append(pytest.param("postgresql", marks=() if is_quick else pytest.mark.long))
    metafunc.parametrize("engine", engines, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that would pass on one engine alone without anybody having decided so.

    A test that makes its record by itself, without the fixtures here, would not be run on PostgreSQL.

    Raises:
        pytest.UsageError: a test has neither an engine nor a reason for having none.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        if item.path.parent.name not in ON_BOTH_ENGINES or "engine" in names or "postgres" in names:
            continue
        marker = item.get_closest_marker("one_engine")
        if marker is None or not marker.args:
            raise pytest.UsageError(
                f"{item.nodeid} does not run on PostgreSQL: let it use the fixture 'workspace' or 'engine', "
                "or mark it with one_engine and the reason."
            )


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine of the workspace's ledger."""
    return str(getattr(request, "param", "file"))


def keep_in(workspace: Workspace, address: str) -> None:
    """Keep the record of a workspace in a schema of PostgreSQL; one that it has moves there."""
    if workspace.ledger.exists():
        move_ledger(workspace, "file", address)
    else:
        text = workspace.settings_file.read_text(encoding="utf-8")
        workspace.settings_file.write_text(f'ledger = "{address}"\n{text}', encoding="utf-8")


@pytest.fixture
def keep_record(engine: str, request: pytest.FixtureRequest) -> Callable[[Workspace], Workspace]:
    """Keep the record of a workspace in the engine of the test."""
    address = request.getfixturevalue("schema") if engine == "postgresql" else ""

    def keep(workspace: Workspace) -> Workspace:
        if address:
            keep_in(workspace, address)
        return workspace

    return keep


QUIET_SECONDS = 0.1
"""Tests write a file whole before anybody looks; where one grows, its test uses `smits`."""


@pytest.fixture
def workspace(
    tmp_path: Path, engine: str, keep_record: Callable[[Workspace], Workspace]
) -> Iterator[Workspace]:
    root = tmp_path / "acme"
    made = keep_record(
        make_workspace(root, "Acme [draft]", jurisdictions=("EU",), quiet_seconds=QUIET_SECONDS)
    )
    yield made
    is_elsewhere = engine == "file" or not made.ledger.exists()
    assert is_elsewhere, "a test of PostgreSQL wrote its record into the file"


@pytest.fixture
def record(workspace: Workspace, clock: FixedClock) -> Record:
    opened, _ = open_record(workspace, clock)
    record_settings(opened, workspace, "kim", "made")
    return opened


class Smits:
    """The real command in a real process."""

    def __init__(self, workspace: Workspace, prepared: Prepared) -> None:
        self.workspace = workspace
        self._prepared = prepared

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "smits_tui", "--workspace", str(self.workspace.root), *words]

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        if fits(dict(os.environ), self._prepared.environment):
            return self._prepared.run(["--workspace", str(self.workspace.root), *words], seconds=300)
        return subprocess.run(self.command(*words), capture_output=True, text=True, timeout=300, check=False)

    def json(self, *words: str) -> Any:
        done = self(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def watching(self) -> Iterator[subprocess.Popen[str]]:
        """A daemon that watches; it is told to stop at the end, and must."""
        process = subprocess.Popen(
            self.command("watch", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        reading: list[threading.Thread] = []
        try:
            assert process.stdout is not None
            said = iter(process.stdout.readline, "")
            started = any('"started"' in line for line in said)
            assert started, process.stderr.read() if process.stderr else ""
            reading = [
                threading.Thread(target=stream.read) for stream in (process.stdout, process.stderr) if stream
            ]
            for thread in reading:
                thread.start()
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(30)
            for thread in reading:
                thread.join()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()

    def watcher(self) -> Heartbeat:
        """The watcher as `smits status` shows it, without a process for each look."""
        return WatcherState(self.workspace, system_clock).now()

    def entries(self, kind: str | None = None) -> list[Entry]:
        ledger = open_ledger(self.workspace)
        return [entry for entry in ledger.read() if kind in (None, entry.type)]


@pytest.fixture(scope="session")
def prepared() -> Iterator[Prepared]:
    started = Prepared()
    yield started
    started.close()


@pytest.fixture
def smits(workspace: Workspace, record: Record, prepared: Prepared) -> Smits:
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(
        text.replace(f"quiet_seconds = {QUIET_SECONDS}", "quiet_seconds = 0.3"), encoding="utf-8"
    )
    return Smits(workspace, prepared)


def eventually(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until a condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {inspect.getsource(condition).strip()}"
        time.sleep(0.05)


@pytest.fixture(name="eventually")
def _eventually() -> Callable[..., None]:
    return eventually


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL database; of the server that SMITS_TEST_POSTGRES names, if it names one."""
    if address := os.environ.get("SMITS_TEST_POSTGRES"):
        yield address
        return
    from postgres_server import running_server

    with running_server() as server:
        yield server.address


@pytest.fixture
def schema(postgres: str) -> Iterator[str]:
    """The address of an empty schema in PostgreSQL."""
    from postgres_server import schema_on

    with schema_on(postgres) as address:
        yield address
