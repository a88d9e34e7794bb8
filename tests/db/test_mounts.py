"""A record on a network share is refused with advice, unless the configuration allows it."""

from pathlib import Path

import pytest

from db import mounts
from db.engine import open_database
from db.errors import Refused
from db.restoring import restore

LINE = "36 35 0:{n} / {point} rw,noatime master:1 - {kind} {source} rw"


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system says is on a share, below one that is not."""
    share = tmp_path / "the share"
    (share / "disk").mkdir(parents=True)
    lines = [
        LINE.format(n=1, point="/", kind="ext4", source="/dev/sda1"),
        LINE.format(n=2, point=str(share).replace(" ", "\\040"), kind="cifs", source="//nas/desk"),
        LINE.format(
            n=3, point=f"{share}/disk".replace(" ", "\\040"), kind="xfs", source="/dev/sdb"
        ),
    ]
    table = tmp_path / "mountinfo"
    table.write_text("\n".join(lines))
    monkeypatch.setattr(mounts, "MOUNTS", table)
    return share


def test_the_deepest_mount_tells(mounted: Path) -> None:
    assert mounts.share(mounted / "desk.db") == "cifs"
    assert mounts.share(mounted / "new" / "folder" / "desk.db") == "cifs"
    assert mounts.share(mounted / "disk" / "desk.db") is None
    assert mounts.share(mounted.parent / "desk.db") is None


def test_a_record_on_a_share_is_refused_and_nothing_is_made(mounted: Path) -> None:
    path = mounted / "desk.db"
    for act in (
        lambda: open_database(str(path), who="Tester"),
        lambda: restore(str(path), _backup(mounted), "Tester"),
    ):
        with pytest.raises(Refused, match=r"network share \(cifs\).*PostgreSQL for a team"):
            act()
    assert not path.exists()


def _backup(mounted: Path) -> Path:
    place = mounted / "disk" / "copy.db"
    open_database(str(place), who="Tester", seed=False).close()
    return place


def test_a_link_to_a_share_is_no_way_round(mounted: Path) -> None:
    link = mounted.parent / "desk.db"
    link.symlink_to(mounted / "desk.db")
    with pytest.raises(Refused, match="network share"):
        open_database(str(link), who="Tester")


def test_whoever_insists_may(mounted: Path) -> None:
    open_database(str(mounted / "desk.db"), who="Tester", seed=False, share=True).close()
    assert (mounted / "desk.db").exists()


def test_a_system_that_is_silent_refuses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "nothing")
    assert mounts.share(tmp_path / "desk.db") is None
