"""Commands of the program, each in a process that need not import it first: half the processor time.

Importing the same modules hundreds of times was a tenth of the suite. `Prepared` starts one interpreter that
imports what every command imports and waits; for each command it forks, and the child runs the program's own
`main` with arguments, folder, environment and output of its own, and ends as any program ends. What an
interpreter reads as it starts (`PYTHONUTF8`, `LC_ALL` ...) can't be given to a fork: `fits` says so.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Importing these starts no thread and reads no setting of a workspace.
IMPORTS = ("smits_tui.cli.app", "smits_tui.actions.session", "smits_tui.actions.status", "smits_tui.daemon")
# Where the interpreter runs, `main` is called at the top level as `python -m smits_tui` does.
SCRIPT = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import prepared
prepared.wait_for_command(int(sys.argv[1]))
del sys.path[0]
from smits_tui.__main__ import main
main()
"""
# Prefixes of what the interpreter, its loader and the libraries that draw on a terminal read but once.
READ_AT_THE_START = ("PYTHON", "LC_", "LANG", "LD_", "TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PATH")
LONGEST_REQUEST = 1 << 20


def fits(environment: dict[str, str], started_with: dict[str, str]) -> bool:
    """Say whether an interpreter started with one environment is as one started with another."""

    def read_at_the_start(variables: dict[str, str]) -> dict[str, str]:
        return {
            name: value
            for name, value in variables.items()
            if name.startswith(("PYTHON", "LC_", "LANG", "LD_"))
            or name in ("TERM", "COLUMNS", "NO_COLOR", "PATH")
        }

    return read_at_the_start(environment) == read_at_the_start(started_with)


class Prepared:
    """The interpreter that waits; `close` ends it."""

    def __init__(self) -> None:
        self.environment = dict(os.environ)
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SCRIPT, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def run(self, words: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
        """Run `smits WORDS` to its end, as `subprocess.run` does; `TimeoutError` if it takes longer."""
        request = json.dumps(
            {"words": words, "folder": str(Path.cwd()), "environment": dict(os.environ)}
        ).encode()
        assert len(request) < LONGEST_REQUEST, "a command line as long as this is no test of a command line"
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            self._socket.settimeout(seconds)
            socket.send_fds(self._socket, [request], [out.fileno(), err.fileno()])
            code = int(self._socket.recv(64))
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode().replace("\r\n", "\n"))
        return subprocess.CompletedProcess(words, code, *texts)

    def close(self) -> None:
        """End the interpreter and whatever of its commands still runs."""
        self._socket.close()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def wait_for_command(number: int) -> None:
    """Serve requests from a socket until it is closed; return only in the child that is to run a command."""
    for name in IMPORTS:
        __import__(name)
    with socket.socket(fileno=number) as requests:
        while True:
            text, files, _flags, _address = socket.recv_fds(requests, LONGEST_REQUEST, 2)
            if not text:
                sys.exit()
            child = os.fork()
            if not child:
                break
            for file in files:
                os.close(file)
            _, status = os.waitpid(child, 0)
            requests.send(str(os.waitstatus_to_exitcode(status)).encode())
    _become(json.loads(text), files)


def _become(request: dict[str, object], files: list[int]) -> None:
    """Take over arguments, folder, environment and output of a request."""
    for file, standard in zip(files, (1, 2), strict=True):
        os.dup2(file, standard)
        os.close(file)
    environment = request["environment"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(str(request["folder"]))
    words = request["words"]
    assert isinstance(words, list)
    sys.argv = ["smits", *words]
