"""Bad input: one clear line that names the place and the remedy, and the good articles still come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.errors import InputError
from kg.model import Issue
from kg.read import Intake, read_articles

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("bad.yaml").read_text(encoding="utf-8"))


def write(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / case["file"]
    raw = bytes.fromhex(case["hex"]) if "hex" in case else case["content"].encode("utf-8")
    path.write_bytes(raw)
    return path


def test_all_are_collected() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_reported_and_left_out(case: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, case)
    (tmp_path / "zz-good.txt").write_text("The talks go on.\n")
    issues: list[Issue] = []
    names = [article.name for article in read_articles([tmp_path], report=issues.append)]
    assert names == [*case.get("kept", []), "zz-good.txt"]
    assert len(issues) == case.get("issues", 1)
    assert all(issue.level == "error" and issue.hint and "\n" not in str(issue) for issue in issues)
    assert issues[0].where == str(path.with_name(case.get("where", case["file"])))
    assert case["says"] in str(issues[0])


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_strict_raises(case: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, case)
    with pytest.raises(InputError) as caught:
        list(read_articles([path], strict=True))
    assert case["file"] in str(caught.value)
    assert case["says"] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_reporter_is_needed(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert list(read_articles([tmp_path])) == []


def test_missing_path_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder; check the path"):
        read_articles([tmp_path / "missing"])


def test_folder_without_articles_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("Not for us.")
    with pytest.raises(InputError, match="holds no articles"):
        read_articles([tmp_path])


def test_glob_without_articles_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="matches no articles"):
        read_articles([tmp_path / "*.txt"])


def test_no_source_at_all() -> None:
    with pytest.raises(InputError, match="no source named"):
        read_articles([])


def test_an_empty_path_is_not_the_folder_we_are_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.txt").write_text("The talks go on.")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="empty path"):
        read_articles([""])
    assert len(list(read_articles(["."]))) == 1


def test_a_file_of_no_known_kind_is_told_and_counted(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The talks go on.")
    (tmp_path / "map.png").write_bytes(b"\x89PNG")
    (tmp_path / "sheet.zzz").write_bytes(b"\0\1\2")
    issues: list[Issue] = []
    intake = Intake()
    assert len(list(read_articles([tmp_path], strict=True, report=issues.append, intake=intake))) == 1
    assert [(issue.level, Path(issue.where).name) for issue in issues] == [
        ("warning", "map.png"),
        ("warning", "sheet.zzz"),
    ]
    assert "is a picture" in issues[0].message
    assert "unknown ending '.zzz'" in issues[1].message
    assert ".jsonl" in issues[1].hint
    assert intake.summary() == "read 1, skipped 2 (2 unknown kind)"
    with pytest.raises(InputError, match="is a picture"):  # named as such, it is an error
        list(read_articles([tmp_path / "map.png"], strict=True))


def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere either")
    (tmp_path / "good.txt").write_text("The talks go on.")
    issues: list[Issue] = []
    assert [article.name for article in read_articles([tmp_path], report=issues.append)] == ["good.txt"]
    assert [issue.message for issue in issues] == ["cannot be read: No such file or directory"] * 2


def test_bad_metadata_is_left_out_and_the_article_comes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '{"id": "a", "text": "One.", "published": "soon", "publisher": {"since": 1870}, "title": 7}'
    )
    issues: list[Issue] = []
    (article,) = read_articles([path], strict=True, report=issues.append)
    assert (article.published, article.published_from, article.publisher, article.title) == (
        None,
        None,
        None,
        "7",
    )
    assert [issue.level for issue in issues] == ["warning", "warning"]
    assert "field 'publisher' is left out" in issues[0].message
    assert "published date 'soon' is left out: it has no year" in issues[1].message
