"""A workspace where the record's lock does not reach everybody is named, with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_tui.actions.findings import CheckFailed
from smits_tui.actions.sharing import check_sharing

pytestmark = pytest.mark.one_engine("opens no record: the locks of a shared folder concern the file alone")


def mounted(folder: Path, kind: str, options: str) -> str:
    name = str(folder).replace(" ", r"\040")
    return f"/dev/vda / ext4 rw,relatime 0 0\nserver:/export {name} {kind} {options} 0 0\n"


@pytest.mark.parametrize(
    ("kind", "options", "way_out"),
    [
        ("nfs4", "rw,vers=4.2,local_lock=none", None),
        ("nfs", "rw,vers=3,nolock,local_lock=all", "without that option"),
        ("nfs", "rw,local_lock=flock", "without that option"),
        ("cifs", "rw,vers=3.1.1", None),
        ("cifs", "rw,nobrl", "without that option"),
        ("fuse.sshfs", "rw,nosuid", "local disk"),
        ("fuse.bindfs", "rw", None),
        ("9p", "rw,trans=virtio", "local disk"),
        ("ext4", "rw", None),
    ],
)
def test_locks_that_other_machines_do_not_see_are_named(
    tmp_path: Path, kind: str, options: str, way_out: str | None
) -> None:
    """The first entry that two machines wrote at the same time would break the record for good."""
    share = tmp_path / "the share"
    (share / "acme").mkdir(parents=True)
    table = mounted(share, kind, options)
    if way_out is None:
        assert kind in check_sharing(share / "acme", table)
    else:
        with pytest.raises(CheckFailed, match=way_out):
            check_sharing(share / "acme", table)


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Acme GmbH", "Google Drive", "Nextcloud"])
def test_a_cloud_folder_is_named(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "strategy"
    folder.mkdir(parents=True)
    with pytest.raises(CheckFailed, match="two records"):
        check_sharing(folder, "")
    with pytest.raises(CheckFailed, match="two records"):
        check_sharing(folder)


def test_a_folder_that_is_only_called_alike_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "dropbox review 2027"
    folder.mkdir()
    assert check_sharing(folder, "") == "a local disk"
