from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.files import check_target, write_bytes, write_text


def test_writes_whole_and_makes_folders(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "c.txt"
    write_text(target, "één\n")
    assert target.read_bytes() == "één\n".encode()
    write_bytes(target, b"\x00")
    assert target.read_bytes() == b"\x00"
    assert [path.name for path in target.parent.iterdir()] == ["c.txt"]


def test_looking_whether_a_target_can_be_written_makes_nothing(tmp_path: Path) -> None:
    check_target(tmp_path / "new" / "deep" / "g.trig")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    for place in ("file/g.trig", "file/deep/g.trig"):
        with pytest.raises(StoreError, match="choose another"):
            check_target(tmp_path / place)


@pytest.mark.parametrize("name", ["g.trig", "new/deep/g.trig"])
def test_a_place_that_takes_no_files_is_known_at_once(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions that allow everything, on a file system that does not."""

    def read_only(**_options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", read_only)
    with pytest.raises(StoreError, match="takes no new files: Read-only"):
        check_target(tmp_path / name)


def test_a_failure_leaves_the_older_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "c.txt"
    write_text(target, "older")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="No space left on device"):
        write_text(target, "newer")
    assert target.read_text(encoding="utf-8") == "older"
    assert [path.name for path in tmp_path.iterdir()] == ["c.txt"]


@pytest.mark.parametrize("bad", ["folder", "file/inside"])
def test_targets_that_cannot_be(bad: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=str(tmp_path)):
        check_target(tmp_path / bad)


def test_new_files_have_ordinary_permissions(tmp_path: Path) -> None:
    (tmp_path / "ordinary").touch()
    write_text(tmp_path / "ours", "x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "ordinary").stat().st_mode
