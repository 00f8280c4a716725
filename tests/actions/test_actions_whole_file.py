"""A file is replaced whole or not at all, and nothing of a failed attempt remains beside it."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from smits_tui.whole_file import PRIVATE, replace_file, written_aside

pytestmark = pytest.mark.one_engine("opens no record")

BROKEN: Any = None
"""What can't be written to a file of bytes."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is there already."""
    path = tmp_path / "kept.json"
    path.write_bytes(b"old")
    return path


def test_what_fails_leaves_the_old_file(file: Path) -> None:
    """Neither a writer that breaks off nor a check that refuses loses what was there."""

    def refuse(written: Path) -> None:
        assert written.read_bytes() == b"new"
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"), written_aside(file, check=refuse) as target:
        target.write(b"new")
    with pytest.raises(TypeError), written_aside(file) as target:
        target.writelines(iter([b"half", BROKEN]))
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_a_private_file_is_private_from_the_beginning(file: Path) -> None:
    """Whoever shares the folder can't read a file with secrets, not even while it is written."""
    with written_aside(file, mode=PRIVATE) as target:
        assert os.fstat(target.fileno()).st_mode & 0o777 == PRIVATE
    assert file.stat().st_mode & 0o777 == PRIVATE


def test_what_a_crash_left_is_replaced_and_a_link_not_followed(file: Path) -> None:
    """In a container each run may have the same ids; a link in the way would be written through."""
    other = file.with_name("other")
    other.write_bytes(b"untouched")
    file.with_name(f".{file.name}.{threading.get_native_id()}.tmp").symlink_to(other)
    replace_file(file, b"new")
    assert (file.read_bytes(), other.read_bytes()) == (b"new", b"untouched")
    assert sorted(file.parent.iterdir()) == [file, other]
