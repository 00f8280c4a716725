"""Protects: a hash is of one state of a regular file; links, pipes and changing files give none."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
from watch_notice_support import sha256

from smits_watch.notice import Stat
from smits_watch.notice.file_probe import CHUNK, digest, regular_stat, regular_stat_below


def never() -> bool:
    return False


def stat_of(file: Path) -> Stat:
    seen = regular_stat(file)
    assert seen is not None
    return seen


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    content = os.urandom(3 * CHUNK + 17)
    file = tmp_path / "x.bin"
    file.write_bytes(content)
    assert digest(file, stat_of(file), never) == sha256(content)


def test_a_file_that_grows_while_it_is_hashed_gives_no_hash(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"x" * 3 * CHUNK)
    expected = stat_of(file)

    def grow() -> bool:
        with file.open("ab") as growing:
            growing.write(b"y")
        return False

    assert digest(file, expected, grow) is None


def test_a_file_that_is_renamed_over_while_it_is_hashed_gives_no_hash(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"x" * 3 * CHUNK)
    expected = stat_of(file)

    def replace() -> bool:
        (tmp_path / "new").write_bytes(b"z" * 3 * CHUNK)
        (tmp_path / "new").replace(file)
        return False

    assert digest(file, expected, replace) is None


def test_a_file_other_than_expected_or_gone_gives_no_hash(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"x")
    expected = stat_of(file)
    file.write_bytes(b"xy")
    assert digest(file, expected, never) is None
    file.unlink()
    assert digest(file, expected, never) is None


def test_hashing_is_given_up_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"x" * 2 * CHUNK)
    assert digest(file, stat_of(file), lambda: True) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a thing of POSIX")
def test_what_is_no_regular_file_is_seen_as_none_and_opening_it_does_not_hang(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"x")
    expected = stat_of(file)
    file.unlink()
    os.mkfifo(file)
    outcome: list[str | None] = []
    hashing = threading.Thread(target=lambda: outcome.append(digest(file, expected, never)), daemon=True)
    hashing.start()
    hashing.join(5)
    assert outcome == [None]
    assert regular_stat(file) is None
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert regular_stat(tmp_path / "socket") is None
    assert regular_stat(tmp_path) is None


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    expected = stat_of(secret)
    link = tmp_path / "x.bin"
    link.symlink_to(secret)
    assert regular_stat(link) is None
    with pytest.raises(OSError, match="symbolic"):
        digest(link, expected, never)


def test_a_file_behind_a_linked_folder_is_seen_as_none(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.csv").write_bytes(b"x")
    inputs = tmp_path / "inputs"
    (inputs / "budgets").mkdir(parents=True)
    (inputs / "budgets" / "link").symlink_to(outside)
    assert regular_stat(inputs / "budgets" / "link" / "x.csv") is not None
    assert regular_stat_below(inputs, "budgets/link/x.csv") is None
