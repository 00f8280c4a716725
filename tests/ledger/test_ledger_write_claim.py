"""A lock that others do not see, as on two FUSE mounts of one folder, must not let two write at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from smits_tui.ledger.errors import LedgerUnwritable
from smits_tui.ledger.file.write_claim import claimed


def test_a_claim_of_a_living_writer_refuses_the_second(tmp_path: Path) -> None:
    """Both hold what they take for the lock; the first goes on, the second is told what to do."""
    claim = tmp_path / "ledger.claim.lock"
    began, end = threading.Event(), threading.Event()

    def write() -> None:
        with claimed(claim):
            began.set()
            end.wait(10)

    first = threading.Thread(target=write)
    first.start()
    assert began.wait(10)
    threading.Timer(0.1, end.set).start()
    with pytest.raises(LedgerUnwritable, match="does not share locks"), claimed(claim):
        pass
    first.join()
    with claimed(claim):
        assert claim.exists()
    assert not claim.exists()


def test_a_claim_that_a_crash_left_is_replaced_at_once(tmp_path: Path) -> None:
    claim = tmp_path / "ledger.claim.lock"
    code = (
        "import os, sys; from pathlib import Path; from smits_tui.ledger.file.write_claim import claimed\n"
        "with claimed(Path(sys.argv[1])): os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(claim)], check=True)
    assert claim.exists()
    began = time.monotonic()
    with claimed(claim):
        assert f" {os.getpid()} " in claim.read_text(encoding="utf-8")
    assert time.monotonic() - began < 4
    assert not claim.exists()
