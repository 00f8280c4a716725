"""Protects: the sweep finds every regular file of the input folders, and says what it left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from watch_notice_support import KINDS, make_inputs

from smits_watch.notice import Skipped
from smits_watch.notice.sweep import Found, sweep


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return make_inputs(tmp_path)


def found(inputs: Path, folder: str = "") -> set[str]:
    return {seen.path for seen in sweep(inputs, KINDS, folder) if isinstance(seen, Found)}


def skipped(inputs: Path, folder: str = "") -> dict[str, str]:
    return {seen.path: seen.reason for seen in sweep(inputs, KINDS, folder) if isinstance(seen, Skipped)}


def test_nested_files_are_found_with_their_stat(inputs: Path) -> None:
    deep = inputs / "budgets" / "hr" / "2027"
    deep.mkdir(parents=True)
    (deep / "FY27.csv").write_bytes(b"12345")
    (inputs / "goals" / "q1.md").write_bytes(b"")
    assert found(inputs) == {"budgets/hr/2027/FY27.csv", "goals/q1.md"}
    seen = next(seen for seen in sweep(inputs, KINDS, "budgets") if isinstance(seen, Found))
    status = (deep / "FY27.csv").stat()
    assert (seen.stat.size, seen.stat.mtime_ns, seen.stat.inode) == (5, status.st_mtime_ns, status.st_ino)


def test_one_folder_can_be_swept_alone(inputs: Path) -> None:
    (inputs / "budgets" / "hr").mkdir()
    (inputs / "budgets" / "hr" / "a.csv").write_bytes(b"a")
    (inputs / "budgets" / "b.csv").write_bytes(b"b")
    assert found(inputs, "budgets/hr") == {"budgets/hr/a.csv"}
    assert found(inputs, "budgets/gone") == set()


def test_what_is_left_out_is_told_with_its_reason(inputs: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_bytes(b"s")
    (inputs / "foo" / "bar").mkdir(parents=True)
    (inputs / "foo" / "bar" / "x.csv").write_bytes(b"x")
    (inputs / "loose.csv").write_bytes(b"x")
    (inputs / "budgets" / "~$FY27.xlsx").write_bytes(b"x")
    (inputs / "budgets" / "link.csv").symlink_to(outside / "secret.csv")
    (inputs / "budgets" / "dangling.csv").symlink_to(outside / "nothing")
    (inputs / "budgets" / "linked").symlink_to(outside)
    os.mkfifo(inputs / "budgets" / "pipe.csv")
    assert found(inputs) == set()
    link = "is a symbolic link, which is not followed; put the file or folder itself there"
    assert skipped(inputs) == {
        "foo": "is not an input kind",
        "loose.csv": "is directly in inputs/; move it into the folder of its kind",
        "budgets/~$FY27.xlsx": "is a lock file of an office program",
        "budgets/link.csv": link,
        "budgets/dangling.csv": link,
        "budgets/linked": link,
        "budgets/pipe.csv": "is not a regular file",
    }


@pytest.mark.parametrize(
    "folder", ["foo", "foo/bar", "budgets/.git/objects", "budgets/linked", "budgets/linked/in"]
)
def test_a_folder_that_a_full_sweep_would_not_enter_is_not_swept_alone(
    inputs: Path, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "outside" / "in").mkdir(parents=True)
    (inputs / "budgets" / "linked").symlink_to(tmp_path / "outside")
    (inputs / folder).mkdir(parents=True, exist_ok=True)
    (inputs / folder / "x.csv").write_bytes(b"x")
    assert found(inputs, folder) == set()
    assert len(skipped(inputs, folder)) == 1


def test_a_name_that_is_no_utf_8_is_told_in_printable_characters(inputs: Path) -> None:
    (inputs / "budgets" / os.fsdecode(b"b\xff\x1b.csv")).write_bytes(b"x")
    assert found(inputs) == set()
    assert skipped(inputs) == {"budgets/b\ufffd\ufffd.csv": "has a name that is not valid UTF-8; rename it"}


def test_a_folder_too_deep_for_the_system_is_told_and_ends_nothing(inputs: Path) -> None:
    (inputs / "goals" / "q1.md").write_bytes(b"x")
    here = os.open(inputs / "budgets", os.O_RDONLY)
    name = "d" * 200
    try:
        for _ in range(25):
            os.mkdir(name, dir_fd=here)
            below = os.open(name, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    finally:
        os.close(here)
    assert found(inputs) == {"goals/q1.md"}
    assert any("too long" in reason for reason in skipped(inputs).values())


def test_a_missing_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(sweep(tmp_path / "nowhere", KINDS)) == []
