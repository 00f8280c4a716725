"""Protects: what is no input is skipped, what is one is not, and no name can harm a terminal."""

from __future__ import annotations

import pytest

from smits_watch.notice import Skipped
from smits_watch.notice.ignore import printable, skipped_by_name

KINDS = ("budgets", "goals", "vendor-notices")


def reason(path: str) -> str | None:
    skipped = skipped_by_name(path, KINDS)
    return skipped.reason if skipped else None


@pytest.mark.parametrize(
    "name",
    [
        "~$FY27.xlsx",
        ".~lock.FY27.ods#",
        ".FY27.xlsx.swp",
        "FY27.swp",
        "FY27.xlsx.part",
        "FY27.xlsx.crdownload",
        "FY27.XLSX.PART",
        "~WRL0001.tmp",
        "FY27.docx~",
        "#FY27.md#",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "4913",
        "FY27.docx.sb-1a2b3c4d-AbCdEf",
        "x.filepart",
        ".smits-canary",
        "FY27.lock",
    ],
)
def test_temporary_hidden_lock_and_swap_files_are_skipped(name: str) -> None:
    assert reason(f"budgets/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "FY27.xlsx",
        "FY27 v2 final.xlsx",
        "~FY27.xlsx",
        "$FY27.csv",
        "part.csv",
        "tmp.csv",
        "lock",
        "Ausgaben_Öl.csv",
        "a$~b.md",
    ],
)
def test_ordinary_names_are_inputs(name: str) -> None:
    assert reason(f"budgets/{name}") is None


@pytest.mark.parametrize(
    "path", ["budgets/.git/config", "budgets/__MACOSX/FY27.xlsx", "budgets/@eaDir/x/y.csv"]
)
def test_nothing_in_an_ignored_folder_is_an_input(path: str) -> None:
    assert "lies in" in (reason(path) or "")


def test_the_reason_names_a_folder_that_is_no_kind() -> None:
    assert skipped_by_name("foo/x.csv", KINDS) == Skipped("foo", "is not an input kind", notable=True)
    assert "directly in inputs/" in (reason("x.csv") or "")


@pytest.mark.parametrize(
    ("folder", "meant"), [("Budgets", "budgets"), ("budget 2027", "budgets"), ("vendor", "vendor-notices")]
)
def test_the_folder_that_was_meant_is_named(folder: str, meant: str) -> None:
    assert (reason(f"{folder}/x.csv") or "").endswith(f"move what is in it into {meant}/")


@pytest.mark.parametrize("path", ["x.csv", "foo/x.csv", b"goals/\xff.csv".decode("utf-8", "surrogateescape")])
def test_a_person_hears_of_a_file_in_a_wrong_place(path: str) -> None:
    skipped = skipped_by_name(path, KINDS)
    assert skipped is not None
    assert skipped.notable


@pytest.mark.parametrize("path", [".smits-canary", "goals/~$a.docx", "goals/.git/config", "goals/a.tmp"])
def test_nobody_hears_of_what_programs_leave_or_are_about_to_rename(path: str) -> None:
    skipped = skipped_by_name(path, KINDS)
    assert skipped is not None
    assert not skipped.notable


def test_a_name_that_no_record_can_hold_is_skipped_with_the_way_out() -> None:
    name = b"budget-\xff.csv".decode("utf-8", "surrogateescape")
    assert "rename it" in (reason(f"budgets/{name}") or "")


def test_terminal_escapes_and_lone_surrogates_are_replaced() -> None:
    shown = printable("a\x1b[31m\udcff\nb")
    assert shown == "a\ufffd[31m\ufffd\ufffdb"
    shown.encode("utf-8")
