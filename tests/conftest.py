"""What tests share: a workspace, a clock that stands still until it is told otherwise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from smits_tui.actions.opening import open_record, record_settings
from smits_tui.ledger.record import Record
from smits_tui.workspace import Workspace, make_workspace


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


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "acme", "Acme [draft]", jurisdictions=("EU",))


@pytest.fixture
def record(workspace: Workspace, clock: FixedClock) -> Record:
    opened, _ = open_record(workspace, clock)
    record_settings(opened, workspace, "kim", "made")
    return opened
