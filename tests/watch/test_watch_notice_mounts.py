"""Protects: folders on which events of other machines can't arrive are polled, all others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_watch.notice.observers.mounts import read_mounts, share_type

TABLE = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /mnt/finance nfs4 rw,vers=4.2 0 0
//server/share /mnt/with\040blank cifs rw 0 0
sshfs /home/kim/remote fuse.sshfs rw 0 0
/dev/sdb1 /mnt/finance/local xfs rw 0 0
server:/old /mnt/over nfs rw 0 0
/dev/sdc1 /mnt/over ext4 rw 0 0
C: /mnt/c 9p rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/inputs", None),
        ("/mnt/finance/inputs", "nfs4"),
        ("/mnt/finance", "nfs4"),
        ("/mnt/finances", None),
        ("/mnt/with blank/a/b", "cifs"),
        ("/home/kim/remote/x", "fuse.sshfs"),
        ("/home/kim", "fuse.sshfs"),
        ("/mnt/finance/local/inputs", None),
        ("/mnt/over/inputs", None),
        ("/mnt/c/Users", "9p"),
    ],
)
def test_the_type_of_the_share_that_holds_a_folder_or_lies_in_it(folder: str, kind: str | None) -> None:
    assert share_type(folder, TABLE) == kind


def test_a_system_without_a_mount_table_has_no_shares(tmp_path: Path) -> None:
    assert share_type("/srv", read_mounts(tmp_path / "missing")) is None


@pytest.mark.skipif(not Path("/proc/self/mounts").exists(), reason="Linux tells its mounts there")
def test_the_table_of_this_machine_is_understood() -> None:
    assert share_type("/proc/self", read_mounts()) is None
    assert " / " in read_mounts()
