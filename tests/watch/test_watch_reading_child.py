"""The reading child: no file, however hostile, harms the process that asks."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from smits_rules.vocabulary import Budget, Opportunity
from smits_watch.documents.errors import ReadError
from smits_watch.extraction.child_pool import ChildLimits
from smits_watch.extraction.reader import Reader
from smits_watch.facts import ExtractionContext

BUDGET = "Cost centre;2027\nNetwork;5\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as running:
        yield running


def budget(folder: Path, content: str = BUDGET) -> Path:
    file = folder / "b.csv"
    file.write_text(content, encoding="utf-8")
    return file


def test_a_file_becomes_facts_that_say_where_they_stand(reader: Reader, tmp_path: Path) -> None:
    """The path is the one below inputs/, not the one in the archive."""
    reading = reader.read(budget(tmp_path), name="budgets/FY27.csv", kind="budgets")
    assert (reading.status, reading.path, reading.kind) == ("read", "budgets/FY27.csv", "budgets")
    fact = reading.facts[0]
    assert isinstance(fact, Budget)
    assert (fact.total, fact.source) == (5, "budgets/FY27.csv#line 2")
    assert reading.summary == {"totals": {"2027": 5.0}}


def test_configured_columns_reach_the_facts(reader: Reader, tmp_path: Path) -> None:
    """As set in smits.toml for the folder."""
    file = budget(tmp_path, "Was;Wieviel;2027\na;7;1\n")
    reading = reader.read(
        file, name="budgets/FY28.csv", kind="budgets", context=ExtractionContext({"amount": "Wieviel"})
    )
    assert reading.summary == {"totals": {"FY2028": 7.0}}


def test_the_kind_is_guessed_and_the_guess_is_told(reader: Reader, tmp_path: Path) -> None:
    """`smits facts FILE` outside of any folder."""
    reading = reader.read(budget(tmp_path, "IT budget 2027\n\n" + BUDGET), name="b.csv")
    assert reading.kind == "budgets"
    assert "treated as budgets" in reading.warnings[0]


def test_a_sidecar_states_facts_that_win(reader: Reader, tmp_path: Path) -> None:
    """A person knows better than any reading."""
    file = budget(tmp_path)
    file.with_name("b.csv.facts.toml").write_text(
        '[[facts]]\nfact = "budget"\nperiod = "2027"\ntotal = 9\n'
        '[[facts]]\nfact = "opportunity"\ntitle = "x"\n[[facts]]\nfact = "nonsense"\n',
        encoding="utf-8",
    )
    reading = reader.read(file, name="budgets/b.csv", kind="budgets")
    stated = [fact for fact in reading.facts if fact.confidence == "stated"]
    assert [fact.fact for fact in stated] == ["budget", "opportunity"]
    assert [fact.total for fact in reading.facts if isinstance(fact, Budget)] == [9]
    assert isinstance(stated[1], Opportunity)
    assert any("Stated fact 3 was left out" in warning for warning in reading.warnings)


def test_a_child_that_dies_rejects_one_file_and_is_replaced(tmp_path: Path) -> None:
    """Killed while idle or while reading, the next file is read."""
    with Reader() as own:
        first = own.pid
        os.kill(first, signal.SIGKILL)
        assert own.read(budget(tmp_path), name="budgets/b.csv", kind="budgets").status == "read"
        second = own.pid
        assert second != first
        large = budget(tmp_path, "Cost centre;2027\n" + "Network;5\n" * 300_000)
        killer = threading.Timer(0.3, os.kill, (second, signal.SIGKILL))
        killer.start()
        reading = own.read(large, name="budgets/b.csv", kind="budgets")
        killer.join()
        assert reading.status in ("unreadable", "read")
        small = budget(tmp_path)
        assert own.read(small, name="budgets/b.csv", kind="budgets").status == "read"


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """With the limit in the reason."""
    large = budget(tmp_path, "Cost centre;2027\n" + "Network;5\n" * 400_000)
    with Reader(ChildLimits(seconds=0.2)) as own:
        reading = own.read(large, name="budgets/b.csv", kind="budgets")
    assert reading.status == "unreadable"
    assert "longer than 0.2 s" in reading.reason


def test_waiting_is_not_counted_as_reading(tmp_path: Path) -> None:
    """A share that answers late, or a machine that is busy, is no reason to give a file up."""
    beside = tmp_path / "late.toml"
    os.mkfifo(beside)
    seconds = 2.0
    late = threading.Timer(seconds + 0.5, beside.write_text, ("",))
    with Reader(ChildLimits(seconds=seconds)) as own:
        task = own.begin(budget(tmp_path), name="budgets/b.csv", kind="budgets", sidecar=beside)
        late.start()
        assert task.result().status == "read"
    late.join()


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    """And the machine goes on."""
    large = budget(tmp_path, "Cost centre;2027\n" + "Network;5\n" * 900_000)
    with Reader(ChildLimits(memory_bytes=-440 * 2**20)) as own:
        reading = own.read(large, name="budgets/b.csv", kind="budgets")
        assert reading.status == "unreadable"
        assert "memory" in reading.reason
        assert own.read(budget(tmp_path), name="budgets/b.csv", kind="budgets").status == "read"


def test_a_missing_file_is_the_callers_mistake(reader: Reader, tmp_path: Path) -> None:
    """It says nothing about a file."""
    with pytest.raises(ReadError, match="can't be opened"):
        reader.read(tmp_path / "no.csv", name="budgets/no.csv")


def test_names_are_harmless_in_what_is_said(reader: Reader, tmp_path: Path) -> None:
    """A name may hold what a terminal obeys."""
    reading = reader.read(budget(tmp_path), name="budgets/\x1b[2J.csv", kind="budgets")
    assert "\x1b" not in reading.path
    assert all("\x1b" not in fact.source for fact in reading.facts)


def test_a_file_whose_name_leaves_no_room_for_a_sidecars_is_read(reader: Reader, tmp_path: Path) -> None:
    """A name may be as long as the file system allows; looking for the file beside it must not fail."""
    file = tmp_path / f"{'予' * 83}.csv"
    file.write_text("Cost centre,2027\nNetwork,5\n", encoding="utf-8")
    assert reader.read(file, name=f"budgets/{file.name}", kind="budgets").status == "read"
